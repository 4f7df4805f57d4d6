"""The story as an ordinary formset over the page's plain blocks: each form is a block, in the order of the page."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.blocks import validate_video_address
from campaigns.forms.pictures import PictureFields, picture_values

if TYPE_CHECKING:
    from accounts.models import User
    from campaigns.models import CampaignPage

KINDS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "text": (_("Texte"), ("text",)),
    "heading": (_("Intertitre"), ("title",)),
    "picture": (_("Image"), ("upload", "image", "description", "part", "caption")),
    "quote": (_("Citation"), ("text", "author")),
    "list": (_("Liste"), ("text",)),
    "video": (_("Vidéo"), ("url", "title")),
}
MOST_BLOCKS = 40
LONGEST_LINE = 300
LONGEST_TEXT = 6000
HIDDEN = ("kind", "uid")
LABELS = {
    ("quote", "text"): _("Paroles, sans guillemets"),
    ("list", "text"): _("Un élément par ligne"),
    ("text", "text"): _("Texte"),
    ("heading", "title"): _("Intertitre"),
}
HELP = {("text", "text"): _("Une ligne vide sépare deux paragraphes.")}


class BlockForm(PictureFields):
    """One block; only the fields of its kind stay. An empty block is left out of the page."""

    kind = forms.ChoiceField(
        widget=forms.HiddenInput, choices=[(kind, words[0]) for kind, words in KINDS.items()]
    )
    uid = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    title = forms.CharField(label=_("Titre"), max_length=160, required=False)
    text = forms.CharField(
        label=_("Texte"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 7})
    )
    author = forms.CharField(label=_("De qui"), max_length=120, required=False)
    caption = forms.CharField(label=_("Légende"), max_length=200, required=False)
    url = forms.URLField(
        label=_("Adresse de la vidéo"),
        required=False,
        assume_scheme="https",
        validators=[validate_video_address],
        help_text=_(
            "En https://, sur YouTube, Vimeo, Dailymotion ou PeerTube : un lien, rien n’est chargé ici."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = self["kind"].value()
        self.block_kind = said if said in KINDS else "text"
        own = (*HIDDEN, *KINDS[self.block_kind][1])
        for name in [name for name in self.fields if name not in own]:
            del self.fields[name]
        for (kind, name), label in LABELS.items():
            if kind == self.block_kind:
                self.fields[name].label = label
        for (kind, name), words in HELP.items():
            if kind == self.block_kind:
                self.fields[name].help_text = words

    @property
    def kind_label(self) -> Any:
        """The kind in words."""
        return KINDS[self.block_kind][0]

    def clean_text(self) -> str:
        """Refuse a line of a list that would be cut."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        if self.block_kind == "list" and any(len(line.strip()) > LONGEST_LINE for line in text.splitlines()):
            raise forms.ValidationError(_("Un élément de liste tient en 300 caractères."))
        return text

    def clean(self) -> dict[str, Any]:
        """Ask a film for its address and its title together; pictures have their own rule."""
        cleaned = super().clean() if self.block_kind == "picture" else self.cleaned_data
        if self.block_kind == "video" and bool(cleaned.get("url")) != bool(cleaned.get("title")):
            missing = "title" if cleaned.get("url") else "url"
            if missing not in self.errors:
                self.add_error(missing, _("Une vidéo a une adresse et un titre."))
        return cleaned or {}

    def block(self, actor: User) -> dict[str, Any] | None:
        """Return the block as a stream field keeps it, None when it is empty."""
        value = self._value(actor)
        if not value:
            return None
        return {"type": self.block_kind, "value": value, "id": self.cleaned_data["uid"] or str(uuid.uuid4())}

    def _value(self, actor: User) -> Any:
        values = self.cleaned_data
        match self.block_kind:
            case "heading":
                return values["title"]
            case "text":
                return values["text"].strip()
            case "list":
                return [line.strip() for line in values["text"].splitlines() if line.strip()]
            case "quote":
                text = values["text"].strip()
                return {"text": text, "author": values["author"]} if text else None
            case "video":
                return (
                    {"url": values["url"], "title": values["title"], "picture": None}
                    if values["url"]
                    else None
                )
        image = self.kept(actor)
        return {"image": image.pk, "caption": values["caption"]} if image else None


BlockFormSet: Any = forms.formset_factory(
    BlockForm, extra=0, can_delete=True, max_num=MOST_BLOCKS, absolute_max=MOST_BLOCKS + 5
)


def block_rows(page: CampaignPage) -> list[dict[str, Any]]:
    """Return the page's blocks as the formset's initial values."""
    return [{"kind": block.block_type, "uid": block.id, **_row(block)} for block in page.body]


def _row(block: Any) -> dict[str, Any]:
    value = block.value
    match block.block_type:
        case "heading":
            return {"title": value}
        case "text":
            return {"text": value}
        case "list":
            return {"text": "\n".join(value)}
        case "quote":
            return {"text": value["text"], "author": value["author"]}
        case "video":
            return {"url": value["url"], "title": value["title"]}
    return {**picture_values(value["image"]), "caption": value["caption"]}


def moved(rows: list[Any], act: str, prefix: str) -> list[Any]:
    """Return `rows` after « up » or « down » of one; `act` reads « up:prefix:2 », anything else changes nothing."""
    verb, _colon, place = act.partition(f":{prefix}:")
    if verb not in {"up", "down"} or not (place.isascii() and place.isdigit()) or len(place) > 3:
        return rows
    here = int(place)
    there = here - 1 if verb == "up" else here + 1
    if not (0 <= here < len(rows) and 0 <= there < len(rows)):
        return rows
    changed = list(rows)
    changed[here], changed[there] = changed[there], changed[here]
    return changed
