"""The kinds of message that exist; each app declares its own in its `notices.py`, imported by
AppConfig.ready.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Context = dict[str, Any]


@dataclass(frozen=True)
class NoticeKind:
    """A kind of message.

    `name` is what callers write ("pledge_received"); `template` is the path without extension under
    templates/ ("email/campaigns/pledge_received": a .txt and a .html must exist). `subject` gets the full
    context and returns one line, in the language active at that moment. `expand`, if any, gets the stored
    context and returns what the words need on top of it (rows looked up by their ids), at the time of
    sending.
    """

    name: str
    template: str
    subject: Callable[[Context], str]
    expand: Callable[[Context], Context] | None = None


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
