"""Dates made from a published page: kept, moved, given up, called off; what lists, pages and diaries say of them."""

import datetime as dt
import itertools

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from base.page_cache import next_boundary
from calls.models import CallEvent
from notices.models import Notice
from stories.errors import DateHasBegun
from stories.models import EventDate, EventPage
from stories.services import dating
from tests.builders import a_picture
from tests.editorial import a_call, a_story, an_event, the_list
from tests.registrations import an_open_event, somebody_registers, the_date
from tests.support.html import read_page

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
FIRST = dt.datetime(2026, 11, 28, 10, 30, tzinfo=dt.UTC)  # a Saturday
WEEK = dt.timedelta(weeks=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def a_weekly_event(**fields) -> EventPage:
    """Four Saturdays."""
    usual = {
        "title": "Le camion bio",
        "starts_at": FIRST,
        "ends_at": FIRST + 3 * HOUR,
        "repeats": "weekly",
        "repeats_until": dt.date(2026, 12, 19),
    }
    return an_open_event(**{**usual, **fields})


def publish(event: EventPage, **fields) -> EventPage:
    for name, value in fields.items():
        setattr(event, name, value)
    event.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


def starts(event: EventPage) -> list[dt.datetime]:
    return list(EventDate.objects.filter(event=event).values_list("starts_at", flat=True))


def letters(kind: str) -> list[Notice]:
    return list(Notice.objects.filter(kind=kind).order_by("pk"))


def test_publishing_makes_the_dates():
    event = a_weekly_event()

    assert starts(event) == [FIRST + WEEK * n for n in range(4)]
    assert {date.ends_at - date.starts_at for date in event.dates.all()} == {3 * HOUR}


def test_a_draft_announces_nothing_and_changes_nothing():
    draft = a_weekly_event(live=False)
    assert starts(draft) == []
    event = a_weekly_event()

    event.starts_at = FIRST + HOUR
    event.save_revision()

    assert starts(event) == [FIRST + WEEK * n for n in range(4)]
    assert EventPage.objects.get(pk=event.pk).starts_at == FIRST


def test_publishing_again_keeps_the_same_rows():
    event = a_weekly_event()
    before = list(event.dates.values_list("pk", "starts_at"))

    publish(event, title="Le grand camion bio")

    assert list(event.dates.values_list("pk", "starts_at")) == before


def test_another_hour_moves_each_date_with_its_people():
    event = a_weekly_event()
    before = set(event.dates.values_list("pk", flat=True))
    somebody_registers(the_date(event), email="zoe@example.org")

    publish(event, starts_at=FIRST + HOUR, ends_at=FIRST + 4 * HOUR)

    assert set(event.dates.values_list("pk", flat=True)) == before
    assert starts(event) == [FIRST + HOUR + WEEK * n for n in range(4)]
    (letter,) = letters("event_moved")
    assert letter.recipient == "zoe@example.org"
    assert "12\u00a0h\u00a030" in letter.context["facts"][0][1]


def test_a_one_off_follows_to_another_day():
    event = an_open_event(starts_at=FIRST)
    registration = somebody_registers(the_date(event))

    publish(event, starts_at=FIRST + 10 * WEEK, ends_at=None)

    registration.refresh_from_db()
    assert registration.date.starts_at == FIRST + 10 * WEEK
    assert registration.date.ends_at is None
    assert len(letters("event_moved")) == 1


def test_a_new_edition_leaves_the_past_one_in_peace():
    with time_machine.travel(NOW - 4 * WEEK, tick=False):
        event = an_open_event(starts_at=FIRST - 4 * WEEK)
        past = somebody_registers(the_date(event))

    publish(event, starts_at=FIRST, ends_at=FIRST + HOUR)

    past.refresh_from_db()
    assert past.date.starts_at == FIRST - 4 * WEEK
    assert starts(event) == [FIRST - 4 * WEEK, FIRST]
    assert letters("event_moved") == []


def test_a_past_one_off_may_be_corrected():
    event = an_event(starts_at=FIRST - 4 * WEEK)

    publish(event, starts_at=FIRST - 4 * WEEK + HOUR)

    assert starts(event) == [FIRST - 4 * WEEK + HOUR]


def test_given_up_dates_go_and_those_with_people_are_called_off():
    event = a_weekly_event()
    expected = event.dates.order_by("starts_at")[2]
    registration = somebody_registers(expected)

    publish(event, repeats_until=dt.date(2026, 12, 5))

    assert starts(event) == [FIRST, FIRST + WEEK, FIRST + 2 * WEEK]
    expected.refresh_from_db()
    registration.refresh_from_db()
    assert expected.cancelled_at == NOW
    assert registration.state == "cancelled"
    assert [letter.recipient for letter in letters("event_cancelled")] == [registration.email]


def test_what_has_begun_stays_whatever_the_page_says():
    event = a_weekly_event()
    with time_machine.travel(FIRST + WEEK + dt.timedelta(minutes=5), tick=False):
        publish(event, starts_at=FIRST + HOUR, ends_at=FIRST + 2 * HOUR)

    assert starts(event) == [FIRST, FIRST + WEEK, FIRST + 2 * WEEK + HOUR, FIRST + 3 * WEEK + HOUR]


def test_a_cancelled_date_stays_cancelled_when_the_page_is_published_again():
    event = a_weekly_event()
    dating.cancel_date(date=the_date(event), reason="Marché de Noël", at=NOW)

    publish(event, title="Autre titre")
    publish(event, starts_at=FIRST + HOUR, ends_at=FIRST + 2 * HOUR)

    date = the_date(event)
    assert (date.starts_at, date.cancel_reason) == (FIRST + HOUR, "Marché de Noël")
    assert date.cancelled_at == NOW


def test_a_date_is_put_back_until_its_hour():
    event = a_weekly_event()
    date = dating.cancel_date(date=the_date(event), reason="Neige", at=NOW)

    assert dating.restore_date(date=date, at=NOW).cancelled_at is None
    with pytest.raises(DateHasBegun):
        dating.restore_date(date=date, at=FIRST)
    with pytest.raises(DateHasBegun):
        dating.cancel_date(date=date, reason="Trop tard", at=FIRST)


def test_withdrawing_the_page_keeps_its_dates_unseen():
    event = a_weekly_event()

    event.unpublish()

    assert len(starts(event)) == 4
    assert not EventPage.objects.visible().upcoming(at=NOW).exists()


def test_lists_know_the_next_date():
    weekly = a_weekly_event()
    once = an_event(starts_at=FIRST + 3 * dt.timedelta(days=1))
    over = an_event(starts_at=FIRST - 2 * WEEK)
    off = an_event(starts_at=FIRST + 2 * WEEK)
    dating.cancel_date(date=the_date(weekly), reason="Neige", at=NOW)
    dating.cancel_date(date=the_date(off), reason="Neige", at=NOW)

    coming = list(EventPage.objects.upcoming(at=NOW))

    assert coming == [once, weekly]
    assert (coming[1].shown_starts_at, coming[1].shown_ends_at) == (FIRST + WEEK, FIRST + WEEK + 3 * HOUR)
    assert list(EventPage.objects.past(at=NOW)) == [over]
    assert list(EventPage.objects.called_off(at=NOW)) == [off]
    assert list(EventPage.objects.past(at=FIRST + 20 * WEEK)) == [weekly, once, over]
    assert list(EventPage.objects.coming_first(at=NOW)) == [once, weekly, over, off]


def test_the_page_lists_its_dates_with_their_states(client: Client):
    event = a_weekly_event(capacity=2)
    first, second, third, _last = event.dates.order_by("starts_at")
    somebody_registers(second, 2)
    somebody_registers(third, 1)
    dating.cancel_date(date=first, reason="Marché de Noël sur la place.", at=NOW)

    text = read_page(client, event.url)

    for words in (
        "Chaque samedi",
        "annulé",
        "Marché de Noël sur la place.",
        "complet : liste d’attente",
        "plus qu’une place",
        "Les heures sont à l’heure de Paris.",
        f"{event.url}inscription/?date={third.pk}",
        f"{event.url}agenda/?date={third.pk}",
        "Samedi 12\u00a0décembre 2026, 11\u00a0h\u00a030",
    ):
        assert words in text, words
    assert f"inscription/?date={first.pk}" not in text


def test_a_page_called_off_says_so(client: Client):
    event = an_open_event(starts_at=FIRST)
    dating.cancel_date(date=the_date(event), reason="La salle est inondée.", at=NOW)

    text = read_page(client, event.url)

    assert "Ce rendez-vous est annulé" in text
    assert "La salle est inondée." in text
    assert "S’inscrire" not in text
    assert "Ils n’auront pas lieu" in read_page(client, the_list(EventPage).url)


def test_after_it_took_place_the_page_shows_the_story(client: Client):
    event = an_event(starts_at=FIRST - 2 * WEEK)
    a_story(title="Ce qui s’est dit", event_page=event)
    a_story(title="Brouillon", event_page=event, live=False)

    text = read_page(client, event.url)

    assert "Ce rendez-vous a eu lieu" in text
    assert "Ce qui s’est dit" in text
    assert "Brouillon" not in text


def test_a_story_leads_back_to_its_event(client: Client):
    event = an_event(title="La soirée des projets", starts_at=FIRST - 2 * WEEK)
    story = a_story(event_page=event)

    assert event.url in read_page(client, story.url)
    event.unpublish()
    assert "La soirée des projets" not in read_page(client, story.url)


def test_the_page_shows_the_calls_it_belongs_to(client: Client):
    event = an_event()
    call = a_call(title="Circuits courts")
    hidden = a_call(title="Appel secret", live=False)
    for each in (call, hidden):
        CallEvent.objects.create(call=each, event_page=event)

    text = read_page(client, event.url)

    assert call.url in text
    assert "Appel secret" not in text


def test_the_card_says_how_it_comes_back(client: Client):
    a_weekly_event()

    text = read_page(client, the_list(EventPage).url)

    assert "Chaque samedi, et 3 autres dates" in " ".join(text.split())


def test_a_preview_shows_the_dates_of_the_draft():
    event = a_weekly_event()
    event.starts_at = FIRST + dt.timedelta(days=1)

    content = event.make_preview_request(preview_mode=event.default_preview_mode).content.decode()

    assert "Dimanche 29\u00a0novembre 2026" in content
    assert "Samedi 28\u00a0novembre" not in content


def test_the_diary_holds_every_date_or_one(client: Client):
    event = a_weekly_event()
    cancelled = dating.cancel_date(date=the_date(event), reason="Neige", at=NOW)

    def entries(url: str) -> list:
        return Calendar.from_ical(client.get(url).content).walk("VEVENT")

    every = entries(event.diary_url)
    assert [str(entry["status"]) for entry in every] == ["CANCELLED", *["CONFIRMED"] * 3]
    assert len({str(entry["uid"]) for entry in every}) == 4
    (one,) = entries(f"{event.diary_url}?date={cancelled.pk}")
    assert one["uid"] == every[0]["uid"]


def test_the_identity_of_a_date_survives_another_hour(client: Client):
    event = a_weekly_event()

    def identities() -> list[str]:
        entries = Calendar.from_ical(client.get(event.diary_url).content).walk("VEVENT")
        return [str(entry["uid"]) for entry in entries]

    before = identities()
    publish(event, starts_at=FIRST + HOUR, ends_at=FIRST + 2 * HOUR)

    assert identities() == before


@pytest.mark.parametrize("asked", ["", "x", "-1", "²", "99999999999999999999"])
def test_a_date_that_is_no_number_is_not_found(client: Client, asked: str):
    event = a_weekly_event()

    assert client.get(event.diary_url, {"date": asked}).status_code == 404


def test_a_date_of_another_event_is_not_found(client: Client):
    event, other = a_weekly_event(), a_weekly_event()

    assert client.get(event.diary_url, {"date": the_date(other).pk}).status_code == 404


def test_pages_are_not_kept_beyond_the_start_nor_the_end_of_a_date():
    event = an_event(starts_at=FIRST, ends_at=FIRST + HOUR)

    assert event.dates.count() == 1
    assert next_boundary(NOW) == FIRST
    assert next_boundary(FIRST) == FIRST + HOUR
    assert next_boundary(FIRST + HOUR) is None


def test_queries_do_not_grow_with_dates(client: Client):
    few, many = a_weekly_event(), a_weekly_event(repeats_until=dt.date(2027, 11, 1))
    for date in many.dates.all():
        somebody_registers(date)
    assert many.dates.count() > 40

    def queries(event: EventPage) -> int:
        client.get(event.url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{event.url}?{event.pk}").status_code == 200
        return len(captured)

    assert queries(few) == queries(many)


def test_queries_of_the_list_do_not_grow_with_events(client: Client):
    turns = itertools.count()

    def queries() -> int:
        address = f"{the_list(EventPage).url}?{next(turns)}"  # never one that is kept
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    a_weekly_event(picture=a_picture())
    an_event(starts_at=FIRST - 2 * WEEK)
    queries()
    before = queries()
    for _number in range(5):
        a_weekly_event(picture=a_picture())
        an_event(starts_at=FIRST - 2 * WEEK)
    read_page(client, the_list(EventPage).url)

    assert queries() == before
