"""How templates show registered cards, and tell the blocks of a body where they stand."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from wagtail.models import Page

from base import cards

register = template.Library()


@register.simple_tag(takes_context=True)
def place_of(context: Context, page: Page | None = None) -> cards.Place:
    """`{% place_of page as place %}`: where blocks stand; in a component too, whose context is closed."""
    request = getattr(context, "request", None) or context.get("request")
    return cards.Place(page=page if isinstance(page, Page) else None, request=request)


@register.simple_tag
def shown_block(value: Any, place: cards.Place, anchor: str) -> str:
    """`{% shown_block value place anchor as shown %}`: a block that stands alone; empty when it has nothing to show."""
    # The block's own template escapes what people wrote.
    return mark_safe(value.render_as_block({"place": place, "anchor": anchor}).strip())  # noqa: S308  # nosec B308, B703


@register.simple_tag
def show_card(card: cards.Card, level: int = 3) -> str:
    """`{% show_card card level=3 %}`: the card in its kind's component, which sees nothing else."""
    kind = cards.card_kind(card.kind)
    return render_to_string(kind.template, {kind.variable: card.item, "level": level})
