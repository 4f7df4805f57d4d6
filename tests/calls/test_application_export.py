"""Exports: one column per question identity, harmless cells, constant queries, rows as they are asked for."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.groups import EDITORS
from base.models import AuditLine
from calls.application_export import export_of
from calls.models import Application, CallPage
from tests.applications import a_deposited_application
from tests.builders import a_user
from tests.editorial import a_call, a_member, the_home

pytestmark = pytest.mark.django_db
KEY = "5d0f7a3e-52a4-4c0e-9d0e-6f3f6f6b6b01"


@pytest.fixture
def editor(client: Client) -> Client:
    """The browser of an editor who has signed in."""
    the_home()
    client.force_login(a_member(EDITORS), backend="django.contrib.auth.backends.ModelBackend")
    return client


def asking(label: str, key: str = KEY) -> Any:
    value = {"label": label, "longest": 500, "required": True}
    return [{"type": "long_text", "value": value, "id": key}]


def worded(call: CallPage, label: str, key: str = KEY) -> CallPage:
    """The call, its question reworded; read again as a page that was saved is."""
    field = CallPage._meta.get_field("questions")
    call.questions = field.to_python(asking(label, key))
    call.save()
    return CallPage.objects.get(pk=call.pk)


def csv_rows(client: Client) -> list[list[str]]:
    response = client.get("/admin/candidatures/candidatures.csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_a_reworded_question_keeps_its_column_and_a_new_one_gets_its_own(editor: Client) -> None:
    call = worded(a_call(), "Racontez")
    a_deposited_application(call, answers={KEY: "Un four"})
    call = worded(call, "Votre projet")
    a_deposited_application(call, answers={KEY: "Un banc"})
    call = worded(call, "Autre chose", key="0c6c5e0a-9b39-4b5f-8a3c-1b1f2d3e4f50")
    a_deposited_application(call)

    header, *rows = csv_rows(editor)

    assert "Racontez" not in header
    column = header.index("Votre projet")
    assert [row[column] for row in rows] == ["Un four", "Un banc", ""]
    assert header.index("Autre chose") < column, "the newest form gives the order"
    assert header.count("Nom du projet") == 1


def test_cells_cannot_become_formulas_and_sums_are_numbers(editor: Client) -> None:
    a_deposited_application(
        answers={"title": '=HYPERLINK("http://example.org")', "summary": "+33 1", "goal": 123_450}
    )

    header, row = csv_rows(editor)
    workbook = openpyxl.load_workbook(
        io.BytesIO(b"".join(editor.get("/admin/candidatures/candidatures.xlsx").streaming_content))
    )
    first, second = workbook.active.iter_rows()
    cells = {cell.value: other for cell, other in zip(first, second, strict=True)}

    assert row[header.index("Nom du projet")].startswith("'=")
    assert row[header.index("Le projet en une phrase")] == "'+33 1"
    assert row[header.index("Somme à réunir")] == "1234,5"
    assert (cells["Nom du projet"].data_type, cells["Nom du projet"].value[:2]) == ("s", "'=")
    assert cells["Somme à réunir"].value == 1234.5
    assert AuditLine.objects.filter(action="applications.exported").count() == 2


def some(number: int, call: CallPage) -> None:
    holder = a_user()
    for _ in range(number):
        a_deposited_application(call, holder=holder)


def test_an_export_costs_the_same_for_20_and_200() -> None:
    call = a_call()

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            list(export_of(Application.objects.read_by_staff(), zone="Europe/Paris").rows)
        return len(queries)

    some(20, call)
    few = cost()
    some(60, call)
    assert cost() == few
    assert few <= 3


def test_rows_are_read_as_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("calls.application_export.CHUNK", 5)
    some(20, a_call())
    made = 0
    whole = Application.from_db.__func__  # type: ignore[attr-defined]

    def counted(cls: Any, *args: Any) -> Any:
        nonlocal made
        made += 1
        return whole(cls, *args)

    monkeypatch.setattr(Application, "from_db", classmethod(counted))
    rows = export_of(Application.objects.read_by_staff(), zone="Europe/Paris").rows

    next(rows)

    assert 0 < made <= 10, "no more than the chunks at hand"
