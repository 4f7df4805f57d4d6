"""One state machine, two doors: « Conditions » and Wagtail's workflow, on every path."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, WorkflowState

from accounts import groups
from campaigns.errors import MoveRefused, NotReady, PageLocked, ReviewIncomplete
from campaigns.models import Campaign, CampaignPage, CampaignReview
from campaigns.rules.criteria import DECISIVE, Criterion, unanswered, unmet
from campaigns.services import launching, reviewing
from campaigns.services.writing import draft_of, save_words, words_version
from notices.models import Notice
from tests.builders import GOOD_ANSWERS, a_campaign, a_ready_recipient, a_user
from tests.campaigns.test_terms_screen import a_staff_member, address

pytestmark = pytest.mark.django_db


def page_of(campaign: Campaign) -> CampaignPage:
    return CampaignPage.objects.get(pk=campaign.page_id)


def state(campaign: Campaign) -> tuple[str, str]:
    """The campaign's state, and its workflow's (the last one)."""
    last = page_of(campaign).workflow_states.order_by("-created_at", "-pk").first()
    return Campaign.objects.get(pk=campaign.pk).status, last.status if last else ""


def act(campaign: Campaign, action: str, user, **filled) -> None:
    """Do what the buttons of the admin's edit view do."""
    page = page_of(campaign)
    page.current_workflow_task.on_action(page.current_workflow_task_state, user, action, **filled)


def write(campaign: Campaign, **words) -> None:
    save_words(
        campaign=campaign,
        words=words,
        based_on=words_version(draft_of(campaign)),
        at=timezone.now(),
        actor=campaign.holder,
    )


@pytest.fixture
def moderator():
    return a_staff_member(groups.MODERATORS)


def test_submitting_starts_the_reading_and_writes_to_nobody_with_an_admin_link():
    a_user(is_superuser=True)
    campaign = a_campaign(state="submitted")
    assert state(campaign) == ("submitted", "in_progress")
    workflow = page_of(campaign).current_workflow_state
    assert workflow.requested_by is None
    assert mail.outbox == []


def test_approved_from_conditions_the_workflow_follows(client, moderator):
    campaign = a_campaign(state="submitted")
    client.force_login(moderator)
    client.post(address(campaign.page), {"action": "approve", **GOOD_ANSWERS, "comment": "Beau projet."})
    assert state(campaign) == ("approved", "approved")
    review = CampaignReview.objects.get()
    assert (review.verdict, review.reviewer, review.answers) == ("approved", moderator, GOOD_ANSWERS)
    assert review.revision == page_of(campaign).latest_revision
    assert Notice.objects.filter(kind="campaign_approved").count() == 1


def test_approved_from_the_workflow_the_campaign_follows_and_nothing_is_published(moderator):
    campaign = a_campaign(state="draft")
    write(campaign, title="Le titre soumis")
    reviewing.submit(campaign=campaign, at=timezone.now(), actor=campaign.holder)
    live_before = page_of(campaign).live_revision_id
    act(campaign, "approve", moderator, **GOOD_ANSWERS, comment="")
    assert state(campaign) == ("approved", "approved")
    assert page_of(campaign).live_revision_id == live_before
    assert CampaignReview.objects.count() == 1
    assert CampaignReview.objects.get().answers == GOOD_ANSWERS
    assert Notice.objects.filter(kind="campaign_approved").count() == 1


@pytest.mark.parametrize("door", ["conditions", "workflow"])
def test_changes_asked_at_either_door_and_submitted_again(client, moderator, door):
    campaign = a_campaign(state="submitted")
    remark = Comment.objects.create(page=campaign.page, user=moderator, text="Qui ?", contentpath="team")
    if door == "conditions":
        client.force_login(moderator)
        client.post(address(campaign.page), {"action": "ask_changes", "reason": "Qui sera là ?"})
    else:
        act(campaign, "reject", moderator, comment="Qui sera là ?")
    assert state(campaign) == ("needs_changes", "needs_changes")
    assert CampaignReview.objects.get().reason == "Qui sera là ?"
    notice = Notice.objects.get(kind="campaign_needs_changes")
    assert "Qui sera là ?" in " ".join(notice.context["paragraphs"])
    assert notice.context["path"] == reverse("campaigns:editor", args=[campaign.pk])
    client.force_login(campaign.holder)
    assert (
        "Qui ?" in client.get(reverse("campaigns:editor_step", args=[campaign.pk, "equipe"])).content.decode()
    )
    client.post(reverse("campaigns:editor_submit", args=[campaign.pk]))
    assert state(campaign) == ("submitted", "in_progress")
    remark.refresh_from_db()
    assert remark.resolved_by == campaign.holder
    assert page_of(campaign).workflow_states.count() == 1, "the same reading goes on"
    act(campaign, "approve", moderator, **GOOD_ANSWERS, comment="")
    assert state(campaign) == ("approved", "approved")


def test_a_refusal_names_its_criterion_and_the_holder_may_ask_again(client, moderator):
    campaign = a_campaign(state="submitted")
    with pytest.raises(ReviewIncomplete):
        reviewing.refuse(campaign=campaign, criterion="commercial", at=timezone.now(), reason="Non.")
    client.force_login(moderator)
    filled = {"action": "refuse", "criterion": "public_duty", "reason": "C’est à la voirie."}
    client.post(address(campaign.page), filled)
    assert state(campaign) == ("refused", "cancelled")
    assert CampaignReview.objects.get().criterion == "public_duty"
    client.force_login(campaign.holder)
    page = client.get(reverse("campaigns:editor", args=[campaign.pk])).content.decode()
    assert "Ne remplace pas un service public normal" in page
    assert "C’est à la voirie." in page
    client.post(reverse("campaigns:editor_ask_again", args=[campaign.pk]))
    assert state(campaign)[0] == "draft"
    client.post(reverse("campaigns:editor_submit", args=[campaign.pk]))
    assert state(campaign) == ("submitted", "in_progress")


def test_a_reading_that_staff_stop_gives_the_project_back(moderator):
    campaign = a_campaign(state="submitted")
    page_of(campaign).current_workflow_state.cancel(user=moderator)
    assert state(campaign) == ("needs_changes", "cancelled")
    assert Notice.objects.filter(kind="campaign_needs_changes").count() == 1
    reviewing.submit(campaign=Campaign.objects.get(pk=campaign.pk), at=timezone.now())
    assert state(campaign) == ("submitted", "in_progress")


def test_publishing_or_unpublishing_the_page_is_no_verdict(moderator):
    campaign = a_campaign(state="submitted")
    page_of(campaign).latest_revision.publish(user=moderator, skip_permission_checks=True)
    assert state(campaign) == ("submitted", "in_progress")
    page_of(campaign).unpublish()
    assert state(campaign) == ("submitted", "in_progress")
    act(campaign, "approve", moderator, **GOOD_ANSWERS, comment="")
    a_ready_recipient(campaign)
    launching.launch(campaign=campaign, at=timezone.now())
    assert page_of(campaign).live, "launching publishes what was approved"


def test_an_approval_needs_every_answer_at_the_service_and_at_both_doors(client, moderator):
    campaign = a_campaign(state="submitted")
    for answers in ({}, {**GOOD_ANSWERS, "real_need": "no"}, {**GOOD_ANSWERS, "real_need": "perhaps"}):
        with pytest.raises(ReviewIncomplete):
            reviewing.approve(campaign=campaign, answers=answers, at=timezone.now())
        with pytest.raises(PermissionDenied):
            act(campaign, "approve", moderator, **answers, comment="")
        client.force_login(moderator)
        client.post(address(campaign.page), {"action": "approve", **answers})
        assert state(campaign) == ("submitted", "in_progress")
    with pytest.raises(PermissionDenied):
        act(campaign, "reject", moderator, comment="")


def test_criteria_as_values():
    assert unanswered({}) == tuple(Criterion)
    assert unmet({**GOOD_ANSWERS, "commercial": "no"}) == (), "commercial or not, both are welcome"
    for criterion in DECISIVE:
        assert unmet({**GOOD_ANSWERS, criterion: "no"}) == (criterion,)


@pytest.mark.parametrize("group", [groups.EDITORS, groups.FINANCE])
def test_only_moderators_have_the_verdict_and_the_page_while_it_is_read(client, moderator, group):
    campaign = a_campaign(state="submitted")
    task = page_of(campaign).current_workflow_task
    other = a_staff_member(group)
    assert task.get_actions(campaign.page, other) == []
    assert task.locked_for_user(campaign.page, other)
    edit = reverse("wagtailadmin_pages:edit", args=[campaign.page_id])
    client.force_login(moderator)
    page = client.get(edit)
    assert page.status_code == 200
    assert "Approuver" in page.content.decode()
    assert "action-submit" not in page.content.decode()
    dialogue = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[campaign.page_id, "approve", page_of(campaign).current_workflow_task_state.pk],
    )
    assert "Intérêt local" in client.get(dialogue).json()["html"]
    client.post(dialogue, {**GOOD_ANSWERS, "comment": ""})
    assert state(campaign) == ("approved", "approved")


def test_nothing_is_submitted_while_something_is_missing():
    campaign = a_campaign(state="draft")
    write(campaign, who_benefits="")
    with pytest.raises(NotReady) as refused:
        reviewing.submit(campaign=campaign, at=timezone.now())
    assert refused.value.reasons == ("no_beneficiaries",)
    assert state(campaign) == ("draft", "")


def test_what_was_approved_is_what_is_launched(moderator):
    campaign = a_campaign(state="draft")
    CampaignPage.objects.filter(pk=campaign.page_id).update(live=False)
    campaign = Campaign.objects.get(pk=campaign.pk)
    write(campaign, summary="Ce qui est approuvé.")
    reviewing.submit(campaign=campaign, at=timezone.now())
    reviewing.approve(campaign=campaign, answers=GOOD_ANSWERS, at=timezone.now(), actor=moderator)
    later = draft_of(campaign)
    later.summary = "Glissé après l’approbation."
    later.save_revision()
    a_ready_recipient(campaign)
    launching.launch(campaign=campaign, at=timezone.now())
    assert page_of(campaign).summary == "Ce qui est approuvé."
    assert page_of(campaign).live


def test_after_launch_words_change_through_a_review_and_terms_do_not(client, moderator):
    campaign = a_campaign(state="live")
    client.force_login(campaign.holder)
    for step in ("argent", "contreparties", "engagements"):
        assert client.get(reverse("campaigns:editor_step", args=[campaign.pk, step])).status_code == 404
    with pytest.raises(MoveRefused):
        reviewing.submit_words(campaign=campaign, at=timezone.now())
    write(campaign, summary="Des nouvelles du projet.")
    assert page_of(campaign).summary == "Un projet d’ici."
    client.post(reverse("campaigns:editor_submit", args=[campaign.pk]))
    assert state(campaign) == ("live", "in_progress")
    answer = client.get(reverse("campaigns:editor", args=[campaign.pk]))
    assert "vos changements sont en relecture" in answer.content.decode()
    act(campaign, "reject", moderator, comment="Une faute.")
    assert state(campaign) == ("live", "needs_changes")
    assert Notice.objects.filter(kind="campaign_words_changes").count() == 1
    assert page_of(campaign).summary == "Un projet d’ici."
    client.post(reverse("campaigns:editor_submit", args=[campaign.pk]))
    act(campaign, "approve", moderator, **GOOD_ANSWERS, comment="")
    assert state(campaign) == ("live", "approved")
    assert page_of(campaign).summary == "Des nouvelles du projet."
    assert Notice.objects.filter(kind="campaign_words_published").count() == 1


def test_the_workflow_never_lets_two_readings_run(moderator):
    campaign = a_campaign(state="submitted")
    with pytest.raises(MoveRefused):
        reviewing.submit(campaign=campaign, at=timezone.now())
    assert WorkflowState.objects.filter(object_id=str(campaign.page_id)).count() == 1


@pytest.mark.parametrize("state_now", ["submitted", "approved", "refused"])
def test_words_are_not_written_behind_the_views_back_either(state_now):
    with pytest.raises(PageLocked):
        write(a_campaign(state=state_now), summary="Glissé.")
