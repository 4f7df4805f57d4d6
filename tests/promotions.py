"""Builders of promotions, through the services."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.groups import EDITORS
from calls.models import Application, CallPage, Mentor, Promotion
from calls.services import promoting
from calls.services.campaigns import tie_campaign
from calls.services.promoting import MentorDraft, StepDraft
from tests.applications import a_deposited_application
from tests.builders import a_campaign
from tests.editorial import a_member
from tests.juries import a_decision, a_judged_call, published


def a_selected_call(number: int = 1, **fields: Any) -> tuple[CallPage, list[Application]]:
    """A call whose decisions are published, with that many accepted applications."""
    call = a_judged_call(**fields)
    selected = [a_deposited_application(call) for _each in range(number)]
    for application in selected:
        a_decision(application, public_sentence="Parce qu’il sert à tous.")
    published(call)
    for application in selected:
        application.refresh_from_db()
    return call, selected


def a_promotion(
    *states: str, at: datetime | None = None, launches_at: datetime | None = None, **campaign: Any
) -> Promotion:
    """A promotion launched in two months, of one project for each campaign state (`""`: no campaign yet)."""
    at = at or timezone.now()
    launches_at = launches_at or at + timedelta(days=56)
    call, selected = a_selected_call(len(states) or 1)
    for application, state in zip(selected, states, strict=False):
        if state:
            terms = {"deadline": launches_at + timedelta(days=30), **campaign}
            made = a_campaign(state=state, holder=application.holder, at=launches_at, **terms)
            tie_campaign(application=application, campaign=made, at=at, actor=a_member(EDITORS))
    return promoting.open_promotion(call=call, launches_at=launches_at, at=at, actor=a_member(EDITORS))


def projects(promotion: Promotion) -> list[Application]:
    """The projects of a promotion, in order."""
    return list(Application.objects.selected(promotion.call_id))


def prepared(promotion: Promotion, **parts: Any) -> None:
    """Save the preparation again, with these parts changed."""
    steps = [StepDraft(step.label, step.due_on, step.expected, step.pk) for step in promotion.steps.all()]
    usual: dict[str, Any] = {
        "steps": steps,
        "workshops": promotion.workshops.all(),
        "mentors": {},
        "at": timezone.now(),
        "actor": a_member(EDITORS),
    }
    promoting.save_preparation(promotion=promotion, **{**usual, **parts})


def a_mentor(
    application: Application, email: str = "mentor@example.org", name: str = "Lucie Arnal"
) -> Mentor:
    """Somebody who accompanies a project."""
    prepared(application.call.promotion, mentors={application.pk: MentorDraft(name, email)})
    return Mentor.objects.get(application=application)
