"""Handing an organisation to a new bureau, in two steps.

An administrator names the new ones; each accepts with an account of their own; when the last has, and not before, they
administer and the former administrators are members no more. Until then the proposal can be withdrawn. Everybody
concerned is told by letter at each step, so that nobody finds out afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import HandoverUnderWay, OrganisationRefusal
from accounts.models import Handover, Membership, Organisation, User
from accounts.services.invitations import give_right, send_link
from accounts.services.letters import ask_letter
from accounts.services.organisations import lock_organisation
from base.audit import record
from base.models import Territory

MOST_NAMED = 5


@transaction.atomic
def propose_handover(
    *,
    organisation: Organisation,
    emails: Sequence[str],
    by: User,
    at: datetime,
    territory: Territory | None = None,
) -> Handover:
    """Name the new administrators; a link leaves to each. HandoverUnderWay when another proposal waits."""
    organisation = lock_organisation(organisation)
    named = list(dict.fromkeys(email.strip().lower() for email in emails))
    if not 1 <= len(named) <= MOST_NAMED:
        raise OrganisationRefusal(_("Nommez de une à cinq personnes."))
    if organisation.handovers.under_way().exists():
        raise HandoverUnderWay(_("Une transmission est déjà proposée : retirez-la d’abord."))
    handover = Handover.objects.create(organisation=organisation, proposed_by=by, proposed_at=at)
    for email in named:
        send_link(
            organisation=organisation,
            email=email,
            right=Membership.Right.ADMINISTRATOR,
            by=by,
            at=at,
            territory=territory,
            kind="handover_invitation",
            handover=handover,
        )
    record(
        "organisation.handover_proposed",
        actor=by,
        subject=organisation,
        detail={"handover": handover.pk, "named": len(named)},
        at=at,
    )
    _tell("handover_proposed", handover, _administrators(organisation), territory)
    return handover


@transaction.atomic
def withdraw_handover(
    *, handover: Handover, by: User, at: datetime, territory: Territory | None = None
) -> None:
    """Take a proposal back: its links work no more, nobody's right has changed. Doing it twice changes nothing."""
    organisation = lock_organisation(handover.organisation)
    handover = Handover.objects.get(pk=handover.pk)
    if handover.completed_at or handover.withdrawn_at:
        return
    handover.withdrawn_at = at
    handover.save(update_fields=["withdrawn_at"])
    told = _administrators(organisation)
    for invitation in handover.invitations.all():
        told[invitation.email] = None
    handover.invitations.filter(withdrawn_at=None, accepted_at=None).update(withdrawn_at=at)
    record(
        "organisation.handover_withdrawn",
        actor=by,
        subject=organisation,
        detail={"handover": handover.pk},
        at=at,
    )
    _tell("handover_withdrawn", handover, told, territory)


def complete_when_all_accepted(
    *, handover: Handover, at: datetime, territory: Territory | None = None
) -> bool:
    """End a handover of a locked organisation once everyone named has accepted; tell whether it has ended."""
    named = list(handover.invitations.select_related("accepted_by"))
    if handover.withdrawn_at or handover.completed_at or any(seat.accepted_by is None for seat in named):
        return False
    organisation = handover.organisation
    before = _administrators(organisation)
    newcomers = {seat.accepted_by for seat in named if seat.accepted_by is not None}
    for user in newcomers:
        give_right(organisation=organisation, user=user, right=Membership.Right.ADMINISTRATOR)
    former = organisation.memberships.administrators().exclude(user__in=newcomers)
    gone = sorted(former.values_list("user_id", flat=True))
    former.delete()
    # Links sent by the former bureau would let its own people back in.
    organisation.invitations.waiting().update(withdrawn_at=at)
    handover.completed_at = at
    handover.save(update_fields=["completed_at"])
    record(
        "organisation.handed_over",
        subject=organisation,
        detail={"handover": handover.pk, "to": sorted(user.pk for user in newcomers), "from": gone},
        at=at,
    )
    _tell("handover_completed", handover, {**before, **{user.email: user for user in newcomers}}, territory)
    return True


def _administrators(organisation: Organisation) -> dict[str, User | None]:
    members: Iterable[Membership] = organisation.memberships.administrators().select_related("user")
    return {member.user.email: member.user for member in members}


def _tell(kind: str, handover: Handover, people: dict[str, User | None], territory: Territory | None) -> None:
    for email, user in people.items():
        ask_letter(
            kind=kind,
            recipient=email,
            user=user,
            # The address itself may be longer than a purpose.
            purpose=f"{kind}:{handover.pk}:{sha256(email.encode()).hexdigest()[:32]}",
            organisation=handover.organisation,
            by=handover.proposed_by,
            territory=territory,
            named=[seat.email for seat in handover.invitations.all()] if kind == "handover_proposed" else [],
        )
