"""Saying that an entry of the directory is still true."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from base.audit import record
from stories.models import SchemePage


@transaction.atomic
def mark_checked(*, scheme: SchemePage, day: date, by: User, at: datetime) -> bool:
    """Write that `by` found the entry exact on `day`, as a new revision; return whether the public sees it at once.

    It is published only when nothing else waits on the page: a draft in progress, or a page not published, gets the
    date in its draft.
    """
    scheme = SchemePage.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    publish = scheme.live and not scheme.has_unpublished_changes
    draft = scheme.get_latest_revision_as_object()
    draft.checked_on = day
    revision = draft.save_revision(user=by, log_action=True)
    if publish:
        revision.publish(user=by)
    record(
        "scheme.checked",
        actor=by,
        subject=scheme,
        detail={"checked_on": day.isoformat(), "published": publish},
        at=at,
    )
    return publish
