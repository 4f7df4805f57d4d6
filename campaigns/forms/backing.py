"""What a backer fills in after paying: another reward for the same amount."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.errors import CampaignError, SameReward, TierSoldOut
from campaigns.forms.backers import TierField
from campaigns.models import Pledge, RewardTier
from campaigns.rules.tax_receipts import TaxAnswer
from campaigns.services.tax_receipts import answer_for
from campaigns.wording import refusal, tax_sentence


class RewardForm(forms.Form):
    """The rewards that the pledge's amount reaches, or none."""

    tier = TierField(
        queryset=RewardTier.objects.none(),
        required=False,
        blank=True,  # radio buttons show the empty choice only when it is said to be a choice
        empty_label=_("Sans contrepartie"),
        label=_("Votre contrepartie"),
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": _(
                "Cette contrepartie demande un soutien plus grand, ou n’est pas de ce projet."
            )
        },
    )
    gives_up_receipt = forms.BooleanField(
        label=_("Si cette contrepartie l’exclut, je renonce au reçu fiscal que j’ai demandé"), required=False
    )

    def __init__(self, *args: Any, pledge: Pledge, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"tier": pledge.tier_id})
        super().__init__(*args, **kwargs)
        self.pledge = pledge
        reached = pledge.campaign.tiers.filter(price_cents__lte=pledge.amount_cents)
        self.fields["tier"].queryset = reached  # type: ignore[attr-defined]
        if not pledge.wants_tax_receipt:
            del self.fields["gives_up_receipt"]

    def clean(self) -> dict[str, Any]:
        """Say what would be refused, and what would be lost."""
        cleaned = super().clean() or {}
        if "tier" in self.errors:
            return cleaned
        tier = cleaned.get("tier")
        if (tier.pk if tier else None) == self.pledge.tier_id:
            self.refuse(SameReward())
        elif tier is not None and tier.sold_out:
            self.refuse(TierSoldOut())
        elif "gives_up_receipt" in self.fields and not cleaned.get("gives_up_receipt"):
            self._warn_about_receipt(tier)
        return cleaned

    def _warn_about_receipt(self, tier: RewardTier | None) -> None:
        campaign = self.pledge.campaign
        answer = answer_for(campaign=campaign, amount_cents=self.pledge.amount_cents, tier=tier)
        if answer != TaxAnswer.GIVES:
            self.add_error(
                "gives_up_receipt",
                _(
                    "Avec cette contrepartie, plus de reçu fiscal. %(reason)s Cochez cette case si vous y renoncez."
                )
                % {"reason": tax_sentence(answer, campaign.territory)},
            )

    def refuse(self, error: CampaignError) -> None:
        """Put a service's refusal beside the choice."""
        self.add_error("tier", refusal(error)[1])
