"""Keeping the dates of an event in step with its published page, and calling one off or putting it back."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from stories.errors import DateHasBegun
from stories.models import EventDate, EventPage, Registration
from stories.notices import tell_registered
from stories.recurrence import MONTHLY, ONCE, Occurrence, occurrences
from stories.schedules import zone_of
from stories.services.registering import REMINDED_BEFORE, give_places, lock_date


@transaction.atomic
def write_dates(event: EventPage, *, at: datetime) -> None:
    """Make the rows of `EventDate` agree with a published event.

    What has begun at `at` is history and stays as it was. A date to come that the page still announces is kept, with
    its cancellation if it has one; moved with its registrations when its hour changed, when the whole series goes to
    another day, or when the event takes place once; deleted when the page gives it up and nobody is registered, else
    cancelled, with a letter.
    """
    EventPage.objects.select_for_update(of=("self",)).filter(pk=event.pk).first()  # one writer at a time
    if event.starts_at is None:
        return
    zone = zone_of(event)
    wanted = occurrences(
        event.starts_at, event.ends_at, repeats=event.repeats, until=event.repeats_until, zone=zone
    )
    rows = list(EventDate.objects.select_for_update().filter(event_id=event.pk).order_by("starts_at"))
    for row in rows:
        row.event = event
    if event.repeats == ONCE and len(rows) == 1 and _may_follow(rows[0], wanted[0], at):
        _move(rows[0], wanted[0], at=at)
        return
    first = wanted[0][0]
    if rows:
        wanted = _not_history(wanted, rows, at=at, zone=zone, once=event.repeats == ONCE)
    pairs, new, given_up = _matched(rows, wanted, at=at, zone=zone)
    if not pairs and event.repeats != ONCE:
        pairs, new, given_up = _followed(rows, wanted, at=at, zone=zone, first=first, repeats=event.repeats)
    for row in given_up:
        _give_up(row, at=at)
    for row, occurrence in pairs:
        _move(row, occurrence, at=at)
    EventDate.objects.bulk_create(
        [EventDate(event=event, starts_at=starts_at, ends_at=ends_at) for starts_at, ends_at in new]
    )


@transaction.atomic
def cancel_date(*, date: EventDate, reason: str, at: datetime) -> EventDate:
    """Call a date off and write it to everybody registered; a second time changes nothing.

    DateHasBegun once it has.
    """
    date = lock_date(date)
    if date.cancelled_at is not None:
        return date
    if date.has_begun_at(at):
        raise DateHasBegun(_("Cette date a commencé : elle ne peut plus être annulée."))
    return _call_off(date, reason=reason, at=at)


@transaction.atomic
def restore_date(*, date: EventDate, at: datetime) -> EventDate:
    """Put a cancelled date back; the registrations cancelled with it stay so. DateHasBegun once its hour has passed."""
    date = lock_date(date)
    if date.has_begun_at(at):
        raise DateHasBegun(_("L’heure de cette date est passée : elle ne peut plus être rétablie."))
    date.cancelled_at, date.cancel_reason = None, ""
    date.save(update_fields=["cancelled_at", "cancel_reason"])
    return date


def _may_follow(row: EventDate, wanted: Occurrence, at: datetime) -> bool:
    """Tell whether an event's only date is the one wanted, moved: not when one is history and the other an edition."""
    starts_at, ends_at = wanted
    return row.is_over_at(at) is ((ends_at or starts_at) <= at)


def _not_history(
    wanted: list[Occurrence], rows: list[EventDate], *, at: datetime, zone: str, once: bool
) -> list[Occurrence]:
    """Leave out what would be added to the past, or to a day of a series whose date has begun already."""
    place = ZoneInfo(zone)
    known = {row.starts_at for row in rows}
    begun = {row.starts_at.astimezone(place).date() for row in rows if row.has_begun_at(at) and not once}
    return [
        pair
        for pair in wanted
        if pair[0] in known or (pair[0] > at and pair[0].astimezone(place).date() not in begun)
    ]


def _matched(
    rows: list[EventDate], wanted: list[Occurrence], *, at: datetime, zone: str
) -> tuple[list[tuple[EventDate, Occurrence]], list[Occurrence], list[EventDate]]:
    """Pair rows with what is wanted, by the hour, then by the day; return also what is new and what is given up."""
    by_hour = {row.starts_at: row for row in rows}
    pairs = [(by_hour[pair[0]], pair) for pair in wanted if pair[0] in by_hour]
    kept = {row.pk for row, _pair in pairs}
    free = [row for row in rows if row.pk not in kept and not row.has_begun_at(at)]
    place = ZoneInfo(zone)
    by_day = {row.starts_at.astimezone(place).date(): row for row in free}
    new = []
    for pair in wanted:
        if pair[0] in by_hour:
            continue
        row = by_day.pop(pair[0].astimezone(place).date(), None)
        if row is None:
            new.append(pair)
        else:
            pairs.append((row, pair))
            free.remove(row)
    return pairs, new, free


def _followed(
    rows: list[EventDate], wanted: list[Occurrence], *, at: datetime, zone: str, first: datetime, repeats: str
) -> tuple[list[tuple[EventDate, Occurrence]], list[Occurrence], list[EventDate]]:
    """Pair the rows of a series with the other days it goes to; return also what is new and what is given up.

    What comes once a month stays in its month. Otherwise `first`, the page's first date, says which way the series
    goes: put later, each date goes to the next day wanted; put earlier, to the day wanted before it. A date never
    passes another, and one that has begun keeps its turn.
    """
    turns = [row for row in rows if first <= at or not row.has_begun_at(at)]
    is_later = any(row.starts_at <= first for row in turns)
    place = ZoneInfo(zone)

    def partner(starts_at: datetime) -> EventDate | None:
        if repeats == MONTHLY:
            local = starts_at.astimezone(place)
            month = [row for row in turns if _month(row.starts_at.astimezone(place)) == _month(local)]
            return min(month, key=lambda row: abs(row.starts_at - starts_at), default=None)
        if is_later:
            return next((row for row in reversed(turns) if row.starts_at <= starts_at), None)
        return next((row for row in turns if row.starts_at >= starts_at), None)

    free = [row for row in rows if not row.has_begun_at(at)]
    pairs, new = [], []
    for pair in wanted if is_later else reversed(wanted):
        row = partner(pair[0])
        if row is not None and row in free:
            free.remove(row)
            pairs.append((row, pair))
        else:
            new.append(pair)
    return pairs, new, free


def _month(day: datetime) -> tuple[int, int]:
    return day.year, day.month


def _move(row: EventDate, occurrence: Occurrence, *, at: datetime) -> None:
    """Give a date its hours; when they changed and it has not begun, tell those registered. Places may be freed too."""
    before = (row.starts_at, row.ends_at)
    if before != occurrence:
        row.starts_at, row.ends_at = occurrence
        if row.reminded_at is not None and row.starts_at > at + REMINDED_BEFORE:
            row.reminded_at = None
        row.save(update_fields=["starts_at", "ends_at", "reminded_at"])
        if row.cancelled_at is None and not row.is_over_at(at):
            tell_registered(
                kind="event_moved",
                date=row,
                registrations=row.registrations.active(),
                occasion=f"{row.starts_at:%Y%m%d%H%M}-{row.ends_at or row.starts_at:%Y%m%d%H%M}:{at:%Y%m%d%H%M%S}",
            )
    give_places(date=row, at=at)


def _give_up(row: EventDate, *, at: datetime) -> None:
    """Delete a date nobody ever registered for; keep any other as cancelled, so that people hear of it."""
    if not row.registrations.exists():
        row.delete()
    elif row.cancelled_at is None:
        _call_off(row, reason="", at=at)


def _call_off(date: EventDate, *, reason: str, at: datetime) -> EventDate:
    date.cancelled_at, date.cancel_reason = at, reason
    date.save(update_fields=["cancelled_at", "cancel_reason"])
    registrations = list(date.registrations.active())
    date.registrations.active().update(state=Registration.State.CANCELLED, cancelled_at=at)
    tell_registered(kind="event_cancelled", date=date, registrations=registrations, occasion=at.isoformat())
    return date
