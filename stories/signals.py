"""Keeps an event's dates in step with its page, and kept pages with its dates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Min, Q
from django.db.models.signals import post_delete, post_save

from base import clock
from base.page_cache import forget_pages, register_boundary
from stories.models import EventDate, EventPage
from stories.services.dating import write_dates


def event_saved(instance: EventPage, raw: bool = False, update_fields: Any = None, **_kwargs: Any) -> None:
    """Write the dates of a published event.

    Publishing saves every field of the page. Saving a draft saves a few fields of a page that holds the draft's words
    in memory: they announce nothing yet, so partial saves are left aside. A withdrawn page keeps its dates, unseen.
    """
    if raw or update_fields is not None or not instance.live:
        return
    write_dates(instance, at=clock.now())


def date_changed(**_kwargs: Any) -> None:
    """Have kept pages built again when a date is cancelled, put back or moved."""
    forget_pages()


def next_date_boundary(at: datetime) -> datetime | None:
    """Return when the next date of an event begins or ends, which changes what pages say; one query."""
    coming = EventDate.objects.filter(Q(starts_at__gt=at) | Q(ends_at__gt=at))
    found = coming.aggregate(
        begins=Min("starts_at", filter=Q(starts_at__gt=at)), ends=Min("ends_at", filter=Q(ends_at__gt=at))
    )
    return min((moment for moment in found.values() if moment is not None), default=None)


def connect() -> None:
    """Listen to events and to their dates, and declare when they change pages by themselves."""
    post_save.connect(event_saved, sender=EventPage, dispatch_uid="stories.event_saved")
    post_save.connect(date_changed, sender=EventDate, dispatch_uid="stories.date_saved")
    post_delete.connect(date_changed, sender=EventDate, dispatch_uid="stories.date_deleted")
    register_boundary(next_date_boundary)
