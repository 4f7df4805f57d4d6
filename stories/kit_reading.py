"""Reads of kits."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from stories.models import KitIndexPage, KitPage
from stories.models.linked import campaigns_of


def kit_list(page: KitIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Return the list's context."""
    return {"kits": KitPage.objects.visible().child_of(page).newest_first().with_cards()}


def kit_details(kit: KitPage) -> dict[str, Any]:
    """Return the kit page's own context."""
    return {"campaigns": campaigns_of(kit.campaign_links)}
