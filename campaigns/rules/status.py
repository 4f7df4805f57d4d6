"""State machines of campaigns, pledges and operations, as data.

Each transition carries a code; `wording.py` gives its sentence and `docs/money.md` prints the same table (a test
compares them). Every move that is not listed is refused.
"""

from __future__ import annotations

from enum import StrEnum


class CampaignState(StrEnum):
    """Where a campaign stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    NEEDS_CHANGES = "needs_changes"
    APPROVED = "approved"
    REFUSED = "refused"
    LIVE = "live"
    SUSPENDED = "suspended"
    CLOSING = "closing"
    FUNDED = "funded"
    UNFUNDED = "unfunded"
    CANCELLED = "cancelled"
    SETTLED = "settled"
    REFUNDED = "refunded"


class PledgeState(StrEnum):
    """Where a pledge stands."""

    AWAITING_PAYMENT = "awaiting_payment"
    HELD = "held"
    RELEASED = "released"
    REFUND_DUE = "refund_due"
    REFUNDING = "refunding"
    REFUNDED = "refunded"
    EXPIRED = "expired"
    DECLINED = "declined"
    REFUND_FAILED = "refund_failed"
    DISPUTED = "disputed"
    LOST = "lost"
    RETURNED = "returned"


class OperationState(StrEnum):
    """Where a call to the provider stands."""

    PENDING = "pending"
    SENDING = "sending"
    DONE = "done"
    ATTENTION = "attention"
    CANCELLED = "cancelled"


C, P = CampaignState, PledgeState

CAMPAIGN_MOVES: dict[tuple[CampaignState, CampaignState], str] = {
    (C.DRAFT, C.SUBMITTED): "submit",
    (C.SUBMITTED, C.NEEDS_CHANGES): "ask_changes",
    (C.NEEDS_CHANGES, C.SUBMITTED): "submit_again",
    (C.SUBMITTED, C.APPROVED): "approve",
    (C.SUBMITTED, C.REFUSED): "refuse",
    (C.REFUSED, C.DRAFT): "ask_again",
    (C.APPROVED, C.LIVE): "launch",
    (C.LIVE, C.SUSPENDED): "suspend",
    (C.SUSPENDED, C.LIVE): "resume",
    (C.LIVE, C.CLOSING): "close",
    (C.SUSPENDED, C.CLOSING): "close_suspended",
    (C.CLOSING, C.FUNDED): "decide_funded",
    (C.CLOSING, C.UNFUNDED): "decide_unfunded",
    (C.LIVE, C.CANCELLED): "cancel",
    (C.SUSPENDED, C.CANCELLED): "cancel_suspended",
    (C.FUNDED, C.SETTLED): "paid_out",
    (C.FUNDED, C.CANCELLED): "cannot_pay",
    (C.UNFUNDED, C.REFUNDED): "all_refunded",
    (C.CANCELLED, C.REFUNDED): "all_refunded_after_cancel",
}

PLEDGE_MOVES: dict[tuple[PledgeState, PledgeState], str] = {
    (P.AWAITING_PAYMENT, P.HELD): "paid",
    (P.AWAITING_PAYMENT, P.EXPIRED): "expire",
    (P.AWAITING_PAYMENT, P.DECLINED): "decline",
    (P.DECLINED, P.AWAITING_PAYMENT): "try_again",
    (P.EXPIRED, P.REFUND_DUE): "paid_late",
    (P.HELD, P.RELEASED): "release",
    (P.HELD, P.REFUND_DUE): "owe_refund",
    (P.REFUND_DUE, P.REFUNDING): "send_refund",
    (P.REFUNDING, P.REFUNDED): "refund_done",
    (P.REFUNDING, P.REFUND_FAILED): "refund_fails",
    (P.REFUNDED, P.REFUND_FAILED): "refund_bounces",
    (P.REFUND_FAILED, P.REFUND_DUE): "refund_again",
    (P.REFUND_FAILED, P.REFUNDED): "refund_proven",
    (P.HELD, P.DISPUTED): "dispute",
    (P.REFUND_DUE, P.DISPUTED): "dispute_before_refund",
    (P.REFUND_FAILED, P.DISPUTED): "dispute_of_debt",
    (P.DISPUTED, P.HELD): "dispute_won",
    (P.DISPUTED, P.REFUND_DUE): "dispute_won_too_late",
    (P.DISPUTED, P.LOST): "dispute_lost",
    (P.RELEASED, P.DISPUTED): "dispute_after_payout",
    (P.DISPUTED, P.RELEASED): "dispute_won_after_payout",
    (P.RELEASED, P.RETURNED): "give_back",
    (P.RELEASED, P.REFUND_FAILED): "return_fails",
    (P.RETURNED, P.REFUND_FAILED): "return_bounces",
    (P.RELEASED, P.REFUND_DUE): "cannot_pay",
}

# The public sees a campaign page in these states and no other.
PUBLIC_STATES = frozenset(
    {C.LIVE, C.SUSPENDED, C.CLOSING, C.FUNDED, C.UNFUNDED, C.CANCELLED, C.SETTLED, C.REFUNDED}
)
# Terms may be written in these states and no other.
EDITABLE_STATES = frozenset({C.DRAFT, C.SUBMITTED, C.NEEDS_CHANGES, C.APPROVED})
# The outcome is known in these.
DECIDED_STATES = frozenset({C.FUNDED, C.UNFUNDED, C.CANCELLED, C.SETTLED, C.REFUNDED})

# Money of these pledges sits in the campaign's `held` account.
KEPT_STATES = frozenset({P.HELD, P.REFUND_DUE, P.REFUNDING, P.REFUND_FAILED})


TAKEN_BACK = "taken_back"
"""Reason kept with the move of a pledge that its backer took back."""


def campaign_may(current: str, wanted: str) -> bool:
    """Tell whether a campaign may go from one state to the other."""
    return (C(current), C(wanted)) in CAMPAIGN_MOVES


def pledge_may(current: str, wanted: str) -> bool:
    """Tell whether a pledge may go from one state to the other."""
    return (P(current), P(wanted)) in PLEDGE_MOVES
