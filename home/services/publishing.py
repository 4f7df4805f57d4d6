"""Looking at what is about to appear by itself, before it does."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from wagtail.models import Revision

from base.page_cache import forget_pages
from base.unfinished import is_unfinished


@transaction.atomic
def hold_unfinished(*, at: datetime) -> int:
    """Take the schedule off pages due at `at` that still hold « [à compléter] »; return how many.

    None is planned any more in that state; one planned before that, or written by another way, must not stop the
    pages due with it.
    """
    due = Revision.page_revisions.filter(approved_go_live_at__lte=at).select_for_update(of=("self",))
    held = 0
    for revision in due:
        if is_unfinished(revision.as_object()):
            revision.approved_go_live_at = None
            revision.save(update_fields=["approved_go_live_at"])  # Wagtail writes it in the page's history
            held += 1
    if held:
        forget_pages()
    return held
