"""Builders of money that does not pass through a provider."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.groups import FINANCE
from accounts.models import User
from accounts.services import create_verified_user
from base.models import Territory
from base.private_files import CheckedUpload, check_upload
from campaigns.models import Campaign, Counter, PaymentOperation, Pledge, Remittance
from campaigns.rules.offline import RemittedBy, Way
from campaigns.services.remitting import remit
from campaigns.services.taking_in import Evidence, Intention, take_in
from tests.builders import a_backer
from tests.second_factor import PASSWORD
from tests.support.hostile_files import upload

_numbers = itertools.count(1)
ADDRESS = "12, rue des Tanneurs, 99999 Rivelaine"


def a_cashier() -> User:
    """Somebody of finance, the same each time."""
    known = User.objects.filter(email="guichet@example.org").first()
    return known or create_verified_user("guichet@example.org", PASSWORD, groups=(FINANCE,))


def a_counter(territory: Territory, **fields: Any) -> Counter:
    """The town hall, two streets away."""
    known = {
        "name": "Accueil de la mairie",
        "address": "1, place de la République, 99999 Rivelaine",
        "hours": "du lundi au vendredi, 9 h–12 h et 14 h–17 h",
        "phone": "04 65 71 20 00",
    }
    return Counter.objects.create(territory=territory, **{**known, **fields})


def a_document() -> CheckedUpload:
    """A scanned paper."""
    return check_upload(upload("bordereau.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"))


def an_evidence(way: Way = Way.CASH, **facts: Any) -> Evidence:
    """What proves that money came in, with a reference of its own."""
    number = next(_numbers)
    known = {"reference": f"Reçu {number}", "received_on": date(2026, 11, 20), "taken_by": a_cashier()}
    return Evidence(way=way, **{**known, **facts})


def without_email(name: str = "Mme Arnaud") -> Any:
    """Somebody who has no e-mail and is written to by post."""
    return a_backer(name=name, email="", postal_address=ADDRESS)


def an_offline_pledge(
    campaign: Campaign,
    amount_cents: int = 2_000,
    *,
    way: Way = Way.CASH,
    at: datetime | None = None,
    **facts: Any,
) -> Pledge:
    """A pledge whose money was brought and taken in."""
    number = next(_numbers)
    return take_in(
        campaign=campaign,
        amount_cents=amount_cents,
        backer=facts.pop("backer", None) or without_email(),
        evidence=facts.pop("evidence", None) or an_evidence(way),
        submission_key=facts.pop("submission_key", f"offline-{number}"),
        at=at or timezone.now(),
        intention=Intention(**facts),
    )


def hand_out(
    operation: PaymentOperation, *, at: datetime, way: RemittedBy = RemittedBy.TRANSFER
) -> Remittance:
    """Carry out what the bank owes."""
    return remit(
        operation=operation,
        way=way,
        reference=f"VIR-{operation.pk}",
        document=a_document(),
        by=a_cashier(),
        at=at,
    )
