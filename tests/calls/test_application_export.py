"""Exports: one column per question identity, harmless cells, constant queries, rows as they are asked for."""

import csv
import io
import tempfile
import tracemalloc
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.groups import EDITORS
from base.models import AuditLine
from base.spreadsheets import csv_lines, write_xlsx
from calls.application_export import Export, export_of
from calls.models import Application, CallPage
from home.ready_made import CALLS
from home.services.ready_made import questions_json
from tests.applications import a_deposited_application
from tests.editorial import a_call, a_member, the_home
from tests.support.many_applications import copies_of

pytestmark = pytest.mark.django_db
SOME_ROWS = 800_000  # bytes, of which 2 000 rows take several times as much
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


def export(*, is_complete: bool = False) -> Export:
    """The export of everything deposited."""
    return export_of(Application.objects.read_by_staff(), zone="Europe/Paris", is_complete=is_complete)


@pytest.mark.parametrize("is_complete", [False, True])
def test_an_export_costs_the_same_for_20_and_2000(is_complete: bool) -> None:
    first = a_deposited_application()

    def cost(number: int) -> int:
        copies_of(first, number)
        with CaptureQueriesContext(connection) as queries:
            assert len(list(export(is_complete=is_complete).rows)) == number
        return len(queries)

    few = cost(20)
    assert cost(2_000) == few
    assert few <= 3


def peak(write: Callable[[], object]) -> int:
    """The most memory that Python holds while something is written, in bytes."""
    tracemalloc.start()
    try:
        write()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def to_csv() -> None:
    table = export()
    for _line in csv_lines(table.header, table.rows):
        pass


def to_xlsx() -> None:
    table = export()
    with tempfile.TemporaryFile() as file:
        write_xlsx(file, "Candidatures", table.header, table.rows)


@pytest.mark.slow
@pytest.mark.parametrize("write", [to_csv, to_xlsx])
def test_an_export_takes_no_more_memory_for_2000_than_for_200(write: Callable[[], None]) -> None:
    first = a_deposited_application(a_call(questions=questions_json(CALLS[0])))
    copies_of(first, 200)
    write()  # what is made once and kept is not counted
    few = peak(write)
    copies_of(first, 2_000)
    many, all_at_once = peak(write), peak(lambda: list(export().rows))

    assert many < few + SOME_ROWS, "two chunks at the most are held at a time"
    assert all_at_once > few + 2 * SOME_ROWS, "the bound would be passed by who held them all"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_streamed", [True, False], ids=["as it is", "without the guard"])
def test_the_server_keeps_the_rows_and_hands_them_over_by_chunks(
    client: Client, monkeypatch: pytest.MonkeyPatch, is_streamed: bool
) -> None:
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", not is_streamed)
    the_home()
    copies_of(a_deposited_application(), 1_000)
    client.force_login(a_member(EDITORS))
    response = client.get("/admin/candidatures/candidatures.csv")

    def held() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_cursors WHERE name LIKE '_django_curs_%'")
            return int(cursor.fetchone()[0])

    parts = iter(response.streaming_content)
    next(parts), next(parts)
    during = held()
    rest = b"".join(parts)
    response.close()

    assert (during, held()) == (int(is_streamed), 0)
    assert rest.count(b"Projet ") > 700, "most was still to come when the first lines had left"


def test_rows_are_read_as_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("calls.application_export.CHUNK", 5)
    copies_of(a_deposited_application(), 20)
    made = 0
    whole = Application.from_db.__func__  # type: ignore[attr-defined]

    def counted(cls: Any, *args: Any) -> Any:
        nonlocal made
        made += 1
        return whole(cls, *args)

    monkeypatch.setattr(Application, "from_db", classmethod(counted))
    rows = export().rows

    next(rows)

    assert 0 < made <= 10, "no more than the chunks at hand"
