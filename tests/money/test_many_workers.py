"""Eight settlement workers on many due campaigns: each settled once, and whoever reads meanwhile sees right books."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from campaigns.models import Campaign, LedgerEntry, PaymentOperation, Pledge, StateChange
from campaigns.services import inbox, operating, settling
from campaigns.services.comparing import compare_with_provider
from campaigns.services.reconciling import check_books
from demo_bank.models import BankRefund, BankTransfer
from notices.models import Notice
from tests.builders import a_campaign
from tests.money.conftest import size
from tests.support.many_pledges import many_held_pledges
from tests.support.statistics import refresh_statistics

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.timeout(3_000),
]

WORKERS = 8
CAMPAIGNS = size(10, 200, 200)
PLEDGES_EACH = size(20, 50, 100)
AMOUNT = 1_000


@pytest.fixture
def due() -> list[Campaign]:
    """Campaigns past their deadline: every other one reached its threshold."""
    at = timezone.now()
    campaigns = []
    for number in range(CAMPAIGNS):
        gathered = PLEDGES_EACH * AMOUNT
        campaign = a_campaign(
            at=at, threshold_cents=gathered if number % 2 else gathered + 1, goal_cents=gathered + 1
        )
        many_held_pledges(campaign, PLEDGES_EACH, AMOUNT, at=at)
        campaigns.append(campaign)
    refresh_statistics()
    inbox.read_events(at=timezone.now() + timedelta(minutes=1))  # what the bank said of the holders' accounts
    assert check_books().differences == 0
    return campaigns


def test_each_campaign_is_settled_once_and_every_reader_sees_right_books(
    due, figure: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        operating, "BATCH", size(10, 50, 200)
    )  # or one worker would take all there is in one go
    end = max(campaign.deadline for campaign in due) + timedelta(seconds=1)
    ready, over = threading.Barrier(WORKERS + 1), threading.Event()
    wrong: list[Any] = []
    shares: Counter[int] = Counter()

    def work(number: int) -> None:
        try:
            ready.wait()
            while True:
                changed = len(settling.settle_due(at=end))
                done = sum(operating.run_operations(at=end).values())
                shares[number] += done
                if not changed and not done:
                    return
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    looks = 0

    def look() -> None:
        nonlocal looks
        try:
            ready.wait()
            while not over.is_set():
                report = check_books(at=end)
                wrong.extend(line for check in report.checks for line in check.differences)
                looks += 1
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work, args=(number,)) for number in range(WORKERS)]
    reader = threading.Thread(target=look)
    for thread in (*workers, reader):
        thread.start()
    for thread in workers:
        thread.join()
    over.set()
    reader.join()

    assert not wrong
    assert looks > 0
    pledges = CAMPAIGNS * PLEDGES_EACH
    assert Counter(Campaign.objects.values_list("status", flat=True)) == {
        "settled": CAMPAIGNS // 2,
        "refunded": CAMPAIGNS - CAMPAIGNS // 2,
    }
    assert Counter(Pledge.objects.values_list("status", flat=True)) == {
        "released": pledges // 2,
        "refunded": pledges - pledges // 2,
    }
    assert BankTransfer.objects.count() == CAMPAIGNS // 2
    assert BankRefund.objects.count() == pledges - pledges // 2
    decided = StateChange.objects.filter(pledge=None, after__in=["funded", "unfunded"])
    assert Counter(decided.values_list("campaign", flat=True)).most_common(1)[0][1] == 1
    assert not PaymentOperation.objects.exclude(state="done").exists()
    assert LedgerEntry.objects.filter(kind="payout").count() == CAMPAIGNS // 2
    assert Notice.objects.filter(kind="pledge_refunded").count() == pledges - pledges // 2
    assert check_books(at=end).differences == 0
    assert (
        compare_with_provider(gateway_name="demo", at=timezone.now() + timedelta(seconds=1)).differences == 0
    )
    busy = sum(share > 0 for share in shares.values())
    assert busy > 1, "one worker alone did everything: nothing was proven"
    figure(
        f"{WORKERS} workers ({busy} had work), {CAMPAIGNS} due campaigns, {pledges} pledges: each settled once; "
        f"{looks} full checks of the books meanwhile, 0 differences"
    )
