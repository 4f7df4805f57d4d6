"""The plan of a page, place by place: slots, gaps and overlaps in words, and where they stand on a strip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from base.dates_display import day_short, span
from base.models import Territory
from home.chosen import most_together
from home.models import HomePage, Place, Slot
from home.plan import Stretch, gaps, overlaps
from home.slot_rules import places_of, why_not_public
from home.wording import FILLED_BY

TICKS = 8


@dataclass(frozen=True)
class Line:
    """One line of a lane. `kind` is slot, gap or overlap; `left` and `width` are its place on the strip, in percent."""

    kind: str
    starts_at: datetime
    ends_at: datetime | None
    words: str
    left: float
    width: float
    slot: Slot | None = None
    slots: Sequence[Slot] = ()
    row: int = 0
    state: str = ""
    warning: str = ""
    fill: dict[str, str] = field(default_factory=dict)

    @property
    def style(self) -> str:
        """The position on the strip, as an inline style of the admin."""
        return f"left:{self.left:.2f}%;width:{max(self.width, 0.6):.2f}%"


@dataclass(frozen=True)
class Lane:
    """One place: its lines in order of time; `is_shown` is False when the page has no section for it."""

    place: str
    label: str
    lines: list[Line]
    is_shown: bool
    rows: int

    @property
    def bars(self) -> list[Line]:
        """The lines drawn as bars, gaps below, slots above."""
        return sorted(self.lines, key=lambda line: ("gap", "slot", "overlap").index(line.kind))

    @property
    def problems(self) -> str:
        """How many gaps and overlaps, in words."""
        found = []
        empty = sum(line.kind == "gap" for line in self.lines)
        double = sum(line.kind == "overlap" for line in self.lines)
        if empty:
            found.append(ngettext("%(count)d trou", "%(count)d trous", empty) % {"count": empty})
        if double:
            words = ngettext("%(count)d chevauchement", "%(count)d chevauchements", double)
            found.append(words % {"count": double})
        return ", ".join(found)


@dataclass(frozen=True)
class Period:
    """The time a plan is drawn for, `at` being now."""

    since: datetime
    until: datetime
    at: datetime
    zone: str

    def left(self, moment: datetime) -> float:
        """Where a moment stands between the two ends, in percent."""
        inside = min(max(moment, self.since), self.until)
        return 100 * (inside - self.since) / (self.until - self.since)

    def ticks(self) -> list[dict[str, Any]]:
        """A few dates along the period, with their place."""
        step = (self.until - self.since) / TICKS
        moments = [self.since + number * step for number in range(TICKS)]
        return [
            {"left": f"{self.left(moment):.2f}", "label": day_short(moment, self.zone).rsplit("\u00a0", 1)[0]}
            for moment in moments
        ]

    @property
    def now_left(self) -> str | None:
        """Where now stands, None when it is outside."""
        return f"{self.left(self.at):.2f}" if self.since <= self.at < self.until else None


def plan_of(page: Page, territory: Territory, period: Period) -> list[Lane]:
    """Return the lanes of `page`, those it shows first; the number of queries does not depend on that of slots."""
    slots = list(
        Slot.objects.of(page)
        .during(period.since, period.until)
        .select_related("shown", "author", "approved_by", "changed_by")
        .order_by("starts_at", "position", "pk")
    )
    warnings = why_not_public(slots, at=period.at)
    shown = places_of(page)
    used = [place for place in Place.values if place not in shown and any(s.place == place for s in slots)]
    return [
        _lane(
            page, territory, period, place, [s for s in slots if s.place == place], warnings, place in shown
        )
        for place in [*shown, *used]
    ]


def _lane(
    page: Page,
    territory: Territory,
    period: Period,
    place: str,
    slots: list[Slot],
    warnings: dict[int, str],
    is_shown: bool,
) -> Lane:
    needs_approval = territory.programme_needs_approval
    counted = [slot for slot in slots if slot.approved_at is not None or not needs_approval]
    rows = _rows(slots)
    lines = [_slot_line(slot, period, rows[slot.pk], warnings, needs_approval) for slot in slots]
    if is_shown:
        lines += _gap_lines(page, place, counted, period) + _overlap_lines(place, counted, period)
    order = {"overlap": 0, "slot": 1, "gap": 2}
    lines.sort(key=lambda line: (line.starts_at, order[line.kind], line.slot.position if line.slot else 0))
    return Lane(place, str(capfirst(Place(place).label)), lines, is_shown, rows=max([*rows.values(), 0]) + 1)


def _slot_line(slot: Slot, period: Period, row: int, warnings: dict[int, str], needs_approval: bool) -> Line:
    left = period.left(slot.starts_at)
    if needs_approval and slot.approved_at is None:
        state = "waiting"
    elif slot.ends_at is not None and slot.ends_at <= period.at:
        state = "over"
    else:
        state = "coming" if slot.starts_at > period.at else "current"
    return Line(
        kind="slot",
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        words=capfirst(span(slot.starts_at, slot.ends_at, period.zone, at=period.at)),
        left=left,
        width=period.left(slot.ends_at or period.until) - left,
        slot=slot,
        row=row,
        state=state,
        warning="" if state == "over" else warnings.get(slot.pk, ""),
    )


def _gap_lines(page: Page, place: str, slots: list[Slot], period: Period) -> list[Line]:
    """Return the gaps still to come: nobody fills the past."""
    since = max(period.since, period.at)
    if since >= period.until:
        return []
    kind = "front" if page.specific_class is HomePage else "theme"
    lines = []
    for gap in gaps(_stretches(slots), since=since, until=period.until):
        is_last = gap.ends_at == period.until
        words = span(gap.starts_at, gap.ends_at, period.zone, at=period.at)
        fill = {"starts_at": _typed(gap.starts_at, period.zone)}
        if not is_last:
            fill["ends_at"] = _typed(gap.ends_at, period.zone)
        lines.append(
            Line(
                kind="gap",
                starts_at=gap.starts_at,
                ends_at=gap.ends_at,
                words=_("%(when)s : rien de prévu. %(filled)s")
                % {"when": capfirst(words), "filled": FILLED_BY[kind, place]},
                left=period.left(gap.starts_at),
                width=period.left(gap.ends_at) - period.left(gap.starts_at),
                fill=fill,
            )
        )
    return lines


def _overlap_lines(place: str, slots: list[Slot], period: Period) -> list[Line]:
    most = most_together(place)
    since = max(period.since, period.at)
    if since >= period.until:
        return []
    by_key = {slot.pk: slot for slot in slots}
    lines = []
    for found in overlaps(_stretches(slots), since=since, until=period.until, most=most):
        when = capfirst(span(found.starts_at, found.ends_at, period.zone, at=period.at))
        together = [by_key[key] for key in found.keys]
        words = (
            _("%(when)s : %(count)d créneaux se chevauchent ; le dernier commencé l’emporte.")
            if most == 1
            else _("%(when)s : %(count)d créneaux ensemble, la page n’en montre que six, dans leur ordre.")
        )
        lines.append(
            Line(
                kind="overlap",
                starts_at=found.starts_at,
                ends_at=found.ends_at,
                words=words % {"when": when, "count": len(together)},
                left=period.left(found.starts_at),
                width=period.left(found.ends_at) - period.left(found.starts_at),
                slots=together,
            )
        )
    return lines


def _stretches(slots: list[Slot]) -> list[Stretch]:
    return [Stretch(slot.starts_at, slot.ends_at, slot.pk) for slot in slots]


def _rows(slots: list[Slot]) -> dict[int, int]:
    """Return on which row of the strip each slot is drawn, so that none hides another."""
    ends: list[datetime | None] = []
    rows = {}
    for slot in slots:
        free = next((row for row, end in enumerate(ends) if end is not None and end <= slot.starts_at), None)
        if free is None:
            free = len(ends)
            ends.append(None)
        ends[free] = slot.ends_at
        rows[slot.pk] = free
    return rows


def _typed(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")
