"""Writes what the pages of the demonstration showed for eight weeks, and how many people looked at them.

The recorder itself is called at every moment at which something changed, as the worker would have called it, the
pages that were not published yet being hidden meanwhile. Visits are invented from the address of each page.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from wagtail.models import Page

from base.models import VisitCount
from calls.models import CallPage
from campaigns.models import CampaignPage
from home.demo.clock import PARIS, Clock
from home.models import HomePage, Showing, Slot
from home.services.showings import pages_to_watch, record_showings
from stories.models import EventDate, EventPage, StoryPage
from themes.models import ThemePage

DAYS = 56
HOURS = range(8, 22)
FRONT_VISITS = (60, 110)
"""Fewest and most people a day on the front page; a theme there brings half as many again."""
PAGE_VISITS = (1, 7)
SHOWN_VISITS = (9, 32)
"""Fewest and most people a day on a page while the front page shows it."""
WEEKEND = 0.7


def write_showings(home: HomePage, clock: Clock) -> None:
    """Step through the past weeks and have each page's composition recorded whenever it may have changed."""
    since = clock.moment(-DAYS)
    later = dict(
        Page.objects.descendant_of(home)
        .filter(live=True, first_published_at__gt=since)
        .values_list("pk", "first_published_at")
    )
    Page.objects.filter(pk__in=later).update(live=False)
    turns = _turns(clock)
    moments = _moments(since, clock.now, later.values())
    for at in sorted({*moments, *turns}):
        out = [pk for pk, published_at in later.items() if published_at <= at]
        Page.objects.filter(pk__in=out).update(live=True)
        for pk in out:
            del later[pk]
        # Where nothing but the day turned, only the front page is composed anew: themes have no rule to fill them.
        for page in pages_to_watch() if at in moments else [home]:
            record_showings(page=page, at=at)
    Page.objects.filter(pk__in=later).update(live=True)


def write_visits(home: HomePage, clock: Clock) -> None:
    """Count the visits of the front page and of what it leads to, by the hour, for the past weeks."""
    kinds = (ThemePage, CampaignPage, CallPage, StoryPage, EventPage)
    pages: list[Page] = [home, *(page for kind in kinds for page in kind.objects.live().descendant_of(home))]
    shown = _days_shown(home, clock)
    rows = [row for page in pages for row in _visits_of(page, home, clock, shown.get(page.pk, set()))]
    VisitCount.objects.bulk_create(rows, batch_size=1000)


def _moments(since: datetime, until: datetime, published: Iterable[datetime]) -> set[datetime]:
    """Return when something may have changed on any page: slots, publications, calls, events."""
    slots = Slot.objects.values_list("starts_at", "ends_at")
    calls = CallPage.objects.values_list("opens_at", "closes_at")
    dates = EventDate.objects.values_list("starts_at", "ends_at")
    found = {moment for pair in (*slots, *calls, *dates) for moment in pair if moment is not None}
    found |= set(published)
    return {moment for moment in {*found, since, until} if since <= moment <= until}


def _turns(clock: Clock) -> set[datetime]:
    """Return the midnights, universal time, at which campaigns take turns on the front page."""
    midnights = (datetime.combine(clock.day(-ago), time.min, tzinfo=UTC) for ago in range(DAYS))
    return {midnight for midnight in midnights if midnight <= clock.now}


def _days_shown(home: HomePage, clock: Clock) -> dict[int, set[date]]:
    """Return the days on which the front page showed each page."""
    found: dict[int, set[date]] = {}
    rows = Showing.objects.filter(page=home, shown__isnull=False)
    for pk, starts_at, ends_at in rows.values_list("shown_id", "starts_at", "ends_at"):
        first, last = (moment.astimezone(PARIS).date() for moment in (starts_at, ends_at or clock.now))
        found.setdefault(pk, set()).update(first + timedelta(days=n) for n in range((last - first).days + 1))
    return found


def _visits_of(page: Page, home: HomePage, clock: Clock, shown: set[date]) -> list[VisitCount]:
    """Invent the visits of a page since it was published, the same for the same address and day of the story."""
    draw = random.Random(page.slug)  # noqa: S311  # nosec B311
    rows = []
    for ago in range(DAYS, -1, -1):
        day = clock.day(-ago)
        is_front = page.pk == home.pk
        fewest, most = FRONT_VISITS if is_front else SHOWN_VISITS if day in shown else PAGE_VISITS
        number = int(draw.uniform(fewest, most) * (WEEKEND if ago % 7 in (1, 2) else 1))
        hours = sorted(draw.choices(HOURS, k=number))
        for hour in sorted(set(hours)):
            at = datetime.combine(day, time(hour), tzinfo=PARIS).astimezone(UTC)
            if page.first_published_at is None or not page.first_published_at <= at < clock.now:
                continue
            visits = hours.count(hour)
            led = sum(draw.random() < 0.6 for _ in range(visits)) if day in shown and not is_front else 0
            rows.append(VisitCount(page=page, hour=at, visits=visits, from_front_page=led))
    return rows
