"""Writes the promotion of the demonstration: applications, decisions, launch, mentors, workshops, steps done."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from accounts.models import User
from calls.models import CallPage
from calls.services import deciding, promoting, publishing
from calls.services.campaigns import tie_campaign
from calls.services.deciding import DecisionDraft
from calls.services.promoting import MentorDraft, StepDraft
from campaigns.models import Campaign
from home.demo.clock import PARIS, Clock
from home.demo.jury_loading import deposited_application
from home.demo.neighbours_call import (
    DECIDED_DAYS_AGO,
    ENTRE_VOISINS,
    LAUNCHED_IN_DAYS,
    MENTORS,
    NOT_SELECTED,
    SELECTED,
    STEPS_DONE,
    WORKSHOPS,
)
from stories.models import EventPage

EVENING, TUESDAY = time(18), 1


def write_promotion(
    clock: Clock, pages: dict[str, Any], *, accounts: dict[str, User], editor: User, moderator: User
) -> None:
    """Decide the call, then have its selected projects prepare together since the day after."""
    call = CallPage.objects.get(pk=pages[ENTRE_VOISINS.slug].pk)
    decided_at = clock.moment(-DECIDED_DAYS_AGO - 2)
    applications = []
    for number, candidate in enumerate([*SELECTED, *NOT_SELECTED]):
        application = deposited_application(call, candidate, accounts, at=clock.moment(-60 + number, EVENING))
        version = application.current
        assert version is not None
        is_kept = candidate.outcome == "accepted"
        deciding.save_decision(
            application=application,
            draft=DecisionDraft(
                outcome=candidate.outcome,
                reasons={} if is_kept else {version.form.questionnaire.criteria[0].key: candidate.words},
                public_sentence=candidate.words if is_kept else "",
            ),
            at=decided_at,
            actor=editor,
        )
        applications.append(application)
    publication = publishing.plan_publication(
        call=call, planned_at=clock.moment(-DECIDED_DAYS_AGO), needs_second=True, at=decided_at, actor=editor
    )
    publishing.approve_publication(
        publication=publication, at=decided_at + timedelta(hours=2), actor=moderator
    )
    publishing.publish(publication=publication, at=publication.planned_at)
    selected = applications[: len(SELECTED)]
    for application, candidate in zip(selected, SELECTED, strict=True):
        campaign = Campaign.objects.get(page_id=pages[candidate.campaign].pk)
        tie_campaign(application=application, campaign=campaign, at=publication.planned_at, actor=editor)
    formed_at = clock.moment(1 - DECIDED_DAYS_AGO)
    launches_at = datetime.combine(clock.next_weekday(LAUNCHED_IN_DAYS, TUESDAY), EVENING, tzinfo=PARIS)
    promotion = promoting.open_promotion(call=call, launches_at=launches_at, at=formed_at, actor=editor)
    steps = list(promotion.steps.all())
    promoting.save_preparation(
        promotion=promotion,
        steps=[StepDraft(step.label, step.due_on, step.expected, step.pk) for step in steps],
        workshops=EventPage.objects.filter(pk__in=[pages[slug].pk for slug in WORKSHOPS]),
        mentors={
            application.pk: MentorDraft(mentor.full_name, mentor.email)
            for application, mentor in zip(selected, MENTORS, strict=False)
        },
        at=formed_at + timedelta(hours=1),
        actor=editor,
    )
    for application, number in zip(selected, STEPS_DONE, strict=True):
        for day, step in enumerate(steps[:number]):
            promoting.mark_step(
                step=step,
                application=application,
                is_done=True,
                at=min(formed_at + timedelta(days=3 * day + 2), clock.now),
                actor=application.holder,
            )
