"""Signing in or up on the way to something, and coming back to it.

The address of a page survives signing in by itself (`?next=`); the visitor's session keeps it too, because opening an
account goes through a message and a link that know nothing of it.
"""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

WAY_BACK = "way_back"


def sign_in_first(request: HttpRequest, *, to: str = "", sign_up: bool = False) -> HttpResponse:
    """Send the visitor to the sign-in page (or `sign_up`), from where they come to `to`, this very page by default."""
    path = to or request.get_full_path()
    request.session[WAY_BACK] = path
    return redirect_to_login(path, login_url=reverse("account_signup" if sign_up else "account_login"))


def way_back(request: HttpRequest) -> str:
    """Return, once, where the visitor was going before signing in; empty when nowhere."""
    return str(request.session.pop(WAY_BACK, ""))
