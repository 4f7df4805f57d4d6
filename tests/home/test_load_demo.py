"""The demonstration loaded for real, once: states, sums, books, refusals, and pages that answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from wagtail.models import Page, ReferenceIndex, Site

from accounts.models import User
from base.models import AuditLine, Image, Territory
from calls.models import CallPage
from campaigns.models import Campaign, CampaignPage, LedgerEntry, PaymentOperation, Pledge, UpdatePage
from campaigns.services.reconciling import check_books
from home.demo.campaigns import CAMPAIGNS
from home.demo.focal_points import FOCAL_POINTS
from home.demo.gallery import FOLDER
from home.demo.loading import LOADED
from home.demo.plain_pages import PLAIN_PAGES
from home.demo.staff import PASSWORD
from home.models import HomePage, PlainPage
from notices.models import Notice
from stories.models import EventPage, StoryPage
from themes.models import ThemePage

ACCOUNTS = ("editrice", "moderatrice", "finance", "admin", "citoyenne", "porteur")


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The demonstration, loaded by its command once for the module and rolled back after it."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr("django.conf.settings.MEDIA_ROOT", str(tmp_path_factory.mktemp("media")))
        with transaction.atomic():
            call_command("load_demo", verbosity=0)
            yield
            transaction.set_rollback(True)


@pytest.fixture
def demo(loaded: None, db: None) -> None:
    """The loaded demonstration, whatever a test does to it undone afterwards."""


@pytest.mark.parametrize("story", CAMPAIGNS, ids=lambda story: story.slug)
def test_a_campaign_is_where_its_story_left_it(demo: None, story: Any) -> None:
    campaign = Campaign.objects.get(page__slug=story.slug)

    assert campaign.status == story.state
    assert campaign.gathered_cents == story.gathered_cents
    assert campaign.tiers.count() == len(story.tiers)
    assert campaign.page.live == (story.state not in {"draft", "submitted", "needs_changes", "refused"})
    assert UpdatePage.objects.child_of(campaign.page).live().count() == len(story.news)


def test_the_books_are_true(demo: None) -> None:
    report = check_books()

    assert [check.differences for check in report.checks if check.differences] == []
    assert report.entries > 400


def test_one_euro_short_and_everybody_has_everything_back(demo: None) -> None:
    campaign = Campaign.objects.get(page__slug="four-a-pain")

    assert campaign.threshold_cents - campaign.decided_cents == 100
    assert set(campaign.pledges.values_list("status", flat=True)) == {"refunded"}
    assert not LedgerEntry.objects.filter(campaign=campaign, kind="commission").exists()


def test_what_waits_for_a_person_is_there_to_be_seen(demo: None) -> None:
    """A payout and two refunds that the bank refused: all else is finished within minutes by the worker."""
    waiting = PaymentOperation.objects.filter(state="attention")

    assert sorted(waiting.values_list("kind", flat=True)) == ["payout", "refund", "refund"]
    assert Campaign.objects.filter(needs_attention=True).count() == 3
    assert Pledge.objects.filter(status="awaiting_payment").count() == 1
    assert not PaymentOperation.objects.filter(kind__in=["payout", "refund"], state="pending").exists()
    assert not Notice.objects.exclude(state="sent").exists()


def test_pledges_happened_in_the_past_and_during_their_campaign(demo: None) -> None:
    for pledge in Pledge.objects.select_related("campaign"):
        assert pledge.campaign.launched_at <= pledge.created_at < pledge.campaign.deadline
    assert Pledge.objects.filter(user__email="citoyenne@example.org").count() >= 4
    assert Pledge.objects.filter(user__email="porteur@example.org").count() >= 3


@pytest.mark.parametrize("name", ACCOUNTS)
def test_the_accounts_sign_in_and_only_staff_enter_the_editing_room(demo: None, name: str) -> None:
    client = Client()

    assert client.login(email=f"{name}@example.org", password=PASSWORD)
    enters = client.get("/admin/").status_code == 200
    assert enters == (name not in {"citoyenne", "porteur"})
    assert User.objects.get(email=f"{name}@example.org").emailaddress_set.get().verified


def test_pictures_have_words_and_a_focal_point(demo: None) -> None:
    assert Image.objects.count() >= 38
    for image in Image.objects.all():
        assert image.description
        assert image.focal_point_x < image.width
        assert image.focal_point_y < image.height


def test_every_picture_drawn_for_a_page_has_a_focal_point() -> None:
    drawn = {Path(name).stem for name in FOLDER.glob("*.webp")} - {"perdu-404"}

    assert drawn == set(FOCAL_POINTS)


def test_the_site_is_the_town_and_its_public_pages_answer(demo: None) -> None:
    home = HomePage.objects.get()
    client = Client()

    assert (
        Territory.objects.get().root_page_id == Site.objects.get(is_default_site=True).root_page_id == home.pk
    )
    assert Page.objects.filter(depth=2).count() == 1
    assert not Page.find_problems()[0]
    shown = [
        model.objects.live().first() for model in (ThemePage, CallPage, StoryPage, EventPage, UpdatePage)
    ]
    for page in (
        *shown,
        *home.get_children().live(),
        Campaign.objects.get(page__slug="cafe-de-quartier").page,
    ):
        assert client.get(page.url).status_code == 200, page.url
    for page in CampaignPage.objects.exclude(campaign__in=Campaign.objects.visible()):
        assert client.get(page.url).status_code == 404, page.url


def test_the_front_page_shows_its_season(demo: None) -> None:
    front = Client().get("/").content.decode()

    for words in (
        "Rivelaine pousse",
        "Circuits courts alimentaires",
        "Le café de quartier",
        "La soirée des projets",
    ):
        assert words in front
    assert PlainPage.objects.live().filter(in_footer=True).count() == len(PLAIN_PAGES)


def test_the_editing_room_knows_where_a_picture_is_used(demo: None) -> None:
    cafe = Campaign.objects.get(page__slug="cafe-de-quartier").page

    assert ReferenceIndex.get_references_to(cafe.picture).exists()


def test_a_second_run_says_so_and_changes_nothing(demo: None, capsys: pytest.CaptureFixture[str]) -> None:
    def counts() -> list[int]:
        rows = (Page, Image, User, Pledge, LedgerEntry, PaymentOperation, AuditLine, Notice)
        return [model.objects.count() for model in rows]

    before = counts()
    call_command("load_demo")

    assert "already there" in capsys.readouterr().out
    assert counts() == before


def test_a_database_with_a_territory_of_its_own_is_refused(demo: None) -> None:
    """The same rows without the line that says they are the demonstration's: somebody's town."""
    AuditLine.objects.filter(action=LOADED).update(action="something.else")
    before = Page.objects.count()

    with pytest.raises(CommandError, match="not the demonstration"):
        call_command("load_demo")
    assert Page.objects.count() == before
