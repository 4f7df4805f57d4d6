"""Writing a selection in the admin, and asking which week to fill it from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from home.services.selecting import free_slug


class SelectionForm(WagtailAdminModelForm):
    """A selection; its address is made from its title when none is written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "Dans l’adresse de l’écran d’affichage. Vide : faite à partir du titre."
            )

    def clean_slug(self) -> str:
        """Make the address from the title when it is left empty."""
        slug: str = self.cleaned_data["slug"]
        return slug or free_slug(self.cleaned_data.get("title", ""), besides=self.instance)


class FromProgrammeForm(forms.Form):
    """Which part of the programme fills a new selection."""

    NOW, WEEK = "maintenant", "semaine"
    source = forms.ChoiceField(
        label=_("Partir de"),
        choices=[
            (NOW, _("Ce que la page d’accueil montre en ce moment")),
            (WEEK, _("Les créneaux prévus la semaine du…")),
        ],
        initial=NOW,
        widget=forms.RadioSelect,
    )
    day = forms.DateField(label=_("Un jour de cette semaine"), required=False, widget=AdminDateInput)

    def clean(self) -> dict[str, Any]:
        """Ask for the day where a week was chosen."""
        cleaned = super().clean() or {}
        if cleaned.get("source") == self.WEEK and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Indiquez un jour de la semaine voulue."))
        return cleaned
