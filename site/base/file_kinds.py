"""The kinds of files people may hand in, and what is kept of the name they gave."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

NAME_LENGTH = 120
_NEVER_IN_A_NAME = str.maketrans(dict.fromkeys('\\/:*?"<>|', "-"))
_UNITS = ("octets", "ko", "Mo", "Go")
_SPACES = " \u00a0\u202f\t\r\n"


@dataclass(frozen=True)
class FileKind:
    """One accepted kind: its word, the endings its name may have, and the type it is served with."""

    code: str
    word: str
    endings: tuple[str, ...]
    content_type: str


PDF = FileKind("pdf", "PDF", ("pdf",), "application/pdf")
JPEG = FileKind("jpeg", "JPEG", ("jpg", "jpeg"), "image/jpeg")
PNG = FileKind("png", "PNG", ("png",), "image/png")
WEBP = FileKind("webp", "WebP", ("webp",), "image/webp")
ODT = FileKind("odt", "ODT", ("odt",), "application/vnd.oasis.opendocument.text")
ODS = FileKind("ods", "ODS", ("ods",), "application/vnd.oasis.opendocument.spreadsheet")
DOCX = FileKind(
    "docx",
    "DOCX",
    ("docx",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)
XLSX = FileKind(
    "xlsx", "XLSX", ("xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)
TXT = FileKind("txt", "TXT", ("txt",), "text/plain; charset=utf-8")
CSV = FileKind("csv", "CSV", ("csv",), "text/csv; charset=utf-8")

PICTURES = (JPEG, PNG, WEBP)
TEXTS = (PDF, ODT, DOCX, TXT)
TABLES = (ODS, XLSX, CSV)
EVERY_KIND = (PDF, *PICTURES, ODT, ODS, DOCX, XLSX, TXT, CSV)


def kind_named(name: str, allowed: tuple[FileKind, ...]) -> FileKind | None:
    """Return the allowed kind that the ending of a name announces, None when there is none."""
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem:
        return None
    return next((kind for kind in allowed if ending.lower() in kind.endings), None)


def kinds_in_words(allowed: tuple[FileKind, ...]) -> str:
    """Return the list of kinds as people read it: "PDF, JPEG, PNG"."""
    return ", ".join(kind.word for kind in allowed)


def weight(size: int) -> str:
    """Return a number of bytes as people read it: "10 Mo", "1,4 Mo"."""
    unit = 0
    while size >= 1_024 ** (unit + 1) and unit < len(_UNITS) - 1:
        unit += 1
    tenths = size * 10 // 1_024**unit
    shown = f"{tenths // 10},{tenths % 10}".removesuffix(",0")
    return f"{shown}\u00a0{_UNITS[unit]}"


def clean_name(name: str) -> str:
    """Return a name as plain text fit for a page and a header, cut without losing its ending.

    Folders, control characters and the marks that turn the direction of writing are gone.
    """
    name = name.replace("\\", "/").rpartition("/")[2]
    visible = "".join(
        char if char not in _SPACES else " "
        for char in unicodedata.normalize("NFC", name)
        if char in _SPACES or unicodedata.category(char)[0] != "C"
    )
    visible = " ".join(visible.translate(_NEVER_IN_A_NAME).split()).strip(". ")
    stem, dot, ending = visible.rpartition(".")
    if not dot:
        return visible[:NAME_LENGTH]
    ending = ending[:10]
    return f"{stem[: NAME_LENGTH - len(ending) - 1].rstrip()}.{ending}"
