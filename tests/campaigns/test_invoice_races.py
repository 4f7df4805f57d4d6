"""Invoice numbers when several campaigns settle at once, on real PostgreSQL: no gap, no duplicate."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest

from campaigns.models import Campaign, CommissionInvoice, NumberSeries
from campaigns.services import invoicing, numbering, operating, settling
from campaigns.services.reconciling import check_books
from tests.builders import a_campaign, a_pledge
from tests.campaigns.test_races import at_once, unexpected

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

CAMPAIGNS = 6


def closing_campaigns() -> list[Campaign]:
    campaigns = [a_campaign(threshold_cents=1_000, goal_cents=2_000) for _number in range(CAMPAIGNS)]
    for campaign in campaigns:
        a_pledge(campaign, 1_000)
        settling.close_campaign(campaign=campaign, at=campaign.deadline)
        settling.decide(campaign=campaign, at=campaign.deadline)
    return campaigns


def pay_one_out(campaign: Campaign) -> Any:
    """What each of several workers does: the next payout that nobody has taken."""
    return operating.run_operations(at=campaign.deadline + timedelta(minutes=1), limit=1)


def numbers() -> list[int]:
    return sorted(CommissionInvoice.objects.values_list("number", flat=True))


def test_campaigns_settled_at_once_are_numbered_without_gap_or_duplicate():
    campaigns = closing_campaigns()
    results = at_once(*[lambda campaign=campaign: pay_one_out(campaign) for campaign in campaigns])
    assert not unexpected(results)
    assert numbers() == list(range(1, CAMPAIGNS + 1))
    assert check_books().differences == 0


def test_a_settlement_undone_after_its_number_leaves_no_gap(monkeypatch):
    campaigns = closing_campaigns()
    real = numbering.take_numbers
    turns = iter(range(100))
    lock = threading.Lock()

    def fails_every_other_time(series: str, count: int = 1) -> int:
        first = real(series, count)
        with lock:
            turn = next(turns)
        if turn % 2:
            raise RuntimeError("killed after the number was taken")
        return first

    monkeypatch.setattr(invoicing, "take_numbers", fails_every_other_time)
    at_once(*[lambda campaign=campaign: pay_one_out(campaign) for campaign in campaigns])
    undone = CAMPAIGNS - CommissionInvoice.objects.count()
    assert undone > 0
    monkeypatch.setattr(invoicing, "take_numbers", real)
    operating.run_operations(at=campaigns[-1].deadline + timedelta(minutes=20))
    assert numbers() == list(range(1, CAMPAIGNS + 1))
    assert check_books().differences == 0


def test_read_then_write_would_give_one_number_twice(monkeypatch):
    """Negative control: the locked row is what makes each number given once (the database refuses the second)."""
    campaigns = closing_campaigns()[:2]
    meeting = threading.Barrier(2, timeout=10)
    NumberSeries.objects.create(code="seen")

    def read_then_write(series: str, count: int = 1) -> int:
        last = NumberSeries.objects.get(code="seen").last
        meeting.wait()
        NumberSeries.objects.filter(code="seen").update(last=last + count)
        return last + 1

    monkeypatch.setattr(invoicing, "take_numbers", read_then_write)
    results = at_once(*[lambda campaign=campaign: pay_one_out(campaign) for campaign in campaigns])
    # The unique constraint: nothing wrong is written even so.
    assert sum(result["done"] for result in results) == 1
    assert numbers() == [1]
