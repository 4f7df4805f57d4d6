"""The form of a slip: what somebody fills in to pay otherwise than on line, an e-mail address being no duty."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.fields import EmailAddressField
from campaigns.forms.backers import BackerForm
from campaigns.models import Campaign
from campaigns.services.ways import Ways

WITHOUT_EMAIL = _(
    "À remplir si vous n’avez pas d’adresse électronique : nous vous écrivons là, et nous saurons à qui rendre votre "
    "argent si le seuil est manqué."
)
WITHOUT_EMAIL_OR_FOR_THE_RECEIPT = _(
    "À remplir si vous n’avez pas d’adresse électronique (nous vous écrivons là, et nous saurons à qui rendre votre "
    "argent si le seuil est manqué), ou pour le reçu fiscal."
)


class SlipForm(BackerForm):
    """Valid data are exactly what `services.slips.make_slip` takes."""

    field_order = (
        "tier",
        "amount",
        "backer_kind",
        "organisation_name",
        "backer_name",
        "backer_email",
        "postal_address",
    )
    writes_by_post = True

    backer_email = EmailAddressField(
        label=_("Votre adresse électronique"),
        required=False,
        help_text=_("Si vous en avez une : votre reçu y arrive. Elle n’est jamais affichée."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, campaign: Campaign, ways: Ways, **kwargs: Any) -> None:
        super().__init__(*args, campaign=campaign, **kwargs)
        self.fields["postal_address"].help_text = (
            WITHOUT_EMAIL_OR_FOR_THE_RECEIPT if campaign.gives_tax_receipts else WITHOUT_EMAIL
        )
        if ways.only_cash:
            amount: Any = self.fields["amount"]
            amount.max_cents = min(amount.max_cents, ways.largest_cash_cents)

    def clean(self) -> dict[str, Any]:
        """Ask for one way to write to people."""
        cleaned = super().clean()
        reached = cleaned.get("backer_email") or cleaned.get("postal_address")
        if not reached and not {"backer_email", "postal_address"} & self.errors.keys():
            self.add_error(
                "postal_address",
                _(
                    "Sans adresse électronique, indiquez votre adresse postale : il nous en faut une pour vous écrire."
                ),
            )
        return cleaned

    def forget_address(self, cleaned: dict[str, Any]) -> None:
        """Keep the address of whoever has no e-mail."""
        if cleaned.get("backer_email"):
            super().forget_address(cleaned)


def slip_facts(form: SlipForm, user: Any) -> dict[str, Any]:
    """Return what a valid form says, as `make_slip` takes it."""
    values = form.cleaned_data
    return {
        "amount_cents": values["amount"],
        "tier": values["tier"],
        "backer": form.backer(user),
        "shown_as": values["shown_as"],
        "message": values["message"],
        "wants_tax_receipt": values.get("wants_tax_receipt", False),
    }
