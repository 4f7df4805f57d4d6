"""A thousand deliveries of the provider's events, repeated, shuffled, forged ones among them: one final state."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.gateways.demo import SIGNATURE_HEADER
from campaigns.models import (
    Campaign,
    CampaignTotals,
    Dispute,
    LedgerEntry,
    PaymentOperation,
    Pledge,
    ProviderEvent,
    StateChange,
)
from campaigns.services import inbox, operating, settling
from campaigns.services.reconciling import check_books
from demo_bank import services as bank
from demo_bank.models import BankEvent, BankRefund
from demo_bank.signatures import sign
from notices.models import Notice
from tests.builders import a_campaign, a_pledge, a_reservation, remote_id, tier
from tests.money.conftest import size

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DELIVERIES = 1_000
PERMUTATIONS = size(2, 8, 40)
Delivery = tuple[bytes, str]


def a_busy_month() -> None:
    """Everything a provider may tell, done at the bank, and nothing of it told yet.

    Payments taken, refused and abandoned; contests open, rejected and upheld; refunds that came back.
    """
    at = timezone.now()
    live, stopped = a_campaign(), a_campaign()
    given_back = [a_pledge(stopped) for _number in range(20)]
    contested = [a_pledge(live, 2_000, tier=tier(live, 1)) for _number in range(6)]
    settling.cancel(campaign=stopped, at=at, reason="Arrêt.")
    operating.run_operations(at=at)
    BankEvent.objects.all().delete()
    for number, pledge in enumerate(a_reservation(live, 100 + number) for number in range(90)):
        (bank.accept, bank.accept, bank.decline, bank.end)[number % 4](remote_id(pledge), at=at)
        if number % 12 == 0:
            contested.append(pledge)
    for number, pledge in enumerate(contested):
        charge = pledge.charge_id or bank.read_payment(remote_id(pledge)).charge_id
        dispute = bank.open_dispute(charge, at=at)
        if number % 3:
            bank.close_dispute(dispute.remote_id, won=number % 3 == 1, at=at)
    for refund in BankRefund.objects.filter(
        payment__charge_id__in=[each.charge_id for each in given_back][::2]
    ):
        bank.fail_refund(refund.remote_id, at=at)


def deliveries(seed: random.Random) -> tuple[list[Delivery], int]:
    """Return a thousand deliveries in some order, each event once to five times, and how many are forged."""
    now = int(timezone.now().timestamp())
    genuine: list[Delivery] = []
    for event in BankEvent.objects.order_by("pk"):
        body = json.dumps({"id": event.event_id, "kind": event.kind, "subject": event.subject_id}).encode()
        header = sign(body, secret=settings.DEMO_BANK_SECRET, timestamp=now)
        genuine += [(body, header)] * seed.randint(1, 5)
    forged: list[Delivery] = []
    while len(genuine) + len(forged) < DELIVERIES:
        body, header = seed.choice(genuine)
        other = body.replace(b"payment.declined", b"payment.paid") + b" "
        forged.append(
            seed.choice(
                [
                    (other, header),
                    (body, sign(body, secret="another secret", timestamp=now)),
                    (body, sign(body, secret=settings.DEMO_BANK_SECRET, timestamp=now - 86_400)),
                    (body, ""),
                    (b"\x00not json", sign(b"\x00not json", secret=settings.DEMO_BANK_SECRET, timestamp=now)),
                ]
            )
        )
    everything = genuine[:DELIVERIES] + forged
    seed.shuffle(everything)
    return everything, len(forged)


def final_state() -> dict[str, Any]:
    """Everything that must not depend on the order in which things were told."""
    return {
        "pledges": list(
            Pledge.objects.order_by("pk").values_list("pk", "status", "counted", "holds_unit", "charge_id")
        ),
        "campaigns": list(Campaign.objects.order_by("pk").values_list("pk", "status", "needs_attention")),
        "totals": list(CampaignTotals.objects.order_by("pk").values()),
        "entries": sorted(
            LedgerEntry.objects.values_list("pledge", "kind", "debit__code", "credit__code", "amount_cents")
        ),
        "operations": sorted(PaymentOperation.objects.values_list("purpose", "state")),
        "disputes": sorted(Dispute.objects.values_list("remote_id", "state", "account")),
        "letters": sorted(Notice.objects.values_list("kind", "recipient")),
        "events": sorted(ProviderEvent.objects.values_list("event_id", flat=True)),
        "moves": StateChange.objects.exclude(pledge=None).count(),
    }


def test_a_thousand_deliveries_in_any_order_end_the_same(client: Client, figure: Any) -> None:
    with transaction.atomic():
        a_busy_month()
    ends = []
    at = timezone.now() + timedelta(hours=1)  # later than the last delivery, however slow the machine
    address = reverse("campaigns:webhook", args=["demo"])
    refused = 0
    for number in range(PERMUTATIONS):
        seed = random.Random(number)
        with transaction.atomic():
            order, forged = deliveries(seed)
            answers = {200: 0, 400: 0}
            for body, header in order:
                response = client.post(
                    address,
                    body,
                    content_type="application/json",
                    headers={SIGNATURE_HEADER: header},
                )
                answers[response.status_code] += 1
                if seed.random() < 0.02:
                    inbox.read_events(at=at, limit=seed.randint(1, 40))
            assert answers == {200: DELIVERIES - forged, 400: forged}
            refused += forged
            while inbox.read_events(at=at):
                pass
            assert not ProviderEvent.objects.filter(processed_at=None).exists()
            assert check_books().differences == 0
            ends.append(final_state())
            transaction.set_rollback(True)
    for end in ends[1:]:
        for name, rows in ends[0].items():
            assert end[name] == rows, name
    figure(
        f"webhooks: {PERMUTATIONS} permutations of {DELIVERIES} deliveries, {refused} forged and refused in all: "
        f"one final state ({len(ends[0]['entries'])} entries, {len(ends[0]['disputes'])} contests)"
    )
