"""What the desk of a counter asks for: a code, money that was brought, a receipt that was signed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from base.fields import EmailAddressField
from base.file_fields import PrivateFileField
from base.money_display import plain_euros
from campaigns import errors, wording
from campaigns.forms.backers import TierField
from campaigns.forms.pledges import PledgeForm, new_key
from campaigns.forms.verdicts import PlainField
from campaigns.models import Campaign, Counter, PaymentSlip, Pledge, RewardTier
from campaigns.rules.offline import RemittedBy, Way
from campaigns.services.desk import taken_in_before
from campaigns.services.taking_in import Intention

LONGEST_REFERENCE = 120
LONGEST_CODE = 40
LONGEST_SEARCH = 120
LONGEST_LARGEST = 10_000_000_00
"""What is given back may be of any amount that was really sent: up to ten million euros."""
TO_GIVE_BACK = {Way.CHEQUE.value, Way.TRANSFER.value}
"""Ways by which money may be in the bank before anybody of the team has said yes."""


class FindForm(forms.Form):
    """The code of a slip or the reference of a pledge; or else words of a campaign's title."""

    code = forms.CharField(
        label=_("Code du bulletin, ou référence du soutien"),
        required=False,
        max_length=LONGEST_CODE,
        help_text=_("Huit signes, par exemple A7KM-3XPD. Majuscules, espaces et tiret n’importent pas."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autofocus": True}),
    )
    campagne = forms.CharField(
        label=_("Titre ou numéro de la campagne"),
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class TierWithRoomField(TierField):
    """Tiers with what is left of each; one that is sold out says so."""

    def label_from_instance(self, obj: RewardTier) -> str:
        """Name the tier, its price, and how many are left."""
        label = super().label_from_instance(obj)
        if obj.limit is None:
            return label
        if obj.sold_out:
            return str(_("%(tier)s, épuisée") % {"tier": label})
        return str(_("%(tier)s, il en reste %(count)d") % {"tier": label, "count": obj.limit - obj.claimed})


class TakeInForm(PledgeForm):
    """Money that somebody brought or sent, typed by a person of the team; the backer's part is the pledge form's own.

    With `to_give_back`, the same without what only counts in a collection: bounds, reward, room.
    """

    tier = TierWithRoomField(
        queryset=RewardTier.objects.none(),
        required=False,
        blank=True,
        empty_label=_("Sans contrepartie"),
        label=_("Contrepartie"),
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": _("Cette contrepartie n’existe pas pour ce projet : choisissez-en une autre.")
        },
    )
    backer_email = EmailAddressField(
        label=_("Adresse électronique"),
        required=False,
        help_text=_("Facultative. Sans elle, tout est écrit par courrier."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    way = forms.ChoiceField(
        label=_("Moyen"),
        choices=[(way.value, wording.WAYS[way]) for way in Way],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez comment l’argent est arrivé.")},
    )
    reference = PlainField(
        label=_("Référence"),
        max_length=LONGEST_REFERENCE,
        help_text=_(
            "Espèces : numéro du carnet de reçus. Chèque : numéro et banque. Virement : libellé et date du relevé."
        ),
        error_messages={
            "required": _("Écrivez la référence : c’est elle qui permet de retrouver ce paiement.")
        },
    )
    counter = forms.ModelChoiceField(
        queryset=Counter.objects.none(),
        required=False,
        label=_("Guichet"),
        empty_label=_("Aucun : poste ou banque"),
    )
    received_on = forms.DateField(
        label=_("Reçu le"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Indiquez le jour où l’argent est arrivé."),
            "invalid": _("Écrivez une date, par exemple 2026-11-20."),
        },
    )
    writes_by_post = True
    field_order = (
        "amount", "tier", "way", "reference", "counter", "received_on", "backer_name", "backer_kind",
        "organisation_name", "backer_email", "postal_address", "wants_tax_receipt", "shown_as", "message",
        "submission_key",
    )  # fmt: skip

    def __init__(
        self, *args: Any, campaign: Campaign, at: datetime, to_give_back: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, campaign=campaign, **kwargs)
        self.at, self.to_give_back = at, to_give_back
        self.may_be_given_back = False
        fields: Any = self.fields
        fields["counter"].queryset = Counter.objects.filter(territory=campaign.territory_id, is_open=True)
        labels = {
            "amount": _("Montant"),
            "backer_name": _("Nom de la personne"),
            "backer_kind": _("Elle soutient"),
            "organisation_name": _("Nom du collectif ou de l’organisation"),
            "postal_address": _("Adresse postale"),
            "shown_as": _("Sur la page du projet"),
            "message": _("Son mot pour le porteur"),
            "wants_tax_receipt": _("Elle demande un reçu fiscal"),
        }
        helps = {
            "amount": "",
            "organisation_name": _("Seulement si elle ne soutient pas en son nom."),
            "postal_address": _("Indispensable sans adresse électronique, ou pour un reçu fiscal."),
            "wants_tax_receipt": _("L’association l’envoie une fois la somme versée."),
        }
        for name, label in labels.items():
            if name in fields:
                fields[name].label = label
        for name, words in helps.items():
            if name in fields:
                fields[name].help_text = words
        fields["backer_kind"].choices = [
            (Pledge.BackerKind.INDIVIDUAL.value, _("en son nom")),
            (Pledge.BackerKind.COLLECTIVE.value, Pledge.BackerKind.COLLECTIVE.label),
            (Pledge.BackerKind.ORGANISATION.value, Pledge.BackerKind.ORGANISATION.label),
        ]
        fields["shown_as"].choices = [
            (Pledge.ShownAs.NAME.value, _("Afficher son nom")),
            (Pledge.ShownAs.ANONYMOUS.value, Pledge.ShownAs.ANONYMOUS.label),
        ]
        fields["backer_name"].error_messages["required"] = _("Écrivez le nom de la personne, même un prénom.")
        for name in ("backer_name", "postal_address"):
            fields[name].widget.attrs["autocomplete"] = "off"
        if to_give_back:
            fields["amount"].min_cents, fields["amount"].max_cents = 1, LONGEST_LARGEST
            for name in ("tier", "shown_as", "message", "wants_tax_receipt"):
                fields.pop(name, None)
        self.order_fields(self.field_order)

    def clean_received_on(self) -> date:
        """Refuse a day to come, and one before the campaign began."""
        day: date = self.cleaned_data["received_on"]
        zone = ZoneInfo(self.campaign.zone)
        if day > self.at.astimezone(zone).date():
            raise forms.ValidationError(
                _("Ce jour n’est pas encore venu : indiquez celui où l’argent est arrivé.")
            )
        began = self.campaign.launched_at
        if began and day < began.astimezone(zone).date():
            raise forms.ValidationError(_("La campagne n’était pas commencée ce jour-là : vérifiez la date."))
        return day

    def clean(self) -> dict[str, Any]:
        """Check what several fields say together."""
        cleaned = super().clean()
        nowhere = not cleaned.get("backer_email") and not cleaned.get("postal_address")
        if nowhere and not self._is_wrong("backer_email", "postal_address"):
            self.add_error(
                "postal_address",
                _("Sans adresse électronique, indiquez l’adresse où écrire à cette personne."),
            )
        way = cleaned.get("way")
        if way == Way.CASH and cleaned.get("counter") is None and not self._is_wrong("counter"):
            self.add_error("counter", _("Des espèces se remettent à un guichet : choisissez lequel."))
        self._check_counter(cleaned.get("counter"), way)
        if self.has_error("amount", "too_large") or self.has_error("amount", "too_small"):
            self.may_be_given_back = way in TO_GIVE_BACK
        return cleaned

    def forget_address(self, cleaned: dict[str, Any]) -> None:
        """Keep the address: letters go there when there is no e-mail."""

    def _check_counter(self, counter: Counter | None, way: str | None) -> None:
        """Refuse what this counter does not take."""
        if counter is None:
            return
        if way == Way.CASH and not counter.takes_cash:
            self.add_error("counter", _("Ce guichet ne prend pas d’espèces."))
        if way == Way.CHEQUE and not counter.takes_cheques:
            self.add_error("counter", _("Ce guichet ne prend pas de chèques."))

    def refuse(self, error: errors.CampaignError) -> None:
        """Put a refusal beside its field, and say when the money may be written down all the same."""
        super().refuse(error)
        if isinstance(error, errors.CampaignClosed | errors.CeilingReached | errors.AmountOutOfBounds):
            self.may_be_given_back = self.cleaned_data.get("way") in TO_GIVE_BACK

    def check_room(self) -> bool:
        """Tell at the review what taking in would refuse now; taking in itself decides."""
        values, most = self.cleaned_data, self.campaign.territory.largest_cash_cents
        known = taken_in_before(campaign=self.campaign, way=values["way"], reference=values["reference"])
        if known is not None and known.pledge.submission_key != self.confirmation_key():
            self.refuse(errors.AlreadyTakenIn())
        if self.to_give_back:
            return not self.errors
        if values["way"] == Way.CASH and values["amount"] > most:
            self.refuse(errors.CashTooLarge(most))
        if not self.campaign.accepts_pledges_at(self.at):
            self.refuse(errors.CampaignClosed())
        return not self.errors if self.errors else super().check_room()

    def confirmation_key(self) -> str:
        """Return the key of this very content: money counted and money to give back are two things."""
        key = super().confirmation_key()
        return f"{key[:-1]}r" if self.to_give_back else key

    def intention(self) -> Intention:
        """Return what the backer wants of it."""
        values = self.cleaned_data
        return Intention(
            tier=values["tier"],
            shown_as=values["shown_as"],
            message=values["message"],
            wants_tax_receipt=values.get("wants_tax_receipt", False),
        )

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the review screen posts again, fields left out for the moment included."""
        return [(name, self.data.get(name, "")) for name in self.base_fields]

    def whole(self) -> TakeInForm:
        """Return the form with all its fields again, after a refusal to write money that is to give back."""
        whole = TakeInForm(self.data, campaign=self.campaign, at=self.at)
        whole.is_valid()
        for name, refusals in self.errors.items():
            if name not in whole.errors:
                whole.add_error(name if name in whole.fields else None, list(refusals))
        whole.may_be_given_back = True
        return whole

    def _is_wrong(self, *names: str) -> bool:
        return any(name in self.errors for name in names)


class ScanForm(forms.Form):
    """The document of what was brought, chosen on the review screen: a file does not travel from screen to screen."""

    document = PrivateFileField(label=_("Pièce numérisée (facultative)"), required=False)


class SignedReceiptForm(forms.Form):
    """The receipt a person signed when their money was given back at the counter."""

    reference = PlainField(
        label=_("Numéro du reçu signé"),
        max_length=LONGEST_REFERENCE,
        help_text=_("Celui que vous avez écrit sur le papier."),
        error_messages={"required": _("Écrivez le numéro du reçu : il permet de le retrouver.")},
    )
    document = PrivateFileField(
        label=_("Le reçu signé, numérisé ou photographié"),
        error_messages={"required": _("Joignez le reçu signé : c’est la preuve que l’argent est rendu.")},
    )


class RemitForm(SignedReceiptForm):
    """How finance carried out what the bank owes, and what proves it."""

    way = forms.ChoiceField(
        label=_("Comment l’argent est parti"),
        choices=[(way.value, wording.REMITTED_BY[way]) for way in RemittedBy],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez comment l’argent est parti.")},
    )
    field_order = ("way", "reference", "document")

    def __init__(self, *args: Any, is_payout: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["reference"].label = _("Référence")
        fields["reference"].help_text = _(
            "Celle du virement au relevé de la banque, ou le numéro du reçu signé."
        )
        fields["document"].label = _("Pièce qui le prouve")
        fields["document"].error_messages["required"] = _(
            "Joignez la pièce : avis de virement, ou reçu signé."
        )
        if is_payout:  # a campaign's money leaves by transfer alone
            fields["way"].choices = [(RemittedBy.TRANSFER.value, wording.REMITTED_BY[RemittedBy.TRANSFER])]
            fields["way"].initial = RemittedBy.TRANSFER.value


class UnpaidForm(forms.Form):
    """The notice by which a bank says that it does not pay a cheque."""

    reference = PlainField(
        label=_("Référence du rejet"),
        max_length=80,
        error_messages={"required": _("Écrivez la référence de l’avis de rejet.")},
    )
    document = PrivateFileField(
        label=_("Avis de rejet de la banque"),
        error_messages={"required": _("Joignez l’avis de rejet de la banque.")},
    )


class ReturnForm(forms.Form):
    """Why a transfer came back."""

    reason = PlainField(
        label=_("Pourquoi il est revenu"),
        max_length=200,
        help_text=_("Ce que dit la banque, par exemple « compte clos ». La personne ne le lit pas."),
        error_messages={"required": _("Écrivez ce que dit la banque.")},
    )


def first_values(slip: PaymentSlip | None, *, today: date) -> dict[str, Any]:
    """Return the first values of the form: what the slip says, received today, under a new key."""
    initial: dict[str, Any] = {"submission_key": new_key(), "received_on": today}
    if slip is not None:
        initial |= {
            "amount": plain_euros(slip.amount_cents),
            "tier": slip.tier_id,
            "backer_kind": slip.backer_kind,
            "backer_name": slip.backer_name,
            "organisation_name": slip.organisation_name,
            "backer_email": slip.backer_email,
            "postal_address": slip.postal_address,
            "shown_as": slip.shown_as,
            "message": slip.message,
            "wants_tax_receipt": slip.wants_tax_receipt,
        }
    return initial
