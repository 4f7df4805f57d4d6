"""Moving what the editorial calendar shows to another day: one verb, one rule per kind.

Only what is to come moves, and only to what is to come. Days are those of the territory: 18 h 30 stays 18 h 30
across a change of hour. A page is moved by a new revision, as if somebody had typed its dates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.locks import BasicLock
from wagtail.models import Page

from base.models import Territory
from calls.models import CallPage
from home.calendar_entries import past_sentence, registered_sentence, sent_sentence, unscheduled_sentence
from home.models import Newsletter, Slot
from home.services.newsletters import NewsletterRefused, schedule
from home.services.slots import save_slot
from home.shifts import on_the_wall, shifted
from stories.models import EventPage, Registration

if TYPE_CHECKING:
    from accounts.models import User


# What is moved of a page, by kind; the first date known is its place in the calendar.
PAGE_DATES: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    "call": (CallPage, ("opens_at", "closes_at", "results_at")),
    "event": (EventPage, ("starts_at", "ends_at")),
    "page": (Page, ("go_live_at",)),
}


class MoveRefused(Exception):
    """The entry stays where it is; the message is a sentence for the person who asked."""


class UnknownEntry(ObjectDoesNotExist):
    """Nothing of that kind and number in the territories named."""


@dataclass(frozen=True)
class Target:
    """Where to: so many days later (earlier when negative), or to the local moment `starts`."""

    days: int = 0
    starts: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """An entry as it stands before a move: its name, its moment (the drafted one of a page), its zone."""

    title: str
    starts: datetime | None
    zone: str


@dataclass(frozen=True)
class Moved:
    """What moved, from when to when. `in_draft`: the public still reads the old dates. `approval_lost`: a second
    editor must approve again.
    """

    title: str
    before: datetime
    starts: datetime
    zone: str
    in_draft: bool = False
    approval_lost: bool = False


@dataclass(frozen=True)
class _Move:
    """A move asked for: by whom, where to, in which territories, at what time."""

    pk: int
    territories: Sequence[Territory]
    target: Target
    actor: User
    at: datetime

    def gap(self, starts: datetime, zone: str) -> timedelta:
        """Return how far the clock on the wall moves, from `starts`; MoveRefused when either side is past."""
        if starts <= self.at:
            raise MoveRefused(past_sentence())
        if self.target.starts is None:
            gap = timedelta(days=self.target.days)
        else:
            gap = on_the_wall(self.target.starts, zone) - on_the_wall(starts, zone)
        if not gap:
            raise MoveRefused(_("C’est déjà son jour et son heure : rien n’a bougé."))
        if shifted(starts, gap, zone) <= self.at:
            raise MoveRefused(_("Ce moment est déjà passé : choisissez un jour à venir."))
        return gap


def _inside(territories: Sequence[Territory], name: str = "path") -> Q:
    """Return the condition that the page path `name` is in one of the territories."""
    inside = Q(pk__in=[])
    for territory in territories:
        inside |= Q(**{f"{name}__startswith": territory.root_page.path})
    return inside


def _territory_of(page: Page, territories: Sequence[Territory]) -> Territory:
    """Return the territory of `page`, the deepest when they nest."""
    here = [one for one in territories if page.path.startswith(one.root_page.path)]
    return max(here, key=lambda one: len(one.root_page.path))


def find_entry(*, kind: str, pk: int, territories: Sequence[Territory]) -> Standing:
    """Return the entry that `move_entry` would move; UnknownEntry when it is not in `territories`."""
    if kind == "slot":
        slots = Slot.objects.select_related("page", "shown")
        slot = _found(slots.filter(_inside(territories, "page__path"), pk=pk).first())
        return Standing(_slot_title(slot), slot.starts_at, _territory_of(slot.page, territories).zone)
    if kind == "newsletter":
        letters = Newsletter.objects.select_related("selection__territory")
        letter = _found(letters.filter(pk=pk, selection__territory__in=territories).first())
        return Standing(letter.subject, letter.send_at, letter.selection.territory.zone)
    model, names = PAGE_DATES.get(kind, (Page, ()))
    found = model.objects.filter(_inside(territories), pk=pk).first() if names else None
    page = _found(found).specific
    version = page.get_scheduled_revision_as_object() or page.get_latest_revision_as_object()
    dates = [getattr(version, name) for name in names if getattr(version, name) is not None]
    zone = _territory_of(page, territories).zone
    return Standing(page.get_admin_display_title(), dates[0] if dates else None, zone)


def _slot_title(slot: Slot) -> str:
    return slot.shown.get_admin_display_title() if slot.shown else slot.text


@transaction.atomic
def move_entry(
    *, kind: str, pk: int, territories: Sequence[Territory], target: Target, actor: User, at: datetime
) -> Moved:
    """Move one entry of the calendar. MoveRefused says why not; UnknownEntry when it is not in `territories`."""
    mover = MOVERS.get(kind)
    if mover is None:
        raise UnknownEntry(kind)
    return mover(_Move(pk, territories, target, actor, at))


def _found(row: Any) -> Any:
    if row is None:
        raise UnknownEntry
    return row


def _move_slot(move: _Move) -> Moved:
    """Shift both ends; a slot that was approved must be approved again."""
    slots = Slot.objects.select_for_update(of=("self",)).select_related("page", "shown")
    slot = _found(slots.filter(_inside(move.territories, "page__path"), pk=move.pk).first())
    if not slot.page.permissions_for_user(move.actor).can_edit():
        raise MoveRefused(_no_right(slot.page))
    if slot.starts_at <= move.at:
        raise MoveRefused(_("Ce créneau a déjà commencé : ses dates se changent sur sa fiche."))
    territory = _territory_of(slot.page, move.territories)
    gap, before = move.gap(slot.starts_at, territory.zone), slot.starts_at
    slot.starts_at = shifted(before, gap, territory.zone)
    slot.ends_at = slot.ends_at and shifted(slot.ends_at, gap, territory.zone)
    approval_lost = territory.programme_needs_approval and slot.approved_at is not None
    try:
        save_slot(slot=slot, actor=move.actor, at=move.at)
    except ValidationError as problems:
        raise MoveRefused(" ".join(problems.messages)) from None
    return Moved(_slot_title(slot), before, slot.starts_at, territory.zone, approval_lost=approval_lost)


def _move_call(move: _Move) -> Moved:
    """Shift opening, closing and results together, while the call is not open."""
    call = _locked(CallPage, move)
    if call.live and call.opens_at and call.opens_at <= move.at:
        raise MoveRefused(_("L’appel est déjà ouvert : ses dates se changent sur sa page."))
    return _move_dates(call, move, PAGE_DATES["call"][1])


def _move_event(move: _Move) -> Moved:
    """Shift a one-off event nobody is registered for."""
    event = _locked(EventPage, move)
    if event.repeats != EventPage.Repeats.NONE:
        raise MoveRefused(_("Ce rendez-vous revient : ses dates se changent sur sa page."))
    if _registered(event).exists():
        raise MoveRefused(registered_sentence())
    return _move_dates(event, move, PAGE_DATES["event"][1])


def _registered(event: EventPage) -> Any:
    people = Registration.objects.filter(date__event=event.pk, date__cancelled_at__isnull=True)
    return people.exclude(state=Registration.State.CANCELLED)


def _locked(model: type[Any], move: _Move) -> Any:
    """Return the page asked for, its row locked, once the actor is known to have the right to edit it."""
    row = Page.objects.select_for_update().filter(_inside(move.territories), pk=move.pk).first()
    page = _found(model.objects.filter(pk=row.pk).first() if row else None)
    if not page.permissions_for_user(move.actor).can_edit():
        raise MoveRefused(_no_right(page))
    return page


def _no_right(page: Page) -> str:
    return _("Vous n’avez pas le droit de modifier « %(page)s ».") % {"page": page.get_admin_display_title()}


def _refuse_if_held(page: Page, actor: User) -> None:
    """Honour a lock put by a person, or by a review under way. A planned publication is no obstacle: it moves too."""
    lock = BasicLock(page) if page.locked else None if page.approved_schedule else page.get_lock()
    if lock is not None and lock.for_user(actor):
        title = page.get_admin_display_title()
        raise MoveRefused(_("« %(page)s » est verrouillée : sa page dit par qui.") % {"page": title})


def _to_edit(page: Any, actor: User) -> Any:
    """Return the version to change: the planned one when there is one, else the latest draft."""
    _refuse_if_held(page, actor)
    planned = page.scheduled_revision
    if planned is None:
        return page.get_latest_revision_as_object()
    if planned.pk != page.latest_revision_id:
        raise MoveRefused(
            _("Une version plus récente que celle qui doit paraître attend : réglez-le d’abord sur la page.")
        )
    if not page.permissions_for_user(actor).can_publish():
        raise MoveRefused(_("Sa publication est programmée : il faut le droit de publier pour la déplacer."))
    return planned.as_object()


def _move_dates(page: Any, move: _Move, names: tuple[str, ...]) -> Moved:
    """Shift the dates `names` in a new revision; a publication still to come is shifted with them."""
    territory = _territory_of(page, move.territories)
    draft = _to_edit(page, move.actor)
    known = [name for name in names if getattr(draft, name) is not None]
    if not known:
        raise MoveRefused(_("Cette page n’a pas encore de date : écrivez-la sur la page."))
    before = getattr(draft, known[0])
    gap = move.gap(before, territory.zone)
    if draft.go_live_at and draft.go_live_at > move.at:
        known.append("go_live_at")
    for name in known:
        setattr(draft, name, shifted(getattr(draft, name), gap, territory.zone))
    if draft.go_live_at and "go_live_at" in known and draft.go_live_at <= move.at:
        raise MoveRefused(_("Sa publication tomberait dans le passé : changez-la d’abord sur sa page."))
    in_draft = _save(page, draft, move.actor)
    return Moved(page.get_admin_display_title(), before, getattr(draft, known[0]), territory.zone, in_draft)


def _save(page: Any, draft: Any, actor: User) -> bool:
    """Write the revision and publish or plan it when `page` was so; tell whether the public still reads old dates."""
    planned = page.scheduled_revision is not None
    as_published = page.live and not page.has_unpublished_changes
    may_publish = page.permissions_for_user(actor).can_publish()
    revision = draft.save_revision(user=actor, log_action=True, clean=False)
    if may_publish and (planned or as_published):
        revision.publish(user=actor)
        return False
    return bool(page.live)


def _move_page(move: _Move) -> Moved:
    """Shift the day a page appears, whether it is planned or only written in a draft."""
    row = Page.objects.select_for_update().filter(_inside(move.territories), pk=move.pk).first()
    page = _found(row).specific
    if not page.permissions_for_user(move.actor).can_edit():
        raise MoveRefused(_no_right(page))
    territory = _territory_of(page, move.territories)
    draft = _to_edit(page, move.actor)
    before = draft.go_live_at
    if before is None:
        raise MoveRefused(_("Aucune publication n’est prévue pour cette page."))
    draft.go_live_at = shifted(before, move.gap(before, territory.zone), territory.zone)
    if draft.expire_at and draft.expire_at <= draft.go_live_at:
        raise MoveRefused(
            _("La page serait publiée après sa date de retrait : changez-la d’abord sur sa page.")
        )
    planned = page.scheduled_revision is not None
    revision = draft.save_revision(user=move.actor, log_action=True, clean=False)
    if planned:
        revision.publish(user=move.actor)
    return Moved(page.get_admin_display_title(), before, draft.go_live_at, territory.zone)


def _move_newsletter(move: _Move) -> Moved:
    """Shift the hour of sending, unless the newsletter has left."""
    letters = Newsletter.objects.select_related("selection__territory")
    letter = _found(letters.filter(pk=move.pk, selection__territory__in=move.territories).first())
    if letter.state == Newsletter.State.DRAFT or letter.send_at is None:
        raise MoveRefused(unscheduled_sentence())
    if letter.state != Newsletter.State.SCHEDULED:
        raise MoveRefused(sent_sentence())
    zone, before = letter.selection.territory.zone, letter.send_at
    starts = shifted(before, move.gap(before, zone), zone)
    try:
        schedule(newsletter=letter, send_at=starts, at=move.at)
    except NewsletterRefused as refusal:
        raise MoveRefused(_REFUSED_LETTERS.get(refusal.code, sent_sentence)()) from None
    return Moved(letter.subject, before, starts, zone)


_REFUSED_LETTERS = {
    "empty": lambda: _("Elle partirait vide : aucune page de sa sélection ne sera publiée."),
    "started": sent_sentence,
}


MOVERS: dict[str, Callable[[_Move], Moved]] = {
    "slot": _move_slot,
    "call": _move_call,
    "event": _move_event,
    "page": _move_page,
    "newsletter": _move_newsletter,
}
