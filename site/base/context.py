"""What every template may use: the territory in whose window the visitor stands."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from base.models import Territory


def current_territory(request: HttpRequest) -> Territory | None:
    """Return the territory of the request's site, None where there is none; kept for the request."""
    if not hasattr(request, "_terreau_territory"):
        site = Site.find_for_request(request)
        request._terreau_territory = Territory.objects.for_page(site.root_page) if site else None  # type: ignore[attr-defined]
    return request._terreau_territory  # type: ignore[attr-defined]


def territory(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `territory`, looked up only when a template asks."""
    return {"territory": SimpleLazyObject(lambda: current_territory(request))}
