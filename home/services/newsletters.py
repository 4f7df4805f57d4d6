"""Preparing, trying, scheduling and sending a newsletter; the only writer of `Newsletter`.

When its hour comes the worker copies what the letter says into `content`, then writes one notice per reader into the
outbox, five hundred at a time: each batch and the `last_queued` it reaches are one transaction, and each notice bears
a unique purpose. Wherever the worker stops, the next one goes on from there, and nobody is written to twice. What is
sent no longer changes from that moment.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from django.db import transaction
from django.db.models import Count, QuerySet
from wagtail.images.models import SourceImageIOError

from accounts.models import User
from base.audit import record
from base.mail import site_address
from home.models import Newsletter, Selection, Subscription
from home.outlets.pieces import Piece, pieces_of
from notices.models import Notice
from notices.services import NoticeDraft, queue_notice, queue_notices
from themes.models import ThemePage

logger = logging.getLogger(__name__)

CHANGEABLE = (Newsletter.State.DRAFT, Newsletter.State.SCHEDULED)
BATCH = 500
SOONEST = timedelta(minutes=1)  # a form filled in at 8:00 for 8:00 is not late
# Programs that read mail know JPEG; twice the width shown, for fine screens.
PICTURE = "fill-1120x560|format-jpeg|jpegquality-72"
PICTURE_WIDTH, PICTURE_HEIGHT = 560, 280


class NewsletterRefused(Exception):
    """What was asked may not be done; `code` says why: started, empty, past."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def prepare(
    *, selection: Selection, subject: str, theme: ThemePage | None = None, author: User | None = None
) -> Newsletter:
    """Write the draft of a letter made of a selection."""
    return Newsletter.objects.create(selection=selection, subject=subject, theme=theme, author=author)


def revise(*, newsletter: Newsletter, subject: str, theme: ThemePage | None) -> None:
    """Change a letter that has not begun to leave."""
    _change(newsletter, subject=subject, theme=theme)


def schedule(*, newsletter: Newsletter, send_at: datetime, at: datetime) -> None:
    """Have the letter leave at `send_at`, now when that is `at`; refused when there would be nothing in it."""
    if send_at < at - SOONEST:
        raise NewsletterRefused("past")
    if not pieces_of(newsletter.selection, at=at):
        raise NewsletterRefused("empty")
    _change(newsletter, state=Newsletter.State.SCHEDULED, send_at=send_at)


def unschedule(*, newsletter: Newsletter) -> None:
    """Make a scheduled letter a draft again, as long as it has not begun to leave."""
    _change(newsletter, state=Newsletter.State.DRAFT, send_at=None)


def discard(*, newsletter: Newsletter) -> None:
    """Delete a letter that has not begun to leave."""
    deleted, _rows = Newsletter.objects.filter(pk=newsletter.pk, state__in=CHANGEABLE).delete()
    if not deleted:
        raise NewsletterRefused("started")


def send_test(*, newsletter: Newsletter, user: User, at: datetime) -> None:
    """Send the letter as it is now to the editor who asks, and to nobody else."""
    queue_notice(
        kind="newsletter_test",
        recipient=user.email,
        user=user,
        purpose=f"newsletter-test:{newsletter.pk}:{user.pk}:{at.timestamp():.6f}",
        context={
            "territory_id": newsletter.selection.territory_id,
            "letter": newsletter.content or letter_of(newsletter, at=at),
        },
    )


def audience(newsletter: Newsletter) -> QuerySet[Subscription]:
    """Return those who asked for this letter: for its theme or for everything, or everybody when it has no theme."""
    active = Subscription.objects.active().filter(territory_id=newsletter.selection.territory_id)
    return active if newsletter.theme_id is None else active.asking_for(newsletter.theme_id)


def letter_of(newsletter: Newsletter, *, at: datetime) -> dict[str, Any]:
    """Return what the letter says at `at`, as plain JSON: words, whole addresses, pictures of this site."""
    selection = newsletter.selection
    site = site_address(selection.territory)
    return {
        "subject": newsletter.subject,
        "title": selection.title,
        "introduction": selection.introduction,
        "pieces": [_piece_content(piece, site) for piece in pieces_of(selection, at=at)],
    }


def _piece_content(piece: Piece, site: str) -> dict[str, Any]:
    content: dict[str, Any] = {
        "kind": piece.kind,
        "title": piece.title,
        "text": piece.text,
        "facts": piece.facts,
        "url": piece.url,
        "action": piece.action,
    }
    picture = piece.picture
    if picture is not None:
        try:
            address = picture.get_rendition(PICTURE).url
        except SourceImageIOError:
            return content  # the file is gone: the words leave without it
        content["picture"] = {
            "url": urljoin(f"{site}/", address),
            "alt": picture.default_alt_text,
            "width": PICTURE_WIDTH,
            "height": PICTURE_HEIGHT,
        }
    return content


def send_newsletters(*, at: datetime) -> str | None:
    """Begin the letters whose hour has come, go on with those begun, end those that have all left; say what was done.

    One that fails does not hold the others up.
    """
    said = []
    moving = Newsletter.objects.exclude(state__in=[Newsletter.State.DRAFT, Newsletter.State.SENT])
    for newsletter in moving.order_by("send_at", "pk"):
        try:
            said += [f"{newsletter.pk}: {words}" for words in _go_on(newsletter, at=at)]
        except Exception:
            logger.exception("newsletter %s does not leave", newsletter.pk)
            said.append(f"{newsletter.pk}: failed")
    return ", ".join(said) or None


def _go_on(newsletter: Newsletter, *, at: datetime) -> list[str]:
    said = []
    if newsletter.state == Newsletter.State.SCHEDULED:
        if not begin(newsletter=newsletter, at=at):
            return []
        said.append("begun")
    while queued := queue_batch(newsletter=newsletter):
        said.append(f"{queued} queued")
    if end(newsletter=newsletter, at=at):
        said.append("sent")
    return said


@transaction.atomic
def begin(*, newsletter: Newsletter, at: datetime) -> bool:
    """Freeze what a due letter says; without any page the public may see it goes back to the drafts instead."""
    newsletter = Newsletter.objects.select_for_update(of=("self",)).get(pk=newsletter.pk)
    if (
        newsletter.state != Newsletter.State.SCHEDULED
        or newsletter.send_at is None
        or newsletter.send_at > at
    ):
        return False
    letter = letter_of(newsletter, at=at)
    if not letter["pieces"]:
        newsletter.state, newsletter.send_at = Newsletter.State.DRAFT, None
        newsletter.save(update_fields=["state", "send_at"])
        record("newsletter.withheld", actor=None, subject=newsletter, detail={"reason": "empty"})
        return False
    newsletter.state = Newsletter.State.SENDING
    newsletter.content = {**letter, "begun_at": at.isoformat()}
    newsletter.last_queued = newsletter.recipients = 0
    newsletter.save(update_fields=["state", "content", "last_queued", "recipients"])
    return True


@transaction.atomic
def queue_batch(*, newsletter: Newsletter, size: int = BATCH) -> int:
    """Write the notices of the next readers and remember the last of them; return how many, 0 when all are written.

    Whoever confirmed after the letter began gets the next one.
    """
    newsletter = Newsletter.objects.select_for_update(of=("self",)).get(pk=newsletter.pk)
    if newsletter.state != Newsletter.State.SENDING or newsletter.content is None:
        return 0
    readers = list(
        audience(newsletter)
        .filter(pk__gt=newsletter.last_queued, confirmed_at__lte=newsletter.content["begun_at"])
        .order_by("pk")
        .values_list("pk", "email")[:size]
    )
    if not readers:
        return 0
    queue_notices(
        NoticeDraft(
            kind="newsletter",
            recipient=email,
            purpose=f"newsletter:{newsletter.pk}:{pk}",
            context={
                "territory_id": newsletter.selection.territory_id,
                "newsletter_id": newsletter.pk,
                "theme_id": newsletter.theme_id,
                "subscription_id": pk,
            },
        )
        for pk, email in readers
    )
    newsletter.last_queued = readers[-1][0]
    newsletter.recipients += len(readers)
    newsletter.save(update_fields=["last_queued", "recipients"])
    return len(readers)


def end(*, newsletter: Newsletter, at: datetime) -> bool:
    """Call a letter sent once every reader is queued and none of its notices waits any more."""
    left = letters_of(newsletter).filter(state__in=[Notice.State.PENDING, Notice.State.SENDING])
    if left.exists():
        return False
    return bool(
        Newsletter.objects.filter(pk=newsletter.pk, state=Newsletter.State.SENDING).update(
            state=Newsletter.State.SENT, sent_at=at
        )
    )


def letters_of(newsletter: Newsletter) -> QuerySet[Notice]:
    """Return the notices of one newsletter."""
    return Notice.objects.filter(kind="newsletter", purpose__startswith=f"newsletter:{newsletter.pk}:")


def progress(newsletter: Newsletter) -> dict[str, int]:
    """Return how many of its letters are in each state; one query."""
    rows = letters_of(newsletter).order_by().values_list("state").annotate(Count("pk"))
    return dict(rows)


def _change(newsletter: Newsletter, **values: Any) -> None:
    """Write what may be written before the letter begins to leave; a conditional write, whatever the worker does."""
    changed = Newsletter.objects.filter(pk=newsletter.pk, state__in=CHANGEABLE).update(**values)
    if not changed:
        raise NewsletterRefused("started")
    newsletter.refresh_from_db()
