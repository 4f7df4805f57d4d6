"""What was typed when the session had expired: kept on the server until the person has signed in again."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict

KEY = "kept_writing"
LONGEST = 400_000


def keep(request: HttpRequest) -> HttpResponse:
    """Keep what was posted in the anonymous session, which signing in carries on, and ask to sign in."""
    body = request.POST.urlencode()
    if len(body) <= LONGEST:
        request.session[KEY] = {"path": request.path, "body": body}
    return redirect_to_login(request.path)


def take(request: HttpRequest) -> QueryDict | None:
    """Return what was kept for this very address, once; None when there is nothing."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEY]
    return QueryDict(kept["body"], mutable=True)
