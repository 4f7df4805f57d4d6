"""The search page."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from base import clock
from base.rate_limits import address_key, hit, too_many_requests
from search.kinds import KIND_OF_SLUG, KINDS
from search.models import SearchCard
from search.queries import LONGEST_QUESTION, Found, Match, search_pages
from search.results import results_of
from search.suggestions import campaigns_to_join, nearest_to, themes_to_browse

PER_PAGE = 12
QUESTIONS_PER_MINUTE = 60


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what answers `?q=`, of one kind when `?genre=` says so; without a question, ways to begin."""
    question = _readable(request.GET.get("q", ""))
    at = clock.now()
    site = Site.find_for_request(request)
    under = site.root_page if site else None
    context: dict[str, Any] = {
        "question": question,
        "longest_question": LONGEST_QUESTION,
        "asked": bool(question),
    }
    if question:
        wait = hit(
            "search",
            address_key(request),
            limit=QUESTIONS_PER_MINUTE,
            per=dt.timedelta(minutes=1),
            at=timezone.now(),
        )
        if wait:
            return too_many_requests(request, wait)
        kind = KIND_OF_SLUG.get(request.GET.get("genre", ""))
        found = search_pages(question, at, [kind] if kind else None, under=under)
        context |= _answer(question, kind, found, request.GET.get("page"))
        if found.match in (Match.ANY_WORD, Match.NOTHING):
            nearest = nearest_to(question, at=at, under=under)
            context["nearest"] = [{"text": near, "url": _address(near)} for near in nearest]
    if not question or not context["results"]:
        context["campaigns"] = campaigns_to_join(at=at, under=under)
        context["themes"] = themes_to_browse(under=under)
    return render(request, "search/search.html", context)


def _answer(question: str, kind: str | None, found: Found, page_number: str | None) -> dict[str, Any]:
    """Return the results' part of the context."""
    paginator = Paginator(found.cards, PER_PAGE)
    total = found.total([kind] if kind else None)
    paginator.count = total  # known from the counts by kind: one query less
    page_obj = paginator.get_page(page_number)
    everything = _("Tout (%(count)d)") % {"count": found.total()}
    filters = [{"label": everything, "url": _address(question), "current": kind is None}]
    for code, label in SearchCard.Kind.choices:
        count = found.counts.get(code, 0)
        if count or code == kind:
            url = _address(question, code)
            filters.append({"label": f"{label} ({count})", "url": url, "current": code == kind})
    return {
        "total": total,
        "match": found.match.value,
        "filters": filters if len(filters) > 2 or kind else [],
        "page_obj": page_obj,
        "query": _address(question, kind).removeprefix("?") + "&",
        "results": results_of(page_obj.object_list),
    }


def _address(question: str, kind: str | None = None) -> str:
    """Return the address of a question, of one kind when given, relative to the page."""
    return "?" + urlencode({"q": question, **({"genre": KINDS[kind].slug} if kind else {})})


def _readable(text: str) -> str:
    """Return what was asked on one line, without control or invisible characters, not too long."""
    one_line = " ".join(text[: 4 * LONGEST_QUESTION].split())
    return "".join(char for char in one_line if char.isprintable())[:LONGEST_QUESTION].strip()
