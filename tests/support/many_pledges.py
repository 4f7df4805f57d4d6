"""Thousands of held pledges in a few statements, as the services and the bank would have written them one by one.

`check_books` and the comparison with the bank hold on what this writes; a test says so.
"""

from __future__ import annotations

import hashlib
import itertools
from datetime import datetime

from django.db.models import F

from campaigns.models import (
    Campaign,
    CampaignTotals,
    LedgerEntry,
    PaymentOperation,
    Pledge,
    StateChange,
)
from campaigns.rules.deadlines import RESERVATION
from campaigns.rules.status import OperationState, PledgeState
from campaigns.services import books
from demo_bank.models import BankMovement, BankPayment

_numbers = itertools.count(1)
CHUNK = 500


def many_held_pledges(
    campaign: Campaign, number: int, amount_cents: int, *, at: datetime, charges: list[str] | None = None
) -> list[Pledge]:
    """Write `number` pledges of different people, paid and held; the ceiling must have room for them.

    Without `charges` (the provider's names of payments made elsewhere) the demonstration bank has them.
    """
    written: list[Pledge] = []
    debit, credit = books.account(books.PROVIDER), books.account(books.held(campaign), campaign)
    for start in range(0, number, CHUNK):
        part = [next(_numbers) for _row in range(min(CHUNK, number - start))]
        remote = charges[start : start + CHUNK] if charges else [f"charge-{each}" for each in part]
        pledges = Pledge.objects.bulk_create(
            Pledge(
                submission_key=f"many-{each}",
                campaign=campaign,
                amount_cents=amount_cents,
                legal_nature="gift",
                status=PledgeState.HELD,
                counted=True,
                backer_name=f"Camille {each}",
                backer_email=f"many-{each}@example.org",
                backer_key=hashlib.sha256(f"many-{each}".encode()).hexdigest(),
                gateway=campaign.gateway,
                charge_id=charge,
                attempts=1,
                created_at=at,
                paid_at=at,
                reserved_until=at + RESERVATION,
            )
            for each, charge in zip(part, remote, strict=True)
        )
        StateChange.objects.bulk_create(
            StateChange(campaign=campaign, pledge=pledge, before=before, after=after, at=at)
            for pledge in pledges
            for before, after in (
                ("", PledgeState.AWAITING_PAYMENT),
                (PledgeState.AWAITING_PAYMENT, PledgeState.HELD),
            )
        )
        PaymentOperation.objects.bulk_create(
            PaymentOperation(
                kind=PaymentOperation.Kind.OPEN_PAYMENT,
                purpose=f"open:{pledge.uuid}:1",
                campaign=campaign,
                pledge=pledge,
                amount_cents=amount_cents,
                gateway=campaign.gateway,
                state=OperationState.DONE,
                attempt=1,
                remote_id=f"page-{pledge.charge_id}",
                created_at=at,
                next_try_at=at,
                done_at=at,
            )
            for pledge in pledges
        )
        LedgerEntry.objects.bulk_create(
            LedgerEntry(
                kind=LedgerEntry.Kind.CHARGE,
                debit=debit,
                credit=credit,
                amount_cents=amount_cents,
                territory_id=campaign.territory_id,
                campaign=campaign,
                pledge=pledge,
                at=at,
            )
            for pledge in pledges
        )
        if charges is None:
            _tell_the_bank(pledges, at=at)
        written += pledges
    CampaignTotals.objects.filter(campaign=campaign).update(
        gathered_cents=F("gathered_cents") + number * amount_cents,
        held_cents=F("held_cents") + number * amount_cents,
        pledges=F("pledges") + number,
        backers=F("backers") + number,
    )
    return written


def _tell_the_bank(pledges: list[Pledge], *, at: datetime) -> None:
    BankPayment.objects.bulk_create(
        BankPayment(
            remote_id=f"page-{pledge.charge_id}",
            reference=str(pledge.uuid),
            amount_cents=pledge.amount_cents,
            description="",
            return_url="http://testserver/",
            expires_at=pledge.reserved_until,
            state="paid",
            charge_id=pledge.charge_id,
            paid_at=at,
        )
        for pledge in pledges
    )
    BankMovement.objects.bulk_create(
        BankMovement(kind="charge", subject_id=pledge.charge_id, amount_cents=pledge.amount_cents, at=at)
        for pledge in pledges
    )
