"""Public pages kept for a few seconds for visitors who are not signed in, never past the moment they change.

A page type says how long with `kept_seconds`; a type that says nothing is never kept. Apps register the moments at
which pages change by themselves (`register_boundary`): a page is shown from here strictly before the next one. What
people change is announced with `forget_pages()`.

A kept page lies under its path, in one of a few slots chosen by its whole address: what strangers may put here is
bounded by the number of pages, whatever they add to addresses. Everything else (whole address, version, moment) is in
the entry and compared when it is read, so that the cache's own clock is never relied on.
"""

from __future__ import annotations

import hashlib
import math
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from wagtail.models import Page

from base import clock
from base.visits import count_visit

LONGEST_QUERY = 200
SLOTS = 32
VERSION_KEY = "page_cache.version"
# Caches in front count whole seconds, and nginx still shows a page during the second at which it ends.
MARGIN_SECONDS = 1

Boundary = Callable[[datetime], datetime | None]

_boundaries: list[Boundary] = []


@dataclass(frozen=True)
class KeptPage:
    """A page as it was sent, what it was built from, and the moment from which it may not be shown."""

    address: str
    version: str
    until: datetime
    page_id: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Place:
    """Where the answer to a request is kept, and the version in force before anything was read to build it."""

    address: str
    key: str
    version: str
    found: KeptPage | None


def register_boundary(boundary: Boundary) -> Boundary:
    """Declare a function that returns the next moment at which public pages change by themselves, or None.

    It is asked once per page built, with the moment its building began, and makes one query. A moment already past
    means that a change is due and not yet made: nothing is kept meanwhile.
    """
    _boundaries.append(boundary)
    return boundary


def next_boundary(at: datetime) -> datetime | None:
    """Return the first moment after `at` at which any page changes by itself; one query per registered function."""
    return min((moment for boundary in _boundaries if (moment := boundary(at)) is not None), default=None)


def forget_pages() -> None:
    """Have every kept page built again, once the transaction in course is committed (at once outside any).

    A new version is a new word rather than a number counted up: two processes that change it at the same time can never
    agree on the same one.
    """
    _after_commit(lambda: cache.set(VERSION_KEY, uuid.uuid4().hex, None))


def note_served_page(serve: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wagtail's `on_serve_page`: remember on the request which page answers it, restrictions having been passed."""

    def noted(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        request.served_page = page  # type: ignore[attr-defined]
        return serve(page, request, args, kwargs)

    return noted


class PageCacheMiddleware:
    """Answers visitors who are not signed in from what is kept, keeps what may be, and counts visits of pages.

    It stands outside the session, so that a page answered from here opens none, and inside what adds headers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the kept page, else with the page built now."""
        at = clock.now()
        place = _place(request) if _may_be_answered(request) else None
        if place is not None and place.found is not None and clock.now() < place.found.until:
            response = HttpResponse(place.found.body, headers=place.found.headers)
            _count(request, response, place.found.page_id)
            return _answer(request, response, place.found)
        response = self.get_response(request)
        page = getattr(request, "served_page", None)
        if page is None or response.status_code != 200 or getattr(request, "is_dummy", False):
            return response
        _count(request, response, page.pk)
        if place is None or not _may_be_kept(request, response, page):
            return response
        kept = KeptPage(
            place.address,
            place.version,
            _shown_until(page, at),
            page.pk,
            dict(response.items()),
            response.content,
        )
        left = (kept.until - clock.now()).total_seconds()
        if left > 0:
            cache.set(place.key, kept, math.ceil(left))
        return _answer(request, response, kept)


def _count(request: HttpRequest, response: HttpResponse, page_id: int) -> None:
    """Count a visit when the answer is something to look at: a calendar file is fetched again and again."""
    if response.get("Content-Type", "").startswith("text/html"):
        count_visit(request, page_id)


def _may_be_answered(request: HttpRequest) -> bool:
    """Tell whether a kept page may answer: a plain read by a visitor of whom nothing is known."""
    return (
        request.method in {"GET", "HEAD"}
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and CookieStorage.cookie_name not in request.COOKIES
        and not getattr(request, "is_dummy", False)
        and not clock.is_moved()
        and not request.path.startswith(settings.ADMIN_PREFIX)
        and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
    )


def _place(request: HttpRequest) -> Place | None:
    """Look where the request's page would be; None when the cache keeps nothing at all."""
    address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    path = hashlib.sha256(request.path.encode()).hexdigest()[:32]
    slot = int.from_bytes(hashlib.sha256(address.encode()).digest()[:4]) % SLOTS
    key = f"page_cache.{path}.{slot}"
    found = cache.get_many([VERSION_KEY, key])
    version = found.get(VERSION_KEY)
    if version is None:
        cache.add(VERSION_KEY, uuid.uuid4().hex, None)
        version = cache.get(VERSION_KEY)
        if version is None:
            return None
    kept = found.get(key)
    is_ours = isinstance(kept, KeptPage) and kept.address == address and kept.version == version
    return Place(address, key, version, kept if is_ours else None)


def _may_be_kept(request: HttpRequest, response: HttpResponse, page: Page) -> bool:
    """Tell whether the page just built is the same for everybody.

    A form's secret shows as a cookie to be set, except for a visitor who has that cookie already: what is built for
    such a visitor is not kept.
    """
    return (
        request.method == "GET"
        and getattr(page, "kept_seconds", 0) > 0
        and not response.streaming
        and not response.cookies
        and not response.has_header("Cache-Control")
        and _vary(response) <= {"cookie"}
        and settings.CSRF_COOKIE_NAME not in request.COOKIES
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and not getattr(request, "is_preview", False)
    )


def _vary(response: HttpResponse) -> set[str]:
    return {word.strip().lower() for word in response.get("Vary", "").split(",") if word.strip()}


def _shown_until(page: Any, at: datetime) -> datetime:
    """Return the moment from which a page whose building began at `at` may be wrong."""
    longest = at + timedelta(seconds=page.kept_seconds)
    boundary = next_boundary(at)
    return longest if boundary is None else min(longest, boundary)


def _answer(request: HttpRequest, response: HttpResponse, kept: KeptPage) -> HttpResponseBase:
    """Say how long the page holds, and send nothing more when the visitor has it already."""
    seconds = math.floor((kept.until - clock.now()).total_seconds()) - MARGIN_SECONDS
    response["Cache-Control"] = f"public, max-age=0, s-maxage={max(seconds, 0)}, must-revalidate"
    response["ETag"] = f'"{hashlib.sha256(kept.body).hexdigest()[:32]}"'
    patch_vary_headers(response, ["Cookie"])
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _after_commit(do: Callable[[], None]) -> None:
    """Do something once what is being written can be read by others; a failure there undoes nothing."""
    transaction.on_commit(do, robust=True)
