"""Who receives a campaign's money: the kinds, the states, and every move between them, as data.

Before the launch a recipient who accepts is current at once. After it, one who accepted goes before the moderators,
then waits for an account that may be paid; the former one stays current until that very moment.
"""

from __future__ import annotations

from enum import StrEnum

from .status import EDITABLE_STATES, CampaignState


class RecipientKind(StrEnum):
    """Whose account is paid."""

    PERSON = "person"
    ORGANISATION = "organisation"
    HOST = "host"


class RecipientState(StrEnum):
    """Where somebody stands who may receive a campaign's money."""

    INVITED = "invited"
    IN_REVIEW = "in_review"
    VERIFYING = "verifying"
    CURRENT = "current"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


R = RecipientState

RECIPIENT_MOVES: dict[tuple[RecipientState, RecipientState], str] = {
    (R.INVITED, R.CURRENT): "host_accepts",
    (R.INVITED, R.IN_REVIEW): "host_accepts_after_launch",
    (R.INVITED, R.REFUSED): "host_refuses",
    (R.INVITED, R.WITHDRAWN): "withdraw_invitation",
    (R.IN_REVIEW, R.VERIFYING): "approve_change",
    (R.IN_REVIEW, R.REFUSED): "refuse_change",
    (R.IN_REVIEW, R.WITHDRAWN): "withdraw_change",
    (R.VERIFYING, R.CURRENT): "verified",
    (R.VERIFYING, R.WITHDRAWN): "withdraw_approved_change",
    (R.CURRENT, R.REPLACED): "replace",
}

# At most one of a campaign's recipients is in one of these.
UNDER_WAY = frozenset({R.INVITED, R.IN_REVIEW, R.VERIFYING})

C = CampaignState
# A plain edit in the first, a change that is moderated in the second, nothing any more elsewhere.
CHOSEN_FREELY = EDITABLE_STATES
CHANGED_WITH_CARE = frozenset({C.LIVE, C.SUSPENDED, C.CLOSING})

HIGHEST_FEE_BPS = 1_000
"""A hosting association keeps ten percent at most for what it does."""


def recipient_may(current: str, wanted: str) -> bool:
    """Tell whether a recipient may go from one state to the other."""
    return (R(current), R(wanted)) in RECIPIENT_MOVES
