"""How a page below the themes shows which ones it belongs to, without knowing what a theme is."""

from __future__ import annotations

from django import template
from wagtail.models import Page

from themes.models import ThemePage

register = template.Library()


@register.simple_tag
def themes_of(page: Page) -> list[ThemePage]:
    """`{% themes_of page as themes %}`: visible themes that picked `page` or share a tag with it, newest first."""
    if not page.pk:  # a preview of a page that does not exist yet
        return []
    tag_ids = [tag.pk for tag in page.tags.all() if tag.pk]
    return list(ThemePage.objects.visible().about(page.pk, tag_ids))
