"""What every backer fills in, whether they pay on line or bring a slip: amount, reward, identity, what is shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.fields import EmailAddressField, EurosField
from base.money_display import euros, plain_euros
from base.plain_text import plain
from campaigns.errors import CampaignError, CeilingReached, TierSoldOut
from campaigns.models import Campaign, Pledge, RewardTier
from campaigns.rules.tax_receipts import TaxAnswer
from campaigns.services.pledging import Backer
from campaigns.services.tax_receipts import answer_for
from campaigns.wording import refusal, tax_sentence


class TierField(forms.ModelChoiceField):
    """The campaign's own tiers, or none; a tier of another campaign is refused as an unknown choice."""

    def label_from_instance(self, obj: RewardTier) -> str:
        """Name the tier with its price."""
        return f"{obj.title} · {euros(obj.price_cents)}"


class BackerForm(forms.Form):
    """What somebody who supports a project fills in, however they pay."""

    tier = TierField(
        queryset=RewardTier.objects.none(),
        required=False,
        blank=True,  # radio buttons show the empty choice only when it is said to be a choice
        empty_label=_("Sans contrepartie"),
        label=_("Contrepartie"),
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": _("Cette contrepartie n’existe pas pour ce projet : choisissez-en une autre.")
        },
    )
    amount = EurosField(
        label=_("Montant de votre soutien"), help_text=_("En euros, par exemple 25 ou 12,50.")
    )
    backer_kind = forms.ChoiceField(
        label=_("Vous soutenez"),
        choices=Pledge.BackerKind.choices,
        initial=Pledge.BackerKind.INDIVIDUAL,
        widget=forms.RadioSelect,
    )
    organisation_name = forms.CharField(
        label=_("Nom du collectif ou de l’organisation"),
        max_length=160,
        required=False,
        help_text=_("Seulement si vous ne soutenez pas en votre nom."),
    )
    backer_name = forms.CharField(
        label=_("Votre nom"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Indiquez votre nom, même un prénom.")},
    )
    backer_email = EmailAddressField(
        label=_("Votre adresse électronique"),
        help_text=_("Pour votre reçu et les nouvelles de votre soutien. Elle n’est jamais affichée."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Indiquez votre adresse électronique : nous y envoyons votre reçu."),
        },
    )
    shown_as = forms.ChoiceField(
        label=_("Sur la page du projet"),
        choices=Pledge.ShownAs.choices,
        initial=Pledge.ShownAs.NAME,
        widget=forms.RadioSelect,
    )
    message = forms.CharField(
        label=_("Un mot pour le porteur"),
        max_length=280,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Facultatif, visible sur la page du projet, 280 caractères au plus."),
    )
    wants_tax_receipt = forms.BooleanField(
        label=_("Je demande un reçu fiscal"),
        required=False,
        help_text=_("L’association le fait une fois la somme versée ; vous le trouverez avec votre reçu."),
    )
    postal_address = forms.CharField(
        label=_("Votre adresse postale"),
        max_length=240,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        help_text=_("Seulement pour le reçu fiscal, qui doit porter votre nom complet et votre adresse."),
    )

    writes_by_post = False
    """Whether an address is asked of whoever has no e-mail, and not only for the tax receipt."""

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        self.fields["tier"].queryset = RewardTier.objects.filter(campaign=campaign)  # type: ignore[attr-defined]
        amount: Any = self.fields["amount"]
        amount.min_cents = campaign.territory.smallest_pledge_cents
        amount.max_cents = campaign.territory.largest_pledge_cents
        if not campaign.gives_tax_receipts:
            del self.fields["wants_tax_receipt"]
        if not campaign.gives_tax_receipts and not self.writes_by_post:
            del self.fields["postal_address"]

    def clean_backer_name(self) -> str:
        """Keep the name plain."""
        name = plain(self.cleaned_data["backer_name"])
        if not name:
            raise forms.ValidationError(_("Indiquez votre nom, même un prénom."))
        return name

    def clean_organisation_name(self) -> str:
        """Keep the name plain."""
        return plain(self.cleaned_data["organisation_name"])

    def clean_message(self) -> str:
        """Keep the message plain."""
        return plain(self.cleaned_data["message"])

    def clean_postal_address(self) -> str:
        """Keep the address plain, its lines joined: it is printed as one."""
        lines = self.cleaned_data["postal_address"].splitlines()
        return ", ".join(filter(None, (plain(line).strip(" ,") for line in lines)))

    def clean(self) -> dict[str, Any]:
        """Check what several fields say together."""
        cleaned = super().clean() or {}
        tier, amount = cleaned.get("tier"), cleaned.get("amount")
        if tier is not None and amount is not None and amount < tier.price_cents:
            self.add_error(
                "amount",
                _(
                    "Cette contrepartie demande au moins %(price)s : augmentez le montant ou choisissez-en une autre."
                )
                % {"price": euros(tier.price_cents)},
            )
        is_for_others = cleaned.get("backer_kind") != Pledge.BackerKind.INDIVIDUAL
        if is_for_others and not cleaned.get("organisation_name") and "organisation_name" not in self.errors:
            self.add_error("organisation_name", _("Indiquez le nom du collectif ou de l’organisation."))
        if cleaned.get("backer_kind") == Pledge.BackerKind.INDIVIDUAL:
            cleaned["organisation_name"] = ""
        if cleaned.get("wants_tax_receipt"):
            self._check_receipt(cleaned)
        else:
            self.forget_address(cleaned)
        return cleaned

    def forget_address(self, cleaned: dict[str, Any]) -> None:
        """Keep no address when no tax receipt is asked: it was asked for nothing else."""
        cleaned["postal_address"] = ""

    def _check_receipt(self, cleaned: dict[str, Any]) -> None:
        """Say before paying what would keep the receipt from being made."""
        if not cleaned.get("postal_address") and "postal_address" not in self.errors:
            self.add_error("postal_address", _("Indiquez votre adresse : un reçu fiscal doit la porter."))
        if "tier" in self.errors or "amount" not in cleaned:
            return
        answer = answer_for(
            campaign=self.campaign,
            amount_cents=cleaned["amount"],
            tier=cleaned.get("tier"),
            is_person=cleaned.get("backer_kind") == Pledge.BackerKind.INDIVIDUAL,
        )
        if answer != TaxAnswer.GIVES:
            self.add_error("wants_tax_receipt", tax_sentence(answer, self.campaign.territory))

    def refuse(self, error: CampaignError) -> None:
        """Put a service's refusal beside the field it is about."""
        field, sentence = refusal(error)
        self.add_error(field or None, sentence)

    def check_room(self) -> bool:
        """Tell at the review what the reservation would refuse now; the reservation itself decides."""
        tier, amount = self.cleaned_data["tier"], self.cleaned_data["amount"]
        if tier is not None and tier.sold_out:
            self.refuse(TierSoldOut())
        if amount > self.campaign.room_cents:
            self.refuse(CeilingReached(self.campaign.room_cents))
        return not self.errors

    def backer(self, user: Any) -> Backer:
        """Return who pledges, with the account of a signed-in visitor."""
        return Backer(
            name=self.cleaned_data["backer_name"],
            email=self.cleaned_data["backer_email"],
            kind=self.cleaned_data["backer_kind"],
            organisation_name=self.cleaned_data["organisation_name"],
            user=user if user and user.is_authenticated else None,
            postal_address=self.cleaned_data["postal_address"],
        )


def first_values(campaign: Campaign, asked: Any, user: Any) -> dict[str, Any]:
    """Return the form's initial values from the widget's address (`palier`, `montant`) and the account."""
    initial: dict[str, Any] = {}
    tier = None
    if (number := asked.get("palier", "")).isascii() and number.isdigit() and len(number) < 16:
        tier = RewardTier.objects.filter(campaign=campaign, pk=int(number)).first()
    if tier is not None:
        initial["tier"] = tier.pk
        initial["amount"] = plain_euros(tier.price_cents)
    if asked.get("montant"):
        initial["amount"] = asked["montant"][:20]
    if user.is_authenticated:
        initial |= {"backer_name": user.display_name or user.get_full_name(), "backer_email": user.email}
    return initial
