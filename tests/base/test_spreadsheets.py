"""Exports: no cell becomes a formula, whatever people wrote."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from base.spreadsheets import csv_lines, csv_response, harmless, xlsx_bytes

ATTACKS = [
    "=1+1",
    "+33612345678",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =cmd|' /C calc'!A0",
    "|calc",
    "%0A=1",
    "＝1+1",
    "\ufeff=1",
    '\u00a0=HYPERLINK("http://x")',
]


@pytest.mark.parametrize("text", ATTACKS)
def test_formulas_are_neutralised(text: str) -> None:
    assert harmless(text) == f"'{text}"
    [_header, [cell]] = read(csv_lines(["h"], [[text]]))
    assert cell.startswith("'")


@pytest.mark.parametrize("value", ["Café", "a=b", "12,50 €", "l'été", 12, -12, Decimal("-1.5"), True])
def test_the_rest_is_left_alone(value: object) -> None:
    assert harmless(value) == value


def read(lines) -> list[list[str]]:
    """Read a CSV file back as a spreadsheet would."""
    text = "".join(lines)
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))


@settings(deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00\r")), min_size=1, max_size=3))
def test_text_comes_back_whole(row: list[str]) -> None:
    [_header, back] = read(csv_lines(["h"] * len(row), [row]))
    for text, cell in zip(row, back, strict=True):
        assert cell in (text, f"'{text}")
        assert not cell.startswith(("=", "+", "-", "@", "\t"))


def test_headers_are_neutralised_too() -> None:
    assert read(csv_lines(["=x"], []))[0] == ["'=x"]


def test_numbers_and_dates_in_french() -> None:
    row = [Decimal("12.50"), dt.datetime(2026, 5, 4, 12, 0), None]
    assert read(csv_lines(["a", "b", "c"], [row]))[1] == ["12,50", "2026-05-04 12:00:00", ""]


def test_a_long_export_is_sent_as_it_is_made() -> None:
    asked: list[int] = []

    def rows():
        for number in range(100_000):
            asked.append(number)
            yield [f"line {number}"]

    response = csv_response("../soutiens été.csv", ["h"], rows())
    parts = iter(response.streaming_content)
    next(parts), next(parts)
    assert len(asked) < 5_000
    assert (
        response["Content-Disposition"] == 'attachment; filename="..soutiens_été.csv"'
        or "filename" in (response["Content-Disposition"])
    )
    assert "/" not in response["Content-Disposition"].replace("attachment", "")
    assert response["Cache-Control"] == "private, no-store"


def test_the_workbook_holds_text_as_text() -> None:
    aware = dt.datetime(2026, 5, 4, 12, 0, tzinfo=dt.UTC)
    content = xlsx_bytes(
        "Soutiens: mai/juin", ["=nom", "montant"], [[a, 12] for a in ATTACKS] + [["a\x0bb", aware]]
    )
    sheet = load_workbook(io.BytesIO(content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert sheet["B2"].value == 12
    assert sheet["A1"].value == "'=nom"
