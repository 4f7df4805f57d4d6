"""« Ce qui a été montré »: showings of a period with what they brought, on screen and for a spreadsheet."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.doors import editors_only
from base.audit import record
from base.dates_display import span
from base.models import Territory
from base.spreadsheets import csv_response
from home.brought import MEASURES, with_brought
from home.forms.showings import ShowingsForm
from home.models import Showing
from home.slot_rules import programme_pages

PER_PAGE = 50


@editors_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show what one page showed during a period, the last first."""
    at = timezone.now()
    form, territory, rows = _asked(request, at)
    query = request.GET.copy()
    query.pop("p", None)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    for row in shown:
        row.when = capfirst(span(row.starts_at, row.ends_at, territory.zone, at=at))
    return render(
        request,
        "home/admin/showings.html",
        {
            "form": form,
            "territory": territory,
            "measures": MEASURES,
            "rows": [(row, [(m, getattr(row, m.code)) for m in MEASURES]) for row in shown],
            "shown": shown,
            "query": query.urlencode(),
        },
    )


@editors_only
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """Send the same rows, all of them, as CSV; hours are local to the territory."""
    at = timezone.now()
    _form, territory, rows = _asked(request, at)
    zone = ZoneInfo(territory.zone)
    record("showings.exported", actor=request.user, subject=territory, at=at)
    header = [_("emplacement"), _("titre"), _("choisi par l’équipe"), _("du"), _("au")]
    return csv_response(
        "passages.csv",
        [*header, *(f"{m.label} (€)" if m.is_money else str(m.label) for m in MEASURES)],
        (
            [
                row.get_place_display(),
                row.title,
                _("oui") if row.chosen else _("non"),
                row.starts_at.astimezone(zone).replace(tzinfo=None),
                row.ends_at.astimezone(zone).replace(tzinfo=None) if row.ends_at else "",
                *(_number(getattr(row, measure.code), measure.is_money) for measure in MEASURES),
            ]
            for row in rows.iterator()
        ),
    )


def _number(value: int, is_money: bool) -> Any:
    return Decimal(value) / 100 if is_money else value


def _asked(request: HttpRequest, at: datetime) -> tuple[ShowingsForm, Territory, Any]:
    """Return the form, the territory and the showings asked for; a bad period is said and the usual one is read."""
    pages = programme_pages(request.user)
    asked = request.GET.get("page", "")
    page = pages.filter(pk=int(asked) if asked.isdecimal() and len(asked) < 19 else 0) if asked else pages
    first = page.first()
    territory = Territory.objects.for_page(first) if first is not None else None
    if first is None or territory is None:
        raise Http404
    usual = {"page": first.pk, **ShowingsForm.usual(at=at, zone=territory.zone)}
    form = ShowingsForm(
        {**usual, **{name: words for name, words in request.GET.items() if words}}, pages=pages
    )
    read = form if form.is_valid() else ShowingsForm(usual, pages=pages)
    read.full_clean()
    since, until = read.period(territory.zone)
    rows = Showing.objects.filter(page=first).during(since, until).order_by("-starts_at", "place", "-pk")
    if place := read.cleaned_data["emplacement"]:
        rows = rows.filter(place=place)
    if chosen := read.cleaned_data["choisi"]:
        rows = rows.filter(chosen=chosen == "oui")
    return form, territory, with_brought(rows, territory=territory, at=at)
