"""The figures of one call, on a screen."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.doors import readers_only
from base import clock
from calls.access import can_run
from calls.invited import invitation_figures
from calls.models import CallPage
from calls.statistics import statistics_of


@readers_only
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the figures of a call, published or not."""
    call = get_object_or_404(CallPage.objects.with_zone(), pk=pk)
    if not can_run(request.user, "read_statistics", call):
        raise Http404
    return render(
        request,
        "calls/admin/statistics.html",
        {"call": call, "figures": statistics_of(call, at=clock.now()), "invited": invitation_figures(call)},
    )
