"""Where money stands, all campaigns together: where it is, whose it is, what asks for a person. Pure reads.

Every function makes a constant number of queries, whatever the number of campaigns and pledges.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, QuerySet, Sum
from django.db.models.functions import Coalesce

from base.models import Territory
from campaigns.models import (
    Campaign,
    CheckRun,
    Dispute,
    LedgerEntry,
    PaymentOperation,
    PaymentSlip,
    Pledge,
    ProviderMovement,
)
from campaigns.rules.progress import Progress
from campaigns.rules.status import CampaignState, OperationState, PledgeState
from campaigns.services.comparing import GRACE
from campaigns.services.progress import refunds_progress
from campaigns.services.verifying import last_runs
from notices.services import waiting_to_print

LATE = timedelta(hours=3)
"""A check runs each hour; one that has not for so long tells of a worker that stopped."""
SHOWN = 12
ENDING = timedelta(days=3)
"""Before a deadline: the time left to take in what people brought."""

PLACES = ("provider", "bank")
"""Accounts that say where money is; the others say whose it is, or what became of it."""


@dataclass(frozen=True)
class Balance:
    """What an account, or all accounts of a kind, hold; `territory` for those of one territory. Cents."""

    kind: str
    cents: int
    territory: Territory | None = None


@dataclass(frozen=True)
class Balances:
    """Both sides of the books: as much on one as on the other, since the ledger sums to zero."""

    where: Sequence[Balance]
    whose: Sequence[Balance]

    @property
    def total_cents(self) -> int:
        """How much there is."""
        return sum(row.cents for row in self.where)


@dataclass(frozen=True)
class Waiting:
    """Things of one kind that ask for a person: how many, and how much money."""

    number: int
    cents: int
    since: datetime | None = None


@dataclass(frozen=True)
class LastCheck:
    """The last run of a check; `is_late` when the worker should have made another one by now."""

    kind: CheckRun.Kind
    run: CheckRun | None
    is_late: bool

    @property
    def differences(self) -> int:
        """How many it found."""
        return self.run.differences if self.run else 0


def balances() -> Balances:
    """Return what each kind of account holds; amounts of `whose` are what is owed, costs count below zero."""
    sums: dict[tuple[str, int | None], int] = {}
    for code, cents in LedgerEntry.objects.balances().items():
        kind, _colon, owner = code.partition(":")
        key = (kind, int(owner) if kind in {"bank", "commission"} and owner.isdecimal() else None)
        sums[key] = sums.get(key, 0) + cents
    territories = Territory.objects.in_bulk([owner for _kind, owner in sums if owner is not None])
    usual = [("provider", None), ("held", None), ("payable", None), ("unclaimed", None)]
    keys = [*usual, *sorted(set(sums) - set(usual), key=str)]

    def side(is_place: bool) -> list[Balance]:
        return [
            Balance(kind, sums.get((kind, owner), 0) * (1 if is_place else -1), territories.get(owner or 0))
            for kind, owner in keys
            if (kind in PLACES) == is_place
        ]

    return Balances(side(True), side(False))


def last_checks(*, at: datetime) -> list[LastCheck]:
    """Return the last run of each check."""
    return [
        LastCheck(CheckRun.Kind(kind), run, run is None or run.ended_at < at - LATE)
        for kind, run in last_runs().items()
    ]


def settling(*, at: datetime) -> list[tuple[Campaign, Progress]]:
    """Return the campaigns due or being settled, the longest due first, with how far their refunds are."""
    rows = list(
        Campaign.objects.to_settle(at=at)
        .select_related("page", "totals", "territory")
        .order_by("deadline", "pk")[:SHOWN]
    )
    progress = refunds_progress(campaigns=rows, at=at)
    return [(row, progress[row.pk]) for row in rows]


def flagged() -> list[Campaign]:
    """Return the campaigns somebody must look at."""
    rows = Campaign.objects.filter(needs_attention=True).select_related("page", "territory")
    return list(rows.order_by("deadline", "pk")[:SHOWN])


def waiting(*, at: datetime) -> Mapping[str, Waiting]:
    """Return what asks for a person: debts, operations, disputes, lines at the provider, flagged campaigns."""
    old = ProviderMovement.objects.filter(entry=None, read_at__lte=at - GRACE)
    return {
        "debts": _counted(Pledge.objects.filter(status=PledgeState.REFUND_FAILED)),
        "operations": _counted(
            # A refund that failed is a debt already, with a screen of its own.
            PaymentOperation.objects.filter(state=OperationState.ATTENTION).exclude(
                kind=PaymentOperation.Kind.REFUND, pledge__status=PledgeState.REFUND_FAILED
            )
        ),
        "disputes": _counted(Dispute.objects.filter(state=Dispute.State.OPEN)),
        "movements": _counted(old),
        "by_hand": _by_hand(),
        "letters": Waiting(waiting_to_print(), 0),
        "flagged": Waiting(Campaign.objects.filter(needs_attention=True).count(), 0),
    }


def slips_ending(*, at: datetime) -> Waiting:
    """Return the slips printed for campaigns that end within three days, whose money nobody has taken in."""
    ending = {"campaign__deadline__gt": at, "campaign__deadline__lte": at + ENDING}
    rows = PaymentSlip.objects.filter(pledge=None, campaign__status=CampaignState.LIVE, **ending)
    return _counted(rows)


def _by_hand() -> Waiting:
    """Return what a person must carry out from the bank, and since when the oldest waits."""
    rows = PaymentOperation.objects.by_hand().order_by()
    found = rows.aggregate(
        number=Count("pk"), cents=Coalesce(Sum("amount_cents"), 0), since=Min("created_at")
    )
    return Waiting(found["number"], found["cents"], found["since"])


def _counted(rows: QuerySet[Any]) -> Waiting:
    found = rows.aggregate(number=Count("pk"), cents=Coalesce(Sum("amount_cents"), 0))
    return Waiting(found["number"], found["cents"])
