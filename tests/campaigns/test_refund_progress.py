"""How far refunds are, and when they will be over: never a promise without ground, in words people read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from campaigns.gateways.demo import DemoGateway
from campaigns.models import PaymentOperation
from campaigns.rules.progress import Progress, seconds_left
from campaigns.services.progress import refund_progress, refunds_progress
from campaigns.wording.finance import duration_words, progress_words
from tests.builders import a_campaign
from tests.campaigns.finance_room import a_debt, refunds_under_way

numbers = st.integers(0, 10**7)
rates = {
    "done_lately": st.integers(0, 10**6),
    "during_ms": st.integers(0, 300_000),
    "per_second": st.integers(0, 100),
}


@given(waiting=st.integers(-5, 10**7), **rates)
def test_nothing_is_left_exactly_when_nothing_waits(waiting, **rate):
    left = seconds_left(waiting=waiting, **rate)
    assert (left == 0) == (waiting <= 0)
    assert left is None or left >= 0


@given(waiting=numbers, more=st.integers(0, 10**5), **rates)
def test_more_to_do_never_takes_less_time(waiting, more, **rate):
    first, second = seconds_left(waiting=waiting, **rate), seconds_left(waiting=waiting + more, **rate)
    assert first is None or second is None or first <= second


@given(waiting=st.integers(1, 10**6), done=st.integers(1, 10**5), during_ms=st.integers(1000, 300_000))
def test_going_on_at_the_rate_of_the_last_minutes_is_enough_and_a_second_less_is_not(
    waiting, done, during_ms
):
    left = seconds_left(waiting=waiting, done_lately=done, during_ms=during_ms, per_second=7)
    assert left is not None
    assert left * 1000 * done >= waiting * during_ms
    assert (left - 1) * 1000 * done < waiting * during_ms


@given(waiting=st.integers(1, 10**6), pace=st.integers(1, 100))
def test_before_the_first_one_the_provider_s_pace_tells(waiting, pace):
    left = seconds_left(waiting=waiting, done_lately=0, during_ms=0, per_second=pace)
    assert left is not None
    assert (left - 1) * pace < waiting <= left * pace


def test_without_a_rate_nor_a_pace_nothing_is_promised():
    assert seconds_left(waiting=10, done_lately=0, during_ms=60_000, per_second=0) is None
    assert progress_words(Progress(0, 0, 10, None)) == "0 remboursé sur 10"


def test_the_words_are_those_of_the_specification():
    done, waiting = 3_412, 6_588
    left = seconds_left(waiting=waiting, done_lately=5_490, during_ms=300_000, per_second=0)
    assert (
        progress_words(Progress(done, 0, waiting, left))
        == "3\u202f412 remboursés sur 10\u202f000, environ 6 minutes"
    )
    assert progress_words(Progress(1, 2, 0, 0)) == "1 remboursé sur 3, 2 dettes"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "moins d’une minute"), (59, "moins d’une minute"), (60, "environ 1 minute"), (61, "environ 2 minutes"),
        (5_399, "environ 90 minutes"), (5_400, "environ 2 heures"), (86_400, "environ 24 heures"),
    ],
)  # fmt: skip
def test_durations_in_words(seconds, words):
    assert duration_words(seconds) == words


@pytest.mark.django_db
def test_what_is_done_is_counted_and_the_rate_is_that_of_the_round():
    began = timezone.now()
    campaign = refunds_under_way(pledges=6, done=2, at=began)
    found = refund_progress(campaign=campaign, at=began + timedelta(seconds=10))
    assert (found.done, found.failed, found.waiting, found.total) == (2, 0, 4, 6)
    assert found.seconds_left == 20  # two in ten seconds


@pytest.mark.django_db
def test_a_round_of_an_hour_ago_says_nothing_of_the_next_one(monkeypatch):
    began = timezone.now() - timedelta(hours=1)
    campaign = refunds_under_way(pledges=3, done=1, at=began)
    assert refund_progress(campaign=campaign, at=timezone.now()).seconds_left is None
    monkeypatch.setattr(DemoGateway, "calls_per_second", 2)
    assert refund_progress(campaign=campaign, at=timezone.now()).seconds_left == 1


@pytest.mark.django_db
def test_a_debt_is_neither_done_nor_waiting():
    debt = a_debt()
    found = refund_progress(campaign=debt.campaign, at=timezone.now())
    assert (found.done, found.failed, found.waiting, found.seconds_left) == (0, 1, 0, 0)


@pytest.mark.django_db
def test_several_campaigns_cost_what_one_does():
    at = timezone.now()
    campaigns = [
        refunds_under_way(pledges=2, done=1, at=at),
        refunds_under_way(pledges=3, done=0, at=at),
        a_campaign(),
    ]
    assert PaymentOperation.objects.filter(kind="refund").count() == 5
    counts = []
    for some in (campaigns[:1], campaigns):
        with CaptureQueriesContext(connection) as captured:
            found = refunds_progress(campaigns=some, at=at)
        counts.append(len(captured))
    assert counts == [2, 2]
    assert [found[campaign.pk].total for campaign in campaigns] == [2, 3, 0]
