"""The editors' guide inside the admin: the same text as docs/editors-guide.md."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.doors import editors_only
from home.guide import guide_pages


@editors_only
def show(request: HttpRequest) -> HttpResponse:
    """Show the guide with its table of contents."""
    return render(request, "home/admin/guide.html", guide_pages(settings.ROOT / "docs" / "editors-guide.md"))
