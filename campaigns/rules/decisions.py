"""Decisions of two people: what may be decided so, how one moves, and for how long it waits."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class DecisionKind(StrEnum):
    """What two people decide; ordinary settlements, payouts and refunds need nobody."""

    MANUAL_REFUND = "manual_refund"
    RELEASE_PAYOUT = "release_payout"
    CORRECTION = "correction"
    TERMS = "terms"
    RETURN = "return"
    VOID = "void"


class DecisionState(StrEnum):
    """Where a decision stands. It is carried out in the transaction that approves it."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    CARRIED_OUT = "carried_out"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


K, D = DecisionKind, DecisionState

DECISION_MOVES: frozenset[tuple[DecisionState, DecisionState]] = frozenset(
    {
        (D.PROPOSED, D.APPROVED),
        (D.APPROVED, D.CARRIED_OUT),
        (D.PROPOSED, D.REFUSED),
        (D.PROPOSED, D.WITHDRAWN),
        (D.PROPOSED, D.EXPIRED),
    }
)

# These rest on a document: a bank's letter, a statement, an invoice.
NEED_PROOF = frozenset({K.MANUAL_REFUND, K.CORRECTION, K.RETURN, K.VOID})
# Answered by somebody else than who asked; the database refuses the rest too.
ANSWERED = frozenset({D.APPROVED, D.CARRIED_OUT, D.REFUSED})
LASTS = timedelta(days=7)
# After launch nothing of the terms moves in the last day: people have read them (invariant 7).
TERMS_REST = timedelta(hours=24)


def decision_may(current: str, wanted: str) -> bool:
    """Tell whether a decision may go from one state to another."""
    return (D(current), D(wanted)) in DECISION_MOVES


def is_over(expires_at: datetime, at: datetime) -> bool:
    """Tell whether nobody may answer any more; the very instant is too late."""
    return at >= expires_at
