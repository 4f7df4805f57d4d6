"""Writing the audit trail."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Model
from django.utils import timezone

from base.models import AuditLine


def record(
    action: str,
    *,
    actor: Any = None,
    subject: Model | None = None,
    detail: dict[str, Any] | None = None,
    at: dt.datetime | None = None,
) -> AuditLine:
    """Add a line: `actor` (a user, None for the site itself) did `action` ("pledges.exported") to `subject`.

    `detail` is plain JSON and holds no personal data: ids, counts, states, never a name or an address. Called
    inside the transaction of the act, so that neither exists without the other.
    """
    return AuditLine.objects.create(
        at=at or timezone.now(),
        actor=actor if getattr(actor, "pk", None) else None,
        action=action,
        object_kind=subject._meta.label_lower if subject is not None else "",
        object_id=str(subject.pk) if subject is not None else "",
        detail=detail or {},
    )
