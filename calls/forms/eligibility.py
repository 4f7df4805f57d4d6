"""The few questions asked before an account: a GET form, of which nothing is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from base.fields import EurosField
from base.money_display import euros
from calls.eligibility import Duty, Idea
from calls.models import CallPage
from calls.models.applications import ApplicantKind

YES, NO = "oui", "non"
_CHOOSE = {"required": _("Choisissez une réponse : elle change ce que nous vous dirons.")}
APPLICANTS = {
    "habitant": (ApplicantKind.INDIVIDUAL, _("Moi, une personne seule")),
    "collectif": (ApplicantKind.COLLECTIVE, _("Un collectif, sans statut")),
    "association": (ApplicantKind.ASSOCIATION, _("Une association, même en création")),
    "entreprise": (ApplicantKind.FIRM, _("Une entreprise, un commerce, un artisan")),
    "service-public": (ApplicantKind.PUBLIC_BODY, _("Un service ou organisme public")),
}


class EligibilityForm(forms.Form):
    """Who, where, how much, what for."""

    idee = forms.CharField(
        label=_("Votre idée, en quelques mots"),
        required=False,
        max_length=300,
        help_text=_("Elle sert à trouver ce qui lui ressemble ; nous ne la gardons pas."),
        error_messages={"max_length": _("300 signes au plus : quelques mots suffisent.")},
    )
    qui = forms.ChoiceField(
        label=_("Qui porterait ce projet ?"),
        choices=[(key, label) for key, (_kind, label) in APPLICANTS.items()],
        widget=forms.RadioSelect(),
        error_messages=_CHOOSE,
    )
    ici = forms.ChoiceField(
        label="",
        choices=[(YES, _("Oui")), (NO, _("Non"))],
        widget=forms.RadioSelect(),
        error_messages=_CHOOSE,
    )
    montant = EurosField(
        label=_("De combien auriez-vous besoin ?"),
        required=False,
        min_cents=100,
        help_text=_("Une idée suffit. Laissez vide si vous ne savez pas encore."),
    )
    service = forms.ChoiceField(
        label=_("Est-ce déjà le travail normal d’un service public ?"),
        choices=[
            (Duty.NO.value, _("Non")),
            (Duty.UNSURE.value, _("Je ne sais pas")),
            (Duty.YES.value, _("Oui : entretenir une route, chauffer une école…")),
        ],
        widget=forms.RadioSelect(),
        help_text=_("La collecte ne remplace pas ce que l’impôt paie déjà."),
        error_messages=_CHOOSE,
    )
    autres = forms.ChoiceField(
        label=_("Cela sert-il à d’autres que ceux qui le portent ?"),
        choices=[(YES, _("Oui")), (NO, _("Non, à nous seulement"))],
        widget=forms.RadioSelect(),
        error_messages=_CHOOSE,
    )

    def __init__(self, *args: Any, call: CallPage, place: str, largest_cents: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ici"].label = _now("Cela se passerait-il ici : %(place)s ?") % {
            "place": call.area or place
        }
        if largest_cents:
            self.fields["montant"].help_text = _now(
                "Ici, %(ceiling)s au plus. Laissez vide si vous ne savez pas encore."
            ) % {"ceiling": euros(largest_cents)}

    def idea(self) -> Idea:
        """Return what was said, once valid."""
        said = self.cleaned_data
        return Idea(
            applicant=APPLICANTS[said["qui"]][0],
            is_here=said["ici"] == YES,
            amount_cents=said["montant"],
            duty=Duty(said["service"]),
            benefits_others=said["autres"] == YES,
        )
