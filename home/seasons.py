"""What makes a season: a theme, the calls and events it gathers, and their slots; and what of it may be copied."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Max, Min, Q

from base.models import Territory
from calls.models import CallPage
from home.models import Place, Slot
from stories.models import EventPage
from themes.models import ThemePage

A_YEAR = timedelta(weeks=52)  # the same day of the week, a year later
AROUND = timedelta(days=60)  # a call or a meeting may come that long before or after the headline
YEAR = re.compile(r"\b20\d\d\b")


@dataclass(frozen=True)
class Season:
    """A theme with what it gathered while it was the headline; `left_out` counts the slots that name one campaign
    or one story: last year's projects are not next year's.
    """

    theme: ThemePage
    territory: Territory
    calls: list[CallPage]
    events: list[EventPage]
    slots: list[Slot]
    left_out: int

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the season's days are counted."""
        return ZoneInfo(self.territory.zone)

    @property
    def first_day(self) -> date | None:
        """The local day on which the first of its dates falls; None for a season without any date."""
        moments = [
            *(call.opens_at for call in self.calls),
            *(event.starts_at for event in self.events),
            *(slot.starts_at for slot in self.slots),
        ]
        known = [moment for moment in moments if moment is not None]
        return min(known).astimezone(self.zone).date() if known else None


def season_of(theme: ThemePage) -> Season:
    """Return the season of `theme`: drafts included, since a season is copied before it is published."""
    territory = Territory.objects.for_page(theme)
    if territory is None:
        raise LookupError(f"{theme} stands in no territory")
    since, until = _window(theme)
    tags = list(theme.tags.all())
    picked = [pick.page_id for pick in theme.picks.all()]
    calls = CallPage.objects.in_territory(territory).during(since, until)
    events = EventPage.objects.in_territory(territory).filter(
        Q(starts_at__gte=since) | Q(repeats_until__gte=since.date()), starts_at__lt=until
    )
    found_calls = list(
        (calls.carrying(tags) | calls.filter(pk__in=picked)).distinct().order_by("opens_at", "pk")
    )
    found_events = list(
        (events.carrying(tags) | events.filter(pk__in=picked)).distinct().order_by("starts_at", "pk")
    )
    copied = {theme.pk, *(page.pk for page in found_calls), *(page.pk for page in found_events)}
    slots, left_out = [], 0
    own = Slot.objects.filter(page=theme.pk) | Slot.objects.filter(shown__in=copied)
    for slot in own.distinct().select_related("page", "shown").order_by("starts_at", "pk"):
        if slot.shown_id in copied or (slot.place == Place.BANNER and slot.shown_id is None):
            slots.append(slot)
        else:
            left_out += 1
    return Season(theme, territory, found_calls, found_events, slots, left_out)


def _window(theme: ThemePage) -> tuple[datetime, datetime]:
    """Return the time around the theme's headlines; everything when it never was one."""
    bounds = Slot.objects.filter(place=Place.HEADLINE, shown=theme.pk).aggregate(
        since=Min("starts_at"), until=Max("ends_at"), last=Max("starts_at")
    )
    zone = ZoneInfo("UTC")
    if bounds["since"] is None:
        return datetime(1970, 1, 1, tzinfo=zone), datetime(9000, 1, 1, tzinfo=zone)
    return bounds["since"] - AROUND, max(bounds["until"] or bounds["last"], bounds["last"]) + AROUND


def title_for(title: str, first_day: date, new_day: date) -> str:
    """Return the title of a copy: a year written in it moves with the season; 255 characters at most."""
    years = new_day.year - first_day.year
    return YEAR.sub(lambda found: str(int(found.group()) + years), title)[:255]
