"""Events: what is to come, what is over, and the diary file."""

import datetime as dt

import pytest
from django.test import Client
from icalendar import Calendar

from stories.models import EventCampaign, EventPage
from tests.builders import a_campaign
from tests.editorial import an_event, the_list
from tests.support.html import read_page

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 11, 10, 18, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(("at", "over"), [(AT + 2 * HOUR - SECOND, False), (AT + 2 * HOUR, True)])
def test_an_event_is_over_at_the_second_it_ends(at: dt.datetime, over: bool) -> None:
    event = an_event(starts_at=AT, ends_at=AT + 2 * HOUR)

    assert event.dates.get().is_over_at(at) is over
    assert list(EventPage.objects.upcoming(at=at)) == ([] if over else [event])
    assert list(EventPage.objects.past(at=at)) == ([event] if over else [])


@pytest.mark.parametrize(("at", "over"), [(AT - SECOND, False), (AT, True)])
def test_without_an_end_it_is_over_once_begun(at: dt.datetime, over: bool) -> None:
    event = an_event(starts_at=AT, ends_at=None)

    assert event.dates.get().is_over_at(at) is over
    assert EventPage.objects.past(at=at).exists() is over


def test_orders_of_the_lists() -> None:
    long_past, past = an_event(starts_at=AT - 90 * HOUR), an_event(starts_at=AT - 9 * HOUR)
    far, near = an_event(starts_at=AT + 90 * HOUR), an_event(starts_at=AT + 9 * HOUR)

    assert list(EventPage.objects.upcoming(at=AT)) == [near, far]
    assert list(EventPage.objects.past(at=AT)) == [past, long_past]
    assert list(EventPage.objects.coming_first(at=AT)) == [near, far, past, long_past]


def test_the_page_says_when_where_and_how(client: Client) -> None:
    event = an_event(
        title="Soirée des projets",
        starts_at=dt.datetime(2099, 11, 10, 18, 0, tzinfo=dt.UTC),
        address="3, quai de la Lize",
        booking="Entrée libre",
        access="Rampe à droite.\nBoucle magnétique.",
    )
    campaign, hidden = (
        a_campaign(page={"title": "Le café"}),
        a_campaign(state="draft", page={"title": "Projet secret"}),
    )
    EventCampaign.objects.create(event=event, campaign_page=campaign.page)
    EventCampaign.objects.create(event=event, campaign_page=hidden.page)

    text = read_page(client, event.url)

    for words in (
        "Mardi 10\u00a0novembre 2099 à 19\u00a0h, heure de Paris",
        "jusqu’à 21\u00a0h",
        "3, quai de la Lize",
        "Entrée libre",
        "Boucle magnétique.",
        "Le café",
        f"{event.url}agenda/",
    ):
        assert words in text, words
    assert "Projet secret" not in text


def test_a_past_event_says_so_and_offers_no_diary_file(client: Client) -> None:
    event = an_event(starts_at=dt.datetime(2020, 1, 1, 18, tzinfo=dt.UTC))

    text = read_page(client, event.url)

    assert "a eu lieu" in text
    assert "agenda/" not in text


def test_the_diary_file_can_be_read(client: Client) -> None:
    event = an_event(
        title="Soirée ; des, projets",
        starts_at=AT,
        ends_at=AT + 2 * HOUR,
        address="3, quai de la Lize",
        summary="Venez.",
        body=[("text", "On mange\n\net on parle.")],
    )

    response = client.get(event.diary_url)

    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{event.slug}.ics"'
    (entry,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert entry["summary"] == "Soirée ; des, projets"
    assert entry.decoded("dtstart") == AT
    assert entry.decoded("dtend") == AT + 2 * HOUR
    assert entry["location"] == "Salle des Tanneries, 3, quai de la Lize"
    assert "On mange" in entry["description"]
    assert entry["url"] == event.full_url


def test_the_diary_entry_keeps_its_identity_when_the_event_is_edited(client: Client) -> None:
    event = an_event(starts_at=AT)

    def identity() -> str:
        (entry,) = Calendar.from_ical(client.get(event.diary_url).content).walk("VEVENT")
        return str(entry["uid"])

    before = identity()
    event.title, event.starts_at = "Reportée", AT + 24 * HOUR
    event.save_revision().publish()

    assert identity() == before


def test_a_draft_has_no_diary_file(client: Client) -> None:
    event = an_event(live=False)

    assert client.get(event.diary_url).status_code == 404


def test_the_list_is_valid_empty_and_full(client: Client) -> None:
    index = the_list(EventPage)
    assert "Aucun rendez-vous annoncé" in read_page(client, index.url)
    an_event(title="Bientôt", starts_at=dt.datetime(2099, 1, 1, 18, tzinfo=dt.UTC))
    an_event(title="Jadis", starts_at=dt.datetime(2020, 1, 1, 18, tzinfo=dt.UTC))

    text = read_page(client, index.url)

    assert text.index("Bientôt") < text.index("Ils ont eu lieu") < text.index("Jadis")
