"""Saying that one no longer wants to be invited."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from base.caching import token_page
from base.models import Territory
from base.rate_limits import address_key, rate_limited
from calls.invitation_links import refuser_of
from calls.services.reaching import refuse_invitations


# The address itself is the secret; mail programs that say no for their reader send no cookie.
@csrf_exempt
@token_page
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("refuse_invitations", limit=30, per=timedelta(hours=1), key=address_key)
def refuse(request: HttpRequest, token: str) -> HttpResponse:
    """Show the one button, because mail filters open links by themselves; on POST never invite this address again."""
    refuser = refuser_of(token)
    if refuser is None:
        raise Http404
    territory = get_object_or_404(Territory, pk=refuser.territory_id)
    if request.method == "POST":
        refuse_invitations(territory=territory, digest=refuser.digest, at=timezone.now())
    context = {"town": territory, "is_done": request.method == "POST"}
    return render(request, "calls/refuse_invitations.html", context)
