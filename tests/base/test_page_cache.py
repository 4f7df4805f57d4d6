"""Kept pages: never past their moment, never somebody else's, never what an editor has just changed."""

import datetime as dt
import random
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory

from base import clock, page_cache
from base.page_cache import LONGEST_QUERY, PageCacheMiddleware, forget_pages

NOON = dt.datetime(2027, 3, 1, 12, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
INSTANT = dt.timedelta(microseconds=1)
PAGE = SimpleNamespace(pk=7, kept_seconds=60)


class FakeSite:
    """A site of one page that says what `words` returns, behind the middleware; counts how often it is built."""

    def __init__(self, words=lambda: "bonjour", page=PAGE):
        self.words, self.page, self.built = words, page, 0
        self.change = lambda request, response: None
        self.middleware = PageCacheMiddleware(self._build)

    def _build(self, request):
        self.built += 1
        request.served_page = self.page
        response = HttpResponse(self.words())
        self.change(request, response)
        return response

    def get(self, address="/", method="get", cookies=None, **extra):
        request = getattr(RequestFactory(), method)(address, **extra)
        request.COOKIES.update(cookies or {})
        return self.middleware(request)


@pytest.fixture(autouse=True)
def no_boundary(monkeypatch):
    """Pages change at no moment of their own, unless the test says when; nothing here has a database."""
    boundaries = []
    monkeypatch.setattr(page_cache, "_boundaries", boundaries)
    return boundaries


@pytest.fixture
def frozen(time_machine):
    """Time stands still at noon."""
    time_machine.move_to(NOON, tick=False)
    return time_machine


def test_a_page_is_built_once_in_its_time(frozen):
    site = FakeSite()

    first = site.get()
    frozen.move_to(NOON + 60 * SECOND - INSTANT, tick=False)
    again = site.get()

    assert (first.content, again.content, site.built) == (b"bonjour", b"bonjour", 1)
    frozen.move_to(NOON + 60 * SECOND, tick=False)
    site.get()
    assert site.built == 2


def test_a_thousand_requests_around_a_boundary_never_see_the_old_page(no_boundary, time_machine):
    """The cache itself counts whole seconds and would show the old page for a while after the boundary."""
    boundary = NOON + dt.timedelta(seconds=30, microseconds=400_000)
    no_boundary.append(lambda at: boundary if at < boundary else None)
    site = FakeSite(lambda: "avant" if clock.now() < boundary else "après")
    luck = random.Random(3)
    around = [
        boundary + INSTANT * luck.randrange(-1_200_000, 1_200_000) * luck.choice([1, 1, 25])
        for _ in range(990)
    ]
    exact = [boundary + INSTANT * n for n in (-2, -1, 0, 1, 2)] * 2
    wrong = []

    for at in sorted(around + exact):
        time_machine.move_to(at, tick=False)
        if site.get().content.decode() != ("avant" if at < boundary else "après"):
            wrong.append(at)

    assert wrong == []
    assert site.built < 10, "the cache was not asked"


def test_a_page_built_across_a_boundary_is_not_kept(no_boundary, frozen):
    boundary = NOON + SECOND
    no_boundary.append(lambda at: boundary if at < boundary else None)

    def slowly():
        said = "avant" if clock.now() < boundary else "après"
        frozen.move_to(max(clock.now(), boundary), tick=False)
        return said

    site = FakeSite(slowly)

    slow = site.get()

    assert slow.content == b"avant"
    assert "s-maxage=0," in slow["Cache-Control"]
    assert site.get().content.decode() == "après"


def test_what_changes_while_a_page_is_built_is_in_the_next_one(frozen):
    words = iter(["avant", "après"])

    def change_meanwhile():
        said = next(words)
        forget_pages()
        return said

    site = FakeSite(change_meanwhile)
    site.get()

    assert site.get().content.decode() == "après"


def test_a_change_that_is_due_and_not_yet_made_keeps_nothing(no_boundary, frozen):
    no_boundary.append(lambda at: NOON - SECOND)
    site = FakeSite()

    site.get()
    site.get()

    assert site.built == 2


def test_the_nearest_boundary_counts(no_boundary, frozen):
    no_boundary += [lambda at: None, lambda at: NOON + 50 * SECOND, lambda at: NOON + 20 * SECOND]

    assert "s-maxage=19," in FakeSite().get()["Cache-Control"]


def test_a_far_boundary_keeps_no_page_longer(no_boundary, frozen):
    no_boundary.append(lambda at: NOON + 3600 * SECOND)

    assert "s-maxage=59," in FakeSite().get()["Cache-Control"]


def test_what_the_answer_says_to_browsers_and_to_caches_in_front(frozen):
    """One second less than the truth: nginx shows a page until the end of the second at which it ends."""
    site = FakeSite()

    built = site.get()
    frozen.move_to(NOON + dt.timedelta(seconds=10.5), tick=False)
    kept = site.get()

    assert built["Cache-Control"] == "public, max-age=0, s-maxage=59, must-revalidate"
    assert kept["Cache-Control"] == "public, max-age=0, s-maxage=48, must-revalidate"
    assert built["ETag"] == kept["ETag"]
    assert built["Vary"] == kept["Vary"] == "Cookie"


def test_a_visitor_who_has_the_page_is_sent_nothing(frozen):
    site = FakeSite()
    etag = site.get()["ETag"]

    unchanged = site.get(headers={"If-None-Match": etag})
    cache.clear()
    built_again = site.get(headers={"If-None-Match": etag})
    other = site.get(headers={"If-None-Match": '"other"'})

    assert [unchanged.status_code, built_again.status_code, other.status_code] == [304, 304, 200]
    assert unchanged.content == b""
    assert unchanged["ETag"] == etag
    assert unchanged["Vary"] == "Cookie"


def test_headers_of_the_page_are_kept(frozen):
    site = FakeSite()
    site.change = lambda request, response: response.headers.setdefault("X-Frame-Options", "DENY")
    site.get()

    assert site.get()["X-Frame-Options"] == "DENY"
    assert site.built == 1


def set_a_cookie(request, response):
    response.set_cookie("souvenir", "1")


def take_a_token(request, response):
    get_token(request)


def say_private(request, response):
    response["Cache-Control"] = "private, no-store"


def vary_on_language(request, response):
    response["Vary"] = "Cookie, Accept-Language"


def fail(request, response):
    response.status_code = 500


def be_a_preview(request, response):
    request.is_preview = True


@pytest.mark.parametrize(
    "change", [set_a_cookie, take_a_token, say_private, vary_on_language, fail, be_a_preview]
)
def test_an_answer_that_is_somebodys_own_is_never_kept(change, frozen):
    site = FakeSite()
    site.change = change
    first = site.get()

    site.get()

    assert site.built == 2
    assert "s-maxage" not in first.get("Cache-Control", "")


SIGNED_IN = {settings.SESSION_COOKIE_NAME: "x"}
TOLD = {"messages": "x"}


@pytest.mark.parametrize("cookies", [SIGNED_IN, TOLD])
def test_somebody_known_neither_gets_nor_leaves_a_kept_page(cookies, frozen):
    site = FakeSite(lambda: f"page {site.built}")

    site.get(cookies=cookies)
    assert site.get().content == b"page 2"
    assert site.get(cookies=cookies).content == b"page 3"
    assert site.get().content == b"page 2"


def test_a_visitor_who_has_a_form_cookie_gets_kept_pages_and_leaves_none(frozen):
    """Its token would be in the page, and no cookie would be set to tell."""
    site = FakeSite()
    form = {settings.CSRF_COOKIE_NAME: "x"}

    site.get(cookies=form)
    site.get()
    site.get(cookies=form)

    assert site.built == 2


@pytest.mark.parametrize("method", ["post", "put", "options"])
def test_only_reads_are_answered_from_what_is_kept(method, frozen):
    site = FakeSite()
    site.get()

    site.get(method=method)

    assert site.built == 2


def test_a_head_request_is_answered_and_never_kept(frozen):
    site = FakeSite()
    site.get(method="head")
    site.get()
    site.get(method="head")

    assert site.built == 2


def test_a_page_that_does_not_ask_is_not_kept(frozen):
    for page in (SimpleNamespace(pk=7), SimpleNamespace(pk=7, kept_seconds=0), None):
        site = FakeSite(page=page)
        site.get()
        assert "Cache-Control" not in site.get()
        assert site.built == 2


def test_neither_the_admin_nor_a_preview_as_of_a_date_touches_what_is_kept(frozen):
    site = FakeSite()
    site.get()

    with clock.as_of(NOON + SECOND):
        site.get()
        site.get("/admin/")
    site.get("/admin/")
    site.get("/admin/")

    assert site.built == 5


def test_addresses_are_told_apart_even_in_the_same_slot(monkeypatch, frozen):
    monkeypatch.setattr(page_cache, "SLOTS", 1)
    site = FakeSite(lambda: f"page {site.built}")

    said = {
        site.get(address, **extra).content
        for address, extra in (
            ("/", {}),
            ("/?page=2", {}),
            ("/autre/", {}),
            ("/", {"headers": {"host": "localhost"}}),
            ("/", {"secure": True}),
        )
    }

    assert len(said) == 5


def test_strangers_cannot_fill_the_cache(frozen):
    site = FakeSite()
    too_long = "/?" + "x" * (LONGEST_QUERY + 1)
    site.get(too_long)
    site.get(too_long)
    assert site.built == 2

    for number in range(500):
        site.get(f"/?n={number}")

    assert len(cache._cache) <= page_cache.SLOTS + 1


def test_forgetting_has_every_page_built_again(frozen):
    site = FakeSite()
    site.get()

    forget_pages()
    site.get()

    assert site.built == 2


def test_a_cache_that_lost_its_version_shows_nothing_old(frozen):
    site = FakeSite()
    site.get()

    cache.delete(page_cache.VERSION_KEY)
    site.get()

    assert site.built == 2


@pytest.mark.django_db(transaction=True)
def test_pages_are_forgotten_once_the_change_can_be_read(frozen):
    """Forgotten before the commit, they would be built again from the old rows and kept."""
    site = FakeSite(lambda: f"page {site.built}")
    site.get()

    with transaction.atomic():
        forget_pages()
        assert site.get().content == b"page 1"

    assert site.get().content == b"page 2"
