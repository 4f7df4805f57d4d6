"""Who may do what to a campaign: one rule, called by views, panels, exports and hooks alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from accounts.groups import EDITORS, FINANCE, MODERATORS, belongs
from campaigns.rules.status import CampaignState as C

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from campaigns.models import Campaign

# action → (groups, states in which it makes sense)
STAFF_RULES: dict[str, tuple[tuple[str, ...], frozenset[C] | None]] = {
    "read_terms": ((EDITORS, MODERATORS, FINANCE), None),
    "submit": ((EDITORS, MODERATORS), frozenset({C.DRAFT, C.NEEDS_CHANGES})),
    "approve": ((MODERATORS,), frozenset({C.SUBMITTED})),
    "ask_changes": ((MODERATORS,), frozenset({C.SUBMITTED})),
    "refuse": ((MODERATORS,), frozenset({C.SUBMITTED})),
    "launch": ((EDITORS, MODERATORS), frozenset({C.APPROVED})),
    "suspend": ((MODERATORS,), frozenset({C.LIVE})),
    "resume": ((MODERATORS,), frozenset({C.SUSPENDED})),
    "cancel": ((MODERATORS,), frozenset({C.LIVE, C.SUSPENDED})),
}


def can(user: User | AnonymousUser, action: str, campaign: Campaign | None) -> bool:
    """Tell whether `user` may do `action` to `campaign` (None: to a page that has no campaign yet)."""
    if action == "create":
        return campaign is None and belongs(user, EDITORS)
    if campaign is None:
        return action == "read_terms" and belongs(user, EDITORS, MODERATORS, FINANCE)
    status = C(campaign.status)
    if action == "write_terms":
        if status in {C.DRAFT, C.NEEDS_CHANGES}:
            return belongs(user, EDITORS, MODERATORS)
        return status in {C.SUBMITTED, C.APPROVED} and belongs(user, MODERATORS)
    if action == "end_now":
        is_demo = settings.DEMO_GATEWAY_ALLOWED and campaign.gateway == "demo"
        return is_demo and status in {C.LIVE, C.SUSPENDED} and belongs(user, EDITORS, MODERATORS, FINANCE)
    groups, states = STAFF_RULES[action]
    return (states is None or status in states) and belongs(user, *groups)
