"""Publishing a call's decisions together: planned by one person, approved by another if asked, once, by the clock."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from base.audit import record
from base.models import Territory
from base.page_cache import forget_pages
from calls.errors import DecisionRefused
from calls.letters import Letter
from calls.letters.deciding import decision_letter
from calls.models import Application, ApplicationChange, CallPage, Decision, Publication
from calls.notices import holders_of, notice_draft
from calls.rules import may_move
from calls.services.deciding import lock_for_drafting
from notices.services import queue_notices

S = Application.State
logger = logging.getLogger(__name__)


@transaction.atomic
def plan_publication(
    *,
    call: CallPage,
    planned_at: datetime,
    at: datetime,
    actor: User,
    needs_second: bool = False,
    is_partial: bool = False,
) -> Publication:
    """Plan the publication of every drafted decision at a moment to come.

    Unless `is_partial`, every application read must have its decision. An application of which more was asked cannot
    be decided before it answers.
    """
    locked = lock_for_drafting(call)
    if planned_at < at:
        raise DecisionRefused(_("Ce moment est déjà passé."))
    drafts = Decision.objects.filter(application__call=locked, publication=None)
    if not drafts.exists():
        raise DecisionRefused(_("Aucune décision n’est rédigée."))
    waiting = drafts.filter(application__state=S.MORE_ASKED).count()
    if waiting:
        raise DecisionRefused(
            _("%(count)s candidatures décidées attendent encore un complément.") % {"count": waiting}
        )
    undecided = undecided_of(locked)
    if undecided and not is_partial:
        raise DecisionRefused(
            _("%(count)s candidatures n’ont pas de décision. Décidez-les, ou publiez sans elles.")
            % {"count": undecided}
        )
    publication = Publication.objects.create(
        call=locked, planned_at=planned_at, needs_second=needs_second, prepared_by=actor, prepared_at=at
    )
    record("decisions.planned", actor=actor, subject=publication, at=at)
    return publication


def undecided_of(call: CallPage) -> int:
    """Return how many applications still read have no drafted decision."""
    drafted = Decision.objects.filter(publication=None).values("application")
    return call.applications.filter(state__in=[S.DEPOSITED, S.MORE_ASKED]).exclude(pk__in=drafted).count()


@transaction.atomic
def approve_publication(*, publication: Publication, at: datetime, actor: User) -> None:
    """Approve a planned publication as a second person; whoever prepared it may not."""
    locked = _lock_planned(publication)
    if locked.prepared_by_id == actor.pk:
        raise DecisionRefused(_("Une deuxième personne doit relire : pas celle qui a préparé."))
    locked.approved_by, locked.approved_at = actor, at
    locked.save(update_fields=["approved_by", "approved_at"])
    record("decisions.approved", actor=actor, subject=locked, at=at)


@transaction.atomic
def cancel_publication(*, publication: Publication, at: datetime, actor: User) -> None:
    """Give a planned publication up: decisions may be edited again."""
    locked = _lock_planned(publication)
    locked.cancelled_at = at
    locked.save(update_fields=["cancelled_at"])
    record("decisions.publication_cancelled", actor=actor, subject=locked, at=at)


def publish_due(*, at: datetime) -> list[Publication]:
    """Publish what is due at `at`, each call in its own transaction; one that fails stops no other."""
    due = [
        publication
        for publication in Publication.objects.filter(
            planned_at__lte=at, published_at=None, cancelled_at=None
        ).order_by("planned_at", "pk")
        if not publication.awaits_second
    ]
    done = []
    for publication in due:
        try:
            if publish(publication=publication, at=at):
                done.append(publication)
        except Exception:
            logger.exception("publication %s failed", publication.pk)
    return done


@transaction.atomic
def publish(*, publication: Publication, at: datetime) -> bool:
    """Make the drafted decisions of the call public, with their letters, in one transaction; False when already done.

    An application withdrawn meanwhile, or of which more was asked, keeps its state, and its draft is left.
    """
    locked = lock_publication(publication)
    if locked.published_at or locked.cancelled_at or locked.awaits_second or locked.planned_at > at:
        return False
    applications = {
        row.pk: row
        for row in Application.objects.select_for_update(of=("self",))
        .filter(call=locked.call_id, decisions__publication=None, decisions__isnull=False)
        .select_related("call", "holder", "current__form")
        .prefetch_related("members__user")
    }
    drafts = [
        draft
        for draft in Decision.objects.filter(application__in=applications, publication=None)
        if may_move(applications[draft.application_id].state, draft.outcome)
    ]
    for draft in drafts:
        draft.application = applications[draft.application_id]
    ApplicationChange.objects.bulk_create(
        [
            ApplicationChange(
                application=draft.application,
                before=draft.application.state,
                after=draft.outcome,
                at=at,
                actor=draft.drafted_by,
            )
            for draft in drafts
        ],
        batch_size=500,
    )
    for outcome in Decision.Outcome.values:
        Application.objects.filter(
            pk__in=[draft.application_id for draft in drafts if draft.outcome == outcome]
        ).update(state=outcome)
    Decision.objects.filter(pk__in=[draft.pk for draft in drafts]).update(publication=locked)
    _write_letters(drafts, locked.call)
    locked.published_at = at
    locked.save(update_fields=["published_at"])
    record("decisions.published", subject=locked, detail={"count": len(drafts)}, at=at)
    forget_pages()
    return True


def lock_publication(publication: Publication) -> Publication:
    """Return the publication read again and locked, its call locked before it: the order every writer keeps."""
    CallPage.objects.select_for_update(of=("self",)).get(pk=publication.call_id)
    return Publication.objects.select_for_update(of=("self",)).select_related("call").get(pk=publication.pk)


def _lock_planned(publication: Publication) -> Publication:
    locked = lock_publication(publication)
    if locked.published_at or locked.cancelled_at:
        raise DecisionRefused(_("Cette publication n’est plus prévue."))
    return locked


def _write_letters(decisions: list[Decision], call: CallPage) -> None:
    territory = Territory.objects.for_page(call)
    queue_notices(
        notice_draft(
            kind=f"decision_{decision.outcome}",
            letter=letter_of(decision),
            territory=territory,
            recipient=person.email,
            user=person,
            purpose=f"decision:{decision.pk}:{person.pk}",
        )
        for decision in decisions
        for person in holders_of(decision.application)
    )


def letter_of(decision: Decision) -> Letter:
    """Return the letter of a decision as it will leave, or left."""
    version = decision.application.current
    criteria = version.form.questionnaire.criteria if version else ()
    return decision_letter(decision, criteria)
