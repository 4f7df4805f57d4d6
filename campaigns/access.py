"""Who may do what to a campaign: one rule, called by views, panels, exports and hooks alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from accounts.groups import EDITORS, FINANCE, MODERATORS, belongs
from accounts.models import Membership
from campaigns.rules.status import PUBLIC_STATES
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


# What a holder, or who writes for the organisation that carries the project, may do in the editor.
BEING_WRITTEN = frozenset({C.DRAFT, C.NEEDS_CHANGES})
HOLDER_RULES: dict[str, frozenset[C]] = {
    "open_editor": frozenset(C),
    "write_words": BEING_WRITTEN | PUBLIC_STATES,
    "write_own_terms": BEING_WRITTEN,
    "submit_own": BEING_WRITTEN,
    "submit_words": PUBLIC_STATES,
    "ask_again": frozenset({C.REFUSED}),
}
WRITES = (Membership.Right.ADMINISTRATOR, Membership.Right.EDITOR)


def carries(user: User | AnonymousUser, campaign: Campaign) -> bool:
    """Tell whether `user` is the campaign's holder, or writes for its organisation; one query at most."""
    if not user.is_authenticated or not user.is_active:
        return False
    if campaign.holder_id == user.pk:
        return True
    if campaign.organisation_id is None:
        return False
    rows = Membership.objects.filter(user=user, organisation=campaign.organisation_id, right__in=WRITES)
    return rows.exists()


# The accounts of a campaign that succeeded: its holder's, and finance's.
ACCOUNTS_STATES = frozenset({C.FUNDED, C.SETTLED})


def may_make_receipts(user: User | AnonymousUser, campaign: Campaign) -> bool:
    """Tell whether `user` may make tax receipts: who administers the association, or finance, after the payout."""
    if campaign.status != C.SETTLED or not campaign.gives_tax_receipts:
        return False
    if belongs(user, FINANCE):
        return True
    if not user.is_authenticated or not user.is_active or campaign.organisation_id is None:
        return False
    rows = Membership.objects.filter(user=user, organisation=campaign.organisation_id)
    return rows.administrators().exists()


def can(user: User | AnonymousUser, action: str, campaign: Campaign | None) -> bool:
    """Tell whether `user` may do `action` to `campaign` (None: to a page that has no campaign yet)."""
    if action == "create":
        return campaign is None and belongs(user, EDITORS)
    if campaign is None:
        return action == "read_terms" and belongs(user, EDITORS, MODERATORS, FINANCE)
    status = C(campaign.status)
    if action == "make_receipts":
        return may_make_receipts(user, campaign)
    if action == "read_accounts":
        return status in ACCOUNTS_STATES and (carries(user, campaign) or belongs(user, FINANCE))
    if action in HOLDER_RULES:
        return status in HOLDER_RULES[action] and carries(user, campaign)
    if action == "write_terms":
        if status in {C.DRAFT, C.NEEDS_CHANGES}:
            return belongs(user, EDITORS, MODERATORS)
        return status in {C.SUBMITTED, C.APPROVED} and belongs(user, MODERATORS)
    if action == "end_now":
        is_demo = settings.DEMO_GATEWAY_ALLOWED and campaign.gateway == "demo"
        return is_demo and status in {C.LIVE, C.SUSPENDED} and belongs(user, EDITORS, MODERATORS, FINANCE)
    groups, states = STAFF_RULES[action]
    return (states is None or status in states) and belongs(user, *groups)
