"""The common launch: at the minute, all that is ready, once, whatever fails beside it."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from base.models import AuditLine
from calls import jobs
from calls.models import CallPage, Promotion
from calls.services import launching_together, promoting
from calls.services.launching_together import launch_due
from campaigns.models import Campaign, StateChange
from notices.models import Notice
from tests.editorial import a_call, a_member, an_event, the_home
from tests.promotions import a_promotion, prepared, projects

pytestmark = pytest.mark.django_db
SECOND, DAY = dt.timedelta(seconds=1), dt.timedelta(days=1)


def statuses(promotion: Promotion) -> list[str]:
    """The state of each project's campaign, in the order of the projects; empty without one."""
    return [row.campaign.status if row.campaign else "" for row in projects(promotion)]


def test_nothing_leaves_a_second_before_and_all_that_is_approved_at_the_moment():
    promotion = a_promotion("approved", "draft", "approved", "submitted", "")

    assert launch_due(at=promotion.launches_at - SECOND) == []
    assert "live" not in statuses(promotion)
    launched = launch_due(at=promotion.launches_at)

    assert len(launched) == 2
    assert statuses(promotion) == ["live", "draft", "live", "submitted", ""]
    promotion.refresh_from_db()
    assert promotion.launched_at == promotion.launches_at
    assert Notice.objects.filter(kind="campaign_launched").count() == 2
    assert AuditLine.objects.filter(action="promotions.launched").count() == 1


def test_a_second_turn_changes_nothing():
    promotion = a_promotion("approved")
    launch_due(at=promotion.launches_at)

    assert launch_due(at=promotion.launches_at + DAY) == []

    assert StateChange.objects.filter(after="live").count() == 1
    promotion.refresh_from_db()
    assert promotion.launched_at == promotion.launches_at


def test_a_campaign_that_is_not_ready_keeps_none_back_and_stays_approved():
    promotion = a_promotion("approved", "approved")
    late = projects(promotion)[0].campaign
    Campaign.objects.filter(pk=late.pk).update(deadline=promotion.launches_at - DAY)

    launch_due(at=promotion.launches_at)

    assert statuses(promotion) == ["approved", "live"]
    promotion.refresh_from_db()
    assert promotion.launched_at is not None  # nobody waits for it, the worker least of all
    late.refresh_from_db()
    assert late.launched_at is None
    assert not StateChange.objects.filter(campaign=late, after="live").exists()


def test_after_a_crash_the_others_are_launched_and_the_next_turn_finishes(monkeypatch):
    promotion = a_promotion("approved", "approved", "approved")
    broken = projects(promotion)[1].campaign_id
    real = launching_together.launch

    def failing(*, campaign, at):
        if campaign.pk == broken:
            raise RuntimeError("the disk is full")
        real(campaign=campaign, at=at)

    monkeypatch.setattr(launching_together, "launch", failing)
    launch_due(at=promotion.launches_at)
    promotion.refresh_from_db()
    assert statuses(promotion) == ["live", "approved", "live"]
    assert promotion.launched_at is None

    monkeypatch.setattr(launching_together, "launch", real)
    launch_due(at=promotion.launches_at + dt.timedelta(minutes=1))

    promotion.refresh_from_db()
    assert statuses(promotion) == ["live"] * 3
    assert promotion.launched_at == promotion.launches_at + dt.timedelta(minutes=1)
    assert StateChange.objects.filter(after="live").count() == 3


def test_a_launch_moved_by_an_editor_meanwhile_waits():
    promotion = a_promotion("approved")
    stale = Promotion.objects.get(pk=promotion.pk)
    at = promotion.launches_at
    promoting.move_launch(
        promotion=promotion, launches_at=at + DAY, moves_steps=False, at=at - DAY, actor=a_member("Éditeurs")
    )

    assert launching_together.launch_together(promotion=stale, at=at) == []

    promotion.refresh_from_db()
    assert statuses(promotion) == ["approved"]
    assert promotion.launched_at is None


def test_the_worker_does_it_and_says_how_many():
    promotion = a_promotion("approved", "draft")

    assert jobs.launch_promotions(promotion.launches_at - SECOND) is None
    assert jobs.launch_promotions(promotion.launches_at) == "1 campaigns"


def test_kept_pages_end_at_the_launch_and_nothing_is_kept_while_it_is_due():
    promotion = a_promotion("draft")
    at = promotion.launches_at - DAY

    assert CallPage.objects.next_change(at=at) == promotion.launches_at
    assert CallPage.objects.next_change(at=at + 2 * DAY) == promotion.launches_at
    launch_due(at=promotion.launches_at)
    assert CallPage.objects.next_change(at=promotion.launches_at + DAY) is None


def words(client: Client, url: str) -> str:
    """The page as it is read, without the spaces of French typography."""
    cache.clear()
    return client.get(url).content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_the_calls_page_says_when_then_shows_the_campaigns(client):
    at = timezone.now()
    promotion = a_promotion("approved", launches_at=at + 5 * DAY)
    url = promotion.call.url

    assert "Lancement commun le" in words(client, url)
    assert projects(promotion)[0].campaign.page.url not in words(client, url)
    launching_together.launch_together(promotion=promotion, at=at + 5 * DAY)

    html = words(client, url)
    assert "Lancés ensemble le" in html
    assert "Les projets nés de cet appel" in html


def test_the_front_page_announces_the_next_launch_within_a_month_beside_the_open_call(client):
    at = timezone.now()
    home = the_home().url
    a_call(title="Ouvert maintenant")
    far = a_promotion("draft", launches_at=at + 40 * DAY)
    CallPage.objects.filter(pk=far.call_id).update(closes_at=at - DAY)
    assert "se lancent le" not in words(client, home)
    near = a_promotion("draft", launches_at=at + 20 * DAY)
    CallPage.objects.filter(pk=near.call_id).update(closes_at=at - DAY)

    html = words(client, home)

    assert "Ouvert maintenant" in html
    assert f"Les projets de « {near.call.title} » se lancent le" in html
    assert near.call.url in html
    launch_due(at=near.launches_at)
    assert "se lancent le" not in words(client, home)


def test_without_any_call_to_answer_the_launch_stands_alone(client):
    near = a_promotion("draft", launches_at=timezone.now() + 20 * DAY)
    CallPage.objects.update(closes_at=timezone.now() - DAY)

    html = words(client, the_home().url)

    assert near.call.title in html
    assert f"Les projets de « {near.call.title} » se lancent le" in html


def test_workshops_that_are_drafts_are_shown_to_nobody(client):
    promotion = a_promotion("draft")
    event = an_event(title="Atelier pas encore publié")
    prepared(promotion, workshops=[event])
    event.unpublish()
    client.force_login(projects(promotion)[0].holder)

    assert "Atelier pas encore publié" not in words(client, f"/promotions/{promotion.call_id}/")
