"""The balance view: who was put forward in twelve months, and who never."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.doors import editors_only
from base import clock
from base.context import current_territory
from home.balance import balance_of


@editors_only
def show(request: HttpRequest) -> HttpResponse:
    """Show the last twelve months of the territory."""
    territory = current_territory(request)
    if territory is None:
        raise Http404
    balance = balance_of(territory, at=clock.now())
    return render(request, "home/admin/balance.html", {"balance": balance, "territory": territory})
