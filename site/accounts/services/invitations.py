"""Inviting somebody into an organisation by a link that works once.

The link gives the right, not the address it was sent to: the person may sign in with any account, or open one first.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import AlreadyInvited, InvitationUnusable
from accounts.invitation_links import invitation_token, token_digest
from accounts.models import Handover, Invitation, InvitationQuerySet, Membership, Organisation, User
from accounts.services.letters import ask_letter
from accounts.services.organisations import lock_organisation
from base.audit import record
from base.models import Territory

LASTS = timedelta(days=14)
MOST_WAITING = 30

_RANK = {Membership.Right.READER: 0, Membership.Right.EDITOR: 1, Membership.Right.ADMINISTRATOR: 2}


@transaction.atomic
def invite(
    *,
    organisation: Organisation,
    email: str,
    right: str,
    by: User,
    at: datetime,
    territory: Territory | None = None,
) -> Invitation:
    """Send a link to an address; AlreadyInvited when a link waits there, or a member has that address."""
    organisation = lock_organisation(organisation)
    email = email.strip().lower()
    if organisation.memberships.filter(user__email__iexact=email).exists():
        raise AlreadyInvited(_("Cette personne est déjà membre : changez son droit dans la liste."))
    waiting = organisation.invitations.usable(at=at).filter(handover=None)
    if waiting.filter(email=email).exists():
        raise AlreadyInvited(
            _("Une invitation attend déjà à cette adresse. Retirez-la pour en envoyer une autre.")
        )
    if waiting.count() >= MOST_WAITING:
        raise AlreadyInvited(
            _("Trop d’invitations attendent une réponse : retirez d’abord celles qui ont vieilli.")
        )
    return send_link(
        organisation=organisation,
        email=email,
        right=right,
        by=by,
        at=at,
        territory=territory,
        kind="organisation_invitation",
    )


def send_link(
    *,
    organisation: Organisation,
    email: str,
    right: str,
    by: User,
    at: datetime,
    territory: Territory | None,
    kind: str,
    handover: Handover | None = None,
) -> Invitation:
    """Write an invitation of a locked organisation and ask for its letter, which alone will hold the secret."""
    number = uuid.uuid4()
    invitation = Invitation.objects.create(
        uuid=number,
        organisation=organisation,
        handover=handover,
        email=email,
        right=Membership.Right(right),
        token_hash=token_digest(invitation_token(number)),
        invited_by=by,
        invited_at=at,
        expires_at=at + LASTS,
    )
    record(
        "organisation.invited",
        actor=by,
        subject=organisation,
        detail={"invitation": invitation.pk, "right": right},
    )
    ask_letter(
        kind=kind,
        recipient=email,
        purpose=f"{kind}:{invitation.pk}",
        organisation=organisation,
        by=by,
        territory=territory,
        invitation=str(number),
        right=str(invitation.get_right_display()),
        until=invitation.expires_at.isoformat(),
    )
    return invitation


def invitation_of(token: str, *, at: datetime) -> Invitation:
    """Return the invitation a link names; InvitationUnusable when there is none, or it serves no more."""
    found = _readable().filter(token_hash=token_digest(token)).first()
    if found is None:
        raise InvitationUnusable(_("Ce lien n’est pas complet, ou n’existe pas."))
    refuse_unusable(found, at=at)
    return found


def waiting_invitation(number: str, *, at: datetime) -> Invitation:
    """Return the invitation whose link the visitor has followed before; InvitationUnusable when it serves no more."""
    found = _readable().filter(uuid=number).first()
    if found is None:
        raise InvitationUnusable(_("Aucune invitation ne vous attend ici. Suivez le lien du message reçu."))
    refuse_unusable(found, at=at)
    return found


def refuse_unusable(invitation: Invitation, *, at: datetime) -> None:
    """Raise InvitationUnusable, with its reason, unless the link still works."""
    if invitation.accepted_at is not None:
        raise InvitationUnusable(_("Ce lien a déjà servi : il ne fonctionne qu’une fois."))
    if invitation.withdrawn_at is not None:
        raise InvitationUnusable(_("Cette invitation a été retirée."))
    if invitation.is_expired_at(at):
        raise InvitationUnusable(
            _("Ce lien a trop vieilli : demandez-en un nouveau à la personne qui vous a invité.")
        )


@transaction.atomic
def accept_invitation(
    *, invitation: Invitation, user: User, at: datetime, territory: Territory | None = None
) -> Invitation:
    """Use the link up for the account `user`; InvitationUnusable when it was used a moment before.

    An ordinary link gives its right, never taking a greater one away. One of a handover waits for the others: the
    last to accept ends it.
    """
    from accounts.services.handing_over import complete_when_all_accepted

    lock_organisation(invitation.organisation)
    invitation = Invitation.objects.select_related("organisation", "handover", "invited_by").get(
        pk=invitation.pk
    )
    refuse_unusable(invitation, at=at)
    invitation.accepted_at, invitation.accepted_by = at, user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record(
        "organisation.invitation_accepted",
        actor=user,
        subject=invitation.organisation,
        detail={"invitation": invitation.pk, "right": invitation.right},
        at=at,
    )
    if invitation.handover is not None:
        complete_when_all_accepted(handover=invitation.handover, at=at, territory=territory)
    else:
        give_right(organisation=invitation.organisation, user=user, right=invitation.right)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User, at: datetime) -> None:
    """Make a link useless; one that was used or withdrawn stays as it is."""
    lock_organisation(invitation.organisation)
    if Invitation.objects.waiting().filter(pk=invitation.pk).update(withdrawn_at=at):
        record(
            "organisation.invitation_withdrawn",
            actor=by,
            subject=invitation.organisation,
            detail={"invitation": invitation.pk},
            at=at,
        )


def give_right(*, organisation: Organisation, user: User, right: str) -> Membership:
    """Make somebody a member of a locked organisation with at least that right."""
    membership, is_new = Membership.objects.get_or_create(
        organisation=organisation, user=user, defaults={"right": right}
    )
    if not is_new and _RANK[Membership.Right(right)] > _RANK[Membership.Right(membership.right)]:
        membership.right = right
        membership.save(update_fields=["right"])
    return membership


def _readable() -> InvitationQuerySet:
    return Invitation.objects.select_related("organisation", "invited_by", "handover")
