"""The one door by which a table of money leaves the admin: CSV or XLSX, harmless cells, a line in the audit trail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify

from accounts.confirmation import recently_confirmed
from base.audit import record
from base.spreadsheets import csv_response, xlsx_file_response

XLSX = "xlsx"
KINDS = ("csv", XLSX)


@dataclass(frozen=True)
class Column:
    """One column of an export: its heading, and how it is read from a row."""

    label: str | Promise
    read: Callable[[Any], Any]


def in_euros(cents: int | None) -> Decimal | str:
    """Return cents as euros that a spreadsheet can add up, nothing for no amount."""
    return "" if cents is None else Decimal(cents) / 100


def amount_of(name: str) -> Callable[[Any], Decimal | str]:
    """Return what reads an amount of a row in euros."""
    return lambda row: in_euros(getattr(row, name))


def moment_of(name: str) -> Callable[[Any], Any]:
    """Return what reads a moment of a row in local hours, nothing for none."""

    def read(row: Any) -> Any:
        value = getattr(row, name)
        return timezone.localtime(value) if value else ""

    return read


def send_table(
    request: HttpRequest,
    *,
    kind: str,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Any],
    action: str,
    page: str,
    subject: Model | None = None,
) -> HttpResponseBase:
    """Send `rows` as a file named after `title`, after writing that this person took it.

    The recent confirmation is asked for here: whoever must confirm first comes back to `page`, the address of the
    screen the file was asked from.
    """

    @recently_confirmed(back=page)
    def confirmed(request: HttpRequest) -> HttpResponseBase:
        return _sent(request, kind, title, columns, rows, action, subject)

    return confirmed(request)


def _sent(
    request: HttpRequest,
    kind: str,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Any],
    action: str,
    subject: Model | None,
) -> HttpResponseBase:
    record(action, actor=request.user, subject=subject, detail={"kind": kind})
    header = [str(column.label).capitalize() for column in columns]
    table = ([column.read(row) for column in columns] for row in rows)
    name = slugify(title)
    if kind == XLSX:
        return xlsx_file_response(f"{name}.xlsx", title, header, table)
    return csv_response(f"{name}.csv", header, table)
