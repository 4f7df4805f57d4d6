"""Workers of an old version told to stop, and new ones begun, in the middle of settlements and refunds.

The workers are `manage.py worker` as it is, by the clock of the wall: nothing is killed and no clock is moved.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from base.models import JobRun
from campaigns.models import Campaign, PaymentOperation
from campaigns.services.reconciling import check_books
from tests.money.conftest import size
from tests.money.stripe_world import StripeWorld

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.timeout(3_600),
]

TRANSFERS = size(6, 60, 300)
REFUNDS = size(40, 600, 3_000)
DEPLOYS = size(2, 12, 60)
AT_ONCE = 2
LONGEST_STOP = 40.0
"""Seconds: a look-up and a call that both time out; what a service manager must grant."""


def wait_until(done: Callable[[], bool], *, seconds: float = 120) -> None:
    """Look again and again."""
    pause, limit = threading.Event(), time.monotonic() + seconds
    while not done():
        assert time.monotonic() < limit, "nothing moves any more"
        pause.wait(0.02)


def sent(world: StripeWorld) -> int:
    """How many transfers and refunds Stripe has made."""
    return len(world.stripe.all("transfer")) + len(world.stripe.all("refund"))


def begin(world: StripeWorld) -> list[int]:
    """Begin the workers of a version; the jobs of those before are due at once."""
    JobRun.objects.update(next_run_at=timezone.now())
    return [world.workers.start(life="serve", batch=20) for _worker in range(AT_ONCE)]


def stop(world: StripeWorld, workers: list[int]) -> float:
    """Tell workers to stop, as a service manager does, and see that they leave by themselves; return the seconds."""
    began = time.monotonic()
    for worker in workers:
        os.kill(worker, signal.SIGTERM)
    assert [world.workers.wait(worker) for worker in workers] == ["done"] * len(workers)
    return time.monotonic() - began


def test_a_deploy_in_the_middle_sends_nothing_twice_and_forgets_nothing(tmp_path: Path, figure: Any) -> None:
    seed = random.Random(20261126)
    longest, in_the_middle = 0.0, 0
    with StripeWorld.with_workers(tmp_path, transfers=TRANSFERS, refunds=REFUNDS) as world:
        world.stripe.faults.add("slow", times=10**9, seconds=0.005)
        workers = begin(world)
        for deploy in range(DEPLOYS):
            share = (deploy + seed.random()) / (DEPLOYS + 1)
            wait_until(lambda share=share: sent(world) >= share * (TRANSFERS + REFUNDS))
            in_the_middle += 0 < sent(world) < TRANSFERS + REFUNDS
            if deploy % 2:  # the new ones first
                old, workers = workers, begin(world)
                longest = max(longest, stop(world, old))
                continue
            longest = max(longest, stop(world, workers))
            done = PaymentOperation.objects.filter(kind__in=["payout", "refund"], state="done").count()
            assert done == sent(world), "what was sent is written down before a worker leaves"
            workers = begin(world)
        wait_until(lambda: not world.left())
        longest = max(longest, stop(world, workers))

        assert in_the_middle > DEPLOYS // 2
        assert world.duplicates() == []
        assert world.missing() == []
        assert longest < LONGEST_STOP
        assert not Campaign.objects.filter(needs_attention=True).exists()
        assert not JobRun.objects.exclude(last_error="").exists()
        assert check_books().differences == 0
    figure(
        f"deploys: {in_the_middle} in the middle of {TRANSFERS} transfers and {REFUNDS} refunds, {AT_ONCE} workers "
        f"each, the longest stop {longest:.1f} s: 0 duplicates, 0 missing"
    )
