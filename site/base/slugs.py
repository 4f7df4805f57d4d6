"""Addresses of new pages."""

from __future__ import annotations

from itertools import chain, count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagtail.models import Page

LONGEST = 200


def free_slug(parent: Page, wanted: str) -> str:
    """Return `wanted`, or the first of its numbered forms that no page below `parent` bears."""
    wanted = wanted[:LONGEST] or "page"
    taken = set(parent.get_children().values_list("slug", flat=True))
    forms = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
    return next(slug for slug in forms if slug not in taken)
