"""What came out of a form as plain text: characters that no answer needs, and that do harm somewhere, are gone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.http import QueryDict

# Control characters but tab and line feed, halves of surrogate pairs, and the marks that turn the direction of
# what follows them.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
LONGEST_KEPT = 100_000


def plain_text(text: str) -> str:
    """Return `text` with its lines ended by line feeds, and without harmful characters."""
    return _HARMFUL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def plain_form(typed: QueryDict, names: Iterable[str] = ()) -> QueryDict:
    """Return a copy of what was posted, every value plain; only the fields of `names` when there are any."""
    kept = QueryDict(mutable=True)
    wanted = set(names)
    for name, values in typed.lists():
        if not wanted or name in wanted:
            kept.setlist(name, [plain_text(value) for value in values])
    return kept


def without_line(typed: QueryDict) -> QueryDict:
    """Return the form without the line of a budget whose button was pressed (`clear`: name of the table, number)."""
    table, _space, number = typed.get("clear", "").rpartition(" ")
    if table and number.isascii() and number.isdigit() and len(number) < 4:
        for part in ("label", "amount"):
            values = typed.getlist(f"{table}-{part}")
            typed.setlist(f"{table}-{part}", values[: int(number)] + values[int(number) + 1 :])
    return typed
