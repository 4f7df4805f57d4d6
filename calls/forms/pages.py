"""Admin form of a call: amounts typed in euros, dates in order, weights that add up before it is published."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from base.fields import EurosField
from base.unfinished import FinishedPageForm

FULL_WEIGHT = 100


class CallPageForm(FinishedPageForm):
    """Checks what the public relies on; a draft may be unfinished."""

    goal_ceiling_cents = EurosField(
        label=_("plafond de l’objectif"),
        required=False,
        min_cents=100,
        help_text=_("En euros, par projet. Laissez vide pour celui du territoire."),
    )

    def clean(self) -> dict[str, Any]:
        """Compare the dates and add up the weights once the call is meant for the public."""
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation:
            self._check_dates(cleaned)
            self._check_weights()
        return cleaned

    def _check_dates(self, cleaned: dict[str, Any]) -> None:
        opens_at, closes_at, results_at = (
            cleaned.get(name) for name in ("opens_at", "closes_at", "results_at")
        )
        if not cleaned.get("is_standing"):
            for name, value in (("opens_at", opens_at), ("closes_at", closes_at)):
                if not value and name not in self.errors:
                    self.add_error(
                        name, _("Indiquez le jour et l’heure : seul l’appel permanent n’en a pas.")
                    )
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error(
                "closes_at", _("La clôture doit venir après l’ouverture : vérifiez le jour et l’heure.")
            )
        if closes_at and results_at and results_at < closes_at:
            self.add_error("results_at", _("Les résultats ne peuvent pas paraître avant la clôture."))

    def _check_weights(self) -> None:
        """Refuse weights that are neither all absent nor a total of 100."""
        criteria = self.formsets.get("criteria")
        if criteria is None or not criteria.is_valid():
            return
        weights = [
            form.cleaned_data.get("weight") or 0
            for form in criteria.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        if any(weights) and sum(weights) != FULL_WEIGHT:
            message = _(
                "Les poids des critères font %(total)s ; leur somme doit faire 100. Laissez-les tous à 0 sinon."
            )
            self.add_error(None, message % {"total": sum(weights)})
