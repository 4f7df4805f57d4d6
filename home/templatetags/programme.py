"""How a theme page, which knows nothing of the programme, shows what the programme puts on it."""

from __future__ import annotations

import copy
from dataclasses import fields, replace
from typing import Any

from django import template
from django.core.paginator import Page as PaginatorPage
from wagtail.models import Page

from base import clock
from base.cards import Place
from home.programme import ThemeProgramme, theme_programme

register = template.Library()


@register.simple_tag
def programme_of(page: Page, place: Place) -> ThemeProgramme:
    """`{% programme_of page place as programme %}`: the banner and the cards that slots put on a theme page now."""
    return theme_programme(page, at=clock.now(), territory=place.territory)


@register.simple_tag
def left_below(gathering: Any, programme: ThemeProgramme) -> Any:
    """`{% left_below gathering programme as gathering %}`: what a theme gathers, less what is shown above it."""
    shown = {placed.page_id for placed in programme.placed}
    kept = {}
    for part in fields(gathering):
        value = getattr(gathering, part.name)
        if isinstance(value, list):
            kept[part.name] = _left(value, shown)
        elif isinstance(value, PaginatorPage):
            less: Any = copy.copy(value)
            less.object_list = _left(value, shown)
            kept[part.name] = less
    return replace(gathering, **kept)


def _left(items: Any, shown: set[int | None]) -> list[Any]:
    return [item for item in items if _page_id(item) not in shown]


def _page_id(item: Any) -> Any:
    """Return the page a thing of a list leads to: its own id, its campaign's page, or that of the card's item."""
    item = getattr(item, "item", item)
    return getattr(item, "page_id", getattr(item, "pk", None))
