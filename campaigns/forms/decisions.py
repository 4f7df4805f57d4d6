"""What decisions of two people ask for: the reason of a refusal, and the new terms of a launched campaign."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.fields import EurosField
from campaigns.forms.terms import LATEST_YEAR, MOMENT, OLDEST_YEAR
from campaigns.forms.verdicts import PlainField
from campaigns.models import Campaign
from campaigns.models.answers import LONGEST_REASON


class RefuseDecisionForm(forms.Form):
    """Why not: who asked reads it."""

    reason = PlainField(
        label=_("Pourquoi refuser"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("La personne qui demande le lira."),
        error_messages={"required": _("Écrivez pourquoi : la personne qui demande le lira.")},
    )


class NewTermsForm(forms.Form):
    """What becomes of a launched campaign's deadline and threshold, and why."""

    deadline = forms.DateTimeField(
        label=_("Nouvelle échéance"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        help_text=_("Jour et heure dans le fuseau du projet ; deux mois au plus, comptés du lancement."),
    )
    threshold_cents = EurosField(
        label=_("Nouveau seuil"), help_text=_("Sans cette somme, chacun est remboursé. L’objectif au plus.")
    )
    reason = PlainField(
        label=_("Pourquoi"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("La seconde personne le lira, et le porteur aussi."),
        error_messages={"required": _("Écrivez pourquoi : la seconde personne et le porteur le liront.")},
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        self.campaign = campaign
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            assert campaign.deadline is not None
            # What one types has no seconds: those of the terms would otherwise look like a change.
            self.initial = {"deadline": campaign.local_deadline, "threshold_cents": campaign.threshold_cents}

    def full_clean(self) -> None:
        """Read the deadline in the campaign's zone, whatever the reader's."""
        with timezone.override(self.campaign.zone):
            super().full_clean()

    def clean_deadline(self) -> datetime:
        """Return the deadline; the present one to the second when its minute was not touched."""
        deadline: datetime = self.cleaned_data["deadline"]
        if not OLDEST_YEAR <= deadline.year <= LATEST_YEAR:
            raise forms.ValidationError(_("Vérifiez l’année de l’échéance."))
        now = self.campaign.deadline
        return now if now is not None and now.replace(second=0, microsecond=0) == deadline else deadline
