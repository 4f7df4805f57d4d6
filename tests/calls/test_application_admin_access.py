"""The access matrix of applications in the admin: every role, every route, every method, and what each file holds."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client

from accounts.groups import EDITORS, FINANCE
from base.models import AuditLine
from calls import application_columns
from calls.access import readable_applications
from calls.application_columns import ListColumn
from tests.applications import a_deposited_application
from tests.builders import a_territory, a_user
from tests.calls.application_room import READERS, ROLES, Room, a_room
from tests.editorial import a_call, a_member
from tests.juries import a_juror, a_reading
from tests.second_factor import confirm
from tests.support.access_matrix import METHODS, Rule, answer, route_names, unruled

pytestmark = pytest.mark.django_db

# Wagtail sends everybody else away from the admin; our doors, staff without the right back to its opening page.
MODERATORS_OF_ALL_SORTS = ("moderator", "assigned_moderator", "undeclared_moderator", "former_moderator")
ENTER = ("editor", "admin", *MODERATORS_OF_ALL_SORTS)
EXPORT = ("editor", "admin")
FINANCES = ("finance", "admin")
PLAIN, COMPLETE = "/admin/candidatures/", "/admin/candidatures/export-complet/"


def only(roles: tuple[str, ...], *, missing: tuple[str, ...] = ()) -> dict[str, int]:
    """200 for these roles, 404 for those who enter and find nothing, the way out for the others."""
    return {**dict.fromkeys(ROLES, 302), **dict.fromkeys(missing, 404), **dict.fromkeys(roles, 200)}


def rules(state: str) -> dict[str, Rule]:
    """What each route answers about an application in that state."""
    readers = () if state == "draft" else READERS
    outside = tuple(role for role in ENTER if role not in readers)
    shown = only(readers, missing=outside)
    return {
        "applications:list": Rule(get=only(ENTER), refused=302),
        "applications:inspect": Rule(
            get=shown,
            post={**shown, **dict.fromkeys(readers, 400)},
            arguments=lambda room: [room.application.pk],
            fields={"text": ""},
        ),
        "applications:statistics": Rule(get=only(ENTER), arguments=lambda room: [room.application.call_id]),
        **{f"applications:export_{kind}": Rule(get=only(EXPORT)) for kind in ("csv", "xlsx")},
        "applications:complete": Rule(get=only(FINANCES)),
        **{f"applications:complete_{kind}": Rule(get=only(FINANCES)) for kind in ("csv", "xlsx")},
    }


def test_every_route_has_a_rule() -> None:
    assert unruled(rules("deposited"), route_names("applications")) == set()


@pytest.mark.parametrize("state", ["draft", "deposited", "more_asked"])
def test_every_role_gets_what_its_rule_says(state: str) -> None:
    room = a_room(state)
    wrong = []
    for role in ROLES:
        client = Client()
        if (user := room.people[role]) is not None:
            client.force_login(user)
            confirm(client)
        for name, rule in rules(state).items():
            for method in METHODS:
                got = answer(client, name, rule, room, method)
                expected = rule.expected(method, role)
                if getattr(rule, method.lower(), None) is None:
                    expected = expected | {302}  # sent out of the admin before the method is looked at
                if got not in expected:
                    wrong.append(f"{role} {method} {name}: {got}, not {expected}")
    assert not wrong, "\n".join(wrong)


def listed(room: Room, role: str) -> bool:
    """Whether the list of that person has the application."""
    client = Client()
    client.force_login(room.people[role])  # type: ignore[arg-type]
    rows = client.get(PLAIN).context["rows"]
    return room.application in [row for row, _cells in rows]


def test_the_list_has_what_each_may_open_and_no_more() -> None:
    room = a_room("deposited")

    assert {role for role in ENTER if listed(room, role)} == set(READERS)


def test_an_editor_reads_the_calls_they_run_and_no_others() -> None:
    editor = a_member(EDITORS)
    mine, foreign = (
        a_deposited_application(),
        a_deposited_application(a_call(territory=a_territory(slug="loin"))),
    )
    client = Client()
    client.force_login(editor)

    assert list(readable_applications(editor)) == [mine]
    assert client.get(f"{PLAIN}{foreign.pk}/").status_code == 404
    assert client.get(f"/candidatures/{foreign.reference}/depots/1/").status_code == 404
    assert [row[0] for row in csv_rows(client, PLAIN)[1:]] == [mine.receipt_number]


def test_a_moderator_reads_without_names_in_the_jury_room_alone() -> None:
    room = a_room("deposited")
    moderator = room.people["assigned_moderator"]
    hidden = a_deposited_application(a_call(is_read_without_names=True))
    a_reading(hidden, a_juror(hidden.call, moderator))

    assert moderator is not None
    assert list(readable_applications(moderator)) == [room.application]


def csv_rows(client: Client, under: str, query: str = "") -> list[list[str]]:
    """The lines of an export."""
    response = client.get(f"{under}candidatures.csv?{query}")
    assert response.status_code == 200
    return list(
        csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")), delimiter=";")
    )


def workbook_text(client: Client, under: str) -> str:
    """Everything a workbook says."""
    content = b"".join(client.get(f"{under}candidatures.xlsx").streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row)


QUESTIONS: list[Any] = [
    {"type": "short_text", "id": key, "value": {"label": label, "longest": 200, "required": False, **more}}
    for key, label, more in (
        ("5d0f7a3e-52a4-4c0e-9d0e-6f3f6f6b6b01", "Qui joindre", {"identifying": True}),
        ("5d0f7a3e-52a4-4c0e-9d0e-6f3f6f6b6b02", "Racontez", {}),
    )
]
PERSONAL = (
    "Zoé Personne", "zoe@example.org", "12, rue Cachée", "06 11 22 33 44", "+33 6 55 44 33 22", "autre@example.net",
)  # fmt: skip


@pytest.fixture
def personal() -> str:
    """A deposited application full of personal data; the public name of who answers."""
    holder = a_user(email="zoe@example.org", display_name="Zoé Personne")
    keys = [row["id"] for row in QUESTIONS]
    a_deposited_application(
        a_call(questions=QUESTIONS),
        holder=holder,
        applicant_kind="collective",
        collective_name="Les Voisins de la gare",
        answers={
            keys[0]: "Zoé Personne, 12, rue Cachée",
            keys[1]: "Appelez le 06 11 22 33 44 ou +33 6 55 44 33 22, autre@example.net, 35600000000048",
        },
    )
    return "Les Voisins de la gare"


def test_the_plain_export_names_and_reaches_nobody(personal: str, monkeypatch: pytest.MonkeyPatch) -> None:
    column = ListColumn(
        "who", "qui", lambda rows, reader: rows, lambda row: row.holder.email, is_personal=True
    )
    monkeypatch.setattr(application_columns, "columns", [*application_columns.columns, column])
    client = Client()
    client.force_login(a_member(EDITORS))

    texts = (str(csv_rows(client, PLAIN)), workbook_text(client, PLAIN))

    for text in texts:
        assert personal in text
        assert "Racontez" in text
        assert "35600000000048" in text, "a number that is no telephone stays"
        assert [word for word in (*PERSONAL, "Qui joindre") if word in text] == []


def test_the_complete_export_says_everything_and_leaves_its_line(personal: str) -> None:
    client = Client()
    finance = a_member(FINANCE)
    client.force_login(finance)
    confirm(client)

    texts = (str(csv_rows(client, COMPLETE)), workbook_text(client, COMPLETE))

    for text in texts:
        assert [word for word in (*PERSONAL, personal) if word not in text] == []
    lines = AuditLine.objects.filter(action="applications.exported", actor=finance).order_by("pk")
    assert [line.detail for line in lines] == [
        {"kind": "csv", "complete": True},
        {"kind": "xlsx", "complete": True},
    ]


def test_a_complete_export_is_of_the_call_chosen_or_of_none(personal: str) -> None:
    other = a_deposited_application()
    client = Client()
    client.force_login(a_member(FINANCE))
    confirm(client)

    assert [row[0] for row in csv_rows(client, COMPLETE, f"appel={other.call_id}")[1:]] == [
        other.receipt_number
    ]
    assert len(csv_rows(client, COMPLETE)) == 3
    assert client.get(f"{COMPLETE}candidatures.csv?appel=999999").status_code == 404
    assert "Export complet" in client.get(COMPLETE).content.decode()
