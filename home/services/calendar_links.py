"""The secret address of a person's editorial calendar: making it, changing it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from base.audit import record
from home.models import CalendarLink

if TYPE_CHECKING:
    from accounts.models import User


def open_link(*, user: User) -> CalendarLink:
    """Return the person's link, made when there is none."""
    link, _created = CalendarLink.objects.get_or_create(user=user)
    return link


@transaction.atomic
def change_link(*, user: User, at: datetime) -> CalendarLink:
    """Give the person another address; the old one is dead at once."""
    link = open_link(user=user)
    CalendarLink.objects.filter(pk=link.pk).update(version=F("version") + 1)
    link.refresh_from_db()
    record("calendar.link_changed", actor=user, detail={"version": link.version}, at=at)
    return link
