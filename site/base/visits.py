"""Counting visits without following anybody: no cookie set or read, no address kept, no script, no other site.

Each process counts in memory and adds its numbers to the database now and then. What is lost when a process is killed
is the last few seconds.
"""

from __future__ import annotations

import calendar
import datetime as dt
import logging
import re
import threading
import time
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user_model
from django.core.cache import cache
from django.db import Error, IntegrityError, transaction
from django.db.models import F, Q, Sum
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from base.models import VisitCount

logger = logging.getLogger(__name__)

KEPT_MONTHS = 25
# Words of programs that read pages by themselves. "Cubot" is a make of telephones.
ROBOT = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|preview|scan|monitor|headless|lighthouse|facebookexternalhit|fetch|archiv"
    r"|curl|wget|python|okhttp|axios|java/|go-http|http-?client",
    re.IGNORECASE,
)
STAFF_KEY = "visits.staff"
STAFF_KEPT_SECONDS = 300
# A database that is away for long must not fill the memory.
MOST_WAITING = 10_000

Counts = tuple[int, int]

_lock = threading.Lock()
_waiting: dict[tuple[int, dt.datetime], Counts] = {}
_written_at = time.monotonic()


def count_visit(request: HttpRequest, page_id: int) -> None:
    """Count one look at a page, when a person asked for it. The caller knows that the answer was the page (200)."""
    if not is_person(request):
        return
    try:
        if _is_staff(request):
            return
    except Error:
        logger.exception("visit not counted")
        return
    _add({(page_id, _hour_of(timezone.now())): (1, int(_came_from_front_page(request)))})


def write_when_due(**_kwargs: Any) -> None:
    """Write what waits if the last time is long enough ago; listens to the end of requests, the page being sent."""
    every = settings.VISITS_WRITTEN_EVERY
    if every is not None and _waiting and time.monotonic() - _written_at >= every:
        flush_visits()


def flush_visits() -> int:
    """Add what was counted in this process to the database and return how many rows were written.

    When the database fails, the failure is logged and the numbers wait for the next time.
    """
    global _written_at
    with _lock:
        taken = dict(_waiting)
        _waiting.clear()
        _written_at = time.monotonic()
    if not taken:
        return 0
    left, written = dict(taken), 0
    try:
        pages = set(Page.objects.filter(pk__in={page for page, _ in taken}).values_list("pk", flat=True))
        for (page, hour), counts in taken.items():
            if page in pages:
                written += _write(page, hour, counts)
            del left[page, hour]
    except Error:
        logger.exception("visits could not be written")
        _add(left)
    return written


def forget_waiting() -> None:
    """Drop what was counted and not yet written."""
    with _lock:
        _waiting.clear()


def visits_of(
    page_ids: Collection[int], since: dt.datetime, until: dt.datetime
) -> dict[int, tuple[int, int]]:
    """Return (visits, those from the front page) of each page, from the hour that holds `since` to before `until`.

    Hours are counted whole; every page asked for is in the answer, with zeros when nobody came. One query.
    """
    rows = (
        VisitCount.objects.filter(page__in=page_ids, hour__gte=_hour_of(since), hour__lt=until)
        .values_list("page")
        .annotate(Sum("visits"), Sum("from_front_page"))
        .order_by()
    )
    return {**dict.fromkeys(page_ids, (0, 0)), **{page: (visits, front) for page, visits, front in rows}}


def forget_old_visits(*, at: dt.datetime) -> int:
    """Delete the counts older than 25 months and return how many rows that was."""
    months = at.year * 12 + at.month - 1 - KEPT_MONTHS
    year, month = months // 12, months % 12 + 1
    oldest = at.replace(year=year, month=month, day=min(at.day, calendar.monthrange(year, month)[1]))
    return VisitCount.objects.filter(hour__lt=oldest).delete()[0]


def _add(counts: dict[tuple[int, dt.datetime], Counts]) -> None:
    with _lock:
        for key, (visits, front) in counts.items():
            before = _waiting.get(key)
            if before is None and len(_waiting) >= MOST_WAITING:
                continue
            _waiting[key] = (visits + before[0], front + before[1]) if before else (visits, front)


def _write(page: int, hour: dt.datetime, counts: Counts) -> int:
    """Add to the row of a page and hour, making it when it is the first; return how many rows changed."""
    visits, front = counts
    row = VisitCount.objects.filter(page=page, hour=hour)
    more = {"visits": F("visits") + visits, "from_front_page": F("from_front_page") + front}
    if changed := row.update(**more):
        return changed
    try:
        with transaction.atomic():
            VisitCount.objects.create(page_id=page, hour=hour, visits=visits, from_front_page=front)
    except IntegrityError:
        return row.update(**more)  # another process made it first; or the page is gone, and so are its visits
    return 1


def _hour_of(at: dt.datetime) -> dt.datetime:
    return at.astimezone(dt.UTC).replace(minute=0, second=0, microsecond=0)


def is_person(request: HttpRequest) -> bool:
    """Tell whether somebody looks: neither a program that says so, nor a browser that only gets ready."""
    agent = request.headers.get("User-Agent", "")
    if request.method != "GET" or not agent or ROBOT.search(agent):
        return False
    ahead = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return "prefetch" not in ahead and "prerender" not in ahead


def _is_staff(request: HttpRequest) -> bool:
    """Tell whether the visitor works in the admin.

    Without a session cookie nobody does, and nothing is asked. With one, the session is read (once for the page and
    this); who may enter the admin is one short list, asked of the database every five minutes.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not hasattr(request, "session"):
        return False
    user = request.session.get(SESSION_KEY)
    return user is not None and user in (cache.get_or_set(STAFF_KEY, _staff, STAFF_KEPT_SECONDS) or ())


def _staff() -> frozenset[str]:
    may_enter = Q(is_superuser=True) | Q(groups__permissions__codename="access_admin")
    return frozenset(
        str(pk) for pk in get_user_model()._default_manager.filter(may_enter).values_list("pk", flat=True)
    )


def _came_from_front_page(request: HttpRequest) -> bool:
    try:
        referer = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # anything may be written there
        return False
    return referer.netloc == request.get_host() and referer.path in {"", "/"}
