"""« [à compléter] » reaches the public by no way: several pages at once, a workflow, a schedule, a service."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, GroupApprovalTask, Page, PageLogEntry, Revision, Workflow, WorkflowTask

from accounts import groups
from base.schedule import run_due_jobs
from base.unfinished import MARK, UnfinishedPage
from calls.models import CallOffer
from home.models import PlainPage
from tests.campaigns.test_terms_screen import a_staff_member
from tests.editorial import a_call, a_plain_page, a_story

pytestmark = pytest.mark.django_db

SAID = f"il reste « {MARK} » dans"


@pytest.fixture
def editor(client: Client):
    user = a_staff_member(groups.EDITORS)
    client.force_login(user)
    return user


def a_draft(**fields) -> PlainPage:
    """A plain page nobody reads yet, whose summary is still to be written unless told otherwise."""
    page = a_plain_page(**{"live": False, "summary": f"{MARK} une phrase", **fields})
    page.save_revision()
    return page


def said(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def test_several_pages_at_once(client: Client, editor):
    finished, unfinished = a_draft(summary="Tout est dit."), a_draft(title="Mentions")
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    answer = client.post(f"{bulk}?id={finished.pk}&id={unfinished.pk}", {"next": "/admin/"}, follow=True)

    assert f"{SAID} « Mentions »" in said(answer).replace("\u00a0", " ")
    assert answer.redirect_chain == [(reverse("wagtailadmin_pages:edit", args=[unfinished.pk]), 302)]
    assert not is_live(finished), "one of them is enough: nothing is done by half"
    assert not is_live(unfinished)


def test_pages_below_those_chosen(client: Client, editor):
    above = a_draft(summary="Tout est dit.")
    below = above.add_child(instance=PlainPage(title="Dessous", slug="dessous", summary=MARK, live=False))
    below.save_revision()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    answer = client.post(
        f"{bulk}?id={above.pk}", {"next": "/admin/", "include_descendants": "on"}, follow=True
    )

    assert "Dessous" in said(answer)
    assert not is_live(above)


@pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "XMLHttpRequest"}])
def test_the_end_of_a_workflow(client: Client, editor, headers):
    page = a_draft(title="Mentions")
    task = GroupApprovalTask.objects.create(name="Relecture")
    task.groups.add(editor.groups.get())
    workflow = Workflow.objects.create(name="Relire")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    state = workflow.start(page, editor)
    approve = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state.pk]
    )

    answer = client.post(approve, {"comment": ""}, headers=headers)

    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if headers:
        assert answer.json() == {"step": "success", "redirect": edit}
    else:
        assert (answer.status_code, answer.url) == (302, edit)
    assert "Mentions" in said(client.get(edit))
    assert not is_live(page)
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS


def test_a_page_is_not_planned_either():
    page = a_draft(go_live_at=timezone.now() + timedelta(days=1))

    with pytest.raises(UnfinishedPage):
        page.get_latest_revision().publish()

    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_a_plan_written_another_way_is_held_back_and_stops_no_other(time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    soon = now + timedelta(hours=1)
    unfinished, finished = a_draft(go_live_at=soon), a_draft(summary="Tout est dit.", go_live_at=soon)
    Revision.page_revisions.update(approved_go_live_at=soon)
    time_machine.move_to(soon + timedelta(minutes=1), tick=False)

    assert "publish_scheduled" in run_due_jobs(at=timezone.now())

    assert (is_live(unfinished), is_live(finished)) == (False, True)
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    history = PageLogEntry.objects.filter(page=unfinished.pk, action="wagtail.schedule.cancel")
    assert history.count() == 1
    call_command("publish_scheduled")
    assert not is_live(unfinished)


def test_a_row_of_a_page_counts():
    call = a_call(live=False)
    call.offers.add(CallOffer(kind="place", text=f"{MARK} une cuisine"))

    with pytest.raises(UnfinishedPage):
        call.save_revision().publish()

    assert not is_live(call)


def test_what_editors_write_to_each_other_does_not_count(editor):
    story = a_story(live=False)
    story.wagtail_admin_comments.add(Comment(user=editor, text=f"Reste {MARK}", contentpath="title"))

    story.save_revision().publish()

    assert is_live(story)


def test_the_live_page_stays_while_its_draft_is_unfinished():
    story = a_story(summary="Avant")
    story.summary = MARK
    revision = story.save_revision()

    with pytest.raises(UnfinishedPage):
        revision.publish()

    assert type(story).objects.get(pk=story.pk).summary == "Avant"
