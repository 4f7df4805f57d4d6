"""The letters events write to the people registered, through the outbox of `notices`.

Each is written in the transaction of the fact it tells. Rows of these letters are deleted as
late as the names they were written to, `KEPT_AFTER`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from base.models import Territory
from notices.registry import NoticeKind, register
from notices.services import NoticeDraft, queue_notices
from stories.letters import LETTERS
from stories.models import KEPT_AFTER, EventDate, Registration


def _still_comes(context: dict[str, Any]) -> bool:
    """Tell whether the registration a reminder was written for still stands, at the hour it tells."""
    return (
        Registration.objects.confirmed()
        .filter(pk=context["registration_id"], date__starts_at=context["starts_at"], date__cancelled_at=None)
        .exists()
    )


for _kind in LETTERS:
    register(
        NoticeKind(
            name=_kind,
            template="email/stories/letter",
            subject=lambda context: str(context["title"]),
            wanted=_still_comes if _kind == "event_reminder" else None,
            kept=KEPT_AFTER,
        )
    )


def tell_registered(
    *, kind: str, date: EventDate, registrations: Iterable[Registration], occasion: str = ""
) -> None:
    """Write the letter `kind` to everybody who gave an address, once for each `occasion`; a few statements in all."""
    written_to = [registration for registration in registrations if registration.email]
    if not written_to:
        return
    territory = Territory.objects.for_page(date.event)
    zone = territory.zone if territory else settings.TIME_ZONE
    drafts = []
    for registration in written_to:
        registration.date = date
        letter = LETTERS[kind](registration, zone)
        path = reverse("stories:registration", args=[registration.token])
        drafts.append(
            NoticeDraft(
                kind=kind,
                recipient=registration.email,
                purpose=f"{kind}:{registration.pk}:{occasion}",
                context={
                    "territory_id": territory.pk if territory else None,
                    "registration_id": registration.pk,
                    "starts_at": date.starts_at.isoformat(),
                    "title": letter.title,
                    "paragraphs": list(letter.paragraphs),
                    "facts": [list(fact) for fact in letter.facts],
                    "path": path,
                    "diary_path": f"{path}agenda/" if letter.has_diary else "",
                },
            )
        )
    queue_notices(drafts)
