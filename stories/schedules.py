"""When an event takes place, as its page and its card say it: each date, its state, and whether one may register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base import clock
from base.dates_display import zone_words
from base.models import Territory
from stories.recurrence import occurrences
from stories.wording import day_and_hour, rhythm

if TYPE_CHECKING:
    from stories.models import EventDate, EventPage

FEW_LEFT = 10
SHOWN_AT_ONCE = 4


@dataclass(frozen=True)
class ShownDate:
    """One date and where it stands.

    `may_change` until it begins; `left` is None when there is no limit; `tone` is one of those of a pill.
    """

    date: EventDate
    is_over: bool
    is_open: bool
    may_change: bool
    left: int | None
    zone: str

    @property
    def is_cancelled(self) -> bool:
        """Whether it will not take place."""
        return self.date.cancelled_at is not None

    @property
    def words(self) -> str:
        """The day and the hour, without the zone."""
        return day_and_hour(self.date.starts_at, self.zone)

    @property
    def query(self) -> str:
        """What names the date in an address."""
        return f"?date={self.date.pk}"

    @property
    def is_full(self) -> bool:
        """Whether who registers now waits for a place."""
        return self.left == 0

    @property
    def label(self) -> str:
        """The state in a few words; nothing when there is nothing to say."""
        if self.is_cancelled:
            return _("annulé")
        if self.is_over:
            return _("a eu lieu")
        if not self.is_open or self.left is None:
            return ""
        if self.is_full:
            return _("complet : liste d’attente")
        if self.left <= FEW_LEFT:
            return ngettext("plus qu’une place", "encore %(left)d places", self.left) % {"left": self.left}
        return ""

    @property
    def tone(self) -> str:
        """The tone of the pill that bears the label."""
        if self.is_cancelled:
            return "stop"
        return "wait" if self.is_open and self.is_full else ""


@dataclass(frozen=True)
class Schedule:
    """Everything an event's page says about when: the dates to come and the past ones, nearest first."""

    coming: list[ShownDate]
    past: list[ShownDate]
    rhythm: str
    zone: str

    @property
    def zone_words(self) -> str:
        """The words that name the zone: "heure de Paris"."""
        return zone_words(self.zone)

    @property
    def next(self) -> ShownDate | None:
        """The next date that is not cancelled."""
        return next((shown for shown in self.coming if not shown.is_cancelled), None)

    @property
    def shown(self) -> ShownDate | None:
        """The date the page speaks of first: the next one, else the last that took place, else a cancelled one."""
        over = (shown for shown in self.past if not shown.is_cancelled)
        return self.next or next(over, None) or next(iter([*self.coming, *self.past]), None)

    @property
    def first_coming(self) -> list[ShownDate]:
        """The dates to come that the page shows at once."""
        return self.coming[:SHOWN_AT_ONCE]

    @property
    def later(self) -> list[ShownDate]:
        """The dates to come that the page folds away."""
        return self.coming[SHOWN_AT_ONCE:]

    @property
    def open_dates(self) -> list[ShownDate]:
        """The dates one may register for."""
        return [shown for shown in self.coming if shown.is_open]

    @property
    def is_over(self) -> bool:
        """Whether it took place, with nothing left to come."""
        return self.next is None and any(not shown.is_cancelled for shown in self.past)

    @property
    def is_called_off(self) -> bool:
        """Whether every date is cancelled."""
        every = [*self.coming, *self.past]
        return bool(every) and all(shown.is_cancelled for shown in every)


def zone_of(event: EventPage) -> str:
    """Return the zone whose clock the event follows."""
    territory = Territory.objects.for_page(event)
    return territory.zone if territory else settings.TIME_ZONE


def places_left(event: EventPage, date: EventDate) -> int | None:
    """Return how many places a date read with its people has left, None when there is no limit."""
    if not event.takes_registrations or event.capacity is None:
        return None
    taken: int = getattr(date, "confirmed_people", 0)
    return max(0, event.capacity - taken)


def shown_date(event: EventPage, date: EventDate, *, at: datetime, zone: str) -> ShownDate:
    """Return a date, read with its people, as it stands at `at`."""
    is_open = (
        event.takes_registrations and event.live and date.cancelled_at is None and not date.has_begun_at(at)
    )
    return ShownDate(
        date=date,
        is_over=date.is_over_at(at),
        is_open=is_open,
        may_change=not date.has_begun_at(at),
        left=places_left(event, date),
        zone=zone,
    )


def schedule_of(event: EventPage, *, at: datetime, is_preview: bool = False) -> Schedule:
    """Return when the event takes place; a preview shows the dates its words say rather than those published."""
    zone = zone_of(event)
    rows = list(event.dates.with_people()) if event.pk else []
    dates = announced_dates(event, rows, zone) if is_preview or not event.pk else rows
    every = [shown_date(event, date, at=at, zone=zone) for date in dates]
    return Schedule(
        coming=[shown for shown in every if not shown.is_over],
        past=[shown for shown in reversed(every) if shown.is_over],
        rhythm=rhythm(event.starts_at, event.repeats, zone),
        zone=zone,
    )


def announced_dates(event: EventPage, rows: list[EventDate], zone: str) -> list[EventDate]:
    """Return the dates a draft would have: the rows there are already, unsaved ones for the others."""
    if event.starts_at is None:
        return rows
    model: Any = event.dates.model
    known = {row.starts_at: row for row in rows}
    return [
        known.get(starts_at) or model(event=event, starts_at=starts_at, ends_at=ends_at)
        for starts_at, ends_at in occurrences(
            event.starts_at, event.ends_at, repeats=event.repeats, until=event.repeats_until, zone=zone
        )
    ]


class CardDates:
    """What the card of an event says of its dates, from those read with it: one query for all, or one for itself."""

    def __init__(self, event: EventPage) -> None:
        at = clock.now()
        self.repeats = event.repeats
        self.first = event.starts_at
        rows = list(event.dates.all()) if event.pk else []
        self._coming = [row for row in rows if not row.is_over_at(at)]
        self._past = [row for row in reversed(rows) if row.is_over_at(at)]
        self._planned = [row for row in self._coming if row.cancelled_at is None]

    @property
    def shown(self) -> EventDate | None:
        """The next date, else the last one that took place, else a cancelled one."""
        took_place = [row for row in self._past if row.cancelled_at is None]
        return next(iter([*self._planned, *took_place, *self._coming, *self._past]), None)

    @property
    def is_called_off(self) -> bool:
        """Whether the date shown is cancelled: nothing else is left to show."""
        return self.shown is not None and self.shown.cancelled_at is not None

    @property
    def others(self) -> int:
        """How many more dates are to come after the one shown."""
        return max(0, len(self._planned) - 1)

    @property
    def is_over(self) -> bool:
        """Whether the date shown has passed, with none left to come."""
        return not self._planned

    def rhythm(self, zone: str = settings.TIME_ZONE) -> str:
        """How it comes back, while it does."""
        return rhythm(self.first, self.repeats, zone) if self.others else ""
