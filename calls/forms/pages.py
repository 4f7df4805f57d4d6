"""Admin form of a call: amounts typed in euros, and what must hold together before the public reads it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.fields import EurosField
from base.unfinished import FinishedPageForm
from calls.forms.questions import questionnaire_error

FULL_WEIGHT = 100


def _applicant_kinds() -> list[tuple[str, Any]]:
    from calls.models.applications import ApplicantKind  # it stands above the page this form is for

    return list(ApplicantKind.choices)


class CallPageForm(FinishedPageForm):
    """Checks what the public relies on; a draft may be unfinished."""

    answerers = forms.MultipleChoiceField(
        label=_("qui peut répondre"),
        choices=_applicant_kinds,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Rien de coché : tout le monde."),
    )
    goal_ceiling_cents = EurosField(
        label=_("plafond de l’objectif"),
        required=False,
        min_cents=100,
        help_text=_("En euros, par projet. Laissez vide pour celui du territoire."),
    )
    fund_cents = EurosField(
        label=_("enveloppe"),
        required=False,
        min_cents=100,
        help_text=_("En euros, pour tout l’appel. Vide : pas d’abondement."),
    )
    fund_cap_cents = EurosField(
        label=_("plafond par projet"),
        required=False,
        min_cents=100,
        help_text=_("En euros. Vide : la part seule fait la limite."),
    )

    def clean(self) -> dict[str, Any]:
        """Compare dates, weights, questions and fund once the call is meant for the public."""
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation:
            if cleaned.get("is_standing"):
                self._check_standing(cleaned)
            else:
                self._check_dates(cleaned)
            self._check_fund(cleaned)
            self._check_weights()
            wrong = questionnaire_error(cleaned.get("questions"))
            if wrong is not None:
                self.add_error("questions", wrong)
        return cleaned

    def _check_dates(self, cleaned: dict[str, Any]) -> None:
        opens_at, closes_at, results_at = (
            cleaned.get(name) for name in ("opens_at", "closes_at", "results_at")
        )
        for name, value in (("opens_at", opens_at), ("closes_at", closes_at)):
            if not value and name not in self.errors:
                self.add_error(name, _("Indiquez le jour et l’heure : seul l’appel permanent n’en a pas."))
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error(
                "closes_at", _("La clôture doit venir après l’ouverture : vérifiez le jour et l’heure.")
            )
        if closes_at and results_at and results_at < closes_at:
            self.add_error("results_at", _("Les résultats ne peuvent pas paraître avant la clôture."))

    def _check_standing(self, cleaned: dict[str, Any]) -> None:
        """A standing call has no end, and a territory has one: « Proposer un projet » leads to it."""
        for name in ("closes_at", "results_at"):
            if cleaned.get(name):
                self.add_error(
                    name, _("Un appel ouvert toute l’année n’a ni clôture ni résultats : videz ce champ.")
                )
        calls = type(self.instance).objects
        other = calls.live_standing_near(self.parent_page or self.instance, but=self.instance.pk)
        if other is not None:
            self.add_error(
                "is_standing",
                _("« %(page)s » est déjà l’appel permanent de ce territoire : il n’en faut qu’un.")
                % {"page": other.title},
            )

    def _check_fund(self, cleaned: dict[str, Any]) -> None:
        fund, cap = cleaned.get("fund_cents"), cleaned.get("fund_cap_cents")
        if fund is None and "fund_cents" not in self.errors and (cap or cleaned.get("fund_percent")):
            self.add_error("fund_cents", _("Indiquez l’enveloppe, ou videz la part et le plafond."))
        if fund is not None and cap is not None and cap > fund:
            self.add_error(
                "fund_cap_cents", _("Un seul projet ne peut pas recevoir plus que toute l’enveloppe.")
            )

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
                "Les poids des critères font %(total)s ; leur somme doit faire 100. Laissez-les tous à 0 sinon."
            )
            self.add_error(None, message % {"total": sum(weights)})
