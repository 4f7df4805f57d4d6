"""Turns body blocks into what Wagtail's stream fields keep."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from home.demo.gallery import Gallery
from home.demo.shapes import Block

LONGEST_SUMMARY = 180


def stream(blocks: Iterable[Block], gallery: Gallery) -> str:
    """Return the stream field value of these blocks, as the JSON text a page takes."""
    return json.dumps([{"type": kind, "value": _value(kind, value, gallery)} for kind, value in blocks])


def first_words(blocks: Iterable[Block]) -> str:
    """Return the first text of a body, cut at the end of a sentence or of a word, for a card."""
    text = next((value for kind, value in blocks if kind == "text"), "")
    if len(text) <= LONGEST_SUMMARY:
        return str(text)
    cut = text[:LONGEST_SUMMARY]
    sentence = max(cut.rfind(". "), cut.rfind("! "), cut.rfind("? "))
    return cut[: sentence + 1] if sentence > 0 else cut.rpartition(" ")[0] + "…"


def _value(kind: str, value: Any, gallery: Gallery) -> Any:
    if kind == "picture":
        return {"image": gallery.picture(value["key"]).pk, "caption": value["caption"]}
    if kind == "video":
        return {**value, "picture": None}
    return value
