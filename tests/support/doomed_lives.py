"""What a doomed worker does with its life, and the named points where it may be told to die.

Runs inside the processes that `doomed_workers` forks. Each life is what the product's own processes do: a round of
the worker, a request of the provider's webhook, a pledger's request.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = __name__
SETTLING, OPERATING = "campaigns.services.settling", "campaigns.services.operating"
PLEDGING, PAYING = "campaigns.services.pledging", "campaigns.services.paying"
INBOX, WEBHOOKS = "campaigns.services.inbox", "campaigns.webhooks"
STRIPE = "campaigns.gateways.stripe.gateway"

Point = tuple[str, str, str]

# name: (module, attribute, whether to die before it runs or after)
SETTLEMENT: dict[str, Point] = {
    "closing, before": (SETTLING, "close_campaign", "before"),
    "closing, uncommitted": (SETTLING, "move_campaign", "after"),
    "closing, committed": (SETTLING, "close_campaign", "after"),
    "refunds owed, uncommitted": (SETTLING, "owe_refunds", "after"),
    "outcome, uncommitted": (SETTLING, "tell_backers", "after"),
    "outcome, committed": (SETTLING, "decide", "after"),
    "claim, uncommitted": (OPERATING, "take_tokens", "after"),
    "claim, committed": (OPERATING, "claim", "after"),
    "call, before it leaves": (OPERATING, "_send", "before"),
    "call, done and its answer lost": (OPERATING, "_send", "after"),
    "look-up, answered": (OPERATING, "_find", "after"),
    "record, before": (OPERATING, "record", "before"),
    "record of refunds, uncommitted": (OPERATING, "record_refunds", "after"),
    "record of a payout, uncommitted": (OPERATING, "record_payout", "after"),
    "record, committed": (OPERATING, "record", "after"),
}
WEBHOOK: dict[str, Point] = {
    "event, received": (WEBHOOKS, "take_event", "before"),
    "event, verified": (STRIPE, "StripeGateway.verify_event", "after"),
    "event, kept and not answered": (WEBHOOKS, "take_event", "after"),
    "event, answered": (HERE, "deliver", "after"),
}
READING: dict[str, Point] = {
    "reading, chosen": (STRIPE, "StripeGateway.read_payment", "before"),
    "reading, answered": (STRIPE, "StripeGateway.read_payment", "after"),
    "payment, uncommitted": (PAYING, "_apply", "after"),
    "payment, committed and not marked": (PAYING, "sync_payment", "after"),
    "refund, answered": (STRIPE, "StripeGateway.read_refund", "after"),
    "contest, answered": (STRIPE, "StripeGateway.read_dispute", "after"),
    "contest, committed and not marked": ("campaigns.services.disputing", "sync_dispute", "after"),
}
RESERVATION: dict[str, Point] = {
    "reservation, uncommitted": (PLEDGING, "reserve", "after"),
    "reservation, committed": (PLEDGING, "start_pledge", "after"),
    "page, not asked": (STRIPE, "StripeGateway.open_payment", "before"),
    "page, open and its answer lost": (STRIPE, "StripeGateway.open_payment", "after"),
    "page, recorded": (PAYING, "open_payment_page", "after"),
}
SWEEP: dict[str, Point] = {
    "sweep, page ended": (STRIPE, "StripeGateway.end_payment", "after"),
    "sweep, answered": (STRIPE, "StripeGateway.read_payment", "after"),
    "sweep, uncommitted": (PAYING, "end_reservation", "after"),
    "sweep, committed": (PAYING, "sync_payment", "after"),
}
POINTS = {**SETTLEMENT, **WEBHOOK, **READING, **RESERVATION, **SWEEP}


def die() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)
    signal.pause()


def hold(flag: str) -> None:
    """Say by a file that this process waits, until the file is gone."""
    path, pause = Path(flag), threading.Event()
    path.touch()
    while path.exists():
        pause.wait(0.01)


def doom(point: str, times: int, end: Callable[[], None] = die) -> None:
    """Have this process die at a point (or do what `end` does, once), when it was passed `times` times."""
    module_name, path, when = POINTS[point]
    *holders, name = path.split(".")
    owner: Any = import_module(module_name)
    for holder in holders:
        owner = getattr(owner, holder)
    real: Callable[..., Any] = getattr(owner, name)
    lock, passed = threading.Lock(), 0

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        nonlocal passed
        with lock:
            passed += 1
            is_time = passed == times + 1
        if is_time and when == "before":
            end()
        answer = real(*args, **kwargs)
        if is_time and when == "after":
            end()
        return answer

    setattr(owner, name, wrapped)
    readers = import_module(INBOX).READERS  # the inbox keeps functions in a table
    for kind, reader in readers.items():
        if reader is real:
            readers[kind] = wrapped


def live(orders: dict[str, Any]) -> None:
    """Do what the orders say."""
    if "die_at" in orders:
        doom(orders["die_at"], orders.get("times", 0))
    if "hold_at" in orders:
        doom(orders["hold_at"], 0, lambda: hold(orders["held"]))
    if "die_after" in orders:
        signal.signal(signal.SIGALRM, lambda *_args: die())
        signal.setitimer(signal.ITIMER_REAL, orders["die_after"])
    if "at" in orders:
        orders["at"] = datetime.fromisoformat(orders["at"])
    LIVES[orders.get("life", "settle")](orders)


def settle(orders: dict[str, Any]) -> None:
    """Settle, pay out and refund until nothing is left to do; `guards` false takes the look-up off."""
    from campaigns.services import operating, settling

    operating.BATCH = orders.get("batch", operating.BATCH)
    if orders.get("one_by_one"):
        operating.FAR = timedelta(days=1)
    if not orders.get("guards", True):
        setattr(operating, "_find", lambda operation, provider: None)  # noqa: B010
    while True:
        changed = settling.settle_due(at=orders["at"])
        counts = operating.run_operations(at=orders["at"])
        if not changed and not any(counts.values()):
            return


def deliver(body: str, signature: str) -> None:
    """Have the site take one event, through every layer a request goes through."""
    from django.test import Client
    from django.urls import reverse

    answer = Client().post(
        reverse("campaigns:webhook", args=["stripe"]),
        body,
        content_type="application/json",
        headers={"Stripe-Signature": signature},
    )
    assert answer.status_code == 200, answer.status_code


def take(orders: dict[str, Any]) -> None:
    """Be the request of one delivery."""
    deliver(orders["body"], orders["signature"])


def read(orders: dict[str, Any]) -> None:
    """Read the events that wait; `guards` false marks them as read first, and reads them then."""
    from campaigns.models import ProviderEvent
    from campaigns.services import inbox

    if orders.get("guards", True):
        inbox.read_events(at=orders["at"])
        return
    waiting = ProviderEvent.objects.filter(processed_at=None)
    rows = list(waiting)
    waiting.update(processed_at=orders["at"])
    for row in rows:
        reader = inbox.READERS.get(row.kind.partition(".")[0])
        if reader is None:
            continue
        reader(gateway_name=row.gateway, remote_id=row.subject_id, at=orders["at"])


def pledge(orders: dict[str, Any]) -> None:
    """Be the request of somebody who confirms a pledge, for the last reward of the campaign, with the form's key."""
    from campaigns.models import Campaign
    from campaigns.services import paying, pledging

    campaign = Campaign.objects.get(pk=orders["campaign"])
    made = pledging.start_pledge(
        campaign=campaign,
        amount_cents=orders["amount"],
        tier=campaign.tiers.order_by("price_cents").last(),
        backer=pledging.Backer(name=orders["email"], email=orders["email"]),
        submission_key=orders["key"],
        at=orders["at"],
    )
    paying.open_payment_page(pledge=made, return_url="http://testserver/retour/", at=orders["at"])


def sweep(orders: dict[str, Any]) -> None:
    """End the reservations past their time."""
    from campaigns.services import paying

    paying.expire_reservations(at=orders["at"])


def serve(orders: dict[str, Any]) -> None:
    """Be `manage.py worker`, until told to stop."""
    from django.core.management import call_command

    from base.schedule import stopping
    from campaigns.services import operating

    signal.signal(signal.SIGTERM, lambda *_args: stopping.set())
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    operating.BATCH = orders.get("batch", operating.BATCH)
    if not orders.get("guards", True):
        setattr(operating, "_find", lambda operation, provider: None)  # noqa: B010
    call_command("worker", interval=orders.get("interval", 0.05))


LIVES: dict[str, Callable[[dict[str, Any]], None]] = {
    "settle": settle,
    "take": take,
    "read": read,
    "pledge": pledge,
    "sweep": sweep,
    "serve": serve,
}
