"""A jury's seats and readings: inviting, rounds, who reads what."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from base.audit import record
from base.models import Territory
from calls.assignment import Shared, share
from calls.conflicts import conflicts_of
from calls.errors import AssignmentRefused, InvitationGone
from calls.letters import jury as letters
from calls.links import join_token, token_digest
from calls.models import Application, Assignment, CallPage, Juror, JuryInvitation, ReviewRound
from calls.notices import notice_draft
from calls.standings import READ_STATES
from notices.services import queue_notices

HOLDS = timedelta(days=14)
GONE = gettext_lazy("Cette invitation a déjà servi, ou n’est plus valable.")


@transaction.atomic
def invite_juror(*, call: CallPage, email: str, at: datetime, actor: User) -> JuryInvitation:
    """Send a single-use link to somebody; links sent to that address before no longer open."""
    call.jury_invitations.filter(email__iexact=email, used_at=None, withdrawn_at=None).update(withdrawn_at=at)
    invitation = JuryInvitation.objects.create(
        call=call,
        email=email.strip(),
        token_digest=secrets.token_hex(32),  # until its own identifier is known
        invited_by=actor,
        invited_at=at,
        expires_at=at + HOLDS,
    )
    invitation.token_digest = token_digest(join_token(invitation.pk))
    invitation.save(update_fields=["token_digest"])
    territory, zone = _place(call)
    letter = letters.invited(call, by=actor.public_name, until=invitation.expires_at, zone=zone)
    queue_notices(
        [
            notice_draft(
                kind="jury_invited",
                letter=letter,
                territory=territory,
                recipient=invitation.email,
                purpose=f"jury_invited:{invitation.pk}",
                invitation_id=invitation.pk,
            )
        ]
    )
    record("jury.invited", actor=actor, subject=call, detail={"invitation": invitation.pk}, at=at)
    return invitation


def open_invitation(token: str, *, at: datetime) -> JuryInvitation:
    """Return the invitation that a link opens at `at`; InvitationGone when it opens none."""
    found = JuryInvitation.objects.filter(token_digest=token_digest(token)).first()
    if found is None:
        raise InvitationGone(str(GONE))
    return usable_invitation(found.pk, at=at)


def usable_invitation(pk: int, *, at: datetime) -> JuryInvitation:
    """Return an invitation that still holds at `at`; InvitationGone otherwise."""
    found = (
        JuryInvitation.objects.filter(pk=pk, used_at=None, withdrawn_at=None, expires_at__gt=at)
        .select_related("call", "invited_by")
        .first()
    )
    if found is None:
        raise InvitationGone(str(GONE))
    return found


@transaction.atomic
def accept_invitation(*, invitation: JuryInvitation, user: User, at: datetime) -> Juror:
    """Give `user` a seat in the jury, once per link."""
    taken = JuryInvitation.objects.filter(
        pk=invitation.pk, used_at=None, withdrawn_at=None, expires_at__gt=at
    ).update(used_at=at)
    if not taken:
        raise InvitationGone(str(GONE))
    juror, _created = Juror.objects.update_or_create(
        call=invitation.call, user=user, defaults={"left_at": None}, create_defaults={"joined_at": at}
    )
    record("jury.joined", actor=user, subject=invitation.call, detail={"juror": juror.pk}, at=at)
    return juror


@transaction.atomic
def withdraw_invitation(*, invitation: JuryInvitation, at: datetime, actor: User) -> None:
    """Close a link that was not used."""
    JuryInvitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None).update(withdrawn_at=at)
    record("jury.invitation_withdrawn", actor=actor, subject=invitation.call, at=at)


@transaction.atomic
def end_seat(*, juror: Juror, at: datetime, actor: User) -> int:
    """End a juror's seat; return how many of their readings wait for somebody else. Twice changes nothing.

    Reviews handed in stay and count. What was only begun ends with the seat, and its application may be given again.
    """
    locked = Juror.objects.select_for_update(of=("self",)).get(pk=juror.pk)
    if locked.left_at is not None:
        return 0
    locked.left_at = at
    locked.save(update_fields=["left_at"])
    freed = (
        Assignment.objects.filter(juror=locked, ended_at=None)
        .exclude(review__submitted_at__isnull=False)
        .update(ended_at=at, ending=Assignment.Ending.LEFT)
    )
    record("jury.left", actor=actor, subject=locked.call, detail={"juror": locked.pk, "freed": freed}, at=at)
    juror.refresh_from_db()
    return freed


@transaction.atomic
def open_round(
    *, call: CallPage, due_at: datetime, at: datetime, actor: User, applications: Collection[int] = ()
) -> ReviewRound:
    """Open the next round; past the first, only `applications` go on."""
    CallPage.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if due_at <= at:
        raise AssignmentRefused(_("La date de rendu est déjà passée."))
    number = call.rounds.count() + 1
    if number > 1:
        gone_on = call.applications.filter(
            pk__in=applications, state__in=READ_STATES, round=number - 1
        ).update(round=number)
        if not gone_on:
            raise AssignmentRefused(_("Choisissez les candidatures qui passent au tour suivant."))
    return ReviewRound.objects.create(call=call, number=number, due_at=due_at, opened_at=at, opened_by=actor)


@transaction.atomic
def change_due(*, round_: ReviewRound, due_at: datetime, at: datetime, actor: User) -> None:
    """Move the end of a round."""
    if due_at <= at:
        raise AssignmentRefused(_("La date de rendu est déjà passée."))
    ReviewRound.objects.filter(pk=round_.pk).update(due_at=due_at)
    record("jury.due_changed", actor=actor, subject=round_, at=at)


@transaction.atomic
def share_out(*, round_: ReviewRound, readers_each: int | None, at: datetime, actor: User) -> Shared:
    """Give every application of the round `readers_each` readers (None: everybody), evenly; nothing is taken away.

    Done twice, the second time adds nothing: the row of the round is the queue.
    """
    locked = lock_round(round_)
    call = locked.call
    applications = list(
        call.applications.filter(state__in=READ_STATES, round__gte=locked.number)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    jurors = list(call.jurors.filter(left_at=None).order_by("pk").values_list("pk", flat=True))
    if not jurors:
        raise AssignmentRefused(_("Personne ne siège encore dans ce jury : invitez d’abord des jurés."))
    shared = share(
        applications=applications,
        jurors=jurors,
        readers_each=len(jurors) if readers_each is None else readers_each,
        conflicts=conflicts_of(call),
        present=list(locked.assignments.filter(ended_at=None).values_list("application", "juror")),
    )
    _give(locked, shared.added, at=at)
    record("jury.shared_out", actor=actor, subject=locked, detail={"added": len(shared.added)}, at=at)
    return shared


@transaction.atomic
def assign(
    *, round_: ReviewRound, application: Application, juror: Juror, at: datetime, actor: User
) -> Assignment:
    """Give one application to one juror by hand; AssignmentRefused when they may not read it."""
    locked = lock_round(round_)
    if juror.call_id != locked.call_id or application.call_id != locked.call_id or juror.left_at:
        raise AssignmentRefused(_("Cette personne ne siège pas dans le jury de cet appel."))
    if application.state not in READ_STATES:
        raise AssignmentRefused(_("Cette candidature ne se lit plus."))
    if (application.pk, juror.pk) in conflicts_of(locked.call):
        raise AssignmentRefused(_("Cette personne est en conflit d’intérêts avec cette candidature."))
    found = locked.assignments.filter(application=application, juror=juror, ended_at=None).first()
    if found is None:
        (found,) = _give(locked, ((application.pk, juror.pk),), at=at)
        record("jury.assigned", actor=actor, subject=application, detail={"juror": juror.pk}, at=at)
    return found


@transaction.atomic
def free(*, assignment: Assignment, at: datetime, actor: User) -> None:
    """Take an application back from a juror who has not handed their review in."""
    locked = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if locked.ended_at is None:
        if hasattr(locked, "review") and locked.review.submitted_at:
            raise AssignmentRefused(_("Cet avis est rendu : il reste."))
        locked.ended_at, locked.ending = at, Assignment.Ending.REASSIGNED
        locked.save(update_fields=["ended_at", "ending"])
        record(
            "jury.freed", actor=actor, subject=locked.application, detail={"juror": locked.juror_id}, at=at
        )


@transaction.atomic
def reassign(*, assignment: Assignment, juror: Juror, at: datetime, actor: User) -> Assignment:
    """Hand an application over from one juror to another."""
    free(assignment=assignment, at=at, actor=actor)
    return assign(
        round_=assignment.round, application=assignment.application, juror=juror, at=at, actor=actor
    )


def lock_round(round_: ReviewRound) -> ReviewRound:
    """Return the round, locked: the queue in which readings are given out."""
    return ReviewRound.objects.select_for_update().get(pk=round_.pk)


def _give(round_: ReviewRound, pairs: Collection[tuple[int, int]], *, at: datetime) -> list[Assignment]:
    """Write the readings and one letter to each juror who receives some."""
    rows = Assignment.objects.bulk_create(
        Assignment(round=round_, application_id=application, juror_id=juror, assigned_at=at)
        for application, juror in pairs
    )
    counts = Counter(juror for _application, juror in pairs)
    territory, zone = _place(round_.call)
    queue_notices(
        notice_draft(
            kind="jury_assigned",
            letter=letters.assigned(round_.call, count=counts[juror.pk], due_at=round_.due_at, zone=zone),
            territory=territory,
            recipient=juror.user.email,
            user=juror.user,
            purpose=f"jury_assigned:{round_.pk}:{juror.pk}:{at.isoformat()}",
        )
        for juror in Juror.objects.filter(pk__in=counts).select_related("user")
    )
    return rows


def _place(call: CallPage) -> tuple[Territory | None, str]:
    territory = Territory.objects.for_page(call)
    return territory, territory.zone if territory else settings.TIME_ZONE
