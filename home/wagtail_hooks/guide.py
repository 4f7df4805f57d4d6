"""The address of the editors' guide."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from wagtail import hooks

from home.views import guide


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Addresses under the admin."""
    return [path("guide/", include(([path("", guide.show, name="show")], "guide")))]
