"""Rate limits counted in the database: right with several server processes, on both databases, without a
broker.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from base.client_address import address_block, client_address
from base.models import RateCounter

UNKNOWN_WAIT = 600  # seconds: long enough for most limits, short enough not to drive people away
KEPT = dt.timedelta(days=2)  # longer than any period in use


def hit(scope: str, key: str, *, limit: int, per: dt.timedelta, at: dt.datetime) -> int:
    """Count one act of `key` in `scope`; return 0 when it is allowed, else the seconds to wait.

    At most `limit` acts are allowed in `per` from the first one. Refused acts are not counted, so that
    insisting does not push the end away. Call it outside a transaction that may be rolled back, or the count
    goes with it.
    """
    hashed = _hashed(scope, key)
    counter = RateCounter.objects.filter(scope=scope, key=hashed)
    for _try in range(2):
        if counter.filter(started_at__gt=at - per, count__lt=limit).update(count=F("count") + 1):
            return 0
        if counter.filter(started_at__lte=at - per).update(started_at=at, count=1):
            return 0
        row, created = RateCounter.objects.get_or_create(
            scope=scope, key=hashed, defaults={"started_at": at, "count": 1}
        )
        if created:
            return 0
        if row.count >= limit and row.started_at > at - per:
            break
        # Somebody else made or renewed the row between our two looks: one more try settles it.
    return max(1, math.ceil((row.started_at + per - at).total_seconds()))


def too_many_requests(request: HttpRequest, wait: int) -> HttpResponse:
    """Return the readable refusal: 429 with Retry-After in seconds."""
    response = render(
        request, "429.html", {"wait_seconds": wait, "wait_minutes": math.ceil(wait / 60)}, status=429
    )
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = "private, no-store"
    return response


def refuse(request: HttpRequest) -> HttpResponse:
    """Answer 429 for allauth, which does not say how long to wait (urls' `handler429`)."""
    return too_many_requests(request, UNKNOWN_WAIT)


def visitor_key(request: HttpRequest) -> str:
    """Return what stands for the visitor: the account when signed in, else the network address."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"user:{user.pk}"
    return f"address:{address_block(client_address(request))}"


def address_key(request: HttpRequest) -> str:
    """Return the visitor's network address as a key, signed in or not."""
    return f"address:{address_block(client_address(request))}"


def rate_limited(
    scope: str,
    *,
    limit: int,
    per: dt.timedelta,
    methods: Collection[str] = ("POST",),
    key: Callable[[HttpRequest], str] = visitor_key,
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Decorate a view: past the limit it answers 429 without being called. Only `methods` are counted."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method in methods:
                wait = hit(scope, key(request), limit=limit, per=per, at=timezone.now())
                if wait:
                    return too_many_requests(request, wait)
            return view(request, *args, **kwargs)

        return limited

    return decorate


def forget_old_counters(*, at: dt.datetime) -> int:
    """Delete the counters nobody needs any more; return how many."""
    deleted, _per_model = RateCounter.objects.filter(started_at__lt=at - KEPT).delete()
    return deleted


def _hashed(scope: str, key: str) -> str:
    return salted_hmac(f"base.rate_limits:{scope}", key, algorithm="sha256").hexdigest()
