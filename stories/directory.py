"""Reads of the directory of schemes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from stories.models import SchemeIndexPage, SchemePage


def scheme_list(page: SchemeIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Return the directory's context."""
    return {"schemes": SchemePage.objects.visible().child_of(page).with_cards()}
