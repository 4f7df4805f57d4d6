"""Who may open a screen of the admin."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.groups import CLERKS, EDITORS, FINANCE, MODERATORS, belongs

R = TypeVar("R", bound=HttpResponseBase)

POSTING = (FINANCE,)
"""Who prints and posts the letters of people without an e-mail."""


def editors_only(view: Callable[..., R]) -> Callable[..., R]:
    """Decorate an admin view for editors and technical administrators; others are sent back to the opening page."""
    return _only(view, EDITORS)


def readers_only(view: Callable[..., R]) -> Callable[..., R]:
    """Decorate an admin view for those who read applications: editors, moderators, technical administrators."""
    return _only(view, EDITORS, MODERATORS)


def finance_only(view: Callable[..., R]) -> Callable[..., R]:
    """Decorate an admin view for those who export personal data: finance and technical administrators."""
    return _only(view, FINANCE)


def counter_only(view: Callable[..., R]) -> Callable[..., R]:
    """Decorate a screen of the desk for those who stand at a counter, finance and technical administrators."""
    return _only(view, CLERKS, FINANCE)


def posting_only(view: Callable[..., R]) -> Callable[..., R]:
    """Decorate an admin view for those who print and post letters, and technical administrators."""
    return _only(view, *POSTING)


def _only(view: Callable[..., R], *groups: str) -> Callable[..., R]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> R:
        if not belongs(request.user, *groups):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
