"""The outcome of a campaign and what it owes to whom."""

from __future__ import annotations

from dataclasses import dataclass

from .money import commission_cents


@dataclass(frozen=True)
class SettlementPlan:
    """What follows from the figures at the deadline; amounts in cents. Exactly one side is non-zero."""

    funded: bool
    gross_cents: int
    commission_cents: int
    payout_cents: int
    refund_cents: int


def settlement_plan(*, gathered_cents: int, threshold_cents: int, commission_bps: int) -> SettlementPlan:
    """Decide: funded if and only if what was gathered reaches the threshold, equality counts (invariant 3)."""
    if gathered_cents >= threshold_cents:
        commission = commission_cents(gathered_cents, commission_bps)
        return SettlementPlan(True, gathered_cents, commission, gathered_cents - commission, 0)
    return SettlementPlan(False, gathered_cents, 0, 0, gathered_cents)
