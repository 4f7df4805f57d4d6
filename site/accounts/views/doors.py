"""The door of every page of an organisation: who is not entitled sees what a stranger sees, nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from accounts.access import can
from accounts.models import Organisation, User
from base.caching import personal_page


def signed_in(request: HttpRequest) -> User:
    """Return the account of a request that `login_required` has let through."""
    return cast(User, request.user)


def bound(request: HttpRequest) -> tuple[QueryDict | None]:
    """Return what a form is bound to: what was posted, even nothing at all, else nothing."""
    return (request.POST if request.method == "POST" else None,)


def for_members(action: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Decorate a view of an organisation: it receives the organisation, and only those who may do `action` reach it.

    For anybody else the page does not exist, as if the organisation did not.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @personal_page
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, uuid: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
            organisation = Organisation.objects.filter(uuid=uuid).first()
            if organisation is None or not can(request.user, action, organisation):
                raise Http404
            return view(request, organisation, *args, **kwargs)

        return guarded

    return decorate
