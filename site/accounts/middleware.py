"""Doors before every page of the admin, whatever its address: the second factor, and the desk for who has only that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.groups import is_at_the_desk_only
from accounts.second_factor import way_to_second_factor

# Leaving must stay possible; the drawings of the admin's icons tell nothing.
FREE = frozenset({"wagtailadmin_logout", "wagtailadmin_sprite"})


class SecondFactorMiddleware:
    """Sends the team to the second factor before the admin; front pages of the team are decorated instead.

    It looks at the route that was found, not at the letters of the address: there is no other spelling to try.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Answer in place of an admin view when the second factor is missing."""
        found = request.resolver_match
        if found is None or not f"/{found.route}".startswith(settings.ADMIN_PREFIX) or found.url_name in FREE:
            return None
        return way_to_second_factor(request)


# What the desk and its frame need: Wagtail opens many of its own rooms (pages, pictures, history) to all the team.
DESK = "counter"
DESK_PAGE = "counter:desk"
ALSO_AT_THE_DESK = FREE | {
    "wagtailadmin_account",
    "wagtailadmin_dismissibles",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_login",
}


class DeskOnlyMiddleware:
    """Leads whoever has no other room than the desk of a counter back to it; it is their opening page too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Answer in place of an admin view that is not the desk's."""
        found = request.resolver_match
        if found is None or not f"/{found.route}".startswith(settings.ADMIN_PREFIX):
            return None
        if (
            found.namespace == DESK
            or found.url_name in ALSO_AT_THE_DESK
            or not is_at_the_desk_only(request.user)
        ):
            return None
        return HttpResponseRedirect(reverse(DESK_PAGE))
