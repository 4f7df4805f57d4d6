"""No page of the admin, whatever its address, before the second factor of whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

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
