"""The pace at which a provider is called: never faster, whoever asks, and idle time is not saved up for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.gateways.demo import DemoGateway
from campaigns.models import PaymentOperation, ProviderPace
from campaigns.services import operating, settling
from campaigns.services.pacing import SECONDS_KEPT, take_tokens
from tests.builders import a_campaign, a_pledge

pytestmark = pytest.mark.django_db
AT = timezone.now()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    per_second=st.integers(1, 50),
    asks=st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 200)), max_size=25),
)
def test_no_window_of_time_gives_more_than_its_rate_and_a_full_bucket(per_second, asks):
    ProviderPace.objects.all().delete()
    given_at = []
    now = AT
    for milliseconds, wanted in asks:
        now += timedelta(milliseconds=milliseconds)
        number = take_tokens(gateway="paced", per_second=per_second, wanted=wanted, at=now)
        assert 0 <= number <= wanted
        given_at.append((now, number))
    for first, (start, _number) in enumerate(given_at):
        for last in range(first, len(given_at)):
            seconds = (given_at[last][0] - start).total_seconds()
            total = sum(number for _at, number in given_at[first : last + 1])
            assert total <= per_second * (SECONDS_KEPT + seconds) + 1


def test_a_clock_that_goes_back_gives_nothing_twice():
    assert take_tokens(gateway="paced", per_second=1, wanted=10, at=AT) == 10
    assert take_tokens(gateway="paced", per_second=1, wanted=1, at=AT - timedelta(seconds=5)) == 0
    assert take_tokens(gateway="paced", per_second=1, wanted=5, at=AT + timedelta(seconds=3)) == 3


class Paced(DemoGateway):
    """A provider that takes one call a second."""

    calls_per_second = 1


def test_a_worker_sends_no_faster_and_the_rest_waits_untouched():
    campaign = a_campaign()
    for _number in range(12):
        a_pledge(campaign)
    settling.cancel(campaign=campaign, at=timezone.now(), reason="Arrêt.")
    counts = operating.run_operations(at=timezone.now(), gateway=Paced())
    assert 10 <= counts["done"] <= 11, "ten at once, and what the seconds of the test itself gave"
    left = PaymentOperation.objects.filter(kind="refund", state="pending")
    assert left.count() == 12 - counts["done"]
    assert set(left.values_list("attempt", flat=True)) == {0}
