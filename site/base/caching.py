"""What may be kept by browsers and proxies."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

R = TypeVar("R", bound=HttpResponseBase)
NEVER_KEPT = "private, no-store"


def never_kept(response: R) -> R:
    """Mark a response as one person's: kept by no cache, nor by the browser's back button."""
    response["Cache-Control"] = NEVER_KEPT
    return response


def personal_page(view: Callable[..., R]) -> Callable[..., R]:
    """Decorate a view whose answer belongs to one person."""

    @wraps(view)
    def personal(request: HttpRequest, *args: Any, **kwargs: Any) -> R:
        return never_kept(view(request, *args, **kwargs))

    return personal


def token_page(view: Callable[..., R]) -> Callable[..., R]:
    """Decorate a view whose address is a secret: personal, told to no site, listed by no engine."""

    @wraps(view)
    def secret(request: HttpRequest, *args: Any, **kwargs: Any) -> R:
        response = never_kept(view(request, *args, **kwargs))
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return secret
