"""The editorial calendar: everything dated of a territory, by lane. Pure reads.

The number of queries depends on the lanes, never on the number of campaigns, calls or events; only what has
something in common with the period is read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from base.models import Territory
from home.calendar_entries import Entry, Reading
from home.calendar_lanes import READERS

if TYPE_CHECKING:
    from accounts.models import User

__all__ = ["LANES", "Entry", "Lane", "entries", "lanes_asked", "territories_of"]


@dataclass(frozen=True)
class Lane:
    """One line of the calendar: `code` is its name in addresses."""

    code: str
    label: Any
    icon: str


LANES = (
    Lane("themes", _("Thèmes à la une"), "tag"),
    Lane("slots", _("Autres créneaux"), "thumbtack"),
    Lane("calls", _("Appels à projets"), "form"),
    Lane("campaigns", _("Campagnes"), "clipboard-list"),
    Lane("events", _("Rendez-vous"), "date"),
    Lane("pages", _("Publications"), "doc-full"),
    Lane("newsletters", _("Lettres"), "mail"),
    Lane("schemes", _("Dispositifs"), "help"),
)


def entries(
    territory: Territory,
    *,
    since: datetime,
    until: datetime,
    at: datetime,
    lanes: Collection[str] | None = None,
) -> list[Entry]:
    """Return what `territory` has between both moments, lane by lane, each in order of time; `at` tells the past."""
    reading = Reading(territory=territory, since=since, until=until, at=at)
    found: list[Entry] = []
    for lane in LANES:
        if lanes is None or lane.code in lanes:
            found += sorted(READERS[lane.code](reading), key=lambda entry: (entry.starts, entry.title))
    return found


def lanes_asked(codes: Collection[str]) -> tuple[str, ...]:
    """Return the known lanes among `codes`, in the calendar's order; all of them when none is known."""
    return tuple(lane.code for lane in LANES if lane.code in codes) or tuple(lane.code for lane in LANES)


def territories_of(user: User) -> list[Territory]:
    """Return the territories whose pages `user` may write, by name."""
    pages = page_permission_policy.instances_user_has_any_permission_for(user, {"add", "change", "publish"})
    roots = Page.objects.filter(pk__in=pages.values("pk"))
    return list(Territory.objects.filter(root_page__in=roots).select_related("root_page"))
