"""« Ma semaine » as the panel of the admin's opening page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from accounts.groups import EDITORS, belongs
from base import clock
from base.context import current_territory
from base.models import Territory
from home.calendar import Entry, entries
from home.week import decisions, finance
from home.week.composing import week_of

SHOWN_A_DAY = 4


@dataclass(frozen=True)
class Day:
    """One day of the strip: what begins or ends then, as the calendar has it."""

    date: date
    is_today: bool
    entries: list[Any]
    more: int


class WeekPanel(Component):
    """What asks for this person's hand, under a strip of the seven days."""

    name = "week"
    template_name = "home/admin/week.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the week of the person who asks; empty without a territory."""
        request = parent_context["request"] if parent_context else None
        territory = current_territory(request) if request else None
        if request is None or territory is None:
            return {"week": None}
        at = clock.now()
        return {
            "request": request,
            "csrf_token": parent_context.get("csrf_token") if parent_context else "",
            "week": week_of(request.user, territory, at=at),
            "days": days_of(territory, at=at) if belongs(request.user, EDITORS) else [],
        }


class FinancePanel(Component):
    """What finance, who have no week of their own, must know: money that waits, decisions of two people."""

    name = "finance"
    template_name = "home/admin/finance.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the lines; none without a territory."""
        request = parent_context["request"] if parent_context else None
        territory = current_territory(request) if request else None
        if request is None or territory is None:
            return {"groups": None}
        at = clock.now()
        lines = {
            _("L’argent"): (finance.checks, finance.waiting),
            _("Décisions à deux"): (
                decisions.second_person_missing,
                decisions.about_money,
                decisions.about_terms,
            ),
        }
        return {
            "groups": [
                (title, [item for rule in rules for item in rule(territory, at=at)])
                for title, rules in lines.items()
            ]
        }


def days_of(territory: Territory, *, at: datetime) -> list[Day]:
    """Return the days of the week of `at` with what the calendar has on each, a few entries a day."""
    zone = ZoneInfo(territory.zone)
    today = at.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    since = datetime.combine(monday, time(), zone)
    found = entries(territory, since=since, until=since + timedelta(days=7), at=at)
    days = []
    for number in range(7):
        day = monday + timedelta(days=number)
        here = [entry for entry in found if _turns(entry, day, zone)]
        days.append(Day(day, day == today, here[:SHOWN_A_DAY], max(len(here) - SHOWN_A_DAY, 0)))
    return days


def _turns(entry: Entry, day: date, zone: ZoneInfo) -> bool:
    """Whether something begins or ends that day; what merely goes on is left to the calendar."""
    begins = entry.starts.astimezone(zone).date() == day
    return begins or (entry.ends is not None and entry.ends.astimezone(zone).date() == day)
