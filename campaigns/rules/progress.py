"""How far the refunds of a campaign are, and how long the rest will take."""

from __future__ import annotations

from dataclasses import dataclass

SHORTEST = 1000  # milliseconds: less says nothing of a rate


@dataclass(frozen=True)
class Progress:
    """Refunds of one campaign, in pledges: `failed` are debts, `waiting` decided or asked of the provider.

    `by_hand` wait for a person, at a counter or at the bank: no rate tells when they will be over.

    `seconds_left` is None when nothing tells how fast they go.
    """

    done: int = 0
    failed: int = 0
    waiting: int = 0
    seconds_left: int | None = None
    by_hand: int = 0

    @property
    def total(self) -> int:
        """How many there are in all."""
        return self.done + self.failed + self.waiting + self.by_hand


def seconds_left(*, waiting: int, done_lately: int, during_ms: int, per_second: int) -> int | None:
    """Return the seconds `waiting` refunds will take, rounded up.

    At the rate of the last minutes (`done_lately` made in `during_ms` milliseconds); else at `per_second`, the
    provider's own pace, 0 without any; else None. 0 exactly when nothing waits.
    """
    if waiting <= 0:
        return 0
    if done_lately > 0 and during_ms >= SHORTEST:
        return -(-waiting * during_ms // (done_lately * 1000))
    return -(-waiting // per_second) if per_second > 0 else None
