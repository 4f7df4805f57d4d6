"""How templates show registered cards, and tell the blocks of a body where they stand."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from wagtail.models import Page

from base import cards

register = template.Library()


@register.simple_tag(takes_context=True)
def place_of(context: Context, page: Page | None = None) -> cards.Place:
    """`{% place_of page as place %}`: where blocks stand; in a component too, whose context is closed."""
    request = getattr(context, "request", None) or context.get("request")
    return cards.Place(page=page if isinstance(page, Page) else None, request=request)


@register.simple_tag(takes_context=True)
def show_card(context: Context, card: cards.Card, level: int = 3) -> SafeString:
    """`{% show_card card level=3 %}`: the card in its kind's component, which sees nothing else."""
    kind = cards.card_kind(card.kind)
    component = context.template.engine.get_template(kind.template)
    return component.render(context.new({kind.variable: card.item, "level": level}))
