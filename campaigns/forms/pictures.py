"""A picture somebody sends: its file, its alternative text, the part kept in sight when it is cropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField

from base.models import Image
from campaigns.services.writing import GRID, keep_picture, part_of, retouch_picture

if TYPE_CHECKING:
    from accounts.models import User

MIDDLE = GRID * GRID // 2
PARTS = [
    (0, _("en haut à gauche")),
    (1, _("en haut")),
    (2, _("en haut à droite")),
    (3, _("à gauche")),
    (4, _("au milieu")),
    (5, _("à droite")),
    (6, _("en bas à gauche")),
    (7, _("en bas")),
    (8, _("en bas à droite")),
]


class SentPictureField(WagtailImageField):
    """Wagtail's checks of content, weight and size; a file that cannot be read at all is refused like the others."""

    def to_python(self, data: Any) -> Any:
        """Return the picture, or say that it is none."""
        try:
            return super().to_python(data)
        except (OSError, SyntaxError, ValueError) as error:
            raise forms.ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error


class PictureFields(forms.Form):
    """The fields of a picture, for a form that has one; `usable` are the numbers of the pictures it may keep."""

    upload = SentPictureField(label=_("Image"), required=False, widget=forms.FileInput)
    image = forms.IntegerField(widget=forms.HiddenInput, required=False)
    description = forms.CharField(
        label=_("Ce que montre l’image"),
        max_length=255,
        required=False,
        help_text=_("En une phrase, pour les personnes qui ne la voient pas. Obligatoire avec une image."),
    )
    part = forms.TypedChoiceField(
        label=_("Partie à garder en vue"),
        choices=PARTS,
        coerce=int,
        initial=MIDDLE,
        required=False,
        empty_value=str(MIDDLE),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, usable: frozenset[int] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usable = usable
        self.fields["upload"].help_text = _(
            "JPEG, PNG, WebP, AVIF ou GIF, 10\u00a0Mo et 20\u00a0millions de pixels au plus. Ce que l’appareil y a "
            "noté (lieu, date) est effacé."
        )

    def clean_image(self) -> Image | None:
        """Keep a picture this page already shows, no other."""
        number = self.cleaned_data.get("image")
        return Image.objects.filter(pk=number).first() if number in self.usable else None

    def clean(self) -> dict[str, Any]:
        """Ask for the alternative text as soon as there is a picture."""
        cleaned = super().clean() or {}
        has_picture = cleaned.get("upload") or cleaned.get("image")
        if has_picture and not cleaned.get("description") and "description" not in self.errors:
            self.add_error("description", _("Dites en une phrase ce que montre l’image."))
        return cleaned

    def kept(self, actor: User) -> Image | None:
        """Return the picture to show, written if it is new or touched; None when there is none."""
        values = self.cleaned_data
        facts: dict[str, Any] = {
            "description": values["description"],
            "part": int(values["part"]),
            "actor": actor,
        }
        if values["upload"]:
            return keep_picture(upload=values["upload"], **facts)
        if values["image"]:
            return retouch_picture(image=values["image"], **facts)
        return None

    @property
    def shown(self) -> Image | None:
        """The picture as it is now, to show beside its fields."""
        number = self["image"].value()
        known = str(number or "").isdigit() and int(number) in self.usable
        return Image.objects.filter(pk=int(number)).first() if known else None


def picture_values(image: Image | None) -> dict[str, Any]:
    """Return the initial values of `PictureFields` for a picture."""
    if image is None:
        return {}
    return {"image": image.pk, "description": image.description, "part": part_of(image)}


def usable_pictures(page: Any) -> frozenset[int]:
    """Return the numbers of the pictures a page shows: those its writers may keep."""
    found = {page.picture_id} | {
        block.value["image"].pk
        for block in page.body
        if block.block_type == "picture" and block.value["image"]
    }
    return frozenset(number for number in found if number)
