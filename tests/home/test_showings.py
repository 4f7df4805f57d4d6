"""What was really shown, from when to when, and what came meanwhile."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from accounts.groups import EDITORS
from base.models.visits import VisitCount
from home import jobs
from home.brought import with_brought
from home.models import Place, Showing, Subscription
from home.services.showings import pages_to_watch, record_showings
from stories.models import EventDate, Registration
from tests.builders import a_campaign, a_pledge, the_territory
from tests.editorial import a_call, a_member, a_slot, a_story, a_theme, an_event, the_home

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 11, 10, 9, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def record(at: dt.datetime) -> int:
    """Do what the worker does at this minute, for the front page."""
    return record_showings(page=Page.objects.get(pk=the_home().pk), at=at)


def shown(place: str) -> list[tuple[str, bool, dt.datetime, Any]]:
    """Return the showings of a place, the first first."""
    rows = Showing.objects.filter(place=place).order_by("starts_at", "pk")
    return [(row.title, row.chosen, row.starts_at, row.ends_at) for row in rows]


def test_a_choice_then_the_rule_then_another_choice() -> None:
    rule = a_call(title="Par la règle", opens_at=AT - DAY, closes_at=AT + 9 * DAY)
    chosen = a_call(title="Choisi", opens_at=AT - DAY, closes_at=AT + 19 * DAY)
    a_slot(chosen, place=Place.CALL, starts_at=AT, ends_at=AT + HOUR)

    for number in (0, 1, 59, 60, 61):
        record(AT + number * MINUTE)

    assert shown(Place.CALL) == [("Choisi", True, AT, AT + HOUR), (rule.title, False, AT + HOUR, None)]


def test_doing_it_again_changes_nothing() -> None:
    a_story()
    a_theme()

    assert record(AT) == 2
    assert record(AT) == 0
    assert record(AT + MINUTE) == 0


def test_a_title_corrected_is_the_same_showing_but_a_banner_is_its_sentence() -> None:
    story = a_story(title="Un récit")
    banner = a_slot(place=Place.BANNER, text="Demain", starts_at=AT)
    record(AT)
    story.title, banner.text = "Le récit", "Aujourd’hui"
    story.save()
    banner.save()
    record(AT + MINUTE)

    assert len(shown(Place.STORY)) == 1
    assert [row[0] for row in shown(Place.BANNER)] == ["Demain", "Aujourd’hui"]


def test_a_page_deleted_leaves_its_title() -> None:
    story = a_story(title="Un récit")
    record(AT)
    story.delete()
    record(AT + MINUTE)

    assert shown(Place.STORY) == [("Un récit", False, AT, AT + MINUTE)]


def test_the_job_watches_themes_with_slots_until_they_show_nothing() -> None:
    theme, _other = a_theme(), a_theme()
    slot = a_slot(a_story(), place=Place.STORY, page=theme, starts_at=AT)
    assert {page.pk for page in pages_to_watch()} == {the_home().pk, theme.pk}
    jobs.record_showings(AT)
    slot.delete()
    assert theme.pk in {page.pk for page in pages_to_watch()}

    jobs.record_showings(AT + MINUTE)

    assert Showing.objects.get(page=theme).ends_at == AT + MINUTE
    assert {page.pk for page in pages_to_watch()} == {the_home().pk}


def test_a_theme_withdrawn_shows_nothing() -> None:
    theme = a_theme()
    a_slot(a_story(), place=Place.STORY, page=theme, starts_at=AT)
    jobs.record_showings(AT)
    theme.unpublish()
    jobs.record_showings(AT + MINUTE)

    assert not Showing.objects.open().filter(page=theme).exists()


def a_showing(page: Any, place: str, *, hours: int | None = 2) -> Showing:
    """A showing on the front page from AT on."""
    return Showing.objects.create(
        page=the_home(),
        place=place,
        shown=Page.objects.get(pk=page.pk),
        title=page.title,
        chosen=True,
        starts_at=AT,
        ends_at=None if hours is None else AT + hours * HOUR,
    )


def brought(showing: Showing, at: dt.datetime = AT + DAY) -> Any:
    """Return the showing with what it brought."""
    return with_brought(Showing.objects.filter(pk=showing.pk), territory=the_territory(), at=at).get()


class TestBrought:
    """Only what came in its time, and only what concerns what was shown."""

    def test_visits_by_whole_hours(self) -> None:
        story, other = a_story(), a_story()
        for page, hours, visits in (
            (story, -1, 100),
            (story, 0, 3),
            (story, 1, 4),
            (story, 2, 1000),
            (other, 0, 50),
        ):
            VisitCount.objects.create(page=page, hour=AT + hours * HOUR, visits=visits)

        assert brought(a_showing(story, Place.STORY)).visits == 7
        assert brought(a_showing(story, Place.STORY, hours=None), at=AT + HOUR).visits == 3

    def test_pledges_of_a_campaign(self) -> None:
        campaign, other = a_campaign(at=AT - DAY), a_campaign(at=AT - DAY)
        for number, cents in ((-1, 1000), (0, 2000), (1, 3000), (2, 4000)):
            a_pledge(campaign, cents, at=AT + number * HOUR)
        a_pledge(other, 9900, at=AT)

        row = brought(a_showing(campaign.page, Place.CAMPAIGN))

        assert (row.pledges, row.pledged_cents) == (2, 5000)

    def test_a_theme_counts_what_it_gathers_once(self) -> None:
        tagged = a_campaign(at=AT - DAY, page={"tags": ["pain", "four"]})
        picked, other = a_campaign(at=AT - DAY, page={"tags": ["pain"]}), a_campaign(at=AT - DAY)
        theme = a_theme(tags=["pain", "four"], picks=(picked.page,))
        for campaign in (tagged, picked, other):
            a_pledge(campaign, 2000, at=AT)

        row = brought(a_showing(theme, Place.HEADLINE))

        assert (row.pledges, row.pledged_cents) == (2, 4000)

    def test_follows_of_a_theme(self) -> None:
        theme, other = a_theme(), a_theme()
        for number, (asked, minutes) in enumerate(((theme, 5), (theme, 130), (other, 5))):
            row = Subscription.objects.create(
                territory=the_territory(),
                email=f"a{number}@example.org",
                asked_at=AT,
                confirmed_at=AT + minutes * MINUTE,
            )
            row.themes.add(asked)
        Subscription.objects.create(territory=the_territory(), email="b@example.org", asked_at=AT).themes.add(
            theme
        )

        assert brought(a_showing(theme, Place.HEADLINE)).follows == 1

    def test_registrations_of_an_event(self) -> None:
        event = an_event(starts_at=AT + 5 * DAY)
        date = EventDate.objects.filter(event=event).first() or EventDate.objects.create(
            event=event, starts_at=AT + 5 * DAY
        )
        for number, state in enumerate(("confirmed", "waiting", "cancelled", "confirmed")):
            Registration.objects.create(
                date=date,
                name="Lou",
                email=f"{number}@example.org",
                people=2,
                state=state,
                registered_at=AT + number * HOUR,
            )

        assert brought(a_showing(event, Place.EVENT)).registrations == 4

    def test_one_query_whatever_the_number(self, django_assert_num_queries: Any) -> None:
        for _ in range(5):
            a_showing(a_story(), Place.STORY)

        territory = the_territory()
        with django_assert_num_queries(1):
            assert len(with_brought(Showing.objects.all(), territory=territory, at=AT + DAY)) == 5


class TestScreen:
    """The list and its spreadsheet."""

    @pytest.fixture(autouse=True)
    def _editor(self, client: Client, time_machine: Any) -> None:
        time_machine.move_to(AT + DAY, tick=False)
        client.force_login(a_member(EDITORS), backend="django.contrib.auth.backends.ModelBackend")

    def test_lists_and_filters(self, client: Client) -> None:
        a_showing(a_story(title="Un récit"), Place.STORY)
        a_showing(a_call(title="Un appel"), Place.CALL)
        url = reverse("showings:list")

        everything = client.get(url).content.decode()
        calls = client.get(url, {"emplacement": "call"}).content.decode()

        assert "Un récit" in everything
        assert "Un appel" in everything
        assert "Un récit" not in calls
        assert "Un appel" in calls
        assert "Rien n’a été relevé" in client.get(url, {"choisi": "non"}).content.decode()

    def test_nothing_yet_says_so(self, client: Client) -> None:
        assert "Rien n’a été relevé" in client.get(reverse("showings:list")).content.decode()

    @pytest.mark.parametrize(
        "query", [{"du": "hier"}, {"emplacement": "toit"}, {"choisi": "bof"}, {"p": "x"}]
    )
    def test_wrong_filters_never_break(self, client: Client, query: dict[str, str]) -> None:
        for name in ("showings:list", "showings:export"):
            assert client.get(reverse(name), query).status_code == 200

    def test_an_unknown_page_is_not_found(self, client: Client) -> None:
        for page in ("abc", "999999", "99999999999999999999"):
            assert client.get(reverse("showings:list"), {"page": page}).status_code == 404

    def test_the_spreadsheet_has_the_same_rows_and_no_formula(self, client: Client) -> None:
        campaign = a_campaign(at=AT - DAY, page={"title": "=SOMME(A1)"})
        a_pledge(campaign, 2050, at=AT + MINUTE)
        a_showing(campaign.page, Place.CAMPAIGN)

        response = client.get(reverse("showings:export"))
        text = b"".join(response.streaming_content).decode()

        assert "'=SOMME(A1)" in text
        assert "2026-11-10 10:00:00;2026-11-10 12:00:00;0;0;1;20,5" in text

    def test_the_queries_do_not_grow(self, client: Client) -> None:
        counts = []
        for number in (2, 20):
            for _ in range(number):
                a_showing(a_story(), Place.STORY)
            client.get(reverse("showings:list"))
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("showings:list"))
            counts.append(len(queries))

        assert counts[0] == counts[1]
