"""Exports for spreadsheets, CSV and XLSX, in which no cell can become a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import IO, Any

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils.text import get_valid_filename
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

# What spreadsheets take for the start of a formula, also behind spaces or a control character.
_FORMULA = re.compile(
    r"^[\s\x00-\x1f\x7f\u00a0\u200b-\u200f\ufeff]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|^[\t\r\n\x00]"
)
_BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets recognise UTF-8
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def harmless(value: Any) -> Any:
    """Return `value` fit for a cell: text that a spreadsheet would run gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float | Decimal | dt.date | dt.datetime):
        return value
    text = str(value)
    return f"'{text}" if _FORMULA.search(text) else text


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield the file line by line: semicolons, as French spreadsheets expect, and a byte order mark first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    yield _BYTE_ORDER_MARK
    writer.writerow([harmless(cell) for cell in header])
    for row in rows:
        writer.writerow([_csv_cell(cell) for cell in row])
        if buffer.tell() > 8192:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def csv_response(
    file_name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """Return a CSV download, sent as it is made: a long export does not fill the memory."""
    response = StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8")
    return _as_download(response, file_name)


def xlsx_bytes(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a workbook of one sheet; text cells are stored as text, whatever they begin with."""
    stream = io.BytesIO()
    write_xlsx(stream, title, header, rows)
    return stream.getvalue()


def write_xlsx(file: IO[bytes], title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write the same workbook to `file`, row by row: a long one does not fill the memory."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", title)[:31] or "Export")
    sheet.freeze_panes = "A2"
    sheet.append([_xlsx_cell(sheet, cell, bold=True) for cell in header])
    for row in rows:
        sheet.append([_xlsx_cell(sheet, cell) for cell in row])
    workbook.save(file)


def xlsx_file_response(
    file_name: str, title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> FileResponse:
    """Return an XLSX download made in a temporary file, for exports of any length."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  # the response closes it once it is sent
    write_xlsx(file, title, header, rows)
    file.seek(0)
    return _as_download(FileResponse(file, content_type=XLSX_TYPE), file_name)


def xlsx_response(
    file_name: str, title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """Return an XLSX download."""
    return _as_download(HttpResponse(xlsx_bytes(title, header, rows), content_type=XLSX_TYPE), file_name)


def _csv_cell(value: Any) -> Any:
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return harmless(value)


def _xlsx_cell(sheet: Any, value: Any, *, bold: bool = False) -> WriteOnlyCell:
    safe = harmless(value)
    if isinstance(safe, dt.datetime) and safe.tzinfo is not None:
        safe = safe.replace(tzinfo=None)  # the format knows no zone; callers give local hours
    if isinstance(safe, str):
        safe = ILLEGAL_CHARACTERS_RE.sub(" ", safe)[:32_767]
    cell = WriteOnlyCell(sheet, value=safe)
    if isinstance(safe, str):
        cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _as_download(response: Any, file_name: str) -> Any:
    response["Content-Disposition"] = f'attachment; filename="{get_valid_filename(file_name)}"'
    response["Cache-Control"] = "private, no-store"
    return response
