"""Admin forms of the programme: choosing a plan, writing a slot."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminPageChooser
from wagtail.models import Page

from base.dates_display import zone_words
from home.models import SINGLE_PLACES, HomePage, Place, Slot
from home.slot_rules import SHOWN_TYPES, programme_pages, slot_problems

LONGEST = timedelta(days=400)


class ProgrammePageField(forms.ModelChoiceField):
    """The front page or one of the themes."""

    def label_from_instance(self, obj: Page) -> str:
        """Say which of the two it is."""
        if obj.specific_class is HomePage:
            return str(_("Page d’accueil – %(title)s")) % {"title": obj.title}
        words = _("Thème : %(title)s") if obj.live else _("Thème : %(title)s (pas encore public)")
        return str(words) % {"title": obj.get_admin_display_title()}


class PlanForm(forms.Form):
    """Which page, from which day to which: usually from a week ago to eight weeks ahead."""

    before = timedelta(weeks=1)
    ahead = timedelta(weeks=8)

    page = ProgrammePageField(queryset=Page.objects.none(), label=_("Page"), empty_label=None)
    du = forms.DateField(label=_("Du"), widget=AdminDateInput)
    au = forms.DateField(label=_("Au"), widget=AdminDateInput)

    def __init__(self, *args: Any, pages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].queryset = pages  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins, or too long to be read."""
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("du"), cleaned.get("au")
        if since and until and until < since:
            self.add_error("au", _("La fin doit venir après le début."))
        elif since and until and until - since > LONGEST:
            self.add_error("au", _("Choisissez treize mois au plus."))
        return cleaned

    @classmethod
    def usual(cls, *, at: datetime, zone: str) -> dict[str, Any]:
        """Return the usual period around `at`."""
        today = at.astimezone(ZoneInfo(zone)).date()
        return {"du": today - cls.before, "au": today + cls.ahead}

    def period(self, zone: str) -> tuple[datetime, datetime]:
        """Return the two ends: the first midnight, and the one after the last day."""
        since, until = self.cleaned_data["du"], self.cleaned_data["au"]
        return (
            datetime.combine(since, time.min, ZoneInfo(zone)),
            datetime.combine(until + timedelta(days=1), time.min, ZoneInfo(zone)),
        )


class ShownChooser(AdminPageChooser):
    """Wagtail's chooser of pages, which cannot show again what is not a number: that is the page nobody has, 0."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the id sent, None when none is."""
        asked = super().value_from_datadict(data, files, name)
        return asked if asked is None or (asked.isdecimal() and len(asked) < 19) else "0"


class SlotForm(forms.ModelForm):
    """One slot; the place is decided before, so that the chooser offers only what may stand there."""

    page = ProgrammePageField(queryset=Page.objects.none(), label=_("Page"), empty_label=None)

    class Meta:
        model = Slot
        fields = ("page", "text", "shown", "starts_at", "ends_at", "position", "note")
        widgets = {"starts_at": AdminDateTimeInput, "ends_at": AdminDateTimeInput}

    def __init__(self, *args: Any, user: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.instance.place
        pages = programme_pages(user)
        if place == Place.HEADLINE:
            pages = pages.filter(territory__isnull=False)
        self.fields["page"].queryset = pages  # type: ignore[attr-defined]
        self.fields["shown"].queryset = Page.objects.filter(depth__gt=1)  # type: ignore[attr-defined]
        self.fields["shown"].widget = ShownChooser(target_models=[SHOWN_TYPES[place]])
        self.fields["shown"].error_messages["invalid_choice"] = _(
            "Cette page n’existe plus : choisissez-en une autre."
        )
        self.fields["shown"].required = place != Place.BANNER
        self.fields["shown"].error_messages["required"] = _("Choisissez ce qui doit paraître.")
        if place == Place.BANNER:
            self.fields["shown"].label = _("page où mène le bandeau")
            self.fields["shown"].help_text = _("Vide : une phrase sans lien.")
            self.fields["text"].required = True
            self.fields["text"].help_text = _("Une seule phrase, tout en haut de la page.")
            self.fields["text"].error_messages["required"] = _("Écrivez la phrase du bandeau.")
        else:
            del self.fields["text"]
        if place in SINGLE_PLACES:
            del self.fields["position"]
        self.fields["starts_at"].help_text = f"{capfirst(zone_words(zone))}."

    def _post_clean(self) -> None:
        """Add to the model's own checks what depends on the pages chosen."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        for field, sentence in slot_problems(self.instance).items():
            self.add_error(field, sentence)


def typed_moment(words: str, zone: str) -> datetime | None:
    """Return the moment written in an address, local to `zone` when it names none; None when it is not one."""
    try:
        moment = parse_datetime(words.replace(" ", "T"))
    except ValueError:
        return None
    if moment is None or not 2000 <= moment.year <= 2100:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=ZoneInfo(zone))
