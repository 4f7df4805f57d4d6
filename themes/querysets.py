"""Reads of themes."""

from __future__ import annotations

from base.page_querysets import CardPageQuerySet


class ThemePageQuerySet(CardPageQuerySet):
    """Reads of themes."""

    def newest_first(self) -> ThemePageQuerySet:
        """Order by first publication, the last first."""
        return self.order_by("-first_published_at", "-pk")

    def about(self, page_id: int, tag_ids: list[int]) -> ThemePageQuerySet:
        """Themes that picked the page by hand or share one of its tags, each once, the newest first."""
        picked = self.model._base_manager.filter(picks__page_id=page_id).values("pk")
        tagged = self.model._base_manager.filter(tagged_items__tag_id__in=tag_ids).values("pk")
        return self.filter(pk__in=picked.union(tagged)).newest_first()
