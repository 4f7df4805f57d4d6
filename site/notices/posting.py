"""Letters on paper, for whoever has no e-mail: printed in batches, then said to be posted by a person.

A batch is a list of tokens that its form holds: a letter, and how often it had been posted when the batch was made.
What is written meanwhile, was posted by somebody else or was put back since is not in the batch, and is not marked with
it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q

from base.audit import record
from base.plain_text import plain
from notices.models import LONGEST_ADDRESS, LONGEST_NAME, Notice, NoticeQuerySet

if TYPE_CHECKING:
    from accounts.models import User

MOST = 100
"""Letters of one batch: what one person folds in an hour, and a file that is drawn in seconds."""
TOKEN = re.compile(r"^([0-9]{1,18})-([0-9]{1,6})$", re.ASCII)


def paper_fields(addressee: str, postal_address: str) -> dict[str, str]:
    """Return a name and an address as a letter keeps them: nothing invisible in them, no longer than their columns."""
    return {
        "addressee": plain(addressee, lines=True)[:LONGEST_NAME],
        "postal_address": plain(postal_address, lines=True)[:LONGEST_ADDRESS],
    }


def token_of(notice: Notice) -> str:
    """Return what names a letter in a batch."""
    return f"{notice.pk}-{notice.attempts}"


def in_batch(tokens: Iterable[str]) -> NoticeQuerySet:
    """Return the letters of a batch that still wait to be printed, oldest first, at most `MOST` of them."""
    wanted = _wanted(tokens)
    return Notice.objects.to_print().filter(wanted)[:MOST] if wanted else Notice.objects.none()


@transaction.atomic
def mark_posted(*, tokens: Iterable[str], by: User, at: dt.datetime) -> int:
    """Say that the letters of a batch are printed and posted; return how many still were to be: no other changes."""
    wanted = _wanted(tokens)
    if not wanted:
        return 0
    waiting = Notice.objects.filter(wanted, state=Notice.State.TO_PRINT)
    posted = waiting.update(state=Notice.State.PRINTED, sent_at=at, printed_by=by, attempts=F("attempts") + 1)
    if posted:
        record("letters.posted", actor=by, detail={"number": posted}, at=at)
    return posted


@transaction.atomic
def put_back(*, notice: Notice, by: User, at: dt.datetime) -> bool:
    """Have a letter printed again (its sheet is lost, it came back); False when it waits already, or is forgotten."""
    posted = Notice.objects.filter(pk=notice.pk, state=Notice.State.PRINTED).exclude(postal_address="")
    if not posted.update(state=Notice.State.TO_PRINT, sent_at=None, printed_by=None):
        return False
    record("letter.put_back", actor=by, subject=notice, detail={"kind": notice.kind}, at=at)
    return True


def _wanted(tokens: Iterable[str]) -> Q:
    """Return which rows the tokens name, an empty condition when they name none; what is no token is left out."""
    keys: dict[int, set[int]] = defaultdict(set)
    for token in list(tokens)[:MOST]:
        if found := TOKEN.match(token):
            keys[int(found[2])].add(int(found[1]))
    wanted = Q()
    for attempts, numbers in keys.items():
        wanted |= Q(attempts=attempts, pk__in=numbers)
    return wanted
