"""The idempotency store: the first answer to a key is the only one, until keys are forgotten."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from tests.support.fake_stripe.world import Refusal

Answer = tuple[int, bytes]


class Keys:
    """Answers by key, with the print of the request they were given to."""

    def __init__(self) -> None:
        self.saved: dict[str, tuple[str, Answer]] = {}
        self._busy: set[str] = set()

    def forget(self) -> None:
        """Forget every key, as Stripe does after a day."""
        self.saved.clear()

    def begin(self, key: str, request: tuple[str, str, dict[str, Any]]) -> Answer | None:
        """Return the answer to give again, None when the request is to be done; `Refusal` when the key is misused."""
        known = self.saved.get(key)
        if known is not None:
            if known[0] != _print_of(request):
                raise Refusal(
                    "Keys for idempotent requests can only be used with the same parameters they were first used with.",
                    kind="idempotency_error",
                )
            return known[1]
        if key in self._busy:
            raise Refusal(
                "There is currently another in-progress request using this key.",
                status=409,
                kind="idempotency_error",
                code="idempotency_key_in_use",
            )
        self._busy.add(key)
        return None

    def end(self, key: str, request: tuple[str, str, dict[str, Any]], answer: Answer | None) -> None:
        """Remember the answer; None when there is nothing to remember."""
        self._busy.discard(key)
        if answer is not None:
            self.saved[key] = (_print_of(request), answer)


def _print_of(request: tuple[str, str, dict[str, Any]]) -> str:
    return hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()
