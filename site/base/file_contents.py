"""Telling what a file is by what is in it, never by what it says of itself."""

from __future__ import annotations

import codecs
import io
from typing import BinaryIO

from base.archives import office_kind
from base.picture_contents import picture_kind

_END_OF_PDF_WITHIN = 2_048
_PIECE = 64 * 1024
_SPACES = frozenset("\t\n\r\x0c")
# What a browser would run, or a machine.
_NOT_PLAIN_TEXT = ("<svg", "<html", "<script", "<!doctype", "<?xml", "<?php", "#!", "<body", "<iframe")


def content_kind(stream: BinaryIO) -> str | None:
    """Return the code of the kind that the content is of ("text" for text of any sort), None when unknown.

    FileRefused, with its reason, for an office document that is broken, protected or dangerous.
    """
    stream.seek(0)
    if stream.read(5) == b"%PDF-":
        return "pdf" if _ends_as_pdf(stream) else None
    return picture_kind(stream) or office_kind(stream) or ("text" if _is_plain_text(stream) else None)


def _ends_as_pdf(stream: BinaryIO) -> bool:
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _END_OF_PDF_WITHIN))
    return b"%%EOF" in stream.read()


def _is_plain_text(stream: BinaryIO) -> bool:
    """Tell whether the whole stream is text, in UTF-8 or in the old Western encoding, and no page nor programme."""
    stream.seek(0)
    start = stream.read(1_024).decode("utf-8-sig", "ignore").lstrip().lower()
    if start.startswith(_NOT_PLAIN_TEXT) or "<svg" in start or "<script" in start:
        return False
    return any(_decodes(stream, encoding) for encoding in ("utf-8", "cp1252"))


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := stream.read(_PIECE):
            if _has_controls(decoder.decode(piece)):
                return False
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _has_controls(text: str) -> bool:
    return any(char < " " and char not in _SPACES for char in text) or "\x7f" in text
