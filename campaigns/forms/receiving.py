"""The forms of who receives the money: the holder's choice, and the answer of a hosting association."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import RULES as ORGANISATION_RULES
from accounts.models import Organisation
from base.fields import EmailAddressField
from campaigns.forms.verdicts import PlainField
from campaigns.rules.recipients import HIGHEST_FEE_BPS, RecipientKind

if TYPE_CHECKING:
    from accounts.models import User
    from campaigns.models import Campaign

ONESELF = RecipientKind.PERSON.value
HOST = RecipientKind.HOST.value
LONGEST_REASON = 500


def administered_by(user: User) -> list[Organisation]:
    """Return the organisations whose account somebody may manage, by name."""
    rights = ORGANISATION_RULES["manage_account"]
    rows = Organisation.objects.filter(memberships__user=user, memberships__right__in=rights)
    return list(rows.order_by("name", "pk"))


class RecipientForm(forms.Form):
    """Who receives the money; after the launch, why it changes."""

    who = forms.ChoiceField(
        label=_("L’argent est versé à"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez qui reçoit l’argent."),
            "invalid_choice": _("Choisissez l’une de ces réponses."),
        },
    )
    host_email = EmailAddressField(
        label=_("Adresse électronique de l’association de portage"),
        required=False,
        help_text=_("Elle reçoit un lien qui sert une fois, pendant quatorze jours. Parlez-lui-en d’abord."),
    )
    reason = PlainField(
        label=_("Pourquoi changer ?"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Notre équipe le lit. Les personnes qui ont soutenu le projet apprennent le changement."),
    )

    def __init__(self, data: Any = None, *, campaign: Campaign, user: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.organisations = {str(row.uuid): row for row in administered_by(user)}
        choices: list[tuple[str, Any]] = []
        if campaign.holder_id == user.pk:
            choices.append((ONESELF, _("Moi, en mon nom")))
        choices += [(uuid, row.name) for uuid, row in self.organisations.items()]
        choices.append((HOST, _("Une association de portage, qui nous le transmet")))
        self.fields["who"].choices = choices  # type: ignore[attr-defined]
        if not campaign.is_launched:
            del self.fields["reason"]

    @property
    def organisation(self) -> Organisation | None:
        """The organisation that was chosen, None for any other answer."""
        return self.organisations.get(self.cleaned_data.get("who", ""))

    def clean(self) -> dict[str, Any]:
        """Ask for the address of a host, and for a reason when backers already gave."""
        values = super().clean() or {}
        if values.get("who") == HOST and not values.get("host_email") and "host_email" not in self.errors:
            self.add_error("host_email", _("Donnez l’adresse de l’association : nous lui écrivons."))
        if "reason" in self.fields and not values.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Dites pourquoi : notre équipe relit ce changement."))
        return values


class HostingForm(forms.Form):
    """An association takes a project in: in whose name, for what fee, knowing what it takes on."""

    organisation = forms.ChoiceField(
        label=_("Au nom de quelle organisation ?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez l’organisation qui recevra l’argent."),
            "invalid_choice": _("Choisissez une organisation que vous administrez."),
        },
    )
    fee = forms.DecimalField(
        label=_("Frais de portage, en %"),
        min_value=0,
        max_value=Decimal(HIGHEST_FEE_BPS) / 100,
        max_digits=4,
        decimal_places=2,
        localize=True,
        initial=0,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_(
            "Ce que vous gardez de la somme reçue, de 0 à 10 %. Le public le lit sur la page du projet."
        ),
        error_messages={
            "required": _("Indiquez les frais, 0 s’il n’y en a pas."),
            "invalid": _("Écrivez un nombre, par exemple 5 ou 2,5."),
            "min_value": _("Les frais vont de 0 à 10 %%."),
            "max_value": _("Les frais vont de 0 à 10 %%."),
            "max_digits": _("Les frais vont de 0 à 10 %%."),
            "max_whole_digits": _("Les frais vont de 0 à 10 %%."),
            "max_decimal_places": _("Deux chiffres après la virgule au plus."),
        },
    )
    agreed = forms.BooleanField(
        label=_("J’ai lu ce que cela engage, et je l’accepte au nom de l’organisation"),
        error_messages={"required": _("Cochez cette case : l’accord de l’organisation est nécessaire.")},
    )

    def __init__(self, data: Any = None, *, user: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.organisations = {str(row.uuid): row for row in administered_by(user)}
        self.fields["organisation"].choices = [(uuid, row.name) for uuid, row in self.organisations.items()]  # type: ignore[attr-defined]
        if len(self.organisations) == 1:
            self.fields["organisation"].initial = next(iter(self.organisations))

    @property
    def fee_bps(self) -> int:
        """The fee in basis points."""
        return int(self.cleaned_data["fee"] * 100)


class DeclineForm(forms.Form):
    """A word to the holder, when an association declines."""

    reason = PlainField(
        label=_("Un mot au porteur"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
