"""A slot begins and ends for everybody at its minute, kept pages included: a thousand requests around each boundary."""

import datetime as dt
import random

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from home.models import Place, Slot
from home.programme import front_page
from home.services.slots import save_slot
from tests.builders import a_user
from tests.editorial import a_slot, a_story, a_theme, the_home

pytestmark = pytest.mark.django_db

START = dt.datetime(2026, 12, 1, 7, tzinfo=dt.UTC)
END = START + dt.timedelta(minutes=3)
MINUTE = dt.timedelta(minutes=1)
REQUESTS = 500  # around each of the two boundaries


def is_shown(client: Client, words: str) -> bool:
    """Ask for the front page as a stranger does and tell whether it says these words."""
    response = client.get("/")
    assert response.status_code == 200
    return words in response.content.decode()


def moments_around(boundary: dt.datetime) -> list[dt.datetime]:
    """Return many moments within a minute and a half of a boundary, in order, the boundary and its eve among them."""
    chance = random.Random(boundary.isoformat())
    near = [boundary + dt.timedelta(seconds=chance.uniform(-90, 90)) for _ in range(REQUESTS - 3)]
    instant = dt.timedelta(microseconds=1)
    return sorted([*near, boundary - instant, boundary, boundary + instant])


def test_no_page_shows_the_wrong_programme(client: Client, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(START - dt.timedelta(hours=1), tick=False)
    a_theme(title="Le thème de toujours", first_published_at=START - dt.timedelta(days=2))
    coming = a_theme(title="Circuits courts", first_published_at=START - dt.timedelta(days=9))
    a_slot(coming, place=Place.HEADLINE, starts_at=START, ends_at=END)
    a_slot(place=Place.BANNER, text="C’est aujourd’hui", starts_at=START, ends_at=END)

    wrong = []
    for at in [*moments_around(START), *moments_around(END)]:
        time_machine.move_to(at, tick=False)
        expected = START <= at < END
        body = client.get("/").content.decode()
        # The theme stands in other sections too: the kicker of the moment comes right before its title.
        shown = "Circuits courts" in body.split("Le thème du moment")[1].split("</h2>")[0]
        if shown is not expected or ("C’est aujourd’hui" in body) is not expected:
            wrong.append(at)

    assert wrong == []


def test_the_pages_were_really_kept(client: Client, time_machine: TimeMachineFixture) -> None:
    """Otherwise the test above would prove nothing of the cache."""
    time_machine.move_to(START - dt.timedelta(seconds=40), tick=False)
    the_home()
    a_slot(place=Place.BANNER, text="C’est aujourd’hui", starts_at=START, ends_at=END)
    assert not is_shown(client, "C’est aujourd’hui")
    Slot.objects.update(starts_at=START - MINUTE)  # behind the site's back: what is kept does not know it

    time_machine.move_to(START - dt.timedelta(microseconds=1), tick=False)
    assert not is_shown(client, "C’est aujourd’hui")
    time_machine.move_to(START, tick=False)
    assert is_shown(client, "C’est aujourd’hui")


def test_saving_a_slot_forgets_the_pages_kept(
    client: Client, time_machine: TimeMachineFixture, django_capture_on_commit_callbacks
) -> None:
    time_machine.move_to(START, tick=False)
    home = the_home()
    assert not is_shown(client, "Tout de suite")

    with django_capture_on_commit_callbacks(execute=True):
        slot = Slot(page=home, place=Place.BANNER, text="Tout de suite", starts_at=START - MINUTE)
        save_slot(slot=slot, actor=a_user(), at=START)

    assert is_shown(client, "Tout de suite")


def test_the_next_change_is_the_nearest_start_or_end() -> None:
    a_slot(a_story(), place=Place.STORY, starts_at=START, ends_at=END)
    a_slot(a_story(), place=Place.STORY, starts_at=START - MINUTE, ends_at=None)

    assert Slot.objects.next_change(at=START - 2 * MINUTE) == START - MINUTE
    assert Slot.objects.next_change(at=START - MINUTE) == START
    assert Slot.objects.next_change(at=START) == END
    assert Slot.objects.next_change(at=END) is None
    assert front_page(the_home(), at=END).banner is None
