"""The letters of calls, through the outbox of `notices`; each is written in the transaction of the fact it tells."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings

from accounts.models import User
from base.models import Territory
from calls.letters import LETTERS, Letter
from calls.models import Application
from notices.registry import NoticeKind, register
from notices.services import NoticeDraft, queue_notices

KEPT = timedelta(days=365)

for _kind in (*LETTERS, "application_invitation"):
    register(
        NoticeKind(
            name=_kind,
            template="email/calls/letter",
            subject=lambda context: str(context["title"]),
            kept=KEPT,
        )
    )


def holders_of(application: Application) -> list[User]:
    """Return everybody who writes the application by name: its holder first, then those who joined."""
    return [application.holder, *(member.user for member in application.members.select_related("user"))]


def tell_holders(*, kind: str, application: Application, occasion: str = "", text: str = "") -> None:
    """Write the letter `kind` to everybody who writes the application, once for each `occasion`."""
    tell(kind=kind, application=application, people=holders_of(application), occasion=occasion, text=text)


def tell(
    *, kind: str, application: Application, people: Iterable[User], occasion: str = "", text: str = ""
) -> None:
    """Write the letter `kind` about `application` to `people`, once for each `occasion`."""
    territory = Territory.objects.for_page(application.call)
    letter = LETTERS[kind](application, territory.zone if territory else settings.TIME_ZONE, text)
    version = application.current.number if application.current else 0
    queue_notices(
        NoticeDraft(
            kind=kind,
            recipient=person.email,
            user=person,
            purpose=f"{kind}:{application.pk}:{version}:{occasion}:{person.pk}",
            context=_context(letter, territory),
        )
        for person in people
    )


def queue_letter(
    *, kind: str, letter: Letter, territory: Territory | None, recipient: str, purpose: str
) -> None:
    """Write a letter to an address that may have no account."""
    queue_notices(
        [NoticeDraft(kind=kind, recipient=recipient, purpose=purpose, context=_context(letter, territory))]
    )


def _context(letter: Letter, territory: Territory | None) -> dict[str, Any]:
    return {
        "territory_id": territory.pk if territory else None,
        "title": letter.title,
        "paragraphs": list(letter.paragraphs),
        "facts": [list(fact) for fact in letter.facts],
        "path": letter.path,
        "link_text": letter.link_text,
    }
