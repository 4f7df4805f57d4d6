"""Answers that belong to no section: palettes, health, robots."""

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from base.colours import style_sheet
from base.models import Territory

A_YEAR = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=60"


@require_safe
def palette(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """Return a territory's colours as CSS.

    The version is in the address, so that browsers keep the sheet for good; an outdated address still
    answers, with today's colours, but is kept only briefly.
    """
    territory = Territory.objects.filter(slug=slug).only("brand_colour", "accent_colour").first()
    if territory is None:
        raise Http404
    response = HttpResponse(
        style_sheet(territory.brand_colour, territory.accent_colour), content_type="text/css"
    )
    response["Cache-Control"] = A_YEAR if version == territory.style_version else BRIEFLY
    return response


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Say "ok" when the database answers, 503 otherwise; opens no session and tells nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        response = HttpResponse("database unavailable\n", content_type="text/plain", status=503)
    else:
        response = HttpResponse("ok\n", content_type="text/plain")
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines where the map is and which rooms are not for them."""
    lines = (
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /compte/",
        "",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
        "",
    )
    return HttpResponse("\n".join(lines), content_type="text/plain")
