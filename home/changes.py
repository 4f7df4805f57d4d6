"""When a page changes by itself: the nearest moments before and after a date. Pure reads, one query per source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Min, Q
from wagtail.models import Page, Revision

from base.models import Territory
from calls.models import CallPage
from home.models import Slot


@dataclass(frozen=True)
class Around:
    """The last change before a moment, and the next one after it."""

    before: datetime | None
    after: datetime | None


def changes_around(page: Page, territory: Territory, *, at: datetime) -> Around:
    """Return the changes nearest to `at`: slots of the page, scheduled pages, expiries, calls of the territory."""
    here = territory.root_page.path
    sources: list[tuple[Any, tuple[str, ...]]] = [
        (Slot.objects.of(page), ("starts_at", "ends_at")),
        (Revision.page_revisions.filter(object_id__in=_ids_below(here)), ("approved_go_live_at",)),
        (Page.objects.filter(path__startswith=here, live=True), ("expire_at",)),
        (CallPage.objects.live().filter(path__startswith=here), ("opens_at", "closes_at")),
    ]
    before: list[datetime] = []
    after: list[datetime] = []
    for rows, names in sources:
        found = rows.aggregate(
            **{f"before_{name}": Max(name, filter=Q(**{f"{name}__lt": at})) for name in names},
            **{f"after_{name}": Min(name, filter=Q(**{f"{name}__gt": at})) for name in names},
        )
        for key, moment in found.items():
            if moment is not None:
                (before if key.startswith("before") else after).append(moment)
    return Around(max(before, default=None), min(after, default=None))


def _ids_below(path: str) -> Any:
    """Return the ids of the pages that wait for their hour, as revisions write them."""
    waiting = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    ids = [int(pk) for pk in waiting.values_list("object_id", flat=True)]
    kept = Page.objects.filter(pk__in=ids, path__startswith=path).values_list("pk", flat=True)
    return [str(pk) for pk in kept]
