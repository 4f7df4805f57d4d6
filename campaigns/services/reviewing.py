"""The review of a campaign: handing it over, verdicts, asking again, and words changed after launch.

`Campaign.status` is the one state machine. Wagtail's workflow shows the same reading to staff where they work: every
verb here moves the campaign first, then lets the workflow follow; what staff do in the workflow comes back through
`take_approval`, `take_rejection` and `take_cancellation`, which act only while the campaign still waits for a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Comment, Page, TaskState, Workflow, WorkflowState, WorkflowTask

from campaigns.errors import MoveRefused, NotReady, ReviewIncomplete
from campaigns.models import Campaign, CampaignPage, CampaignReview, CampaignReviewTask
from campaigns.notices import tell_holder
from campaigns.rules.criteria import DECISIVE, unanswered, unmet
from campaigns.rules.launch import AFTER_REVIEW
from campaigns.rules.status import PUBLIC_STATES, CampaignState
from campaigns.services.launching import launch_obstacles
from campaigns.services.moves import lock_campaign, move_campaign

if TYPE_CHECKING:
    from accounts.models import User

WORKFLOW_NAME = "Relecture des campagnes"
TASK_NAME = "Relecture par les modérateurs"
Verdict = CampaignReview.Verdict


@transaction.atomic
def submit(*, campaign: Campaign, at: datetime, actor: User | None = None) -> None:
    """Hand a draft to the moderators; `NotReady` with the reasons when something is missing.

    Comments of the former reading count as answered. The page may still be unpublished: launching publishes it. Who
    receives the money may be settled meanwhile: launching asks for it.
    """
    lock_campaign(campaign.pk)
    reasons = tuple(code for code in launch_obstacles(campaign=campaign, at=at) if code not in AFTER_REVIEW)
    if reasons:
        raise NotReady(reasons)
    move_campaign(campaign=campaign, to=CampaignState.SUBMITTED, at=at, actor=actor)
    _start_reading(campaign.page, at=at, actor=actor)


@transaction.atomic
def approve(
    *,
    campaign: Campaign,
    answers: Mapping[str, str],
    at: datetime,
    reason: str = "",
    actor: User | None = None,
) -> None:
    """Accept a submitted campaign: it may be launched. `ReviewIncomplete` unless all criteria are answered and met."""
    _approve(campaign, answers, at=at, reason=reason, actor=actor)
    if task_state := campaign.page.current_workflow_task_state:
        task_state.approve(user=actor, comment=reason)


@transaction.atomic
def ask_changes(*, campaign: Campaign, at: datetime, reason: str, actor: User | None = None) -> None:
    """Send a submitted campaign back to its holder with what to change."""
    _ask_changes(campaign, at=at, reason=reason, actor=actor)
    if task_state := campaign.page.current_workflow_task_state:
        task_state.reject(user=actor, comment=reason)


@transaction.atomic
def refuse(
    *, campaign: Campaign, criterion: str, at: datetime, reason: str, actor: User | None = None
) -> None:
    """Refuse a submitted campaign, with the criterion that is not met and the reasons its holder reads."""
    if criterion not in DECISIVE:
        raise ReviewIncomplete((criterion,))
    move_campaign(campaign=campaign, to=CampaignState.REFUSED, at=at, actor=actor, reason=reason)
    answers = {criterion: "no"}
    _record(
        campaign, Verdict.REFUSED, answers=answers, criterion=criterion, reason=reason, at=at, actor=actor
    )
    tell_holder(campaign=campaign, kind="campaign_refused", at=at, reason=reason)
    if state := campaign.page.current_workflow_state:
        state.cancel(user=actor)


@transaction.atomic
def ask_again(*, campaign: Campaign, at: datetime, actor: User | None = None) -> None:
    """Take a refused project up again: it is a draft once more, to be written otherwise and submitted."""
    move_campaign(campaign=campaign, to=CampaignState.DRAFT, at=at, actor=actor)


@transaction.atomic
def submit_words(*, campaign: Campaign, at: datetime, actor: User | None = None) -> None:
    """Hand changed words of a launched campaign to the moderators; `MoveRefused` when there is nothing to read."""
    campaign = lock_campaign(campaign.pk)
    page = campaign.page
    if campaign.status not in PUBLIC_STATES or not page.has_unpublished_changes or page.workflow_in_progress:
        raise MoveRefused(campaign.status, "words")
    _start_reading(page, at=at, actor=actor)


@transaction.atomic
def take_approval(*, workflow_state: WorkflowState, at: datetime, actor: User | None = None) -> bool:
    """Do what an approval in the workflow means; False when the page is not a campaign's.

    Before launch the campaign is approved and nothing is published; after launch the words read are published.
    """
    campaign = _campaign_of(workflow_state)
    if campaign is None:
        return False
    task_state = workflow_state.current_task_state.specific
    if campaign.status == CampaignState.SUBMITTED:
        answers = getattr(task_state, "answers", {})
        _approve(campaign, answers, at=at, reason=task_state.comment, actor=actor)
    elif campaign.status in PUBLIC_STATES:
        revision = campaign.page.latest_revision
        revision.publish(user=actor, skip_permission_checks=True)
        _record(campaign, Verdict.APPROVED, answers=getattr(task_state, "answers", {}), at=at, actor=actor)
        tell_holder(campaign=campaign, kind="campaign_words_published", at=at)
    return True


@transaction.atomic
def take_rejection(*, task_state: TaskState, at: datetime, actor: User | None = None) -> None:
    """Do what « ask for changes » in the workflow means."""
    campaign = _campaign_of(task_state.workflow_state)
    if campaign is None:
        return
    if campaign.status == CampaignState.SUBMITTED:
        _ask_changes(campaign, at=at, reason=task_state.comment, actor=actor)
    elif campaign.status in PUBLIC_STATES:
        _record(campaign, Verdict.CHANGES_ASKED, reason=task_state.comment, at=at, actor=actor)
        tell_holder(campaign=campaign, kind="campaign_words_changes", at=at, reason=task_state.comment)


@transaction.atomic
def take_cancellation(*, workflow_state: WorkflowState, at: datetime, actor: User | None = None) -> None:
    """Give a campaign back to its holder when staff stop its reading without a verdict."""
    campaign = _campaign_of(workflow_state)
    if campaign is not None and campaign.status == CampaignState.SUBMITTED:
        _ask_changes(campaign, at=at, reason=_("La relecture a été interrompue par l’équipe."), actor=actor)


def review_workflow() -> Workflow:
    """Return the workflow of campaigns with its one step, made when it is missing: once, whoever comes first."""
    workflow = _known_workflow()
    if workflow is not None:
        return workflow
    with transaction.atomic():
        lock_making()
        workflow = _known_workflow()
        if workflow is not None:
            return workflow
        workflow = Workflow.objects.create(name=WORKFLOW_NAME)
        task = CampaignReviewTask.objects.filter(active=True).first()
        task = task or CampaignReviewTask.objects.create(name=TASK_NAME)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        return workflow


def lock_making() -> None:
    """Have whoever else would make the workflow wait: the tree's root stands for it, since it has no row yet."""
    list(Page.objects.filter(depth=1).select_for_update(no_key=True).values_list("pk", flat=True))


def _known_workflow() -> Workflow | None:
    found: Workflow | None = Workflow.objects.filter(name=WORKFLOW_NAME, active=True).first()
    return found


def _approve(
    campaign: Campaign, answers: Mapping[str, str], *, at: datetime, reason: str, actor: User | None
) -> None:
    wrong = unanswered(answers) or unmet(answers)
    if wrong:
        raise ReviewIncomplete(wrong)
    move_campaign(campaign=campaign, to=CampaignState.APPROVED, at=at, actor=actor, reason=reason)
    _record(campaign, Verdict.APPROVED, answers=answers, reason=reason, at=at, actor=actor)
    tell_holder(campaign=campaign, kind="campaign_approved", at=at, reason=reason)


def _ask_changes(campaign: Campaign, *, at: datetime, reason: str, actor: User | None) -> None:
    move_campaign(campaign=campaign, to=CampaignState.NEEDS_CHANGES, at=at, actor=actor, reason=reason)
    _record(campaign, Verdict.CHANGES_ASKED, reason=reason, at=at, actor=actor)
    tell_holder(campaign=campaign, kind="campaign_needs_changes", at=at, reason=reason)


def _record(campaign: Campaign, verdict: str, *, at: datetime, actor: User | None, **facts: Any) -> None:
    CampaignReview.objects.create(
        campaign=campaign,
        verdict=verdict,
        revision_id=_page_now(campaign).latest_revision_id,
        at=at,
        reviewer=actor,
        **facts,
    )


def _page_now(campaign: Campaign) -> CampaignPage:
    """The page as the database has it: the caller's copy may be older than the revision being judged."""
    return CampaignPage.objects.only("latest_revision_id").get(pk=campaign.page_id)


def _campaign_of(workflow_state: WorkflowState) -> Campaign | None:
    number = Campaign.objects.filter(page_id=workflow_state.object_id).values_list("pk", flat=True).first()
    return lock_campaign(number) if number else None


def _start_reading(page: CampaignPage, *, at: datetime, actor: User | None) -> None:
    """Open the page to the moderators' reading. No person is named as having asked: Wagtail would write to them."""
    Comment.objects.filter(page_id=page.pk, resolved_at=None).update(resolved_at=at, resolved_by=actor)
    if page.latest_revision_id is None:
        page.save_revision(changed=not page.live)
    state = page.current_workflow_state
    if state is None:
        review_workflow().start(page, None)
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user=None)
