"""The letters of calls, through the outbox of `notices`; each is written in the transaction of the fact it tells."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings

from accounts.models import User
from base.models import Territory
from calls.letters import LETTERS, Letter, deciding, jury, promotions
from calls.links import join_path
from calls.models import Application, Wish
from notices.registry import NoticeKind, register
from notices.services import NoticeDraft, queue_notices

KEPT = timedelta(days=365)


def _join_link(context: dict[str, Any]) -> dict[str, Any]:
    """Make the link of an invitation only when it leaves: what opens a door is kept nowhere."""
    return {"path": join_path(context["invitation_id"])} if "invitation_id" in context else {}


for _kind in (*LETTERS, "application_invitation", *deciding.KINDS, *jury.KINDS, *promotions.KINDS):
    register(
        NoticeKind(
            name=_kind,
            template="email/calls/letter",
            subject=lambda context: str(context["title"]),
            expand=_join_link,
            kept=KEPT,
        )
    )

WISH_LETTERS = ("wish_said", "wish_call_opens", "wish_answered", "wish_delivered")


def _is_wanted(context: dict[str, Any]) -> bool:
    """Tell whether the author of a wish still wants to hear of it."""
    return Wish.objects.filter(pk=context["wish_id"]).exclude(email="").exists()


for _kind in WISH_LETTERS:
    register(
        NoticeKind(
            name=_kind,
            template="email/calls/wish",
            subject=lambda context: str(context["title"]),
            wanted=_is_wanted,
            priority=1,
            kept=timedelta(days=120),
        )
    )


def holders_of(application: Application) -> list[User]:
    """Return everybody who writes the application by name: its holder first, then those who joined."""
    members = application.members.all()
    if not hasattr(application, "_prefetched_objects_cache"):
        members = members.select_related("user")
    return [application.holder, *(member.user for member in members)]


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
        notice_draft(
            kind=kind,
            letter=letter,
            territory=territory,
            recipient=person.email,
            user=person,
            purpose=f"{kind}:{application.pk}:{version}:{occasion}:{person.pk}",
        )
        for person in people
    )


def notice_draft(
    *,
    kind: str,
    letter: Letter,
    territory: Territory | None,
    recipient: str,
    purpose: str,
    user: User | None = None,
    **more: Any,
) -> NoticeDraft:
    """Return the notice that sends `letter`; `more` goes to its context."""
    return NoticeDraft(
        kind=kind,
        recipient=recipient,
        user=user,
        purpose=purpose,
        context={**_context(letter, territory), **more},
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
