"""Making a selection from what the programme already says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page

from accounts.models import User
from base.models import Territory
from home.models import HomePage, Selection, SelectionItem, Slot
from home.programme import front_page

MOST = 12


def shown_now(home: HomePage, *, at: datetime) -> list[int]:
    """Return the pages the front page shows at `at` in the places of the programme, in its order."""
    return [placed.page_id for placed in front_page(home, at=at).placed if placed.page_id]


def planned(home: HomePage, territory: Territory, *, since: datetime, until: datetime) -> list[int]:
    """Return the pages that the front page's slots plan to show between two moments, the first to appear first."""
    slots = Slot.objects.of(home).during(since, until).filter(shown__isnull=False)
    if territory.programme_needs_approval:
        slots = slots.filter(approved_at__isnull=False)
    return list(slots.order_by("starts_at", "position", "pk").values_list("shown_id", flat=True))


@transaction.atomic
def make_selection(
    *, territory: Territory, title: str, page_ids: Iterable[int], author: User | None = None
) -> Selection:
    """Write a selection of these pages, each once, twelve at most, under an address of its own."""
    selection = Selection.objects.create(
        territory=territory, title=title, slug=free_slug(title), author=author
    )
    wanted = list(dict.fromkeys(page_ids))
    known = set(Page.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    rows = [pk for pk in wanted if pk in known][:MOST]
    SelectionItem.objects.bulk_create(
        SelectionItem(selection=selection, page_id=pk, sort_order=position)
        for position, pk in enumerate(rows)
    )
    return selection


def free_slug(title: str, *, besides: Selection | None = None) -> str:
    """Return an address made of a title that no other selection has."""
    base = slugify(title)[:50].strip("-") or "selection"
    others = Selection.objects.filter(slug__startswith=base)
    if besides is not None and besides.pk:
        others = others.exclude(pk=besides.pk)
    taken = set(others.values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
