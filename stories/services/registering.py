"""Registering for a date of an event, waiting for a place, giving it back.

Places are counted from the registrations themselves, under a lock on the date's row: two people never take the last
place together. The waiting list is in the order of arrival; when places are freed, the first registration that fits
into them receives them, then the next that fits into what is left. A registration is confirmed at once when it fits,
which never harms those who wait: none of them fitted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from base.page_cache import forget_pages
from stories.errors import NotFewer, RegistrationClosed
from stories.models import KEPT_AFTER, EventDate, Registration
from stories.notices import tell_registered

REMINDED_BEFORE = timedelta(days=2)
JUST_REGISTERED = timedelta(hours=24)  # who has just read a confirmation needs no reminder

State = Registration.State


@dataclass(frozen=True)
class Answer:
    """What a registration came to. `had_room` is all that may be told aloud: whether so many people fitted.

    It is the same for an address that was registered already (`is_new` false), so that nobody learns who comes.
    """

    registration: Registration
    had_room: bool
    is_new: bool


@transaction.atomic
def register(
    *,
    date: EventDate,
    name: str,
    email: str,
    people: int,
    needs: str,
    at: datetime,
    by_staff: bool = False,
) -> Answer:
    """Give a place, or a rank on the waiting list, and write to the person; RegistrationClosed when it is too late.

    The same address twice for one date is one registration: the second time changes nothing and sends another letter,
    once an hour at most. Staff may register somebody until the end, without an address.
    """
    date = lock_date(date)
    refuse_closed(date, at=at, by_staff=by_staff)
    room = free_places(date)
    had_room = room is None or people <= room
    email = email.strip().lower()
    known = date.registrations.active().filter(email=email).first() if email else None
    if known is not None:
        hour = at.strftime("%Y%m%d%H")
        tell_registered(kind="event_asked_again", date=date, registrations=[known], occasion=hour)
        return Answer(known, had_room, is_new=False)
    registration = Registration.objects.create(
        date=date,
        name=name,
        email=email,
        people=people,
        needs=needs,
        state=State.CONFIRMED if had_room else State.WAITING,
        registered_at=at,
    )
    kind = "event_confirmed" if had_room else "event_waiting"
    tell_registered(kind=kind, date=date, registrations=[registration])
    _say_places(date)
    return Answer(registration, had_room, is_new=True)


@transaction.atomic
def cancel_registration(*, registration: Registration, at: datetime, by_staff: bool = False) -> Registration:
    """Give the places back to those who wait, and write it to the person; doing it twice changes nothing.

    RegistrationClosed once the date has begun (once it is over, for staff).
    """
    date = lock_date(registration.date)
    registration = date.registrations.get(pk=registration.pk)
    if registration.state == State.CANCELLED:
        return registration
    _refuse_late(date, at=at, by_staff=by_staff)
    registration.state, registration.cancelled_at = State.CANCELLED, at
    registration.save(update_fields=["state", "cancelled_at"])
    tell_registered(kind="event_withdrawn", date=date, registrations=[registration])
    give_places(date=date, at=at)
    return registration


@transaction.atomic
def reduce_people(*, registration: Registration, people: int, at: datetime) -> Registration:
    """Come fewer than said, which frees places; NotFewer for more, RegistrationClosed once the date has begun."""
    date = lock_date(registration.date)
    registration = date.registrations.get(pk=registration.pk)
    if registration.state == State.CANCELLED:
        raise RegistrationClosed(_("Cette inscription est annulée : elle ne se modifie plus."))
    _refuse_late(date, at=at)
    if not 1 <= people < registration.people:
        raise NotFewer(
            _("Ici, le nombre de personnes ne peut que baisser. Pour venir plus nombreux, appelez-nous.")
        )
    registration.people = people
    registration.save(update_fields=["people"])
    give_places(date=date, at=at)
    registration.refresh_from_db()
    return registration


def give_places(*, date: EventDate, at: datetime) -> int:
    """Give the free places of a locked date to those who wait, in order, whoever fits; return how many got theirs."""
    _say_places(date)
    if date.cancelled_at is not None or date.has_begun_at(at):
        return 0
    room = free_places(date)
    placed = []
    for registration in date.registrations.waiting():
        if room is not None and registration.people > room:
            continue
        room = None if room is None else room - registration.people
        placed.append(registration)
    Registration.objects.filter(pk__in=[registration.pk for registration in placed]).update(
        state=State.CONFIRMED
    )
    for registration in placed:
        registration.state = State.CONFIRMED
    tell_registered(kind="event_place_freed", date=date, registrations=placed, occasion=at.isoformat())
    return len(placed)


def remind_registered(*, at: datetime) -> int:
    """Write to those who come to a date that begins within two days, once per date; return how many dates."""
    reminded = 0
    for date in EventDate.objects.to_remind(at=at, before=REMINDED_BEFORE).select_related("event"):
        with transaction.atomic():
            # A conditional write: of two workers, one reminds.
            if not EventDate.objects.filter(pk=date.pk, reminded_at=None).update(reminded_at=at):
                continue
            people = date.registrations.confirmed().filter(registered_at__lte=at - JUST_REGISTERED)
            tell_registered(
                kind="event_reminder",
                date=date,
                registrations=people,
                occasion=f"{date.starts_at:%Y%m%d%H%M}",
            )
            reminded += 1
    return reminded


def forget_registered(*, at: datetime) -> int:
    """Empty names, addresses and needs `KEPT_AFTER` after the date; numbers stay. Return how many rows."""
    old = Registration.objects.to_forget(before=at - KEPT_AFTER)
    return old.update(name="", email="", needs="")


def lock_date(date: EventDate) -> EventDate:
    """Return the date read again with its event, locked until the end of the transaction."""
    return EventDate.objects.select_for_update(of=("self",)).select_related("event").get(pk=date.pk)


def free_places(date: EventDate) -> int | None:
    """Return the places a locked date has left, None when there is no limit; never negative."""
    capacity: int | None = date.event.capacity
    if capacity is None:
        return None
    return max(0, capacity - date.registrations.confirmed().people())


def refuse_closed(date: EventDate, *, at: datetime, by_staff: bool = False) -> None:
    """Raise RegistrationClosed, with the reason, unless the date takes registrations at `at`."""
    if not date.event.live or not date.event.takes_registrations:
        raise RegistrationClosed(_("Ce rendez-vous ne prend pas d’inscription."))
    if date.cancelled_at is not None:
        raise RegistrationClosed(_("Cette date est annulée."))
    _refuse_late(date, at=at, by_staff=by_staff)


def _say_places(date: EventDate) -> None:
    """Have kept pages built again: they say how many places are left."""
    if date.event.capacity is not None:
        forget_pages()


def _refuse_late(date: EventDate, *, at: datetime, by_staff: bool = False) -> None:
    if by_staff and date.is_over_at(at):
        raise RegistrationClosed(_("Ce rendez-vous a eu lieu."))
    if not by_staff and date.has_begun_at(at):
        raise RegistrationClosed(_("Ce rendez-vous a commencé : il est trop tard. Appelez-nous si besoin."))
