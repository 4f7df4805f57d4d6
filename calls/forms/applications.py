"""Forms of the back office of applications: what to list, and what to ask more about."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from calls.application_columns import filters_for
from calls.application_querysets import ApplicationQuerySet
from calls.models import Application, CallPage
from calls.models.applications import ApplicantKind

if TYPE_CHECKING:
    from calls.access import Person

S = Application.State
READ_STATES = [S.DEPOSITED, S.MORE_ASKED, S.ACCEPTED, S.RESERVE, S.REFUSED]
ANY = [("", _("tous"))]
LONGEST_SEARCH, LONGEST_REQUEST = 120, 2000
END_OF_DAY = dt.time(23, 59)


class ApplicationFilters(forms.Form):
    """What to list; a value that is not offered lists nothing less."""

    q = forms.CharField(
        label=_("Chercher"),
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"placeholder": _("projet, organisation, numéro")}),
    )
    appel: forms.ModelChoiceField[CallPage] = forms.ModelChoiceField(
        label=_("Appel"), queryset=CallPage.objects.none(), required=False, empty_label=_("tous")
    )
    etat = forms.ChoiceField(
        label=_("État"),
        required=False,
        choices=[*ANY, *((state.value, state.label) for state in READ_STATES)],
    )
    nature = forms.ChoiceField(label=_("Qui répond"), required=False, choices=[*ANY, *ApplicantKind.choices])
    quartier = forms.ChoiceField(label=_("Quartier"), required=False)
    theme = forms.ChoiceField(label=_("Mot-clé de l’appel"), required=False)

    def __init__(self, *args: Any, rows: ApplicationQuerySet, reader: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader, self.more = reader, filters_for(reader)
        self.fields["appel"].queryset = _answered_calls(rows)  # type: ignore[attr-defined]
        places = (
            rows.exclude(neighbourhood="").order_by("neighbourhood").values_list("neighbourhood", flat=True)
        )
        self._offer("quartier", ((place, place) for place in places.distinct()))
        tags = CallPage.tags.through.objects.filter(content_object__in=rows.order_by().values("call"))
        names = tags.order_by("tag__name").values_list("tag__slug", "tag__name").distinct()
        self._offer("theme", names)
        for one in self.more:
            self.fields[one.code] = forms.ChoiceField(
                label=str(one.label), required=False, choices=[*ANY, *one.choices]
            )

    def _offer(self, name: str, choices: Any) -> None:
        self.fields[name].choices = [*ANY, *choices]  # type: ignore[attr-defined]

    def narrowed(self, rows: ApplicationQuerySet) -> ApplicationQuerySet:
        """Return the rows asked for; what was not understood narrows nothing."""
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("q"):
            rows = rows.searched(asked["q"])
        lookups = {"appel": "call", "etat": "state", "nature": "applicant_kind", "quartier": "neighbourhood"}
        rows = rows.filter(**{lookup: asked[name] for name, lookup in lookups.items() if asked.get(name)})
        if asked.get("theme"):
            rows = rows.filter(call__in=CallPage.objects.filter(tags__slug=asked["theme"]).values("pk"))
        for one in self.more:
            if asked.get(one.code):
                rows = one.keep(rows, asked[one.code], self.reader)
        return rows


class CallChoiceForm(forms.Form):
    """The call whose complete export is asked for; none stands for all."""

    appel: forms.ModelChoiceField[CallPage] = forms.ModelChoiceField(
        label=_("Appel"), queryset=CallPage.objects.none(), required=False, empty_label=_("tous")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["appel"].queryset = _answered_calls(Application.objects.read_by_staff())  # type: ignore[attr-defined]

    @property
    def call(self) -> CallPage | None:
        """The call chosen; Http404 for one that was not offered, which must not become an export of everything."""
        if not self.is_valid():
            raise Http404
        chosen: CallPage | None = self.cleaned_data["appel"]
        return chosen


def _answered_calls(rows: ApplicationQuerySet) -> Any:
    calls = CallPage.objects.filter(pk__in=rows.order_by().values("call")).defer_streamfields()
    return calls.order_by("-opens_at", "title")


class AskMoreForm(forms.Form):
    """What the holders are asked, and until when."""

    text = forms.CharField(
        label=_("Ce qu’il nous manque"),
        max_length=LONGEST_REQUEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Ces mots partent tels quels aux porteurs, qui pourront de nouveau écrire leurs réponses."
        ),
    )
    due_on = forms.DateField(
        label=_("Attendu avant la fin du"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Vide : sans date. Une réponse en retard reste acceptée."),
    )

    def __init__(self, *args: Any, at: dt.datetime, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at, self.zone = at, ZoneInfo(zone)

    def clean_due_on(self) -> dt.date | None:
        """Refuse a day that is past."""
        day: dt.date | None = self.cleaned_data["due_on"]
        if day is not None and day < self.at.astimezone(self.zone).date():
            raise forms.ValidationError(_("Ce jour est passé."))
        return day

    @property
    def due_at(self) -> dt.datetime | None:
        """The last minute of the day given."""
        day = self.cleaned_data.get("due_on")
        return dt.datetime.combine(day, END_OF_DAY, self.zone) if day else None
