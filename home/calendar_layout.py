"""How the calendar lies on the screen: the days of a month or a week, bars in their columns, or a list by day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from base.dates_display import day as day_words
from base.dates_display import hour, month
from base.dates_display import moment as moment_words
from home.calendar import LANES, Lane
from home.calendar_entries import Entry

MONTH, WEEK, LIST = "mois", "semaine", "liste"
VIEWS = (MONTH, WEEK, LIST)
INSIDE = 6  # columns of a month: in a shorter bar the words stand beside it
BESIDE = 5  # columns kept for them
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Day:
    """One column: `number` counts from 1."""

    day: date
    number: int
    is_today: bool

    @property
    def is_weekend(self) -> bool:
        """Whether it is a Saturday or a Sunday."""
        return self.day.weekday() > 4

    @property
    def words(self) -> str:
        """The day in words."""
        return f"{date_format(self.day, 'l')} {day_words(self.day)}"


@dataclass(frozen=True)
class Period:
    """The days shown, in the zone of the territory."""

    view: str
    days: tuple[Day, ...]
    zone: str

    @property
    def first(self) -> date:
        """The first day shown."""
        return self.days[0].day

    @property
    def last(self) -> date:
        """The last day shown."""
        return self.days[-1].day

    @property
    def since(self) -> datetime:
        """The first moment shown."""
        return datetime.combine(self.first, time(), ZoneInfo(self.zone))

    @property
    def until(self) -> datetime:
        """The first moment not shown any more."""
        return datetime.combine(self.last + DAY, time(), ZoneInfo(self.zone))

    @property
    def previous(self) -> date:
        """A day of the period before."""
        return self.first - DAY

    @property
    def next(self) -> date:
        """A day of the period after."""
        return self.last + DAY

    @property
    def title(self) -> str:
        """ "novembre 2026", or "du 23 au 29 novembre 2026"."""
        if self.view != WEEK:
            return month(self.first)
        same = self.first.month == self.last.month
        first = str(self.first.day) if same else date_format(self.first, "j F")
        return _("du %(first)s au %(last)s") % {"first": first, "last": day_words(self.last)}


def period_of(view: str, day: date, *, zone: str, today: date) -> Period:
    """Return the month (or the week, from Monday) that holds `day`."""
    first = day - timedelta(days=day.weekday()) if view == WEEK else day.replace(day=1)
    until = first + timedelta(days=7) if view == WEEK else (first + timedelta(days=32)).replace(day=1)
    days = [first + timedelta(days=position) for position in range((until - first).days)]
    return Period(view, tuple(Day(d, n, d == today) for n, d in enumerate(days, start=1)), zone)


@dataclass
class Bar:
    """An entry in the grid: columns are counted from 1, `start` and `width` are percentages of what it spans."""

    entry: Entry
    row: int
    first: int
    last: int
    start: int
    width: int
    before: bool
    after: bool
    words: str
    first_day: date
    hour: str
    side: str  # where the words stand: "inside" the bar, or on its "right" or "left"

    @property
    def day(self) -> str:
        """The local day it begins on, as scripts read it."""
        return self.first_day.isoformat()

    @property
    def end(self) -> int:
        """The grid line after the last column."""
        return self.last + 1


@dataclass
class LaneRows:
    """A lane of the grid, its bars in order of time."""

    lane: Lane
    bars: list[Bar] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many lines of bars it needs, one at least."""
        return max((bar.row for bar in self.bars), default=1)


def when(entry: Entry, zone: str) -> str:
    """Return the dates of an entry in words: "du lundi … au mardi …"."""
    if entry.all_day:
        first = day_words(entry.starts, zone)
        last = day_words(entry.ends - DAY, zone) if entry.ends else ""
    else:
        first = moment_words(entry.starts, zone)
        last = moment_words(entry.ends, zone) if entry.ends else ""
        if entry.ends and _local(entry.ends, zone).date() == _local(entry.starts, zone).date():
            return _("%(first)s, jusqu’à %(last)s") % {"first": first, "last": hour(entry.ends, zone)}
    if entry.open_ended:
        return _("à partir du %(first)s, jusqu’à nouvel ordre") % {"first": first}
    return _("du %(first)s au %(last)s") % {"first": first, "last": last} if last and last != first else first


def _local(value: datetime, zone: str) -> datetime:
    return value.astimezone(ZoneInfo(zone))


def grid(found: Iterable[Entry], period: Period, codes: Sequence[str]) -> list[LaneRows]:
    """Return the lanes asked for with their bars, each on the first line where it covers no other."""
    lanes = {lane.code: LaneRows(lane) for lane in LANES if lane.code in codes}
    taken: dict[str, list[int]] = {code: [] for code in lanes}  # the last column taken on each line
    for entry in found:
        bar = _bar(entry, period)
        lines = taken[entry.lane]
        free = next((line for line, last in enumerate(lines) if last < bar.first), len(lines))
        lines[free : free + 1] = [bar.last]
        bar.row = free + 1
        lanes[entry.lane].bars.append(bar)
    return list(lanes.values())


def _bar(entry: Entry, period: Period) -> Bar:
    count = len(period.days)
    starts, ends = _local(entry.starts, period.zone), entry.ends and _local(entry.ends, period.zone)
    begins = (starts.date() - period.first).days + 1
    stops = begins if ends is None else ((ends - timedelta(microseconds=1)).date() - period.first).days + 1
    if entry.open_ended:
        stops = count + 1
    first, last = max(begins, 1), min(max(stops, begins), count)
    bar = Bar(
        entry=entry,
        row=1,
        first=first,
        last=last,
        start=0,
        width=100,
        before=begins < 1,
        after=stops > count,
        words=when(entry, period.zone),
        first_day=starts.date(),
        hour="",
        side="inside",
    )
    if not entry.all_day and not bar.before:
        bar.hour = hour(entry.starts, period.zone)
    if period.view == WEEK:
        _place_by_hour(bar, starts, ends)
    elif last - first + 1 < INSIDE:
        _make_room_for_words(bar, count)
    return bar


def _place_by_hour(bar: Bar, starts: datetime, ends: datetime | None) -> None:
    """Begin and end a bar of several days at its hours; one of a day fills the day, so that its words are read."""
    if bar.last == bar.first:
        return
    minutes = (bar.last - bar.first + 1) * 24 * 60
    left = 0 if bar.before else starts.hour * 60 + starts.minute
    right = 0
    if ends is not None and not bar.after:
        last_minute = ends - timedelta(microseconds=1)
        right = 24 * 60 - 1 - (last_minute.hour * 60 + last_minute.minute)
    bar.start = left * 100 // minutes
    bar.width = 100 - bar.start - right * 100 // minutes


def _make_room_for_words(bar: Bar, count: int) -> None:
    """Widen what a short entry takes by the words beside it: on its right, on its left at the end of the month."""
    own = bar.last - bar.first + 1
    if bar.last + BESIDE <= count:
        bar.side, bar.last = "right", bar.last + BESIDE
    else:
        bar.side, bar.first = "left", max(1, bar.first - BESIDE)
    bar.width = own * 100 // (bar.last - bar.first + 1)
    bar.start = 100 - bar.width if bar.side == "left" else 0


@dataclass(frozen=True)
class Line:
    """A line of the list: an entry that begins that day, or ends."""

    entry: Entry
    hour: str
    words: str
    is_end: bool = False

    @property
    def lane(self) -> Lane:
        """The lane of its entry."""
        return next(lane for lane in LANES if lane.code == self.entry.lane)


@dataclass(frozen=True)
class DayLines:
    """A day of the list; `day` is None for what was already under way."""

    day: Day | None
    lines: list[Line]


def _until(entry: Entry, zone: str) -> str:
    """Return until when an entry of several days lasts, in a few words; empty for the others."""
    if entry.open_ended:
        return _("jusqu’à nouvel ordre")
    if entry.ends is None:
        return ""
    last = _local(entry.ends - timedelta(microseconds=1), zone)
    if last.date() == _local(entry.starts, zone).date():
        return "" if entry.all_day else _("jusqu’à %(hour)s") % {"hour": hour(entry.ends, zone)}
    return _("jusqu’au %(day)s") % {"day": day_words(last)}


def by_day(found: Iterable[Entry], period: Period) -> list[DayLines]:
    """Return what begins and ends on each day of the period that has something, after what was under way."""
    under_way: list[Line] = []
    lines: dict[date, list[tuple[datetime, Line]]] = {day.day: [] for day in period.days}
    for entry in found:
        words, zone = _until(entry, period.zone), period.zone
        first = _local(entry.starts, zone).date()
        if first < period.first:
            under_way.append(Line(entry, "", words))
        elif first <= period.last:
            label = "" if entry.all_day else hour(entry.starts, zone)
            lines[first].append((entry.starts, Line(entry, label, words)))
        last = _local(entry.ends - timedelta(microseconds=1), zone).date() if entry.ends else first
        if entry.ends and last != first and last in lines:
            label = "" if entry.all_day else hour(entry.ends, zone)
            lines[last].append((entry.ends, Line(entry, label, "", is_end=True)))
    days = [
        DayLines(day, [line for _at, line in sorted(lines[day.day], key=lambda pair: pair[0])])
        for day in period.days
        if lines[day.day]
    ]
    return [DayLines(None, under_way), *days] if under_way else days
