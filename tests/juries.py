"""Builders of juries, reviews and decisions, through the services."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.groups import EDITORS
from accounts.models import User
from calls.models import Application, Assignment, CallCriterion, CallPage, Decision, Juror, ReviewRound
from calls.services import assigning, deciding, publishing, reviewing
from calls.services.deciding import DecisionDraft
from calls.services.reviewing import ReviewDraft, Score
from tests.builders import a_user
from tests.editorial import a_call, a_member


def a_judged_call(**fields: Any) -> CallPage:
    """A call with two criteria, worth 60 and 40."""
    call = a_call(**fields)
    CallCriterion.objects.create(call=call, title="Utile", weight=60, sort_order=0)
    CallCriterion.objects.create(call=call, title="Réaliste", weight=40, sort_order=1)
    return CallPage.objects.get(pk=call.pk)


def a_juror(call: CallPage, user: User | None = None, *, at: datetime | None = None) -> Juror:
    """Somebody who accepted an invitation to the jury."""
    at = at or timezone.now()
    user = user or a_user()
    invitation = assigning.invite_juror(call=call, email=user.email, at=at, actor=a_member(EDITORS))
    return assigning.accept_invitation(invitation=invitation, user=user, at=at)


def a_round(call: CallPage, **fields: Any) -> ReviewRound:
    """The next round, for a week."""
    at = timezone.now()
    usual = {"due_at": at + timedelta(days=7), "at": at, "actor": a_member(EDITORS)}
    return assigning.open_round(call=call, **{**usual, **fields})


def a_reading(application: Application, juror: Juror | None = None, **fields: Any) -> Assignment:
    """An application given to a juror who declared no interest in it."""
    call = application.call
    round_ = call.rounds.order_by("-number").first() or a_round(call)
    assignment = assigning.assign(
        round_=round_,
        application=application,
        juror=juror or a_juror(call),
        at=timezone.now(),
        actor=round_.opened_by,
    )
    if fields.get("is_cleared", True):
        reviewing.declare_free(assignment=assignment, at=timezone.now())
    return assignment


def a_draft(application: Application, *points: int, **fields: Any) -> ReviewDraft:
    """A review as typed, with these points in the order of the criteria."""
    criteria = application.current.form.questionnaire.criteria
    return ReviewDraft(
        scores={c.key: Score(p, f"Avis {p}") for c, p in zip(criteria, points, strict=False)}, **fields
    )


def a_review(application: Application, *points: int, juror: Juror | None = None, **fields: Any) -> Any:
    """A review handed in."""
    return reviewing.submit_review(
        assignment=a_reading(application, juror),
        version=application.current,
        draft=a_draft(application, *points, **fields),
        at=timezone.now(),
    )


def a_decision(application: Application, outcome: str = "accepted", **fields: Any) -> Decision:
    """A drafted decision."""
    return deciding.save_decision(
        application=application,
        draft=DecisionDraft(outcome=outcome, **fields),
        at=timezone.now(),
        actor=a_member(EDITORS),
    )


def published(call: CallPage, **fields: Any) -> Any:
    """Plan the drafted decisions for now, and publish them."""
    at = timezone.now()
    publication = publishing.plan_publication(
        call=call, planned_at=at, at=at, actor=a_member(EDITORS), is_partial=True, **fields
    )
    assert publishing.publish(publication=publication, at=at)
    publication.refresh_from_db()
    return publication
