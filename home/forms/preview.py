"""The form of the preview at a date."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput, AdminPageChooser
from wagtail.models import Page

WIDTHS = {
    "telephone": (390, _("Téléphone")),
    "tablette": (820, _("Tablette")),
    "ordinateur": (1280, _("Ordinateur")),
}


class AsOfForm(forms.Form):
    """Which page, at what moment."""

    page = forms.ModelChoiceField(
        queryset=Page.objects.filter(depth__gt=1),
        label=_("Page"),
        widget=AdminPageChooser(show_edit_link=False, show_clear_link=False),
        error_messages={
            "required": _("Choisissez une page."),
            "invalid_choice": _("Cette page n’existe plus : choisissez-en une autre."),
        },
    )
    at = forms.DateTimeField(
        label=_("Vue le"),
        widget=AdminDateTimeInput,
        error_messages={"invalid": _("Écrivez un jour et une heure : 2026-12-24 18:00.")},
    )

    def clean_at(self) -> Any:
        """Keep to years that mean something."""
        moment = self.cleaned_data["at"]
        if not 2000 <= moment.year <= 2100:
            raise forms.ValidationError(_("Choisissez une date de ce siècle."))
        return moment
