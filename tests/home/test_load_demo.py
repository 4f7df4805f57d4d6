"""The demonstration loaded for real, by its command: states, sums, books, refusals, and pages that answer."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import Client
from wagtail.models import Page, ReferenceIndex, Site

from accounts.models import User
from base.models import AuditLine, Image, Territory, VisitCount
from calls.models import CallPage
from campaigns.models import (
    Campaign,
    CampaignPage,
    Dispute,
    LedgerEntry,
    PaymentOperation,
    PaymentSlip,
    Pledge,
    UpdatePage,
)
from campaigns.services.reconciling import check_books
from home.demo.campaigns import CAMPAIGNS
from home.demo.clock import PARIS, Clock
from home.demo.focal_points import FOCAL_POINTS
from home.demo.gallery import FOLDER
from home.demo.loading import LOADED
from home.demo.plain_pages import PLAIN_PAGES
from home.demo.programme import FRONT, PLAN
from home.demo.selections import SUBSCRIBERS
from home.demo.staff import PASSWORD
from home.models import HomePage, Newsletter, Place, PlainPage, Showing, Slot, Subscription
from home.plan import Stretch, gaps, overlaps
from home.programme import front_page
from home.services.showings import record_showings
from home.services.subscribing import forget_departed
from home.slot_rules import why_not_public
from notices.models import Notice
from stories.models import EventPage, Registration, StoryPage
from themes.models import ThemePage

# The first test may load the demonstration, slowly on a busy machine.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

ACCOUNTS = ("editrice", "moderatrice", "finance", "admin", "citoyenne", "porteur")


@pytest.fixture
def demo(demo_to_read: None, db: None) -> None:
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
    """Two refunds refused, a contest, a payout that waits for its account: the worker finishes all else."""
    waiting = PaymentOperation.objects.filter(state="attention")

    assert sorted(waiting.values_list("kind", flat=True)) == ["refund", "refund"]
    assert Campaign.objects.filter(needs_attention=True).count() == 3
    assert Dispute.objects.get().account == "losses"
    assert Pledge.objects.filter(status="awaiting_payment").count() == 1
    by_hand = PaymentOperation.objects.by_hand()
    assert [(row.kind, row.campaign.page.slug) for row in by_hand] == [("refund", "coworking")]
    pending = PaymentOperation.objects.filter(kind__in=["payout", "refund"], state="pending").exclude(
        pk__in=by_hand
    )
    assert [row.payout_account.missing for row in pending] == [["identity.document"]]
    assert set(Notice.objects.exclude(state="sent").values_list("state", flat=True)) == {"to_print"}


def test_some_pay_without_a_card_and_one_has_not_come_yet(demo: None) -> None:
    offline = Pledge.objects.filter(gateway="bank").order_by("backer_name")

    assert [(pledge.backer_name, pledge.offline.way, pledge.status) for pledge in offline] == [
        ("Denise Calvet", "transfer", "held"),
        ("Lucien Barral", "cash", "refund_due"),
        ("Mme Arnaud", "cash", "held"),
        ("Odette Roman", "cheque", "released"),
        ("Paulette et Jean Vidal", "cheque", "held"),
    ]
    assert offline.get(backer_name="Mme Arnaud").backer_email == ""
    assert PaymentSlip.objects.get().pledge is None
    town = Territory.objects.get()
    assert town.counters.count() == 2
    town.full_clean()


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


def loaded_at() -> datetime:
    """When the demonstration was loaded."""
    at: datetime = AuditLine.objects.get(action=LOADED).at
    return at


def stretches(place: str) -> list[Stretch]:
    """What is planned in a place of the front page."""
    slots = Slot.objects.of(HomePage.objects.get()).filter(place=place)
    return [Stretch(slot.starts_at, slot.ends_at, slot.pk) for slot in slots]


@pytest.mark.parametrize("place", [place for place in Place if place != Place.BANNER])
def test_sixteen_weeks_are_planned_but_for_what_is_wrong_on_purpose(demo: None, place: str) -> None:
    clock = Clock(loaded_at())
    period = {"since": clock.moment(-56), "until": clock.moment(56)}
    found = [(gap.starts_at, gap.ends_at) for gap in gaps(stretches(place), **period)]
    crossed = [(one.starts_at, one.ends_at) for one in overlaps(stretches(place), **period)]

    is_headline = place == Place.HEADLINE
    assert found == ([(clock.moment(28), clock.moment(31))] if is_headline else [])
    if is_headline:
        assert crossed == [(clock.moment(45), clock.moment(49))]


def test_the_slots_are_the_plan_approved_by_somebody_else(demo: None) -> None:
    home = HomePage.objects.get()

    assert Slot.objects.count() == len(PLAN)
    for slot in Slot.objects.all():
        assert slot.author_id
        assert slot.approved_by_id
        assert slot.approved_by_id != slot.author_id
    order = [plan.shown for plan in PLAN if (plan.on, plan.place) == (FRONT, "campaign")]
    campaigns = Slot.objects.of(home).filter(place=Place.CAMPAIGN).order_by("position")
    assert list(campaigns.values_list("shown__slug", flat=True)) == order
    coming = Slot.objects.select_related("shown").exclude(ends_at__lte=loaded_at())
    assert not why_not_public(coming, at=loaded_at())


def test_the_front_page_shows_the_plan_of_the_moment(demo: None) -> None:
    home, at = HomePage.objects.get(), loaded_at()
    clock = Clock(at)
    planned = [
        plan
        for plan in PLAN
        if plan.on == FRONT
        and clock.moment(plan.starts_in_days, time.fromisoformat(plan.starts_at)) <= at
        and at < clock.moment(plan.ends_in_days or 0, time.fromisoformat(plan.starts_at))
    ]
    chosen = [placed for placed in front_page(home, at=at).placed if placed.chosen]
    slugs = {page.pk: page.slug for page in Page.objects.filter(pk__in=[one.page_id for one in chosen])}

    assert len(planned) >= 6
    assert {(one.place, slugs[one.page_id or 0]) for one in chosen} == {
        (plan.place, plan.shown) for plan in planned
    }


def test_what_the_past_weeks_showed_is_on_record(demo: None) -> None:
    home, at = HomePage.objects.get(), loaded_at()
    clock = Clock(at)

    for place in (Place.HEADLINE, Place.CAMPAIGN, Place.CALL, Place.STORY, Place.EVENT):
        shown = Showing.objects.filter(page=home, place=place)
        rows = [Stretch(showing.starts_at, showing.ends_at) for showing in shown]
        assert not gaps(rows, since=clock.moment(-56), until=at), place
    for showing in Showing.objects.select_related("shown"):
        assert showing.starts_at <= at
        assert showing.ends_at is None or showing.starts_at < showing.ends_at <= at
        # Nothing was shown before it was published.
        assert showing.shown is not None
        assert showing.shown.first_published_at <= showing.starts_at, showing
    now = {(placed.place, placed.page_id, placed.chosen) for placed in front_page(home, at=at).placed}
    still = Showing.objects.open().filter(page=home)
    assert set(still.values_list("place", "shown_id", "chosen")) == now
    before = Showing.objects.count()
    assert record_showings(page=home, at=at) == 0
    assert Showing.objects.count() == before


def test_the_front_page_had_visitors_every_day(demo: None) -> None:
    home, at = HomePage.objects.get(), loaded_at()
    clock = Clock(at)
    rows = VisitCount.objects.filter(page=home)
    # Whole days: the first and the last of the story may be cut.
    by_day = [
        sum(rows.filter(hour__gte=day, hour__lt=day + timedelta(days=1)).values_list("visits", flat=True))
        for day in (clock.moment(-ago, time(0)) for ago in range(1, 55))
    ]

    assert all(40 <= visits <= 160 for visits in by_day)
    assert not VisitCount.objects.filter(hour__gte=at).exists()
    assert not VisitCount.objects.filter(from_front_page__gt=F("visits")).exists()
    assert not VisitCount.objects.filter(hour__lt=F("page__first_published_at")).exists()


def test_a_weekly_event_is_one_page_with_its_dates(demo: None) -> None:
    event = EventPage.objects.get(slug="camion-et-stand-bio")
    hours = [date.starts_at.astimezone(PARIS) for date in event.dates.all()]

    assert EventPage.objects.filter(title=event.title).count() == 1
    assert len(hours) == 19
    assert {(hour.weekday(), hour.hour, hour.minute) for hour in hours} == {(5, 11, 30)}
    assert min(hours) < loaded_at() < max(hours)
    assert event.campaign_links.count() == 2


def test_thirty_chairs_are_taken_and_two_people_wait(demo: None) -> None:
    date = EventPage.objects.get(slug="soiree-projets").dates.get()
    rows = date.registrations

    assert rows.confirmed().people() == date.event.capacity == 30
    assert rows.waiting().people() == 2
    assert rows.filter(registered_at__gt=loaded_at()).count() == 0
    assert "liste d’attente" in Client().get(date.event.url).content.decode()


def test_a_story_and_the_event_it_tells_lead_to_each_other(demo: None) -> None:
    story = StoryPage.objects.get(slug="une-nappe-de-quatre-vingt-dix-metres")

    assert story.event_page.slug == "grande-tablee"
    assert story.title in Client().get(story.event_page.url).content.decode().replace("\u00a0", " ")


def test_one_letter_has_left_to_those_who_had_confirmed_and_one_is_a_draft(demo: None) -> None:
    sent = Newsletter.objects.get(state=Newsletter.State.SENT)
    draft = Newsletter.objects.get(state=Newsletter.State.DRAFT)
    readers = [one for one in SUBSCRIBERS if one.confirmed and one.asked_days_ago > 21]

    assert sent.recipients == len(readers)
    assert sent.sent_at is not None
    assert sent.sent_at < loaded_at() - timedelta(days=20)
    assert [piece["title"] for piece in sent.content["pieces"]]
    assert len(sent.content["pieces"]) == sent.selection.items.count() == 5
    assert draft.theme is not None
    assert Subscription.objects.active().count() == len(SUBSCRIBERS) - 2
    assert forget_departed(at=loaded_at()) == 0


def test_the_editing_room_knows_where_a_picture_is_used(demo: None) -> None:
    cafe = Campaign.objects.get(page__slug="cafe-de-quartier").page

    assert ReferenceIndex.get_references_to(cafe.picture).exists()


def test_a_second_run_says_so_and_changes_nothing(demo: None, capsys: pytest.CaptureFixture[str]) -> None:
    def counts() -> list[int]:
        rows = (
            *(Page, Image, User, Pledge, LedgerEntry, PaymentOperation, AuditLine, Notice),
            *(Slot, Showing, VisitCount, Registration, Subscription, Newsletter),
        )
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
