"""Front page, themes and lists cost the same number of queries whatever there is to show."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from calls.models import CallPage
from home.models import Place
from stories.models import EventPage, StoryPage
from tests.builders import a_campaign, a_picture, the_territory
from tests.editorial import a_call, a_slot, a_story, a_theme, an_event, the_home, the_list
from tests.support.crowd import a_crowd
from themes.models import ThemePage

FEW, MANY = 5, 26

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def fill(number: int) -> None:
    """Add that many pages of each kind, each with a picture and a tag."""
    day = dt.timedelta(days=1)
    for position in range(number):
        picture = a_picture()
        a_campaign(
            page={"picture": picture, "tags": ["pain"]}, deadline=timezone.now() + (position + 1) * day
        )
        a_call(picture=picture, tags=["pain"])
        a_story(picture=picture, tags=["pain"])
        an_event(picture=picture, tags=["pain"])
        a_theme(picture=picture, tags=["sel"])


def test_the_number_of_queries_does_not_grow(client: Client) -> None:
    theme = a_theme(title="Pain", tags=["pain"])
    addresses: dict[str, Callable[[], str]] = {
        "front page": lambda: the_home().url,
        "theme": lambda: theme.url,
        "calls": lambda: the_list(CallPage).url,
        "stories": lambda: the_list(StoryPage).url,
        "events": lambda: the_list(EventPage).url,
        "themes": lambda: the_list(ThemePage).url,
        "call": lambda: CallPage.objects.first().url,
        "story": lambda: StoryPage.objects.first().url,
    }

    def measure() -> dict[str, int]:
        counts = {}
        for name, address in addresses.items():
            url = address()
            client.get(url)  # makes the resized pictures
            cache.clear()  # which also remembers them, and would hide a query per picture
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            counts[name] = len(queries)
        return counts

    fill(FEW)
    few = measure()
    fill(MANY - FEW)
    many = measure()

    assert many == few
    assert few["front page"] <= 41, few
    assert few["theme"] <= 46, few
    assert max(count for name, count in few.items() if name not in {"front page", "theme"}) <= 33, few


def test_thirty_campaigns_or_three_thousand_cost_the_same(client: Client) -> None:
    """With a programme on both pages; what is kept is forgotten before each count."""
    theme = a_theme(title="Pain", tags=["pain"])
    fill(FEW)
    a_crowd(30, territory=the_territory(), at=timezone.now())
    for page in (the_home(), theme):
        a_slot(place=Place.BANNER, page=page)
        for place, make in ((Place.CAMPAIGN, a_campaign), (Place.STORY, a_story), (Place.EVENT, an_event)):
            a_slot(make(), place=place, page=page)

    def measure() -> dict[str, int]:
        counts = {}
        for url in (the_home().url, theme.url):
            client.get(url)
            cache.clear()
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            counts[url] = len(queries)
        return counts

    few = measure()
    a_crowd(2970, territory=the_territory(), at=timezone.now())

    assert measure() == few
    assert max(few.values()) <= 70, few
