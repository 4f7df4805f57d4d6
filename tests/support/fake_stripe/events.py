"""Signed events: kept, then given to a callable or to an address, as well or as badly as a test wants."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple
from urllib.parse import urlsplit

Receiver = Callable[[bytes, str], object]
"""Takes a body and the header `Stripe-Signature`; a status of 400 or more, or an exception, has it delivered again."""

API_VERSION = "2026-10-28.endive"


class Waiting(NamedTuple):
    """An event that waits: its body never changes, its signature is made at each delivery."""

    at: int
    account: str
    body: bytes


def signature(body: bytes, secret: str, *, at: float | None = None) -> str:
    """Return the header of a body signed at a moment, now by default."""
    moment = int(time.time() if at is None else at)
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


class Outbox:
    """The events not yet delivered."""

    def __init__(self) -> None:
        self.secret = "whsec_platform"
        self.connect_secret = "whsec_connect"
        self.waiting: list[Waiting] = []
        self.lost: list[Waiting] = []
        # A run that makes tens of thousands of objects may not want their events.
        self.records = True

    def add(self, named: str, thing: dict[str, Any], *, at: int, number: int, account: str = "") -> None:
        """Keep an event of a type about an object, as it is now."""
        if not self.records:
            return
        event = {
            "id": f"evt_{number:012d}",
            "object": "event",
            "api_version": API_VERSION,
            "created": at,
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None},
            "type": named,
            "data": {"object": thing},
            **({"account": account} if account else {}),
        }
        self.waiting.append(Waiting(at, account, json.dumps(event).encode()))

    def signed(self, event: Waiting) -> tuple[bytes, str]:
        """Return an event's body and header, signed with the secret of the address it goes to."""
        return event.body, signature(event.body, self.connect_secret if event.account else self.secret)

    def take(self, *, older_than: int | None = None) -> list[Waiting]:
        """Take the events out, or those made before a moment (the others are late)."""
        taken = [event for event in self.waiting if older_than is None or event.at < older_than]
        self.waiting = [event for event in self.waiting if older_than is not None and event.at >= older_than]
        return taken

    def deliver(
        self,
        receiver: Receiver,
        *,
        times: int = 1,
        shuffled: Random | None = None,
        lost: float = 0.0,
        older_than: int | None = None,
    ) -> int:
        """Deliver what waits; return how many deliveries were taken.

        Each event comes `times` times, in an order drawn from `shuffled`, which also draws the share `lost` that never
        comes. An event not taken waits again.
        """
        events = [event for event in self.take(older_than=older_than) for _ in range(times)]
        if shuffled:
            shuffled.shuffle(events)
        taken = 0
        for event in events:
            if shuffled and shuffled.random() < lost:
                self.lost.append(event)
                continue
            try:
                answer = receiver(*self.signed(event))
            except OSError:
                answer = 599
            if isinstance(answer, int) and answer >= 400:
                self.waiting.append(event)
            else:
                taken += 1
        return taken


def posting_to(address: str) -> Receiver:
    """Return a receiver that posts to a webhook address, over real HTTP, and gives its status back."""
    parts = urlsplit(address)

    def post(body: bytes, header: str) -> int:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        try:
            headers = {"Content-Type": "application/json", "Stripe-Signature": header}
            connection.request("POST", parts.path, body, headers)
            return connection.getresponse().status
        finally:
            connection.close()

    return post
