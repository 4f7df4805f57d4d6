"""Refunds a second: the product's worker against a bare loop of the same client's calls, and its memory.

    make bench-refunds                                  on SQLite
    TERREAU_TEST_ENGINE=postgres make bench-refunds     on a PostgreSQL it starts, or the one of DATABASE_URL

The provider is the fake Stripe of the tests, a process of its own on loopback, without any limit of pace. Both sides
make the same calls through the same gateway in the same run. Expected: at least half the rate of the bare loop; the
same resident memory after 10 000 refunds as after 1 000; it exits with an error otherwise. `TERREAU_REFUNDS` says how
many (10 000). A PostgreSQL it starts does not wait for the disk, as the file of SQLite does not.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
import uuid
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NUMBER = int(os.environ.get("TERREAU_REFUNDS", "10000"))
FIRST = max(NUMBER // 10, 1)
BARE = 1_000
AMOUNT = 100
LEAST_RATIO = 0.5
MOST_GROWTH_MB = 10


def serve(pipe: Connection) -> None:
    """Be Stripe: say where, then make as many charges as asked, until nothing more is."""
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    from tests.support.fake_stripe import FakeStripe, checkout

    with FakeStripe() as stripe:
        pipe.send(stripe.settings())
        while number := pipe.recv():
            charges = []
            for _each in range(number):
                session = checkout.open_session(
                    stripe.world,
                    {
                        "mode": "payment",
                        "success_url": "http://testserver/",
                        "line_items": [
                            {
                                "price_data": {
                                    "currency": "eur",
                                    "unit_amount": AMOUNT,
                                    "product_data": {"name": "Un projet"},
                                }
                            }
                        ],
                    },
                    base=stripe.base,
                )
                stripe.pay(session["id"])
                charges.append(session["payment_intent"])
            stripe.let_pass(days=7)
            pipe.send(charges)


def resident_megabytes() -> float:
    """Return what this process keeps in memory."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def bare_rate(gateway: Any, charges: list[str]) -> float:
    """Return how many refunds a second a loop of the client's calls makes, nothing written down."""
    started = time.perf_counter()
    for charge in charges:
        reference = str(uuid.uuid4())
        gateway.refund(charge, AMOUNT, reference=reference, key=reference)
    return len(charges) / (time.perf_counter() - started)


def our_rate(number: int, at: Any) -> float:
    """Return how many refunds a second the worker makes, until it has made `number`."""
    from campaigns.services import operating

    started, done = time.perf_counter(), 0
    while done < number:
        counts = operating.run_operations(at=at, limit=number - done)
        done += counts["done"]
        if not any(counts.values()):
            raise SystemExit(f"only {done} refunds of {number} were due")
    return number / (time.perf_counter() - started)


def main() -> None:
    """Print the rates, their ratio and the memory."""
    here, there = multiprocessing.get_context("spawn").Pipe()
    stripe = multiprocessing.get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    stripe.start()
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    os.environ["STRIPE_CALLS_PER_SECOND"] = "0"
    os.environ.setdefault("TERREAU_VAR", tempfile.mkdtemp(prefix="terreau-bench-"))
    import django

    from tests.support.engine import database_url

    os.environ["DATABASE_URL"] = database_url(Path(os.environ["TERREAU_VAR"]))

    django.setup()
    from django.db import connection
    from django.test.runner import DiscoverRunner
    from django.test.utils import override_settings, setup_test_environment
    from django.utils import timezone

    setup_test_environment()
    if connection.vendor == "sqlite":
        # A file, as in life: in memory, the database's own rows would count as the worker's.
        connection.settings_dict["TEST"]["NAME"] = str(Path(os.environ["TERREAU_VAR"], "bench.sqlite3"))
    runner = DiscoverRunner(verbosity=0, interactive=False)
    with override_settings(PAYMENT_GATEWAY="stripe", **here.recv()):
        databases = runner.setup_databases()
        try:
            from campaigns.gateways.stripe import StripeGateway
            from campaigns.services import settling
            from campaigns.services.reconciling import check_books
            from tests.builders import a_campaign
            from tests.support.many_pledges import many_held_pledges
            from tests.support.statistics import refresh_statistics

            at = timezone.now()
            campaign = a_campaign(at=at, threshold_cents=1_000, goal_cents=max(NUMBER * 70, 2_000))
            here.send(NUMBER + 2 * BARE)
            charges = here.recv()
            many_held_pledges(campaign, NUMBER, AMOUNT, at=at, charges=charges[:NUMBER])
            started = time.perf_counter()
            settling.cancel(campaign=campaign, at=at, reason="Arrêt.")
            deciding = time.perf_counter() - started
            refresh_statistics()
            later = timezone.now() + timedelta(seconds=1)
            before = bare_rate(StripeGateway(), charges[NUMBER : NUMBER + BARE])
            first = our_rate(FIRST, later)
            memory = resident_megabytes()
            rest = our_rate(NUMBER - FIRST, later)
            grown = resident_megabytes() - memory
            after = bare_rate(StripeGateway(), charges[NUMBER + BARE :])
            bare = (before + after) / 2
            ours = NUMBER / (FIRST / first + (NUMBER - FIRST) / rest)
            differences = check_books().differences
            campaign.refresh_from_db()
            sys.stdout.write(
                f"{connection.vendor}: {NUMBER} refunds decided in {deciding:.1f} s\n"
                f"bare loop {before:.0f} then {after:.0f} a second, worker {ours:.0f} a second: "
                f"ratio {ours / bare:.2f}\n"
                f"resident memory {memory:.0f} MB after {FIRST}, {grown:+.1f} MB after {NUMBER}\n"
                f"campaign {campaign.status}, {differences} differences in the books\n"
            )
            failed = ours / bare < LEAST_RATIO or grown > MOST_GROWTH_MB or differences
        finally:
            here.send(0)
            runner.teardown_databases(databases)
            stripe.join(30)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
