"""Promotions: forming one, moving its launch, its steps, mentors, workshops, and what each project shows."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.groups import EDITORS
from calls.errors import PromotionRefused
from calls.models import Mentor, Promotion, StepDone
from calls.preparation import USUAL_STEPS, usual_steps
from calls.progress import progress_of
from calls.services import promoting
from calls.services.promoting import MentorDraft, StepDraft
from campaigns.rules.launch import Obstacle
from campaigns.services.launching import launch_obstacles
from campaigns.services.readiness import obstacles_of
from notices.models import Notice
from tests.applications import a_deposited_application
from tests.builders import a_campaign, a_user
from tests.editorial import a_call, a_member, an_event
from tests.promotions import a_mentor, a_promotion, a_selected_call, prepared, projects

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("days", [1, 2, 10, 30, 49, 50, 90])
def test_usual_steps_stand_between_today_and_the_launch_in_their_order(days):
    today = dt.date(2026, 11, 2)

    dated = [day for day, _step in usual_steps(today=today, launch_day=today + days * DAY)]

    assert dated == sorted(dated)
    assert len(dated) == len(USUAL_STEPS)
    assert all(today <= day <= today + days * DAY for day in dated)
    assert days == 1 or (min(dated) > today and max(dated) < today + days * DAY)
    if days > 49:
        assert dated[-1] == today + (days - 7) * DAY


def test_a_promotion_is_formed_once_after_the_decisions_and_tells_its_holders():
    call, (application,) = a_selected_call()
    at = timezone.now()
    facts = {"launches_at": at + 60 * DAY, "at": at, "actor": a_member(EDITORS)}

    promotion = promoting.open_promotion(call=call, **facts)

    assert promotion.steps.count() == len(USUAL_STEPS)
    letter = Notice.objects.get(kind="promotion_opened")
    assert letter.recipient == application.holder.email
    assert letter.context["path"] == reverse("calls:promotion", args=[call.pk])
    with pytest.raises(PromotionRefused):
        promoting.open_promotion(call=call, **facts)


def test_no_promotion_before_the_decisions_are_published_nor_for_a_moment_that_is_past():
    call = a_call()
    a_deposited_application(call)
    at = timezone.now()
    with pytest.raises(PromotionRefused):
        promoting.open_promotion(call=call, launches_at=at + DAY, at=at, actor=a_member(EDITORS))
    decided, _selected = a_selected_call()
    with pytest.raises(PromotionRefused):
        promoting.open_promotion(call=decided, launches_at=at - DAY, at=at, actor=a_member(EDITORS))
    assert not Promotion.objects.exists()


def test_moving_the_launch_moves_the_steps_to_come_and_tells_everybody():
    promotion = a_promotion("draft")
    a_mentor(projects(promotion)[0])
    past = promotion.steps.create(label="Hier", due_on=timezone.now().date() - 2 * DAY)
    before = list(promotion.steps.exclude(pk=past.pk).values_list("due_on", flat=True))
    Notice.objects.all().delete()

    promoting.move_launch(
        promotion=promotion,
        launches_at=promotion.launches_at + 7 * DAY,
        moves_steps=True,
        at=timezone.now(),
        actor=a_member(EDITORS),
    )

    after = list(promotion.steps.exclude(pk=past.pk).values_list("due_on", flat=True))
    assert after == [day + 7 * DAY for day in before]
    past.refresh_from_db()
    assert past.due_on == timezone.now().date() - 2 * DAY
    assert {notice.recipient for notice in Notice.objects.filter(kind="promotion_moved")} == {
        projects(promotion)[0].holder.email,
        "mentor@example.org",
    }


def test_once_launched_a_promotion_changes_no_more():
    promotion = a_promotion("draft")
    Promotion.objects.update(launched_at=timezone.now())

    with pytest.raises(PromotionRefused):
        prepared(promotion)
    with pytest.raises(PromotionRefused):
        promoting.move_launch(
            promotion=promotion,
            launches_at=promotion.launches_at + DAY,
            moves_steps=False,
            at=timezone.now(),
            actor=a_member(EDITORS),
        )


def test_a_step_that_is_not_given_any_more_goes_with_its_ticks_and_others_keep_theirs():
    promotion = a_promotion("draft")
    (project,), (first, second, *_rest) = projects(promotion), promotion.steps.all()
    for step in (first, second):
        promoting.mark_step(
            step=step, application=project, is_done=True, at=timezone.now(), actor=project.holder
        )

    prepared(
        promotion,
        steps=[StepDraft("Autrement dit", first.due_on, pk=first.pk), StepDraft("Neuve", first.due_on)],
    )

    assert sorted(promotion.steps.values_list("label", flat=True)) == ["Autrement dit", "Neuve"]
    assert list(StepDone.objects.values_list("step", flat=True)) == [first.pk]


def test_a_step_of_another_promotion_is_not_touched_by_its_number():
    promotion, other = a_promotion("draft"), a_promotion("draft")
    theirs = other.steps.first()

    prepared(promotion, steps=[StepDraft("La mienne", theirs.due_on, pk=theirs.pk)])

    theirs.refresh_from_db()
    assert theirs.label != "La mienne"
    assert promotion.steps.get().label == "La mienne"


def test_a_mentor_hears_of_it_once_and_the_holder_too():
    promotion = a_promotion("draft")
    (project,) = projects(promotion)

    a_mentor(project, "  Lucie.Arnal@Example.org ")
    a_mentor(project, "lucie.arnal@example.org", name="Lucie A.")

    assert Mentor.objects.get().name == "Lucie A."
    assert Notice.objects.get(kind="mentor_asked").recipient == "lucie.arnal@example.org"
    named = Notice.objects.get(kind="mentor_named")
    assert named.recipient == project.holder.email
    assert ["Lui écrire", "lucie.arnal@example.org"] in named.context["facts"]
    prepared(promotion, mentors={project.pk: MentorDraft()})
    assert not Mentor.objects.exists()


def test_a_step_is_ticked_and_unticked_by_who_writes_the_project_alone():
    promotion = a_promotion("draft", "draft")
    mine, theirs = projects(promotion)
    step = promotion.steps.first()
    address = reverse("calls:promotion_step", args=[promotion.call_id, step.pk])
    client = signed_in(mine.holder)
    page = client.get(reverse("calls:promotion", args=[promotion.call_id])).content.decode()
    assert page.count('name="csrfmiddlewaretoken"') >= promotion.steps.count()

    for _twice in range(2):
        client.post(address, {"project": str(mine.reference), "done": "1"})
    assert StepDone.objects.get().application == mine
    assert StepDone.objects.get().done_by == mine.holder
    client.post(address, {"project": str(mine.reference), "done": "0"})
    assert not StepDone.objects.exists()
    for wrong in (str(theirs.reference), "", "\x00", "pas-une-référence"):
        assert client.post(address, {"project": wrong, "done": "1"}).status_code == 404
    assert not StepDone.objects.exists()


def test_the_shared_page_says_what_comes_next_who_helps_and_what_blocks():
    promotion = a_promotion("draft", "approved", "")
    drafted, _approved, _none = projects(promotion)
    a_mentor(drafted)
    prepared(promotion, workshops=[an_event(title="Raconter en deux minutes")])
    drafted.campaign.tiers.all().delete()

    page = signed_in(drafted.holder).get(reverse("calls:promotion", args=[promotion.call_id]))
    html = page.content.decode().replace("\u00a0", " ").replace("\u202f", " ")

    assert "no-store" in page["Cache-Control"]
    assert "Ensemble, dans 56 jours" in html
    assert "Raconter en deux minutes" in html
    assert "mentor@example.org" in html
    assert "Proposez au moins une contrepartie" in html
    assert "Part avec les autres." in html
    assert "Le brouillon n’est pas encore fait." in html
    progress = progress_of(promotion, at=timezone.now(), user=drafted.holder)
    assert progress.projects[0].application == drafted
    assert progress.ready == 1


def test_a_mentors_address_is_for_its_project_and_the_staff_not_for_the_others():
    promotion = a_promotion("draft", "draft")
    mine, theirs = projects(promotion)
    a_mentor(mine, "secret.mentor@example.org")
    address = reverse("calls:promotion", args=[promotion.call_id])

    assert "secret.mentor@example.org" in signed_in(mine.holder).get(address).content.decode()
    assert "secret.mentor@example.org" not in signed_in(theirs.holder).get(address).content.decode()
    assert "secret.mentor@example.org" in signed_in(a_member(EDITORS)).get(address).content.decode()


def test_obstacles_read_together_are_those_of_the_editor_whatever_the_number_of_campaigns():
    campaigns = [a_campaign(state="draft") for _each in range(3)]
    page = campaigns[0].page
    page.summary = ""
    page.save_revision()
    campaigns[1].tiers.all().delete()
    at = timezone.now()

    with CaptureQueriesContext(connection) as queries:
        found = obstacles_of([campaign.pk for campaign in campaigns], at=at)

    assert len(queries) == 4
    for campaign in campaigns:
        one = [
            code
            for code in launch_obstacles(campaign=type(campaign).objects.get(pk=campaign.pk), at=at)
            if code != Obstacle.PAGE_NOT_PUBLISHED
        ]
        assert list(found[campaign.pk]) == one
    assert set(found[campaigns[0].pk]) == {Obstacle.NO_SUMMARY, Obstacle.NO_RECIPIENT}
    assert Obstacle.NO_TIER in found[campaigns[1].pk]


def test_the_shared_page_costs_the_same_for_two_projects_and_for_seven():
    counts = []
    for number in (2, 7):
        promotion = a_promotion(*["draft"] * number)
        for position, project in enumerate(projects(promotion)):
            a_mentor(project, f"mentor-{position}@example.org")
        client = signed_in(projects(promotion)[0].holder)
        address = reverse("calls:promotion", args=[promotion.call_id])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1], counts


def test_what_people_typed_stays_text():
    promotion = a_promotion("draft")
    (project,) = projects(promotion)
    evil = "<script>alert(1)</script>\u202e"
    prepared(promotion, steps=[StepDraft(evil, promotion.launches_at.date(), evil)])
    a_mentor(project, name=evil)

    html = (
        signed_in(project.holder).get(reverse("calls:promotion", args=[promotion.call_id])).content.decode()
    )

    assert "<script>alert" not in html


def test_the_editor_and_the_application_say_that_it_is_launched_with_others():
    promotion = a_promotion("draft")
    (project,) = projects(promotion)
    a_mentor(project)
    client = signed_in(project.holder)

    for address in (
        reverse("campaigns:editor", args=[project.campaign_id]),
        reverse("calls:application", args=[project.reference]),
        reverse("calls:decision", args=[project.reference]),
    ):
        html = client.get(address).content.decode().replace("\u00a0", " ")
        assert "Votre campagne part avec les autres le" in html, address
        assert "Lucie Arnal" in html
        assert promotion.steps.first().label in html.replace("\u202f", " ")
    stranger = a_campaign(state="draft", holder=a_user())
    alone = signed_in(stranger.holder).get(reverse("campaigns:editor", args=[stranger.pk]))
    assert "part avec les autres" not in alone.content.decode()
