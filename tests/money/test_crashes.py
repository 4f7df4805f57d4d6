"""Workers killed at every named point and at random, answers lost, keys remembered and forgotten: nothing twice.

The provider is the fake Stripe over real HTTP; the workers are processes of their own, killed by SIGKILL. Between two
lives the clock is moved past leases and pauses. The same harness without the look-up must find duplicates.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from campaigns.models import Campaign, PaymentOperation, Pledge
from campaigns.services.comparing import compare_with_provider
from campaigns.services.reconciling import check_books
from tests.money.conftest import size
from tests.money.stripe_world import StripeWorld
from tests.support.doomed_lives import SETTLEMENT

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.timeout(3_600),
]

TRANSFERS = size(12, 600, 600)
REFUNDS = size(40, 600, 3_000)
ONE_BY_ONE = size(6, 40, 100)
RANDOM_LIVES = size(4, 40, 200)
LOST = ("reset_after", "saved_500_done", "500", "429", "409", "reset_before")


@pytest.fixture
def world(tmp_path: Path):
    """A Stripe that holds the payments of campaigns past their deadline, and workers that speak to it."""
    with StripeWorld.with_workers(tmp_path, transfers=TRANSFERS, refunds=REFUNDS) as made:
        yield made


def between_two_lives(world: StripeWorld, seed: random.Random) -> None:
    """Leases and pauses are over; sometimes a day has passed, and Stripe has forgotten its keys."""
    past = timezone.now() - timedelta(seconds=1)
    PaymentOperation.objects.exclude(state="done").update(lease_until=past, next_try_at=past)
    if seed.random() < 0.3:
        world.stripe.keys.forget()


def live_and_die(world: StripeWorld, seed: random.Random) -> Counter[str]:
    """Kill a worker at each named point, then at random moments; return how the lives ended."""
    ends: Counter[str] = Counter()
    world.stripe.faults.draw(seed.randint(0, 10**6), share=0.05, kinds=LOST)
    for point in SETTLEMENT:
        ends[world.live(die_at=point, times=seed.choice((0, 0, 1)), batch=seed.choice((3, 7)))] += 1
        between_two_lives(world, seed)
    for _life in range(RANDOM_LIVES):
        if not world.left():
            break
        ends[world.live(die_after=seed.uniform(0.02, 0.6), batch=seed.choice((3, 7, 50)))] += 1
        between_two_lives(world, seed)
    return ends


def finish(world: StripeWorld) -> None:
    """Let workers live until nothing is left, the provider well again."""
    world.stripe.faults.draw(0, share=0.0, kinds=LOST)
    for _life in range(20):
        world.live()
        if not world.left():
            return
        between_two_lives(world, random.Random(0))
    raise AssertionError(f"{world.left()} operations are still to be made")


def test_every_transfer_and_every_refund_is_made_once(world: StripeWorld, figure: Any) -> None:
    seed = random.Random(20261126)
    ends = live_and_die(world, seed)
    finish(world)

    assert ends["killed"] >= len(SETTLEMENT) // 2, "the workers must die for this to prove anything"
    assert world.duplicates() == []
    assert world.missing() == []
    assert Counter(Campaign.objects.values_list("status", flat=True)) == {
        "settled": TRANSFERS,
        "refunded": world.missed_campaigns,
    }
    assert Counter(Pledge.objects.values_list("status", flat=True)) == {
        "released": TRANSFERS,
        "refunded": REFUNDS,
    }
    assert check_books().differences == 0
    later = datetime.fromtimestamp(world.stripe.world.now(), tz=UTC) + timedelta(seconds=1)
    run = compare_with_provider(gateway_name="stripe", at=later)
    assert run.differences == 0, run.lines
    figure(
        f"crashes: {ends['killed']} workers killed ({len(SETTLEMENT)} named points), {world.stripe.served} requests, "
        f"{world.faults_met} of them lost or refused for a time, keys forgotten: {TRANSFERS} transfers and {REFUNDS} "
        f"refunds, {len(world.duplicates())} duplicates, {len(world.missing())} missing"
    )


def test_killed_after_each_refund_of_a_batch(tmp_path: Path, figure: Any) -> None:
    with StripeWorld.with_workers(tmp_path, transfers=0, refunds=ONE_BY_ONE) as world:
        for number in range(1, ONE_BY_ONE + 1):
            ended = world.live(die_at="call, done and its answer lost", batch=ONE_BY_ONE, one_by_one=True)
            assert ended == "killed"
            assert len(world.stripe.all("refund")) == number
            world.stripe.keys.forget()
            between_two_lives(world, random.Random(number))
        finish(world)
        assert world.duplicates() == []
        assert world.missing() == []
        assert check_books().differences == 0
    figure(f"crashes: killed after each of {ONE_BY_ONE} refunds of one batch: 0 duplicates, 0 missing")


def test_without_the_look_up_money_leaves_twice(world: StripeWorld, figure: Any) -> None:
    """Negative control: keys alone do not protect, since providers forget them."""
    world.live(die_at="call, done and its answer lost", times=3, guards=False)
    for _life in range(6):
        world.stripe.keys.forget()
        between_two_lives(world, random.Random(1))
        world.live(die_at="record, before", guards=False)
    duplicates = world.duplicates()
    assert duplicates
    figure(f"crashes, negative control without the look-up: {len(duplicates)} duplicates")
