"""The figures of a call: who looked, who began, who deposited, day by day, by kind and by neighbourhood.

A group of fewer than three people could be recognised: it is counted with the others of its size.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from base.visits import visits_of
from calls.models import Application, CallPage
from calls.models.applications import ApplicantKind

FEWEST_SHOWN = 3
LONGEST_CHART = 366
CHART_HEIGHT, BAR_WIDTH = 120, 10


@dataclass(frozen=True)
class Group:
    """One line of a table; `count` is None when it is too small to be said."""

    label: Promise | str
    count: int | None


@dataclass(frozen=True)
class Day:
    """The deposits of one local day, with the place of its bar in the drawing."""

    day: date
    count: int
    x: int
    y: int
    height: int


@dataclass(frozen=True)
class CallStatistics:
    """Everything the screen shows; erased applications count."""

    visits: int
    begun: int
    drafts: int
    deposited: int
    withdrawn: int
    days: list[Day]
    highest: int
    kinds: list[Group]
    neighbourhoods: list[Group]

    @property
    def width(self) -> int:
        """The width of the drawing, in its own units."""
        return max(len(self.days), 1) * BAR_WIDTH


def statistics_of(call: CallPage, *, at: datetime) -> CallStatistics:
    """Return the figures of `call` at `at`; two queries, whatever there is to count."""
    zone = ZoneInfo(call.zone)
    rows = list(
        Application.objects.filter(call=call)
        .order_by("pk")
        .values_list("state", "deposited_at", "applicant_kind", "neighbourhood")
    )
    deposited = [row for row in rows if row[1] is not None]
    per_day = Counter(row[1].astimezone(zone).date() for row in rows if row[1] is not None)
    since = call.first_published_at or call.opens_at or at
    kinds = dict(ApplicantKind.choices)
    days, highest = _days(per_day, call, zone, at)
    return CallStatistics(
        visits=visits_of([call.pk], since, at)[call.pk][0],
        begun=len(rows),
        drafts=sum(row[0] == Application.State.DRAFT for row in rows),
        deposited=len(deposited),
        withdrawn=sum(row[0] == Application.State.WITHDRAWN for row in rows),
        days=days,
        highest=highest,
        kinds=_groups(Counter(str(kinds.get(row[2], row[2])) for row in deposited)),
        neighbourhoods=_groups(Counter(row[3].strip() or _("non précisé") for row in deposited)),
    )


def _groups(counted: Counter[str]) -> list[Group]:
    """Return the groups, the largest first, the small ones together under one line."""
    shown = [(label, count) for label, count in counted.most_common() if count >= FEWEST_SHOWN]
    rest = counted.total() - sum(count for _label, count in shown)
    lines = [Group(label, count) for label, count in shown]
    if rest:
        lines.append(Group(_("groupes de moins de trois"), rest if rest >= FEWEST_SHOWN else None))
    return lines


def _days(per_day: Counter[date], call: CallPage, zone: ZoneInfo, at: datetime) -> tuple[list[Day], int]:
    """Return every day from the first deposit, or the opening, to the last, empty ones included."""
    if not per_day:
        return [], 0
    opens_at = call.opens_at.astimezone(zone).date() if call.opens_at else min(per_day)
    last = max(per_day)
    first = max(min(opens_at, min(per_day)), last - timedelta(days=LONGEST_CHART - 1))
    highest = max(per_day.values())
    days = []
    for place in range((last - first).days + 1):
        day = first + timedelta(days=place)
        height = round(per_day[day] * CHART_HEIGHT / highest)
        days.append(Day(day, per_day[day], place * BAR_WIDTH, CHART_HEIGHT - height, height))
    return days, highest
