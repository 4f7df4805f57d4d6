"""The editorial calendar in the admin: its screen, moving what may move, and its secret address for diaries."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from accounts.doors import editors_only
from base.caching import personal_page
from base.dates_display import moment, zone_words
from base.models import Territory
from home.calendar import LANES, entries, lanes_asked, territories_of
from home.calendar_feed import token_of
from home.calendar_layout import LIST, MONTH, VIEWS, WEEK, Period, by_day, grid, period_of
from home.forms.calendar import DateForm, DaysForm
from home.services.calendar_links import change_link, open_link
from home.services.moving import MOVERS, Moved, MoveRefused, Standing, UnknownEntry, find_entry, move_entry

BAR, LINE = "e-", "l-"  # before an entry's key in the anchors of the grid and of the list


def _territory(request: HttpRequest, asked: str) -> tuple[Territory, list[Territory]]:
    """Return the territory asked for (the first when none is) among those the person writes, and all of them."""
    mine = territories_of(request.user)  # type: ignore[arg-type]
    found = next((one for one in mine if one.slug == asked), mine[0] if mine and not asked else None)
    if found is None:
        raise Http404
    return found, mine


def _today(zone: str) -> date:
    return timezone.now().astimezone(ZoneInfo(zone)).date()


def _day(asked: str | None, zone: str) -> date:
    """Return the day asked for, today when it is none that a calendar shows."""
    try:
        found = parse_date(asked or "")
    except ValueError:
        found = None
    return found if found is not None and 2000 <= found.year <= 2999 else _today(zone)


def _period(sent: Any, territory: Territory) -> Period:
    view = sent.get("vue") if sent.get("vue") in VIEWS else MONTH
    zone = territory.zone
    return period_of(view, _day(sent.get("le"), zone), zone=zone, today=_today(zone))


def _address(period: Period, sent: Any, *, day: date | None = None, view: str = "") -> str:
    """Return the screen's address: the same filter, another day or view."""
    asked = [("vue", view or period.view), ("le", str(day or period.first))]
    asked += [("voie", code) for code in sent.getlist("voie")]
    if sent.get("territoire"):
        asked.append(("territoire", sent["territoire"]))
    return f"{reverse('calendar:show')}?{urlencode(asked)}"


@editors_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show a month, a week or a list of the territory's calendar."""
    territory, mine = _territory(request, request.GET.get("territoire", ""))
    period = _period(request.GET, territory)
    lanes = lanes_asked(request.GET.getlist("voie"))
    found = entries(territory, since=period.since, until=period.until, at=timezone.now(), lanes=lanes)
    days, today = by_day(found, period), _today(territory.zone)
    # Going back from a month shows its first day, from a week its Monday; the day looked at is kept between views.
    focus = today if period.first <= today <= period.last else period.first
    context = {
        "period": period,
        "territory": territory,
        "territories": mine if len(mine) > 1 else [],
        "rows": grid(found, period, lanes) if period.view != LIST else [],
        "days": days,
        "has_today": any(group.day is not None and group.day.is_today for group in days),
        "lanes": [(lane, lane.code in lanes) for lane in LANES],
        "is_filtered": len(lanes) < len(LANES),
        "views": [
            (name, label, _address(period, request.GET, day=focus, view=name))
            for name, label in ((MONTH, _("Mois")), (WEEK, _("Semaine")), (LIST, _("Liste")))
        ],
        "previous_address": _address(period, request.GET, day=period.previous),
        "next_address": _address(period, request.GET, day=period.next),
        "today_address": _address(period, request.GET, day=today),
        "kept": request.GET.getlist("voie"),
        "move_query": f"&{_address(period, request.GET).partition('?')[2]}",
        "zone_words": zone_words(territory.zone),
        "breadcrumbs_items": [{"url": "", "label": _("Calendrier éditorial")}],
        "header_title": _("Calendrier éditorial"),
        "header_icon": "calendar-alt",
    }
    return render(request, "home/admin/calendar.html", context)


@editors_only
def move(request: HttpRequest) -> HttpResponse:
    """Move an entry: by so many days (a gesture, an undo), or to a day and an hour typed in the form shown by GET."""
    sent = request.POST if request.method == "POST" else request.GET
    territory, mine = _territory(request, sent.get("territoire", ""))
    named = _entry_named(sent, mine)
    standing = _standing(named)
    by_days = request.method == "POST" and "days" in sent
    form = _form(request, standing, by_days=by_days)
    if request.method == "POST" and form.is_valid():
        target = form.target(standing.zone)
        try:
            moved = move_entry(**named, target=target, actor=request.user, at=timezone.now())  # type: ignore[arg-type]
        except MoveRefused as refusal:
            if by_days:
                messages.error(request, str(refusal))
                return _back(_period(sent, territory), sent)
            form.add_error("day", str(refusal))
        else:
            _say(request, sent, moved)
            return _back(_period(sent, territory), sent, shown=_local(moved.starts, moved))
    elif by_days:
        raise Http404  # no screen of ours sends that
    context = {
        "form": form,
        "standing": standing,
        "when": moment(standing.starts, standing.zone) if standing.starts else "",
        "zone_words": zone_words(standing.zone),
        "sent": sent,
        "kept": sent.getlist("voie"),
        "back_address": _address(_period(sent, territory), sent),
        "breadcrumbs_items": [
            {"url": _address(_period(sent, territory), sent), "label": _("Calendrier éditorial")},
            {"url": "", "label": _("Déplacer")},
        ],
        "header_title": _("Déplacer « %(title)s »") % {"title": standing.title},
        "header_icon": "calendar-alt",
    }
    return render(request, "home/admin/calendar_move.html", context)


def _entry_named(sent: Any, territories: list[Territory]) -> dict[str, Any]:
    """Return the entry that a form or an address names, as the services want it; 404 for none."""
    kind, pk = sent.get("kind", ""), sent.get("pk", "")
    if kind not in MOVERS or not (pk.isascii() and pk.isdecimal()) or len(pk) > 18:
        raise Http404
    return {"kind": kind, "pk": int(pk), "territories": territories}


def _standing(named: dict[str, Any]) -> Standing:
    try:
        return find_entry(**named)
    except UnknownEntry:
        raise Http404 from None


def _form(request: HttpRequest, standing: Standing, *, by_days: bool) -> DaysForm | DateForm:
    if by_days:
        return DaysForm(request.POST)
    starts = standing.starts.astimezone(ZoneInfo(standing.zone)) if standing.starts else None
    initial = {"day": starts.date(), "hour": starts.time()} if starts else {}
    return DateForm(request.POST if request.method == "POST" else None, initial=initial)


def _local(value: datetime, moved: Moved) -> date:
    return value.astimezone(ZoneInfo(moved.zone)).date()


def _back(period: Period, sent: Any, *, shown: date | None = None) -> HttpResponse:
    """Return to the calendar where the person was, or where the entry went, with the focus on it."""
    day = shown if shown is not None and not period.first <= shown <= period.last else period.first
    anchor = f"{LINE if period.view == LIST else BAR}{sent['kind']}-{sent['pk']}"
    return redirect(f"{_address(period, sent, day=day)}#{anchor}")


def _say(request: HttpRequest, sent: Any, moved: Moved) -> None:
    """Say where it went and what follows, with a button that moves it back."""
    told = _("« %(title)s » est déplacé au %(moment)s.") % {
        "title": moved.title,
        "moment": moment(moved.starts, moved.zone),
    }
    if moved.in_draft:
        told += " " + _(
            "C’est dans le brouillon de la page : le public lira ces dates quand vous la publierez."
        )
    if moved.approval_lost:
        told += " " + _("Une seconde personne doit le valider à nouveau.")
    before = moved.before.astimezone(ZoneInfo(moved.zone))
    fields = {
        "csrfmiddlewaretoken": get_token(request),
        "kind": sent["kind"],
        "pk": sent["pk"],
        "day": before.date().isoformat(),
        "hour": f"{before:%H:%M:%S}",
        "vue": sent.get("vue", ""),
        "le": before.date().isoformat(),
        "territoire": sent.get("territoire", ""),
    }
    pairs = [*fields.items(), *(("voie", code) for code in sent.getlist("voie"))]
    messages.success(
        request,
        format_html(
            '{} <form class="cal-undo" method="post" action="{}">{}'
            '<button type="submit" class="button button-small button-secondary">{}</button></form>',
            told,
            reverse("calendar:move"),
            format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs),
            _("Annuler le déplacement"),
        ),
    )


@editors_only
@personal_page
def link(request: HttpRequest) -> HttpResponse:
    """Show the secret address of the person's calendar; by POST, give another one."""
    if request.method == "POST":
        change_link(user=request.user, at=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("L’adresse est changée : l’ancienne ne répond plus."))
        return redirect("calendar:link")
    own = open_link(user=request.user)  # type: ignore[arg-type]
    lanes = lanes_asked(request.GET.getlist("voie"))
    address = request.build_absolute_uri(reverse("home:calendar_feed", args=[token_of(own)]))
    asked = urlencode([("voie", code) for code in lanes]) if len(lanes) < len(LANES) else ""
    context = {
        "address": f"{address}?{asked}" if asked else address,
        "lanes": [(lane, lane.code in lanes) for lane in LANES],
        "breadcrumbs_items": [
            {"url": reverse("calendar:show"), "label": _("Calendrier éditorial")},
            {"url": "", "label": _("S’abonner")},
        ],
        "header_title": _("Le calendrier dans votre agenda"),
        "header_icon": "link",
    }
    return render(request, "home/admin/calendar_link.html", context)
