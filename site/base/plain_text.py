"""Short texts that people type: nothing invisible in them that would break a line, a column or a direction."""

from __future__ import annotations

import unicodedata

JOINER = "\u200d"  # holds some emoji together


def plain(text: str, *, lines: bool = False) -> str:
    """Return `text` without control characters nor marks of direction; on one line unless `lines`."""
    kept = "".join(
        char
        for char in text.replace("\r\n", "\n").replace("\r", "\n")
        if char in f"\n\t{JOINER}" or unicodedata.category(char)[0] != "C"
    )
    return kept.strip() if lines else " ".join(kept.split())
