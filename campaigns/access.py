"""Who may do what to a campaign: one rule, called by views, panels, exports and hooks alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q, QuerySet

from accounts.access import can as may_for
from accounts.groups import CLERKS, EDITORS, FINANCE, MODERATORS, belongs
from accounts.models import Membership, User
from accounts.second_factor import with_second_factor
from campaigns.models import Campaign, Decision, DecisionQuerySet
from campaigns.rules.decisions import DecisionKind as K
from campaigns.rules.recipients import CHANGED_WITH_CARE, CHOSEN_FREELY
from campaigns.rules.status import PUBLIC_STATES
from campaigns.rules.status import CampaignState as C

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from campaigns.models import PayoutAccount

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
    "approve_recipient": ((MODERATORS,), CHANGED_WITH_CARE),
    "refuse_recipient": ((MODERATORS,), CHANGED_WITH_CARE),
    # Money that came too late is written too, to be given back.
    "take_in": ((CLERKS, FINANCE), PUBLIC_STATES),
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


def may_choose_recipient(user: User | AnonymousUser, campaign: Campaign) -> bool:
    """Tell whether `user` says who receives the money now: the holder, or who administers the organisation.

    Whoever only writes in the organisation's name never does.
    """
    if campaign.status not in CHOSEN_FREELY | CHANGED_WITH_CARE or not carries(user, campaign):
        return False
    if campaign.holder_id == user.pk:
        return True
    return may_for(user, "manage_account", campaign.organisation)  # type: ignore[arg-type]


def may_manage_account(user: User | AnonymousUser, account: PayoutAccount) -> bool:
    """Tell whether `user` acts for a payout account: it is theirs, or they administer its organisation today."""
    if not user.is_authenticated or not user.is_active:
        return False
    if account.user_id is not None:
        return account.user_id == user.pk
    return may_for(user, "manage_account", account.organisation)  # type: ignore[arg-type]


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


# Who asks for and who answers a decision of two people. Staff groups know no territory: whoever approves may work in
# another one, or for the whole network.
DECISION_GROUPS: dict[K, tuple[str, ...]] = {
    K.MANUAL_REFUND: (FINANCE,),
    K.RELEASE_PAYOUT: (FINANCE,),
    K.CORRECTION: (FINANCE,),
    K.TERMS: (MODERATORS, FINANCE),
    K.RETURN: (FINANCE,),
    K.VOID: (FINANCE,),
}


def may_ask(user: User | AnonymousUser, kind: str, campaign: Campaign | None) -> bool:
    """Tell whether `user` may ask for a decision of that kind: of the right group, and carrying nothing of it."""
    return belongs(user, *DECISION_GROUPS[K(kind)]) and not (campaign is not None and carries(user, campaign))


def may_read(user: User | AnonymousUser, decision: Decision) -> bool:
    """Tell whether `user` may read a decision, its proof included."""
    return belongs(user, *DECISION_GROUPS[K(decision.kind)])


def may_answer(user: User | AnonymousUser, decision: Decision) -> bool:
    """Tell whether `user` may approve or refuse: who could have asked for it, but did not."""
    return user.pk != decision.asked_by_id and may_ask(user, decision.kind, decision.campaign)


def readable_decisions(user: User | AnonymousUser) -> DecisionQuerySet:
    """Return the decisions `user` may read, none for whoever has no part in them."""
    kinds = [kind.value for kind, groups in DECISION_GROUPS.items() if belongs(user, *groups)]
    return Decision.objects.filter(kind__in=kinds) if kinds else Decision.objects.none()


def answerable_decisions(user: User) -> DecisionQuerySet:
    """Return the decisions `user` may answer: `may_answer` as one query."""
    return (
        readable_decisions(user)
        .exclude(asked_by=user)
        .exclude(campaign__in=Campaign.objects.carried_by(user))
    )


def answerers(decision: Decision) -> QuerySet[User]:
    """Return the people who may answer a decision: `may_answer` as one query."""
    people = _of_groups(*DECISION_GROUPS[K(decision.kind)]).exclude(pk=decision.asked_by_id)
    campaign = decision.campaign
    if campaign is None:
        return people
    if campaign.organisation_id is not None:
        writers = Membership.objects.filter(organisation=campaign.organisation_id, right__in=WRITES)
        people = people.exclude(pk__in=writers.values("user"))
    return people.exclude(pk=campaign.holder_id) if campaign.holder_id else people


def ready_for_decisions() -> QuerySet[User]:
    """Return the people of finance who could answer a decision about money today: it takes two of them.

    Where the team must have a second factor, whoever has none yet could not.
    """
    people = _of_groups(FINANCE)
    return with_second_factor(people) if settings.STAFF_SECOND_FACTOR else people


def _of_groups(*groups: str) -> QuerySet[User]:
    members = User.groups.through.objects.filter(group__name__in=groups).values("user")
    return User.objects.filter(Q(is_superuser=True) | Q(pk__in=members), is_active=True)
