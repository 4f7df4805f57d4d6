"""What tests of papers need: an association that declares tax receipts, and a campaign it carries."""

from __future__ import annotations

from typing import Any

from accounts.models import Membership, Organisation, User
from base.models import Territory
from campaigns.models import Campaign
from tests.builders import a_campaign, a_user, the_territory

ADDRESS = "12, rue des Tanneurs, 42000 Rivelaine"


def a_seller(**fields: Any) -> Territory:
    """The territory with a legal identity and VAT at 20 %."""
    territory = the_territory()
    identity = {
        "legal_name": "Agence de Rivelaine",
        "legal_address": "1, place de l’Hôtel-de-Ville, Rivelaine",
        "legal_siret": "73282932000074",
        "vat_number": "FR40732829320",
        "vat_bps": 2_000,
    }
    for name, value in {**identity, **fields}.items():
        setattr(territory, name, value)
    territory.full_clean()
    territory.save()
    return territory


def an_association(**fields: Any) -> Organisation:
    """An association with an address."""
    facts = {"name": "Les Amis du four", "kind": "association", "address": "3, quai des Tanneries, Rivelaine"}
    return Organisation.objects.create(**{**facts, **fields})


def a_member(organisation: Organisation, right: str = Membership.Right.ADMINISTRATOR) -> User:
    """Somebody who acts for an organisation."""
    user = a_user()
    Membership.objects.create(user=user, organisation=organisation, right=right)
    return user


def a_declaring_campaign(organisation: Organisation | None = None, **terms: Any) -> Campaign:
    """A live campaign of an association that declares tax receipts: threshold 10 €."""
    defaults = {
        "threshold_cents": 1_000,
        "goal_cents": 200_000,
        "organisation": organisation or an_association(),
        "holder_kind": Campaign.HolderKind.ASSOCIATION,
        "gives_tax_receipts": True,
        "receipt_signatory": "Jeanne Roux, présidente",
        "receipt_purpose": "Rallumer les fours à pain",
    }
    return a_campaign(**{**defaults, **terms})
