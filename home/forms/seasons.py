"""The form that copies a season."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from home.seasons import A_YEAR, Season, title_for


class CopySeasonForm(forms.Form):
    """When the copy begins, its title, what is copied, and whether pages appear by themselves."""

    starts_on = forms.DateField(
        label=_("Premier jour de la nouvelle saison"),
        widget=AdminDateInput,
        help_text=_("Toutes les dates se décalent d’autant ; les heures ne changent pas."),
    )
    title = forms.CharField(label=_("Titre du nouveau thème"), max_length=255)
    pages = forms.MultipleChoiceField(
        label=_("Copier aussi"), required=False, widget=forms.CheckboxSelectMultiple
    )
    schedule = forms.BooleanField(
        label=_("Publier chaque page à son heure"),
        required=False,
        initial=True,
        help_text=_(
            "Le thème paraît avec son premier créneau, l’appel à son ouverture, un rendez-vous trois semaines avant."
            " Sans cela, tout reste en brouillon."
        ),
    )

    def __init__(self, *args: Any, season: Season, **kwargs: Any) -> None:
        self.season = season
        pages = [*season.calls, *season.events]
        first = season.first_day
        initial: dict[str, Any] = {"pages": [str(page.pk) for page in pages]}
        if first is not None:
            initial |= {
                "starts_on": first + A_YEAR,
                "title": title_for(season.theme.title, first, first + A_YEAR),
            }
        kwargs["initial"] = {**initial, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["pages"].choices = [(str(page.pk), page.title) for page in pages]  # type: ignore[attr-defined]

    def clean_starts_on(self) -> Any:
        """Refuse the very day of the original: the copy would stand on top of it."""
        day = self.cleaned_data["starts_on"]
        if day == self.season.first_day:
            raise forms.ValidationError(
                _("C’est le premier jour de la saison d’origine : choisissez-en un autre.")
            )
        return day

    @property
    def left_out(self) -> frozenset[int]:
        """The ids of the calls and events not to copy."""
        wanted = {int(pk) for pk in self.cleaned_data["pages"]}
        pages = [*self.season.calls, *self.season.events]
        return frozenset(page.pk for page in pages if page.pk not in wanted)
