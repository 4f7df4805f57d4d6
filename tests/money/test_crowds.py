"""Two hundred people at once on the last unit and on the last euros, on PostgreSQL: one wins, nothing is passed.

Each race is run again with the conditional write replaced by a read and then a write, out of sight of the database's
own constraint: it must go wrong, or the race would prove nothing.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from campaigns.errors import CampaignError, CeilingReached, TierSoldOut
from campaigns.models import Campaign, CampaignTotals, Pledge, RewardTier
from campaigns.services import pledging
from campaigns.services.reconciling import check_books
from tests.builders import a_backer, a_campaign, tier
from tests.money.conftest import size

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.slow]

CROWD = size(60, 200, 250)


def crowd(campaign: Campaign, amount_cents: int, **facts: Any) -> list[Any]:
    """Let everybody ask at once, each on their own connection; return what each got."""
    ready = threading.Barrier(CROWD)
    got: list[Any] = [None] * CROWD

    def ask(number: int) -> None:
        try:
            try:
                connection.ensure_connection()
            except Exception:
                ready.abort()  # or the others would wait for somebody who never comes
                raise
            ready.wait()
            got[number] = pledging.start_pledge(
                campaign=campaign,
                amount_cents=amount_cents,
                backer=a_backer(),
                submission_key=uuid.uuid4().hex,
                at=timezone.now(),
                **facts,
            )
        except Exception as error:
            got[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CROWD)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


def winners(got: list[Any]) -> int:
    return sum(isinstance(each, Pledge) for each in got)


@contextmanager
def without_constraint(table: str, name: str) -> Iterator[None]:
    """Take one of the database's own guards off, and put it back as it was for the tests that follow."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
        ((definition,),) = cursor.fetchall()
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition} NOT VALID")


def meeting(reads: Callable[[Pledge], Any], writes: Callable[[Any], None]) -> Callable[..., None]:
    """Return a reservation that reads, waits until everybody has read, and then writes."""
    everybody = threading.Barrier(CROWD)

    def read_then_write(pledge: Pledge, *, at: Any) -> None:
        row = reads(pledge)
        everybody.wait()
        writes(row)

    return read_then_write


@pytest.fixture
def last_unit() -> Campaign:
    """A campaign whose second reward has one unit left."""
    campaign = a_campaign()
    RewardTier.objects.filter(pk=tier(campaign, 1).pk).update(limit=1)
    return campaign


@pytest.fixture
def last_euros() -> Campaign:
    """A campaign that may still gather 10 euros."""
    return a_campaign(threshold_cents=500, goal_cents=1_000, surplus_percent=100)


def test_the_last_unit_goes_to_one(last_unit: Campaign, figure: Any) -> None:
    got = crowd(last_unit, 2_000, tier=tier(last_unit, 1))
    assert winners(got) == 1
    losers = [each for each in got if not isinstance(each, Pledge)]
    assert {type(each) for each in losers} == {TierSoldOut}, "each of the others is told so at once"
    assert Pledge.objects.count() == 1
    assert tier(last_unit, 1).claimed == 1
    assert check_books().differences == 0
    figure(f"last unit: {CROWD} at once, 1 winner, {len(losers)} told it is sold out")


def test_the_last_euros_go_to_one(last_euros: Campaign, figure: Any) -> None:
    got = crowd(last_euros, 1_000)
    assert winners(got) == 1
    losers = [each for each in got if not isinstance(each, Pledge)]
    assert {(type(each), each.room_cents) for each in losers} == {(CeilingReached, 0)}
    assert CampaignTotals.objects.get().reserved_cents == 1_000
    assert check_books().differences == 0
    figure(f"last euros: {CROWD} at once, 1 winner, 0 above the ceiling")


def test_read_then_write_sells_the_last_unit_many_times(last_unit, monkeypatch, figure):
    def writes(row: RewardTier) -> None:
        if row.limit is None or row.claimed < row.limit:
            RewardTier.objects.filter(pk=row.pk).update(claimed=row.claimed + 1)
            return
        raise TierSoldOut

    monkeypatch.setattr(
        pledging, "reserve", meeting(lambda pledge: RewardTier.objects.get(pk=pledge.tier_id), writes)
    )
    sold = winners(crowd(last_unit, 2_000, tier=tier(last_unit, 1)))
    assert sold > 1
    figure(f"last unit, negative control (read, then write): sold {sold} times")


def test_read_then_write_passes_the_ceiling(last_euros, monkeypatch, figure):
    def writes(row: CampaignTotals) -> None:
        if row.reserved_cents + 1_000 > row.ceiling_cents:
            raise CeilingReached(0)
        CampaignTotals.objects.filter(pk=row.pk).update(reserved_cents=row.reserved_cents + 1_000)

    monkeypatch.setattr(
        pledging,
        "reserve",
        meeting(lambda pledge: CampaignTotals.objects.get(campaign_id=pledge.campaign_id), writes),
    )
    with without_constraint("campaigns_campaigntotals", "pledges_within_ceiling"):
        taken = winners(crowd(last_euros, 1_000))
    assert taken > 1
    figure(f"last euros, negative control (read, then write): taken {taken} times")


def test_the_database_itself_refuses_to_pass_a_limit(last_unit, monkeypatch):
    """The second guard: with the conditional write gone, the constraint still stops it, as an error."""
    from django.db import IntegrityError
    from django.db.models import F

    def blind(pledge: Pledge, *, at: Any) -> None:
        RewardTier.objects.filter(pk=pledge.tier_id).update(claimed=F("claimed") + 1)

    monkeypatch.setattr(pledging, "reserve", blind)
    got = crowd(last_unit, 2_000, tier=tier(last_unit, 1))
    assert winners(got) == 1
    assert not [each for each in got if isinstance(each, CampaignError)]
    assert {type(each) for each in got if not isinstance(each, Pledge)} == {IntegrityError}
