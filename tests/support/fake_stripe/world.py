"""What the fake remembers: objects, a clock that may be moved, the platform's balance, what comes later."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from tests.support.fake_stripe.events import Outbox

Thing = dict[str, Any]

PREFIXES = {
    "checkout.session": "cs_test_",
    "payment_intent": "pi_",
    "charge": "ch_",
    "refund": "re_",
    "transfer": "tr_",
    "transfer_reversal": "trr_",
    "account": "acct_",
    "dispute": "du_",
    "balance_transaction": "txn_",
    "payout": "po_",
    "topup": "tu_",
}


# Identifiers are as long as Stripe's, so that a column too short for them is found here.
ID_DIGITS = {"checkout.session": 58, "account": 16}


class Refusal(Exception):
    """An error Stripe answers; `saved` when its idempotency layer remembers it (never what failed validation)."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str = "",
        param: str = "",
        saved: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.saved = saved
        facts = {"message": message, "type": kind, "code": code, "param": param}
        self.body: Thing = {"error": {name: value for name, value in facts.items() if value}}


class World:
    """The state, guarded by one lock: requests are done one at a time, as if each were a transaction."""

    def __init__(self, *, start: datetime | None = None) -> None:
        self.lock = threading.RLock()
        self.objects: dict[str, Thing] = {}
        self.made: dict[str, list[Thing]] = defaultdict(list)
        self.linked: dict[tuple[str, str], list[Thing]] = defaultdict(list)
        self.outbox = Outbox()
        self.available_cents = 0
        self.pending_cents = 0
        # A frozen clock when it is given its start, else the machine's; both move by hand.
        self._frozen = start.timestamp() if start else None
        self._moved = 0.0
        self._instant: int | None = None
        self._later: list[tuple[int, int, Callable[[], None]]] = []
        self._numbers = itertools.count(1)
        # What tests may set.
        self.fee_bps = 150
        self.fee_fixed_cents = 25
        self.dispute_fee_cents = 2000
        self.pending_days = 7
        self.refunds_start = "succeeded"
        self.refunds_need_balance = False

    def now(self) -> int:
        """Return the fake's time, in whole seconds as Stripe's."""
        if self._instant is not None:
            return self._instant
        return int((time.time() if self._frozen is None else self._frozen) + self._moved)

    def move_clock(self, by: timedelta) -> None:
        """Let time pass, and what was to happen meanwhile happen, each thing at its own moment."""
        with self.lock:
            self._moved += by.total_seconds()
            self.catch_up()

    def later(self, at: int, do: Callable[[], None]) -> None:
        """Have something done at a moment."""
        heapq.heappush(self._later, (at, next(self._numbers), do))

    def catch_up(self) -> None:
        """Do what was to be done until now."""
        now = self.now()
        while self._later and self._later[0][0] <= now:
            self._instant, _, do = heapq.heappop(self._later)
            try:
                do()
            finally:
                self._instant = None

    def make(self, kind: str, /, **fields: Any) -> Thing:
        """Make an object with the next identifier of its kind."""
        number = next(self._numbers)
        thing: Thing = {
            "id": f"{PREFIXES[kind]}{number:0{ID_DIGITS.get(kind, 24)}d}",
            "object": kind,
            "created": self.now(),
            "livemode": False,
            **fields,
        }
        self.objects[thing["id"]] = thing
        thing["_place"] = len(self.made[kind])
        self.made[kind].append(thing)
        return thing

    def link(self, name: str, value: str, thing: Thing) -> None:
        """Remember that an object is found by this value of this name."""
        if value:
            self.linked[name, value].append(thing)

    def get(self, kind: str, identifier: object, param: str = "id") -> Thing:
        """Return an object; `Refusal` when there is none of that kind."""
        thing = self.objects.get(str(identifier))
        if thing is None or thing["object"] != kind:
            status = 404 if param == "id" else 400
            raise Refusal(
                f"No such {kind}: '{identifier}'", status=status, code="resource_missing", param=param
            )
        return thing

    def tell(self, named: str, thing: Thing, *, account: str = "") -> None:
        """Put an event in the outbox."""
        self.outbox.add(named, shown(thing), at=self.now(), number=next(self._numbers), account=account)

    def line(
        self, kind: str, category: str, amount: int, *, source: Thing, fee: int = 0, available_on: int = 0
    ) -> Thing:
        """Write a line of the platform's balance; it is pending until `available_on`."""
        waits = available_on > self.now()
        line = self.make(
            "balance_transaction",
            type=kind,
            reporting_category=category,
            amount=amount,
            fee=fee,
            net=amount - fee,
            currency="eur",
            source=source["id"],
            available_on=max(available_on, self.now()),
            status="pending" if waits else "available",
        )
        if not waits:
            self.available_cents += line["net"]
            return line
        self.pending_cents += line["net"]

        def arrive() -> None:
            line["status"] = "available"
            self.pending_cents -= line["net"]
            self.available_cents += line["net"]

        self.later(available_on, arrive)
        return line

    def expanded(self, thing: Thing, paths: Iterable[str]) -> Thing:
        """Return an object as it is shown, with what `expand` names put in place of identifiers."""
        answer = shown(thing)
        for path in paths:
            name, _, rest = path.partition(".")
            inner = answer.get(name)
            if isinstance(inner, str) and inner in self.objects:
                answer[name] = self.expanded(self.objects[inner], [rest] if rest else [])
            elif isinstance(inner, dict) and rest:
                answer[name] = self.expanded(inner, [rest])
        return answer

    def listed(self, things: list[Thing], params: Thing) -> Thing:
        """Return a page of a list, latest first, after the cursor, within `created`."""
        limit = min(max(int(params.get("limit", 10)), 1), 100)
        cursor = params.get("starting_after")
        within = params.get("created", {})
        low, high = int(within.get("gte", 0)), int(within.get("lt", 1 << 40))
        paths = [path.removeprefix("data.") for path in params.get("expand", []) if path.startswith("data.")]
        first = len(things) - 1
        if cursor:
            last = self.objects[cursor]
            # A list of every object of a kind may be long: each object knows its place in it.
            first = (last["_place"] if things is self.made[last["object"]] else things.index(last)) - 1
        found: list[Thing] = []
        for place in range(first, -1, -1):
            if low <= things[place]["created"] < high:
                found.append(things[place])
            if len(found) > limit:
                break
        return {
            "object": "list",
            "has_more": len(found) > limit,
            "data": [self.expanded(thing, paths) for thing in found[:limit]],
        }


def shown(thing: Thing) -> Thing:
    """Return an object without what only the fake needs."""
    return {name: value for name, value in thing.items() if not name.startswith("_")}
