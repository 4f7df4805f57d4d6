"""Counters of rate limits: exact, per key, without addresses in the database."""

import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from base.client_address import UNKNOWN, address_block, client_address
from base.models import RateCounter
from base.rate_limits import forget_old_counters, hit, rate_limited

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 5, 4, 12, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def times(
    number: int, *, at: dt.datetime = NOON, key: str = "k", scope: str = "s", limit: int = 3
) -> list[int]:
    """Hit several times and return the answers."""
    return [hit(scope, key, limit=limit, per=MINUTE, at=at) for _n in range(number)]


def test_the_limit_is_exact_and_says_how_long_to_wait() -> None:
    assert times(3) == [0, 0, 0]
    assert times(1, at=NOON + dt.timedelta(seconds=20)) == [40]
    assert times(1, at=NOON + dt.timedelta(seconds=59, milliseconds=999)) == [1]


def test_insisting_does_not_push_the_end_away() -> None:
    times(50)
    assert times(4, at=NOON + MINUTE) == [0, 0, 0, 60]


def test_keys_and_scopes_are_apart() -> None:
    times(3)
    assert times(1, key="other") == [0]
    assert times(1, scope="elsewhere") == [0]


def test_no_address_is_stored() -> None:
    times(1, key="address:203.0.113.7")
    row = RateCounter.objects.get()
    assert "203" not in row.key
    assert len(row.key) == 64


def test_old_counters_go() -> None:
    times(1)
    times(1, key="new", at=NOON + dt.timedelta(days=3))
    assert forget_old_counters(at=NOON + dt.timedelta(days=3)) == 1
    assert RateCounter.objects.count() == 1


def test_the_limit_costs_one_query_once_known(django_assert_num_queries) -> None:
    times(1)
    with django_assert_num_queries(1):
        times(1)


@rate_limited("test", limit=2, per=MINUTE)
def view(request):
    """Answer as any view."""
    return HttpResponse("done")


def test_a_view_past_its_limit_answers_429() -> None:
    def post(address: str) -> HttpResponse:
        return view(RequestFactory().post("/x", REMOTE_ADDR=address))

    assert [post("203.0.113.7").status_code for _n in range(3)] == [200, 200, 429]
    refused = post("203.0.113.7")
    assert 0 < int(refused["Retry-After"]) <= 60
    assert "no-store" in refused["Cache-Control"]
    assert "une minute" in refused.content.decode()
    assert post("203.0.113.8").status_code == 200
    assert view(RequestFactory().get("/x", REMOTE_ADDR="203.0.113.7")).status_code == 200


def test_one_subscriber_in_ipv6_is_one_visitor() -> None:
    assert address_block("2001:db8:1:2:3::4") == address_block("2001:db8:1:2::9")
    assert address_block("2001:db8:1:3::1") != address_block("2001:db8:1:2::1")
    assert address_block("::ffff:203.0.113.7") == "203.0.113.7"


def test_only_our_own_proxy_is_believed(settings) -> None:
    forged = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="1.1.1.1, 203.0.113.7")
    assert client_address(forged) == "10.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert client_address(forged) == "203.0.113.7"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 3
    assert client_address(forged) == "10.0.0.1"
    broken = RequestFactory().get("/", REMOTE_ADDR="", HTTP_X_FORWARDED_FOR="nonsense")
    assert client_address(broken) == UNKNOWN


def _sixty_at_once(count) -> int:
    """Count sixty acts with eight threads and return how many were allowed."""

    def one(_number: int) -> int:
        try:
            return count("crowd", "k", limit=7, per=MINUTE, at=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(one, range(60))).count(0)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_pass_the_limit() -> None:
    assert _sixty_at_once(hit) == 7


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_counting_in_two_steps_would_pass_it() -> None:
    """Negative control: read, then write, and the same crowd gets through."""

    def careless(scope: str, key: str, *, limit: int, per: dt.timedelta, at: dt.datetime) -> int:
        row, _created = RateCounter.objects.get_or_create(scope=scope, key=key, defaults={"started_at": at})
        if row.count >= limit:
            return 60
        time.sleep(0.002)
        row.count += 1
        row.save()
        return 0

    assert _sixty_at_once(careless) > 7
