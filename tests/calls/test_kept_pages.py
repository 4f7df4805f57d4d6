"""Kept pages end when a call opens, closes or gives its results."""

import datetime as dt

import pytest
from django.test import Client

from calls.models import CallPage
from tests.editorial import a_call, the_list

OPENS = dt.datetime(2027, 3, 1, 8, 0, tzinfo=dt.UTC)
INSTANT = dt.timedelta(microseconds=1)
DAY = dt.timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return a_call(opens_at=OPENS, closes_at=OPENS + DAY, results_at=OPENS + 2 * DAY)


def test_the_next_change_is_the_first_of_those_to_come(call, django_assert_num_queries):
    def after(at):
        return CallPage.objects.next_change(at=at)

    with django_assert_num_queries(1):
        assert after(OPENS - INSTANT) == OPENS
    assert after(OPENS) == OPENS + DAY
    assert after(OPENS + DAY) == OPENS + 2 * DAY
    assert after(OPENS + 2 * DAY) is None
    call.unpublish()
    assert after(OPENS - INSTANT) is None


def test_the_list_says_open_from_the_very_instant(call, time_machine):
    address = the_list(CallPage).url
    time_machine.move_to(OPENS - dt.timedelta(seconds=20), tick=False)
    before = Client().get(address).content.decode()

    time_machine.move_to(OPENS - INSTANT, tick=False)
    assert Client().get(address).content.decode() == before
    time_machine.move_to(OPENS, tick=False)
    after = Client().get(address).content.decode()

    assert "À venir" in before
    assert "À venir" not in after
