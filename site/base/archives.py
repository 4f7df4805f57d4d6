"""Looking into office documents, which are zip archives, without ever unpacking one blindly.

An archive can say anything of itself: how many parts, how large, where. So the size of its table is read before the
table, and parts are inflated in small pieces that are counted and thrown away, up to a budget.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import BinaryIO

from django.utils.translation import gettext as _

from base.errors import FileRefused

LARGEST_TABLE = 512 * 1024  # bytes: some thousands of parts
MOST_PARTS = 3_000
LARGEST_UNPACKED = 120 * 1024 * 1024
PIECE = 64 * 1024
LARGEST_READ = 256 * 1024
_END_SIGNATURE = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_COMMENT = 65_535
_FAR_LOCATOR = b"PK\x06\x07"  # of archives above 4 GB: no document we accept is one
_LOCAL_HEADER = 30
_MACROS = ("vbaproject.bin", "basic/", "scripts/", "activex")


def broken() -> FileRefused:
    """Return the refusal of a document that is damaged or built to do harm."""
    return FileRefused(_("Ce document est abîmé ou inhabituel : enregistrez-le de nouveau, ou en PDF."))


def office_kind(stream: BinaryIO) -> str | None:
    """Return "odt", "ods", "docx" or "xlsx" for such a document, None for anything else.

    FileRefused when it is an archive that is broken, protected, holds macros or would unpack to too much.
    """
    stream.seek(0)
    if stream.read(4) != b"PK\x03\x04":
        return None
    _refuse_large_table(stream)
    try:
        stream.seek(0)
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            _refuse_odd_parts(parts, size=_size(stream))
            _refuse_bombs(stream, parts)
            return _kind_of(archive, {part.filename for part in parts})
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        ValueError,
        NotImplementedError,
        EOFError,
        OSError,
    ) as error:
        raise broken() from error


def _size(stream: BinaryIO) -> int:
    return stream.seek(0, io.SEEK_END)


def _refuse_large_table(stream: BinaryIO) -> None:
    """Read where the archive's table is announced, as zipfile does, before anything is built from it."""
    size = _size(stream)
    stream.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
    tail = stream.read()
    start = len(tail) - _END_SIZE
    if start < 0 or tail[start : start + 4] != _END_SIGNATURE or tail[-2:] != b"\x00\x00":
        start = tail.rfind(_END_SIGNATURE)
    if start < 0 or len(tail) - start < _END_SIZE:
        raise broken()
    parts, table_size = struct.unpack("<HL", tail[start + 10 : start + 16])
    if parts > MOST_PARTS or table_size > LARGEST_TABLE or _FAR_LOCATOR in tail[max(0, start - 20) : start]:
        raise broken()


def _refuse_odd_parts(parts: list[zipfile.ZipInfo], *, size: int) -> None:
    names = [part.filename for part in parts]
    if len(names) > MOST_PARTS or len(set(names)) != len(names):
        raise broken()
    if any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names):
        raise broken()
    if any(part.flag_bits & 0x1 for part in parts):
        raise FileRefused(_("Ce document est protégé par un mot de passe : enregistrez-le sans."))
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise broken()
    # Parts that share bytes weigh more together than the archive that holds them.
    if sum(part.compress_size for part in parts) > size:
        raise broken()
    if any(macro in name.lower() for name in names for macro in _MACROS if not name.endswith("/")):
        raise FileRefused(_("Ce document contient des macros : enregistrez-le sans, ou en PDF."))


def _refuse_bombs(stream: BinaryIO, parts: list[zipfile.ZipInfo]) -> None:
    """Inflate every part piece by piece, keeping nothing, and stop at the budget whatever sizes are announced."""
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise _too_large_unpacked()
    budget = LARGEST_UNPACKED
    for part in parts:
        stream.seek(part.header_offset)
        header = stream.read(_LOCAL_HEADER)
        name_length, extra_length = struct.unpack("<HH", header[26:30])
        stream.seek(name_length + extra_length, io.SEEK_CUR)
        if part.compress_type == zipfile.ZIP_STORED:
            if part.file_size != part.compress_size:
                raise broken()
            budget -= part.compress_size
        else:
            unpacked = _inflated_size(stream, part.compress_size, budget=budget)
            if unpacked != part.file_size:
                raise broken()
            budget -= unpacked


def _inflated_size(stream: BinaryIO, left: int, *, budget: int) -> int:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    total = 0
    waiting = b""
    while not inflater.eof:
        if not waiting:
            waiting = stream.read(min(PIECE, left))
            left -= len(waiting)
            if not waiting:
                raise broken()
        total += len(inflater.decompress(waiting, PIECE))
        waiting = inflater.unconsumed_tail
        if total > budget:
            raise _too_large_unpacked()
    return total


def _too_large_unpacked() -> FileRefused:
    return FileRefused(_("Ce document serait beaucoup trop lourd une fois ouvert : enregistrez-le en PDF."))


def _kind_of(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    if "mimetype" in names:
        with archive.open("mimetype") as part:
            announced = part.read(100).strip()
        return {
            b"application/vnd.oasis.opendocument.text": "odt",
            b"application/vnd.oasis.opendocument.spreadsheet": "ods",
        }.get(announced)
    if "[Content_Types].xml" not in names:
        return None
    with archive.open("[Content_Types].xml") as part:
        types = part.read(LARGEST_READ)
    if b"macroEnabled" in types:
        raise FileRefused(_("Ce document contient des macros : enregistrez-le sans, ou en PDF."))
    if "word/document.xml" in names and b"wordprocessingml.document.main" in types:
        return "docx"
    if "xl/workbook.xml" in names and b"spreadsheetml.sheet.main" in types:
        return "xlsx"
    return None
