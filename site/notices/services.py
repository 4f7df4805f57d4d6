"""Writing notices and sending them, those about money at most once.

A notice moves pending → sending → sent, or → skipped when its kind says that it is no longer wanted. The move to
`sending` is a conditional write that is committed before the mail server is spoken to: two workers never take the
same row.

When the answer of the mail server is lost (crash, cut connection after the text was handed over) nobody can
tell whether the person got the message. Of the two possible faults, a message twice or a message never,
people are told about money here: a second "your pledge is confirmed" frightens, and a missing one is seen on
the site, on the receipt and by staff. So the choice is **at most once**: such a row becomes `failed`, with
the reason, for a person to look at and send again if need be. What certainly was not accepted (no connection,
a refusal in words) is tried again.

A kind may choose the other fault (`sent_again_when_unsure`): a newsletter that never came is worse than one that came
twice, and nobody will look at five thousand rows. It leaves again by itself, a few times at most, after its lease when
the process vanished. Every notice keeps one Message-ID for all its tries: a relay that remembers drops the
repetition, mail programs show one message, and the folder of a development machine holds one file.

Whoever has no e-mail is written to on paper: such a notice waits as to_print → printed, is never taken by what sends
e-mails, and people move it (`notices.posting`).
"""

from __future__ import annotations

import datetime as dt
import logging
import random
import smtplib
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core import mail
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language

from notices.models import Notice
from notices.posting import paper_fields
from notices.registry import LEASE, NoticeKind, all_kinds, kind_named
from notices.rendering import notice_message

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

    from accounts.models import User

logger = logging.getLogger(__name__)

BATCH = 100
LONGEST_PAUSE = dt.timedelta(minutes=10)
TRIES_WHEN_REFUSED = 4  # a refusal for good, or words that cannot be written
TRIES_WHEN_UNSURE = 4  # of kinds sent again: a relay that takes every letter and loses every answer
TRIES_WHEN_UNAVAILABLE = 300  # about two days at the longest pause
CONTEXT_KEPT = dt.timedelta(days=90)
WAITING = (Notice.State.PENDING, Notice.State.SENDING, Notice.State.TO_PRINT)


@dataclass(frozen=True)
class NoticeDraft:
    """A notice to write. Without `recipient` it is a letter to print, to `addressee` at `postal_address`."""

    kind: str
    recipient: str
    purpose: str
    context: dict[str, Any]
    user: User | None = None
    language: str | None = None
    addressee: str = ""
    postal_address: str = ""


def queue_notice(
    *,
    kind: str,
    recipient: str,
    purpose: str,
    context: dict[str, Any],
    user: User | None = None,
    language: str | None = None,
) -> Notice:
    """Write a notice; call it inside the transaction that writes the fact it tells.

    A second call with the same `purpose` changes nothing and returns the first row. `context` must be plain
    JSON (dates and decimals are turned to text); `territory_id` in it gives the words their territory.
    LookupError when no app registered `kind`.
    """
    draft = NoticeDraft(kind, recipient, purpose, context, user, language)
    defaults = _fields(draft, at=timezone.now())
    notice, _created = Notice.objects.get_or_create(purpose=purpose, defaults=defaults)
    return notice


def queue_notices(drafts: Iterable[NoticeDraft]) -> None:
    """Write many notices in few statements; those whose purpose is already known change nothing.

    ValueError for one that has neither an e-mail nor a postal address, or that cannot be printed and must be.
    """
    now = timezone.now()
    rows = [Notice(purpose=draft.purpose, **_fields(draft, at=now)) for draft in drafts]
    Notice.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def waiting_to_print() -> int:
    """Count the letters that wait for somebody to print and post them."""
    return Notice.objects.to_print().count()


def _fields(draft: NoticeDraft, *, at: dt.datetime) -> dict[str, Any]:
    """Return the columns of a new notice but its purpose."""
    kind = kind_named(draft.kind)
    fields: dict[str, Any] = {
        "kind": draft.kind,
        "recipient": draft.recipient.strip(),
        "user": draft.user,
        "context": draft.context,
        "language": draft.language or get_language() or "fr",
        "priority": kind.priority,
        "created_at": at,
        "next_try_at": at,
    }
    if not fields["recipient"]:
        fields |= paper_fields(draft.addressee, draft.postal_address) | {"state": Notice.State.TO_PRINT}
        if not fields["postal_address"]:
            raise ValueError(f"nobody can be written to: {draft.purpose!r} has no e-mail and no address")
        if not kind.on_paper or not draft.context.get("territory_id"):
            raise ValueError(f"{draft.kind!r} cannot be printed, and {draft.purpose!r} has no e-mail")
    return fields


def send_due_notices(*, at: dt.datetime, limit: int = BATCH) -> int:
    """Send what is due at `at`, at most `limit` rows, and return how many the mail server accepted.

    Must not run inside a transaction: the claim of a row has to be committed before the server is called.
    """
    return _send_batch(_Post(), at=at, limit=limit).accepted


def send_for_a_while(*, at: dt.datetime, seconds: int, limit: int = BATCH) -> int:
    """Send what is due, batch after batch over one connection, until nothing is or `seconds` have passed.

    Between two batches what was written meanwhile is looked at again, so that a letter of a better priority waits for
    one batch at most.
    """
    post = _Post()
    began = time.monotonic()
    sent = 0
    try:
        while True:
            passed = time.monotonic() - began
            batch = _send_batch(post, at=at + dt.timedelta(seconds=passed), limit=limit, closing=False)
            sent += batch.accepted
            if not batch.found or post.is_away or time.monotonic() - began >= seconds:
                return sent
    finally:
        post.close()


def flag_lost_notices(*, at: dt.datetime) -> int:
    """Decide what becomes of notices a vanished process was sending, whether they left being unknown.

    They are marked as failed, for a person to decide; those of kinds sent again go back to the queue, a few times.
    """
    lost = Notice.objects.lost(at=at)
    again = lost.filter(kind__in=_kinds_sent_again(), attempts__lt=TRIES_WHEN_UNSURE).update(
        state=Notice.State.PENDING, lease_until=None, next_try_at=at, failure="interrupted while sending"
    )
    if again:
        logger.warning("%s notice(s) interrupted while sending leave again", again)
    failed = lost.update(
        state=Notice.State.FAILED,
        lease_until=None,
        failure="interrupted while sending: it may or may not have left",
    )
    if failed:
        logger.error("%s notice(s) interrupted while sending: staff must decide", failed)
    return failed


def send_again(notice: Notice, *, at: dt.datetime) -> bool:
    """Put a failed notice back in the queue, on a person's decision; False if it was not failed."""
    return bool(
        Notice.objects.filter(pk=notice.pk, state=Notice.State.FAILED).update(
            state=Notice.State.PENDING, attempts=0, next_try_at=at, failure=""
        )
    )


def forget_old_contexts(*, at: dt.datetime) -> int:
    """Empty the context of notices sent or posted long ago: the fact stays, the words' content and the address go.

    Of kinds that say so, the whole row goes.
    """
    for kind in all_kinds():
        if kind.kept is not None:
            over = Notice.objects.filter(kind=kind.name, created_at__lt=at - kind.kept)
            over.exclude(state__in=WAITING).delete()
    gone = Notice.objects.filter(sent_at__lt=at - CONTEXT_KEPT).exclude(context={})
    posted = gone.filter(state=Notice.State.PRINTED).update(context={}, addressee="", postal_address="")
    return posted + gone.filter(state=Notice.State.SENT).update(context={})


def pause_after(attempts: int) -> dt.timedelta:
    """Return how long to wait after the n-th try: doubling from a minute, bounded, spread so that rows do not
    march.
    """
    whole = min(dt.timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_PAUSE)
    return whole * random.uniform(0.5, 1)  # noqa: S311  # nosec B311


@dataclass
class _Batch:
    """How many rows a batch found due, and how many the mail server accepted."""

    found: int = 0
    accepted: int = 0


class _Post:
    """The one connection of a batch: opened when the first letter is ready, opened again when it broke."""

    def __init__(self) -> None:
        self.connection: BaseEmailBackend | None = None
        self.is_away = False

    def open_for(self, notice: Notice, *, at: dt.datetime) -> bool:
        """Tell whether there is a connection; without one the notice is given back and nobody answers any more."""
        if self.connection is None:
            self.connection = _open_connection(notice, at=at)
            self.is_away = self.connection is None
        return not self.is_away

    def close(self) -> None:
        """End the connection, whatever it says."""
        if self.connection is not None:
            _close_quietly(self.connection)
            self.connection = None


def _send_batch(post: _Post, *, at: dt.datetime, limit: int, closing: bool = True) -> _Batch:
    flag_lost_notices(at=at)
    batch = _Batch()
    try:
        for notice in Notice.objects.due(at=at)[:limit]:
            batch.found += 1
            if not _claim(notice, at=at) or not _is_wanted(notice):
                continue
            if not post.open_for(notice, at=at):
                break
            batch.accepted += _send(notice, post, at=at)
    finally:
        if closing:
            post.close()
    return batch


def _kind_of(notice: Notice) -> NoticeKind | None:
    """Return the kind, None when the app that had it is gone: the sending says so."""
    try:
        return kind_named(notice.kind)
    except LookupError:
        return None


def _kinds_sent_again() -> list[str]:
    return [kind.name for kind in all_kinds() if kind.sent_again_when_unsure]


def _claim(notice: Notice, *, at: dt.datetime) -> bool:
    kind = _kind_of(notice)
    claimed = Notice.objects.filter(pk=notice.pk, state=Notice.State.PENDING).update(
        state=Notice.State.SENDING,
        lease_until=at + (kind.lease if kind else LEASE),
        attempts=F("attempts") + 1,
    )
    if claimed:
        notice.attempts += 1
    return bool(claimed)


def _is_wanted(notice: Notice) -> bool:
    """Ask the kind, now that the row is ours; set aside what nobody wants any more."""
    kind = _kind_of(notice)
    if kind is None or kind.wanted is None or kind.wanted(notice.context):
        return True
    _mine(notice).update(state=Notice.State.SKIPPED, lease_until=None, failure="", context={})
    return False


def _open_connection(notice: Notice, *, at: dt.datetime) -> BaseEmailBackend | None:
    """Open the mail connection; when nobody answers, give the row back without counting the try."""
    connection = mail.get_connection()
    try:
        connection.open()
    except Exception as error:  # any failure here happened before a message was handed over
        logger.warning("mail server cannot be reached: %s", error)
        Notice.objects.filter(pk=notice.pk, attempts=notice.attempts, state=Notice.State.SENDING).update(
            state=Notice.State.PENDING,
            lease_until=None,
            attempts=F("attempts") - 1,
            next_try_at=at + pause_after(2),
            failure=_said(error),
        )
        return None
    return connection


def _send(notice: Notice, post: _Post, *, at: dt.datetime) -> int:
    try:
        message = notice_message(notice, post.connection)
    except Exception as error:  # a broken template must not stop the others
        logger.exception("notice %s cannot be written", notice.pk)
        _not_sent(notice, error, tries=TRIES_WHEN_REFUSED, at=at)
        return 0
    try:
        message.send()
    except Exception as error:
        if not _certainly_not_accepted(error):
            logger.exception("notice %s: answer of the mail server lost", notice.pk)
            _answer_lost(notice, error, at=at)
            post.close()  # a connection that broke would lose the answer to every letter after this one
            return 0
        logger.warning("notice %s refused: %s", notice.pk, error)
        _not_sent(
            notice, error, tries=TRIES_WHEN_REFUSED if _for_good(error) else TRIES_WHEN_UNAVAILABLE, at=at
        )
        return 0
    # The row may have been swept meanwhile as lost (failed, or waiting to leave again): the truth is that it left.
    Notice.objects.filter(pk=notice.pk, attempts=notice.attempts).update(
        state=Notice.State.SENT, sent_at=timezone.now(), lease_until=None, failure=""
    )
    return 1


def _answer_lost(notice: Notice, error: Exception, *, at: dt.datetime) -> None:
    """Nobody knows whether it left: send it again if its kind says so, else leave it to a person."""
    kind = _kind_of(notice)
    again = kind is not None and kind.sent_again_when_unsure and notice.attempts < TRIES_WHEN_UNSURE
    _mine(notice).update(
        state=Notice.State.PENDING if again else Notice.State.FAILED,
        lease_until=None,
        next_try_at=at + pause_after(notice.attempts),
        failure=f"answer lost: {_said(error)}"[:300],
    )


def _mine(notice: Notice) -> Any:
    return Notice.objects.filter(pk=notice.pk, attempts=notice.attempts, state=Notice.State.SENDING)


def _not_sent(notice: Notice, error: Exception, *, tries: int, at: dt.datetime) -> None:
    over = notice.attempts >= tries
    _mine(notice).update(
        state=Notice.State.FAILED if over else Notice.State.PENDING,
        lease_until=None,
        next_try_at=at + pause_after(notice.attempts),
        failure=_said(error),
    )


def _certainly_not_accepted(error: Exception) -> bool:
    """Tell whether the server answered in words that it did not take the message (SMTP code, or an API's
    status).
    """
    answered = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)
    return isinstance(error, answered) or isinstance(getattr(error, "status_code", None), int)


def _for_good(error: Exception) -> bool:
    """Tell whether the refusal is of the lasting sort (5xx in SMTP, 4xx but 429 in an API)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500
    status = getattr(error, "status_code", None)
    return isinstance(status, int) and 400 <= status < 500 and status != 429


def _said(error: Exception) -> str:
    """Return what went wrong in a line; addresses inside a server's answer are left out."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "recipient refused: " + ", ".join(
            sorted({str(code) for code, _text in error.recipients.values()})
        )
    return f"{type(error).__name__}: {error}"[:300]


def _close_quietly(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except Exception:
        logger.info("mail connection did not close well", exc_info=True)
