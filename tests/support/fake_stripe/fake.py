"""The fake as a test holds it: start, stop, and hands on what happens on Stripe's side."""

from __future__ import annotations

import threading
from collections import deque
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from tests.support.fake_stripe import checkout, connect, refunds
from tests.support.fake_stripe.events import Outbox, Receiver, posting_to
from tests.support.fake_stripe.faults import Faults
from tests.support.fake_stripe.keys import Keys
from tests.support.fake_stripe.server import Server
from tests.support.fake_stripe.world import Thing, World

NOTED = 1000
"""How many of the last requests are remembered: enough for a test, constant for a long run."""


class Request(NamedTuple):
    """A request as it came."""

    method: str
    path: str
    params: dict[str, Any]
    headers: dict[str, str]


class FakeStripe:
    """A Stripe of one platform. `with FakeStripe() as stripe:` serves it at `stripe.base`."""

    def __init__(self, *, start: datetime | None = None, api_key: str = "sk_test_fake") -> None:
        self.world = World(start=start)
        self.keys = Keys()
        self.faults = Faults()
        self.api_key = api_key
        self.requests: deque[Request] = deque(maxlen=NOTED)
        self.served = 0
        self.bugs: list[Exception] = []
        self.base = ""
        self._server: Server | None = None

    def __enter__(self) -> FakeStripe:
        self._server = Server(self)
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._server
        self._server.shutdown()
        self._server.close_connections()
        self._server.server_close()
        if self.bugs:
            raise AssertionError("the fake itself broke") from self.bugs[0]

    @property
    def outbox(self) -> Outbox:
        """The events not yet delivered."""
        return self.world.outbox

    def note(self, method: str, path: str, params: dict[str, Any], headers: dict[str, str]) -> None:
        """Remember a request."""
        self.served += 1
        self.requests.append(Request(method, path, params, headers))

    def settings(self) -> dict[str, str]:
        """Return the site's settings that have it speak to this fake."""
        return {
            "STRIPE_API_BASE": self.base,
            "STRIPE_SECRET_KEY": self.api_key,
            "STRIPE_WEBHOOK_SECRET": self.outbox.secret,
            "STRIPE_CONNECT_WEBHOOK_SECRET": self.outbox.connect_secret,
        }

    # What the world does. Every identifier is Stripe's: session, PaymentIntent, refund, dispute, account.

    def let_pass(self, **how_long: float) -> None:
        """Let time pass (`minutes=31`, `days=7`): sessions end, money becomes available."""
        self.world.move_clock(timedelta(**how_long))

    def pay(
        self, session_id: str, card: str = "4242424242424242", *, approved: bool = True
    ) -> checkout.Outcome:
        """Try a card on a session's page, and pass the card holder's check when there is one."""
        outcome = self.try_card(session_id, card)
        return self.end_check(session_id, approved=approved) if outcome == "check" else outcome

    def try_card(self, session_id: str, card: str) -> checkout.Outcome:
        """Try a card on a session's page."""
        with self.world.lock:
            self.world.catch_up()
            return checkout.try_card(self.world, self.world.get("checkout.session", session_id), card)

    def end_check(self, session_id: str, *, approved: bool) -> checkout.Outcome:
        """Conclude the card holder's check."""
        with self.world.lock:
            self.world.catch_up()
            session = self.world.get("checkout.session", session_id)
            return checkout.end_check(self.world, session, approved=approved)

    def finish_refund(self, refund_id: str) -> None:
        """Have a pending refund succeed."""
        with self.world.lock:
            refunds.finish_refund(self.world, self.world.get("refund", refund_id))

    def fail_refund(self, refund_id: str) -> None:
        """Have a refund fail, even one that succeeded."""
        with self.world.lock:
            refunds.fail_refund(self.world, self.world.get("refund", refund_id))

    def open_dispute(self, intent_id: str, *, inquiry: bool = False) -> str:
        """Have a payment contested; return the dispute."""
        with self.world.lock:
            intent = self.world.get("payment_intent", intent_id)
            return str(refunds.open_dispute(self.world, intent, inquiry=inquiry)["id"])

    def close_dispute(self, dispute_id: str, *, won: bool) -> None:
        """End a dispute."""
        with self.world.lock:
            refunds.close_dispute(self.world, self.world.get("dispute", dispute_id), won=won)

    def complete_account(self, account_id: str) -> None:
        """Have a holder give everything, and Stripe verify it."""
        with self.world.lock:
            connect.complete_account(self.world, self.world.get("account", account_id))

    def ask_more(self, account_id: str, requirement: str, *, due_by: datetime | None = None) -> None:
        """Have Stripe ask one more thing of a holder; without a term, payouts stop at once."""
        with self.world.lock:
            term = int(due_by.timestamp()) if due_by else None
            connect.ask_more(self.world, self.world.get("account", account_id), requirement, due_by=term)

    def reject_account(self, account_id: str) -> None:
        """Have Stripe refuse to serve a holder."""
        with self.world.lock:
            connect.reject_account(self.world, self.world.get("account", account_id))

    def pay_holder(self, account_id: str) -> None:
        """Send what an account holds to its bank: nothing is left to take back."""
        with self.world.lock:
            self.world.get("account", account_id)["_balance"] = 0

    def top_up(self, cents: int) -> None:
        """Have the platform add money of its own to its balance, at once."""
        with self.world.lock:
            topup = self.world.make("topup", amount=cents, currency="eur")
            self.world.line("topup", "topup", cents, source=topup)

    def withdraw(self, cents: int) -> None:
        """Have the platform send money to its own bank."""
        with self.world.lock:
            payout = self.world.make("payout", amount=cents, currency="eur", status="paid")
            self.world.line("payout", "payout", -cents, source=payout)

    @property
    def available_cents(self) -> int:
        """What the platform may transfer now."""
        with self.world.lock:
            self.world.catch_up()
            return self.world.available_cents

    @property
    def balance_cents(self) -> int:
        """Everything the platform has, available or not."""
        return self.world.available_cents + self.world.pending_cents

    def all(self, kind: str) -> list[Thing]:
        """Return every object of a kind, first made first."""
        return list(self.world.made[kind])

    def deliver(
        self,
        to: str | Receiver,
        *,
        times: int = 1,
        shuffled: Random | None = None,
        lost: float = 0.0,
        older_than: timedelta | None = None,
    ) -> int:
        """Deliver the events that wait, to an address or to a callable; see `Outbox.deliver`."""
        limit = None if older_than is None else self.world.now() - int(older_than.total_seconds())
        receiver = posting_to(to) if isinstance(to, str) else to
        return self.outbox.deliver(receiver, times=times, shuffled=shuffled, lost=lost, older_than=limit)
