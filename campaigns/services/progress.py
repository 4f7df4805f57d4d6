"""How far refunds are: for finance to see that they go, and when they will be over. Pure reads."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from campaigns.gateways import gateway_named
from campaigns.models import Campaign, PaymentOperation, Pledge
from campaigns.rules.offline import BANK
from campaigns.rules.progress import Progress, seconds_left
from campaigns.rules.status import OperationState, PledgeState

LATELY = timedelta(minutes=5)
"""The last minutes, whose rate is taken for that of the next ones."""
WAITING = (PledgeState.REFUND_DUE, PledgeState.REFUNDING)


def refund_progress(*, campaign: Campaign, at: datetime) -> Progress:
    """Return how far the refunds of one campaign are at `at`."""
    return refunds_progress(campaigns=[campaign], at=at)[campaign.pk]


def refunds_progress(*, campaigns: Collection[Campaign], at: datetime) -> dict[int, Progress]:
    """Return the same of each of several campaigns, by key; two queries, however many."""
    keys = [campaign.pk for campaign in campaigns]
    counts = {
        row["campaign"]: row
        for row in Pledge.objects.filter(campaign__in=keys)
        .order_by()
        .values("campaign")
        .annotate(
            done=Count("pk", filter=Q(status=PledgeState.REFUNDED)),
            failed=Count("pk", filter=Q(status=PledgeState.REFUND_FAILED)),
            waiting=Count("pk", filter=Q(status__in=WAITING) & ~Q(gateway=BANK)),
            by_hand=Count("pk", filter=Q(status__in=WAITING, gateway=BANK)),
        )
    }
    lately = {
        key: (number, since)
        for key, number, since in PaymentOperation.objects.filter(
            campaign__in=keys,
            kind=PaymentOperation.Kind.REFUND,
            state=OperationState.DONE,
            done_at__gt=at - LATELY,
            done_at__lte=at,
        )
        .exclude(gateway=BANK)  # a person's pace says nothing of the provider's
        .order_by()
        .values_list("campaign")
        # A worker dates what it records by the beginning of its round: the first one began to be made then.
        .annotate(number=Count("pk"), since=Min("done_at"))
    }
    found = {}
    for campaign in campaigns:
        row = counts.get(campaign.pk, {"done": 0, "failed": 0, "waiting": 0, "by_hand": 0})
        number, since = lately.get(campaign.pk, (0, at))
        left = seconds_left(
            waiting=row["waiting"],
            done_lately=number,
            during_ms=(at - since) // timedelta(milliseconds=1),
            per_second=_pace(campaign.gateway),
        )
        found[campaign.pk] = Progress(row["done"], row["failed"], row["waiting"], left, row["by_hand"])
    return found


def with_refunds(rows: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Count beside each campaign its refunds done, failed and waiting."""
    counts = {
        "refunds_done": Q(pledges__status=PledgeState.REFUNDED),
        "refunds_failed": Q(pledges__status=PledgeState.REFUND_FAILED),
        "refunds_waiting": Q(pledges__status__in=WAITING),
    }
    return rows.annotate(**{name: Count("pledges", filter=which) for name, which in counts.items()})


def _pace(gateway: str) -> int:
    """Return how many calls a second the provider takes; 0 without limit, or when it is not known here."""
    try:
        return gateway_named(gateway).calls_per_second
    except KeyError:
        return 0
