"""Copying a season: theme, calls, events and slots, moved together by a number of days."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page

from base.audit import record
from base.page_cache import forget_pages
from calls.models import CallEvent, CallPage
from home.models import Slot
from home.seasons import Season, title_for
from home.services.slots import save_slot
from home.shifts import shifted
from stories.models import EventPage
from themes.models import ThemePage, ThemePick

if TYPE_CHECKING:
    from accounts.models import User

ANNOUNCED_BEFORE = timedelta(days=21)  # an event's page appears three weeks before, a call's when it opens


@dataclass(frozen=True)
class Copied:
    """What a copy made; `scheduled` pages appear by themselves, the others are drafts."""

    theme: ThemePage
    pages: list[Page]
    slots: int
    scheduled: bool


@transaction.atomic
def copy_season(
    *,
    season: Season,
    starts_on: date,
    title: str,
    left_out: frozenset[int] = frozenset(),
    schedule: bool,
    actor: User,
    at: datetime,
) -> Copied:
    """Copy `season` so that its first day falls on `starts_on`, and return what was made.

    `left_out` are ids of calls and events not to copy. With `schedule`, every page is set to appear by itself:
    the theme when its first slot begins, a call when it opens, an event three weeks before; a page whose hour is
    past appears at once. Without, all are drafts. ValueError for a season without dates. The slots wait for a
    second editor where the territory asks for one. Results of calls, campaigns and stories are never copied.
    """
    first = season.first_day
    if first is None:
        raise ValueError("a season without dates cannot be moved")
    days = (starts_on - first).days
    new_pages: dict[int, Any] = {}
    for event in season.events:
        if event.pk not in left_out:
            new_pages[event.pk] = _copy_event(event, season, days, first, starts_on, actor)
    for call in season.calls:
        if call.pk not in left_out:
            new_pages[call.pk] = _copy_call(call, season, days, first, starts_on, new_pages, actor)
    theme = _copy_theme(season, title, new_pages, actor)
    new_pages[season.theme.pk] = theme
    slots = _copy_slots(season, days, new_pages, actor, at)
    if schedule:
        begins = min((slot.starts_at for slot in slots), default=at)
        for page in new_pages.values():
            _schedule(page, season, begins=begins, actor=actor, at=at)
    record(
        "season.copied",
        actor=actor,
        subject=theme,
        detail={"from": season.theme.pk, "days": days, "pages": len(new_pages), "slots": len(slots)},
        at=at,
    )
    forget_pages()
    return Copied(theme, list(new_pages.values()), len(slots), schedule)


def _copy(page: Any, title: str, actor: User, **changes: Any) -> Any:
    """Copy a page beside itself, as a draft without the original's revisions."""
    slug = _free_slug(page, slugify(title))
    return page.copy(
        update_attrs={
            "title": title,
            "draft_title": title,
            "slug": slug,
            "go_live_at": None,
            "expire_at": None,
            **changes,
        },
        copy_revisions=False,
        keep_live=False,
        user=actor,
        log_action="wagtail.copy",
    ).specific


def _free_slug(page: Page, wanted: str) -> str:
    """Return `wanted`, followed by the first number that no sister page uses."""
    base = wanted[:240] or "copie"
    taken = set(page.get_siblings().filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 1000))) if slug not in taken)


def _moved(season: Season, moment: datetime | None, days: int) -> datetime | None:
    return shifted(moment, timedelta(days=days), season.territory.zone) if moment is not None else None


def _copy_event(
    event: EventPage, season: Season, days: int, first: date, new: date, actor: User
) -> EventPage:
    until = event.repeats_until + timedelta(days=days) if event.repeats_until else None
    copied: EventPage = _copy(
        event,
        title_for(event.title, first, new),
        actor,
        starts_at=_moved(season, event.starts_at, days),
        ends_at=_moved(season, event.ends_at, days),
        repeats_until=until,
    )
    copied.save_revision(user=actor)
    return copied


def _copy_call(
    call: CallPage,
    season: Season,
    days: int,
    first: date,
    new: date,
    new_pages: dict[int, Any],
    actor: User,
) -> CallPage:
    copied: CallPage = _copy(
        call,
        title_for(call.title, first, new),
        actor,
        opens_at=_moved(season, call.opens_at, days),
        closes_at=_moved(season, call.closes_at, days),
        results_at=_moved(season, call.results_at, days),
        results=[],
    )
    copied.retained.set([])
    links = [link.event_page_id for link in call.event_links.all() if link.event_page_id in new_pages]
    copied.event_links.set([CallEvent(event_page=new_pages[pk]) for pk in links])
    copied.save()
    copied.save_revision(user=actor)
    return copied


def _copy_theme(season: Season, title: str, new_pages: dict[int, Any], actor: User) -> ThemePage:
    theme: ThemePage = _copy(season.theme, title, actor)
    kept = [pick.page_id for pick in season.theme.picks.all() if pick.page_id in new_pages]
    theme.picks.set([ThemePick(page=new_pages[pk].page_ptr) for pk in kept])
    theme.save()
    theme.save_revision(user=actor)
    return theme


def _copy_slots(
    season: Season, days: int, new_pages: dict[int, Any], actor: User, at: datetime
) -> list[Slot]:
    """Copy the slots whose page was copied, unapproved: somebody else looks at a programme before it is shown.

    One that could not be written today (a section taken away since) is left out.
    """
    copied = []
    for slot in season.slots:
        if slot.shown_id is not None and slot.shown_id not in new_pages:
            continue
        page = new_pages.get(slot.page_id, slot.page)
        new = Slot(
            page=page.page_ptr if slot.page_id in new_pages else page,
            place=slot.place,
            shown=new_pages[slot.shown_id].page_ptr if slot.shown_id else None,
            text=slot.text,
            starts_at=shifted(slot.starts_at, timedelta(days=days), season.territory.zone),
            ends_at=_moved(season, slot.ends_at, days),
            position=slot.position,
            note=slot.note,
        )
        with suppress(ValidationError):
            copied.append(save_slot(slot=new, actor=actor, at=at))
    return copied


def _schedule(page: Any, season: Season, *, begins: datetime, actor: User, at: datetime) -> None:
    """Have the page appear when it is needed, through Wagtail's own scheduling."""
    if isinstance(page, CallPage):
        appears = page.opens_at
    elif isinstance(page, EventPage):
        appears = page.starts_at - ANNOUNCED_BEFORE if page.starts_at else None
    else:
        appears = begins
    page.go_live_at = appears if appears is not None and appears > at else None
    page.save_revision(user=actor).publish(user=actor)
