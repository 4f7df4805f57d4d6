"""Reads that every type of editorial page shares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Prefetch
from wagtail.models import PageQuerySet, PageViewRestriction

from base.models.images import Image

if TYPE_CHECKING:
    from base.models import Tag, Territory


def is_private() -> Exists:
    """Return the condition that a page stands behind a view restriction, its own or one above it.

    Wagtail's `public()` says the same, but asks for the restrictions each time it is called.
    """
    here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return Exists(PageViewRestriction.objects.alias(here=here).filter(here__startswith=F("page__path")))


class CardPageQuerySet(PageQuerySet):
    """Reads for pages shown as cards in lists; types that carry tags name them `tags`."""

    def visible(self) -> Self:
        """Published pages that anybody may read."""
        return self.live().filter(~is_private())

    def in_territory(self, territory: Territory | None) -> Self:
        """Pages of one territory's subtree; all of them on an installation without territory."""
        return self if territory is None else self.descendant_of(territory.root_page)

    def carrying(self, tags: Iterable[Tag]) -> Self:
        """Pages that carry one of `tags`, each once."""
        return self.filter(pk__in=self.model._base_manager.filter(tags__in=tags).values("pk"))

    def with_cards(self) -> Self:
        """The pages with their picture and its resized copies, in a constant number of queries."""
        return self.prefetch_related(
            Prefetch("picture", queryset=Image.objects.prefetch_related("renditions"))
        )
