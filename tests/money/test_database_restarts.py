"""PostgreSQL restarted in the middle of transactions: the workers find it again, nothing is made twice or forgotten.

The server is one of its own, so that no other test meets the restarts; « immediate » is a crash, with its recovery.
"""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from base.models import JobRun
from campaigns.models import Campaign, PaymentOperation
from campaigns.services.comparing import compare_with_provider
from campaigns.services.reconciling import check_books
from tests.money.conftest import size
from tests.money.stripe_world import StripeWorld
from tests.money.test_deploys import sent, wait_until
from tests.support.own_server import OwnServer

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.timeout(3_600),
]

TRANSFERS = size(6, 60, 300)
REFUNDS = size(60, 600, 3_000)
RESTARTS = size(2, 25, 120)
WORKERS = 4
HELD = (
    "closing, uncommitted",
    "refunds owed, uncommitted",
    "outcome, uncommitted",
    "claim, uncommitted",
    "record of a payout, uncommitted",
    "record of refunds, uncommitted",
)
"""Points inside a transaction, in the order in which a worker comes to them: the restart comes exactly there."""


def time_passes() -> None:
    """Leases and the pauses of failed jobs are over; no worker may be alive, or two would hold one operation."""
    past = timezone.now() - timedelta(seconds=1)
    PaymentOperation.objects.exclude(state="done").update(lease_until=past, next_try_at=past)
    JobRun.objects.update(next_run_at=past)


def stop(world: StripeWorld, workers: list[int], *, held: Path | None = None) -> None:
    """Tell workers to stop, and let one go that is held; none may have ended because of the database."""
    for worker in workers:
        os.kill(worker, signal.SIGTERM)
    if held:
        held.unlink()
    assert [world.workers.wait(worker) for worker in workers] == ["done"] * len(workers)


def answers(look: Callable[[], bool]) -> bool:
    """Look at the database, which may be away."""
    try:
        return look()
    except DatabaseError:
        connection.close()
        return False


def restarts_at_each_point(world: StripeWorld, server: OwnServer, held: Path) -> int:
    """Restart the server while a worker stands inside each transaction; return how often it did."""
    made = 0
    modes: tuple[Literal["fast", "immediate"], ...] = ("immediate", "fast")
    for number, point in enumerate(HELD):
        worker = world.workers.start(life="serve", hold_at=point, held=str(held), batch=5)
        wait_until(held.exists)
        connection.close()
        server.restart(modes[number % 2])
        stop(world, [worker], held=held)
        time_passes()
        world.stripe.keys.forget()
        made += 1
    return made


def restarts_at_random(world: StripeWorld, server: OwnServer, seed: random.Random) -> Counter[str]:
    """Restart the server while four workers are busy; return how often in each way."""
    made: Counter[str] = Counter()
    for number in range(RESTARTS):
        workers = [world.workers.start(life="serve", batch=20) for _worker in range(WORKERS)]
        before = world.stripe.served
        more = seed.randint(1, 12)
        wait_until(lambda before=before, more=more: world.stripe.served >= before + more)
        mode: Literal["fast", "immediate"] = "fast" if number % 3 == 2 else "immediate"
        connection.close()
        server.restart(mode)
        made[mode] += 1
        stop(world, workers)
        time_passes()
        world.stripe.keys.forget()
        if not world.left():
            break
    return made


def finish(world: StripeWorld) -> None:
    """Have the workers do the rest, and leave."""
    workers = [world.workers.start(life="serve") for _worker in range(WORKERS)]
    wait_until(lambda: answers(lambda: not world.left()), seconds=900)
    stop(world, workers)


def test_a_database_that_restarts_loses_nothing_and_repeats_nothing(tmp_path: Path, figure: Any) -> None:
    seed = random.Random(20261126)
    with (
        OwnServer() as server,
        StripeWorld.with_workers(tmp_path, transfers=TRANSFERS, refunds=REFUNDS) as world,
    ):
        held = restarts_at_each_point(world, server, tmp_path / "held")
        made = restarts_at_random(world, server, seed)
        finish(world)

        assert sent(world) == TRANSFERS + REFUNDS
        assert world.duplicates() == []
        assert world.missing() == []
        assert not Campaign.objects.filter(needs_attention=True).exists(), list(
            Campaign.objects.filter(needs_attention=True).values_list("attention_reason", flat=True)
        )
        assert check_books().differences == 0
        later = datetime.fromtimestamp(world.stripe.world.now(), tz=UTC) + timedelta(seconds=1)
        assert compare_with_provider(gateway_name="stripe", at=later).differences == 0
        assert check_books().differences == 0
    figure(
        f"database restarts: {held} inside a named transaction, {made['immediate']} crashes and {made['fast']} orderly "
        f"ones under {WORKERS} workers: {TRANSFERS} transfers and {REFUNDS} refunds, 0 duplicates, 0 missing, "
        "0 differences"
    )


def test_without_the_look_up_a_restart_sends_money_twice(tmp_path: Path, figure: Any) -> None:
    """Negative control: the answers were written by nobody, and the provider has forgotten the keys."""
    with (
        OwnServer() as server,
        StripeWorld.with_workers(tmp_path, transfers=3, refunds=0) as world,
    ):
        world.stripe.top_up(100_000)  # other campaigns' money: Stripe pools it all
        held = tmp_path / "held"
        worker = world.workers.start(
            life="serve", hold_at="record of a payout, uncommitted", held=str(held), guards=False
        )
        wait_until(held.exists)
        connection.close()
        server.restart("immediate")
        stop(world, [worker], held=held)
        time_passes()
        world.stripe.keys.forget()
        worker = world.workers.start(life="serve", guards=False)
        wait_until(lambda: bool(world.duplicates()))
        stop(world, [worker])
    figure("database restarts, negative control without the look-up: money leaves twice")
