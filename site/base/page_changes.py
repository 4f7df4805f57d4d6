"""When kept pages must be built again: rows of base and of Wagtail that every page may show."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction, Revision, Site

from base.models import Image, Territory
from base.page_cache import forget_pages, register_boundary

WATCHED = (Page, PageViewRestriction, Site, Territory, Image)


def next_publication(at: datetime) -> datetime | None:
    """Return when the next scheduled revision goes live; a moment already past while the worker has not done it."""
    due = Revision.objects.filter(approved_go_live_at__isnull=False).order_by("approved_go_live_at")
    return due.values_list("approved_go_live_at", flat=True).first()


def next_expiry(at: datetime) -> datetime | None:
    """Return when the next published page expires; a moment already past while the worker has not retired it."""
    due = Page.objects.filter(live=True, expire_at__isnull=False).order_by("expire_at")
    return due.values_list("expire_at", flat=True).first()


def row_changed(instance: Any, update_fields: Any = None, **_kwargs: Any) -> None:
    """Forget kept pages when a row they may show is written or deleted.

    Publishing, withdrawing and moving save a page whole; saving a draft writes a few of its fields, and changes
    nothing in public. A revision counts once it has an hour to go live: that is a new boundary.
    """
    if isinstance(instance, Page) and update_fields is not None:
        return
    if isinstance(instance, WATCHED) or (isinstance(instance, Revision) and instance.approved_go_live_at):
        forget_pages()


def connect() -> None:
    """Listen to what changes, and declare the moments Wagtail changes pages by itself."""
    post_save.connect(row_changed, dispatch_uid="base.page_changes.saved")
    post_delete.connect(row_changed, dispatch_uid="base.page_changes.deleted")
    register_boundary(next_publication)
    register_boundary(next_expiry)
