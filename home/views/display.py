"""The screen of the town hall: a selection, one page at a time, very large. No session, no cookie, no script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from base import clock
from base.mail import site_address
from home.models import Selection
from home.outlets.pieces import pieces_of

SECONDS_EACH = 15
SECONDS_WHEN_EMPTY = 60
BRIEFLY = "public, max-age=10"


@require_safe
def display(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the n-th page of a selection that the public may see, then ask for the next; `?pause` stays on it."""
    selection = get_object_or_404(Selection.objects.select_related("territory"), slug=slug)
    pieces = pieces_of(selection, at=clock.now())
    asked = request.GET.get("n", "")
    number = (int(asked) - 1) % len(pieces) + 1 if pieces and _is_number(asked) else 1
    context = {
        "selection": selection,
        "town": selection.territory,
        "home_url": site_address(selection.territory),
        "piece": pieces[number - 1] if pieces else None,
        "number": number,
        "count": len(pieces),
        "following": number % len(pieces) + 1 if pieces else 1,
        "previous": (number - 2) % len(pieces) + 1 if pieces else 1,
        "paused": "pause" in request.GET,
        "seconds": SECONDS_EACH if pieces else SECONDS_WHEN_EMPTY,
    }
    response = render(request, "home/outlets/display.html", context)
    response["Cache-Control"] = BRIEFLY
    response["X-Robots-Tag"] = "noindex"
    return response


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6
