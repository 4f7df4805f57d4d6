"""A juror's own verbs: declaring an interest or none, writing a review, handing it in; and the reminders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from base.audit import record
from base.models import Territory
from calls.errors import AssignmentRefused, ReviewRefused, ReviewUnfinished
from calls.letters import jury as letters
from calls.models import ApplicationVersion, Assignment, Juror, Recusal, Review, ReviewRound
from calls.notices import notice_draft
from calls.ranking import MOST_POINTS, mark
from calls.standings import READ_STATES
from notices.services import queue_notices

REMINDERS = (timedelta(days=3), timedelta(days=1))


@dataclass(frozen=True)
class Score:
    """What a juror says of one criterion: points from 0 to 5, or none yet, and why."""

    points: int | None = None
    comment: str = ""


@dataclass(frozen=True)
class ReviewDraft:
    """A review as typed: scores by criterion, the whole, and notes for oneself."""

    scores: Mapping[str, Score] = field(default_factory=dict)
    comment: str = ""
    notes: str = ""


@transaction.atomic
def declare_free(*, assignment: Assignment, at: datetime) -> None:
    """Record that the juror declares no interest: from now on they read the application."""
    Assignment.objects.filter(pk=assignment.pk, cleared_at=None, ended_at=None).update(cleared_at=at)
    assignment.refresh_from_db()


@transaction.atomic
def declare_conflict(*, assignment: Assignment, reason: str, at: datetime) -> Recusal:
    """Recuse the juror from the application at once and for every round; the reason is kept, the readings freed."""
    recusal, _created = Recusal.objects.get_or_create(
        application=assignment.application,
        juror=assignment.juror,
        defaults={"reason": reason, "declared_at": at},
    )
    Assignment.objects.filter(
        application=assignment.application, juror=assignment.juror, ended_at=None
    ).update(ended_at=at, ending=Assignment.Ending.RECUSED)
    record(
        "jury.recused",
        actor=assignment.juror.user,
        subject=assignment.application,
        detail={"juror": assignment.juror_id},
        at=at,
    )
    assignment.refresh_from_db()
    return recusal


@transaction.atomic
def save_review(
    *, assignment: Assignment, version: ApplicationVersion, draft: ReviewDraft, at: datetime
) -> Review:
    """Keep a review as it stands, of the copy that was read; ReviewRefused once handed in or no longer writable."""
    locked = _lock(assignment)
    review = Review.objects.filter(assignment=locked).first()
    if review is not None and review.submitted_at:
        raise ReviewRefused(_("Votre avis est rendu : rouvrez-le pour le modifier."))
    if version.application_id != locked.application_id:
        raise ReviewRefused(_("Ce n’est pas la bonne candidature."))
    review = review or Review(assignment=locked)
    review.version = version
    review.scores = {
        criterion.key: {"points": score.points, "comment": score.comment}
        for criterion in version.form.questionnaire.criteria
        if (score := draft.scores.get(criterion.key)) and (score.points is not None or score.comment)
    }
    if any(not 0 <= points <= MOST_POINTS for points in review.points().values()):
        raise ReviewRefused(_("Une note va de 0 à 5."))
    review.comment, review.notes, review.saved_at = draft.comment, draft.notes, at
    review.save()
    return review


@transaction.atomic
def submit_review(
    *, assignment: Assignment, version: ApplicationVersion, draft: ReviewDraft, at: datetime
) -> Review:
    """Save and hand in a review; ReviewUnfinished, and nothing lost, when a criterion has no points.

    Past the end of the round it is refused: the draft stays, and staff may move the end.
    """
    review = save_review(assignment=assignment, version=version, draft=draft, at=at)
    if at >= review.assignment.round.due_at:
        raise ReviewRefused(_("Ce tour est terminé : demandez à l’équipe de prolonger le délai."))
    criteria = version.form.questionnaire.criteria
    lacking = tuple(criterion.key for criterion in criteria if criterion.key not in review.points())
    if lacking:
        raise ReviewUnfinished(_("Il manque une note."), lacking)
    if not criteria and not review.comment.strip():
        raise ReviewUnfinished(_("Écrivez votre avis d’ensemble."), ())
    review.mark, review.submitted_at = mark(criteria, review.points()), at
    review.save(update_fields=["mark", "submitted_at"])
    return review


@transaction.atomic
def reopen_review(*, assignment: Assignment, at: datetime) -> Review:
    """Make a review handed in writable again before the end of its round: it no longer counts meanwhile."""
    locked = _lock(assignment)
    if at >= locked.round.due_at:
        raise ReviewRefused(_("Ce tour est terminé : demandez à l’équipe de prolonger le délai."))
    review = Review.objects.filter(assignment=locked).first()
    if review is None:
        raise ReviewRefused(_("Aucun avis n’est commencé."))
    review.submitted_at = review.mark = None
    review.save(update_fields=["submitted_at", "mark"])
    return review


def remind_jurors(*, at: datetime) -> int:
    """Write to the jurors who owe reviews of a round that ends in three days, then in one; return how many letters."""
    written = 0
    for round_ in ReviewRound.objects.filter(due_at__gt=at, due_at__lte=at + max(REMINDERS)).select_related(
        "call"
    ):
        step = min(span for span in REMINDERS if round_.due_at - at <= span)
        owed = Q(
            assignments__round=round_,
            assignments__ended_at=None,
            assignments__application__state__in=READ_STATES,
        ) & (Q(assignments__review=None) | Q(assignments__review__submitted_at=None))
        late = (
            Juror.objects.filter(left_at=None)
            .annotate(owed=Count("assignments", filter=owed))
            .filter(owed__gt=0)
            .select_related("user")
        )
        territory = Territory.objects.for_page(round_.call)
        zone = territory.zone if territory else settings.TIME_ZONE
        drafts = [
            notice_draft(
                kind="jury_reminder",
                letter=letters.reminder(round_.call, count=juror.owed, due_at=round_.due_at, zone=zone),
                territory=territory,
                recipient=juror.user.email,
                user=juror.user,
                purpose=f"jury_reminder:{round_.pk}:{round_.due_at.isoformat()}:{step.days}:{juror.pk}",
            )
            for juror in late
        ]
        queue_notices(drafts)
        written += len(drafts)
    return written


def _lock(assignment: Assignment) -> Assignment:
    """Return the reading, locked, when it may still be written."""
    locked = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("round", "application", "juror")
        .get(pk=assignment.pk)
    )
    if locked.ended_at or locked.juror.left_at:
        raise AssignmentRefused(_("Cette candidature ne vous est plus confiée."))
    if locked.cleared_at is None:
        raise ReviewRefused(_("Dites d’abord si vous avez un lien avec ce projet."))
    if locked.application.state not in READ_STATES:
        raise ReviewRefused(_("Cette candidature ne se lit plus."))
    return locked
