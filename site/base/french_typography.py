"""French typography: spaces that never break, true apostrophes."""

import re

NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"

_BEFORE = re.compile(r"[ \u00a0\u202f]+(?=[:;!?»%€](?!\w))")
_BEFORE_CLOSING = re.compile(r"(?<=[^\s\u00a0\u202f])»")
_AFTER_OPENING = re.compile(r"«[ \u00a0\u202f]*(?=\S)")
_THOUSANDS = re.compile(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))")
_UNIT = re.compile(r"(?<=[0-9]) (?=(?:h|km|m|m²|kg|g|ans|cm)\b)")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")


def typeset(text: str) -> str:
    """Return plain `text` with its French spaces made unbreakable and its straight apostrophes curved.

    A space is never added before a colon or a question mark that had none, so that addresses and hours stay
    whole.
    """
    text = _APOSTROPHE.sub("’", text)
    text = _BEFORE.sub(NO_BREAK, text)
    text = _AFTER_OPENING.sub("«" + NO_BREAK, text)
    text = _BEFORE_CLOSING.sub(NO_BREAK + "»", text)
    text = _THOUSANDS.sub(NARROW_NO_BREAK, text)
    return _UNIT.sub(NO_BREAK, text)
