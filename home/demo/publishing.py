"""Adding, publishing and keeping back pages as the editing room does: a revision, by somebody, at a time."""

from __future__ import annotations

from datetime import datetime

from wagtail.models import Page

from accounts.models import User


def add_page(parent: Page, page: Page, *, by: User | None = None) -> None:
    """Put an unpublished page, owned by somebody, below its parent."""
    page.live = False
    page.owner = by
    parent.add_child(instance=page)


def publish(page: Page, *, by: User | None, at: datetime) -> None:
    """Publish the page as it is now, dated `at`."""
    page.first_published_at = at
    page.save_revision(user=by).publish(user=by)


def keep_as_draft(page: Page, *, by: User | None) -> None:
    """Keep the page as a draft that its editors may open and go on with."""
    page.save_revision(user=by)
