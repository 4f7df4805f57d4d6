"""The kinds of message that exist; each app declares its own in its `notices.py`, imported by
AppConfig.ready.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Context = dict[str, Any]

LEASE = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class NoticeKind:
    """A kind of message.

    `name` is what callers write ("pledge_received"); `template` is the path without extension under
    templates/ ("email/campaigns/pledge_received": a .txt and a .html must exist). `subject` gets the full
    context and returns one line, in the language active at that moment. `expand`, if any, gets the stored
    context and returns what the words need on top of it (rows looked up by their ids), at the time of
    sending. `headers`, if any, gets the full context and returns more headers of the e-mail.

    `wanted`, if any, gets the stored context at the time of sending: a letter no longer wanted does not leave.
    `sent_again_when_unsure` is for letters that harm nobody twice: when the mail server's answer is lost, it leaves
    again by itself, under the same Message-ID. Without it a person decides. A sending is thought lost after `lease`.
    `priority` 0 leaves first. Rows of a kind with `kept` are deleted that long after they were written.

    A kind with `on_paper` may be printed for whoever has no e-mail: its context has `paragraphs`, texts that read well
    without any link, and `territory_id`, whose letterhead it bears.
    """

    name: str
    template: str
    subject: Callable[[Context], str]
    expand: Callable[[Context], Context] | None = None
    headers: Callable[[Context], dict[str, str]] | None = None
    wanted: Callable[[Context], bool] | None = None
    sent_again_when_unsure: bool = False
    lease: dt.timedelta = LEASE
    priority: int = 0
    kept: dt.timedelta | None = None
    on_paper: bool = False


_kinds: dict[str, NoticeKind] = {}


def register(kind: NoticeKind) -> NoticeKind:
    """Declare a kind; ValueError when another one already has its name."""
    known = _kinds.get(kind.name)
    if known is not None and known != kind:
        raise ValueError(f"Two kinds of notice are called {kind.name!r}.")
    _kinds[kind.name] = kind
    return kind


def kind_named(name: str) -> NoticeKind:
    """Return the kind called `name`; LookupError when no app registered it."""
    try:
        return _kinds[name]
    except KeyError:
        raise LookupError(
            f"No kind of notice is called {name!r}: register it in its app's notices.py."
        ) from None


def all_kinds() -> list[NoticeKind]:
    """Return every registered kind, by name."""
    return sorted(_kinds.values(), key=lambda kind: kind.name)
