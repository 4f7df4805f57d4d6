"""The pledge form: amount, reward, identity, what is shown."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from typing import Any

from django import forms
from django.conf import settings
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


class PledgeForm(forms.Form):
    """What a backer fills in. Valid data are exactly what `services.pledging.start_pledge` takes."""

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
    submission_key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        self.fields["tier"].queryset = RewardTier.objects.filter(campaign=campaign)  # type: ignore[attr-defined]
        amount: Any = self.fields["amount"]
        amount.min_cents = campaign.territory.smallest_pledge_cents
        amount.max_cents = campaign.territory.largest_pledge_cents
        if not campaign.gives_tax_receipts:
            del self.fields["wants_tax_receipt"], self.fields["postal_address"]

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
                    "Cette contrepartie demande au moins %(price)s : augmentez le montant ou choisissez-en une autre."
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
            cleaned["postal_address"] = ""  # asked for nothing else, hence not kept
        return cleaned

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

    def confirmation_key(self) -> str:
        """Return the key under which this very content makes one pledge, however often it is sent.

        It is made of the form's own key and of what was typed: a double click, a reload or Back and resubmit give
        the same key, a changed amount another one.
        """
        facts = [
            str(self.cleaned_data[name])
            for name in sorted(self.fields)
            if name not in {"submission_key", "tier"}
        ]
        tier = self.cleaned_data.get("tier")
        facts.append(str(tier.pk if tier else ""))
        content = "\x1f".join([self.cleaned_data["submission_key"], str(self.campaign.pk), *facts])
        return hmac.new(settings.SECRET_KEY.encode(), content.encode(), hashlib.sha256).hexdigest()

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

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the review screen posts again, as (name, value)."""
        return [(name, self.data.get(name, "")) for name in self.fields]


def first_values(campaign: Campaign, asked: Any, user: Any) -> dict[str, Any]:
    """Return the form's initial values from the widget's address (`palier`, `montant`) and the account."""
    initial: dict[str, Any] = {"submission_key": uuid.uuid4().hex}
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
