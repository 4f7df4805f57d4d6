"""How any page points to entries of the directory, by a stated rule."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.functional import Promise
from wagtail.models import Page

from base import clock
from base.cards import Place
from stories.directory import POINTING_RULE
from stories.directory import schemes_for as pointed_schemes
from stories.models import SchemePage

register = template.Library()


@register.simple_tag(takes_context=True)
def schemes_for(context: Context, page: Page, place: Place | None = None) -> list[SchemePage]:
    """`{% schemes_for page as schemes %}`: the open schemes that fit the page's tags or any project.

    `place` is where the page stands, when that is known already.
    """
    place = place or Place(page=page, request=context.get("request"))
    return pointed_schemes(territory=place.territory, tags=place.tags or (), at=clock.now())


@register.simple_tag
def pointing_rule() -> Promise | str:
    """`{% pointing_rule as rule %}`: the sentence that says why these schemes and not others."""
    return POINTING_RULE
