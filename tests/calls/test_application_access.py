"""Every role against every route of those who apply, and every method; file addresses included."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from calls.services import attaching
from tests.calls.application_room import READERS, ROLES, WRITERS, Room, a_room
from tests.support import hostile_files
from tests.support.access_matrix import METHODS, Rule, answer, route_names, unruled

pytestmark = pytest.mark.django_db

UNDER = ("candidatures/", "appels/<int:call>/")


def of_application(room: Room) -> list[Any]:
    """The address of the application."""
    return [room.application.reference]


def statuses(allowed: tuple[str, ...], status: int = 200) -> dict[str, int]:
    """That status for those allowed, sign-in for visitors; others get the refusal."""
    return {"anonymous": 302, **dict.fromkeys(allowed, status)}


def everybody(status: int, anonymous: int | None = None) -> dict[str, int]:
    """The same for all, but for visitors when said."""
    return {**dict.fromkeys(ROLES, status), "anonymous": anonymous or status}


def rules(state: str) -> dict[str, Rule]:
    """What each route answers about an application in that state."""
    is_writable, is_deposited = state != "deposited", state != "draft"
    reading = 200 if is_writable else 302
    readers = (*WRITERS, *READERS) if is_deposited else WRITERS
    copies = readers if is_deposited else ()
    held = Rule(get=statuses(WRITERS), arguments=of_application)
    return {
        "calls:eligibility": Rule(get=everybody(200), arguments=lambda room: [room.application.call_id]),
        "calls:begin": Rule(
            get=everybody(200, anonymous=302),
            post=everybody(422, anonymous=302),
            arguments=lambda room: [room.application.call_id],
        ),
        "calls:mine": Rule(get=everybody(200, anonymous=302)),
        "calls:invited": Rule(get=everybody(404), post=everybody(404)),
        "calls:join": Rule(get=everybody(404), arguments=lambda room: ["inconnu"]),
        "calls:application": held,
        "calls:preview": held,
        "calls:printed": held,
        "calls:team": Rule(
            get=statuses(WRITERS),
            post=statuses(WRITERS, 422),
            arguments=of_application,
            fields={"email": "pas une adresse"},
        ),
        "calls:step": Rule(
            get=statuses(WRITERS, reading),
            post=statuses(WRITERS, 409),
            arguments=lambda room: [room.application.reference, "project"],
        ),
        "calls:remove_member": Rule(
            post=statuses(()), arguments=lambda room: [room.application.reference, 0]
        ),
        "calls:withdraw_invitation": Rule(
            post=statuses(()), arguments=lambda room: [room.application.reference, 0]
        ),
        "calls:deposit": Rule(
            get=statuses(WRITERS, reading),
            post=statuses(WRITERS, 409 if is_writable else 302),
            arguments=of_application,
            fields={"form": "autre"},
        ),
        "calls:receipt": Rule(get=statuses(WRITERS, 200 if is_deposited else 302), arguments=of_application),
        "calls:version": Rule(get=statuses(copies), arguments=lambda room: [room.application.reference, 1]),
        "calls:differences": Rule(get=statuses(()), arguments=lambda room: [room.application.reference, 1]),
        "calls:withdraw": Rule(get=statuses(WRITERS), post=None, arguments=of_application),
        "calls:file": Rule(
            get=statuses(readers), arguments=lambda room: [room.application.reference, room.file.reference]
        ),
    }


def routes() -> set[str]:
    """The routes of those who apply; the page of a decision has its rule beside the jury's."""
    return set().union(*(route_names("calls", under=under) for under in UNDER)) - {"calls:decision"}


def test_every_route_has_a_rule() -> None:
    assert unruled(rules("draft"), routes()) == set()


def test_a_route_without_a_rule_is_seen() -> None:
    assert unruled(rules("draft"), {*routes(), "calls:neuve"}) == {"calls:neuve"}


@pytest.mark.parametrize("state", ["draft", "deposited", "more_asked"])
def test_every_role_gets_what_its_rule_says(state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("base.rate_limits.hit", lambda *args, **kwargs: 0)
    room = a_room(state)
    wrong = []
    for role in ROLES:
        client = Client()
        user = room.people[role]
        if user is not None:
            client.force_login(user)
        for name, rule in rules(state).items():
            for method in METHODS:
                if (name, method) == ("calls:withdraw", "POST"):
                    continue  # it ends the application: its own test follows
                got = answer(client, name, rule, room, method)
                if got not in rule.expected(method, role):
                    wrong.append(f"{role} {method} {name}: {got}, not {rule.expected(method, role)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_withdrawing_is_for_those_who_write(role: str) -> None:
    room = a_room("deposited")
    client = Client()
    user = room.people[role]
    if user is not None:
        client.force_login(user)

    client.post(f"/candidatures/{room.application.reference}/retirer/")

    room.application.refresh_from_db()
    assert (room.application.state == "withdrawn") is (role in WRITERS)


def test_an_unknown_address_answers_as_a_foreign_one() -> None:
    room = a_room("deposited")
    client = Client()
    client.force_login(room.people["citizen"])  # type: ignore[arg-type]
    foreign = client.get(f"/candidatures/{room.application.reference}/")
    unknown = client.get("/candidatures/00000000-0000-4000-8000-000000000000/")

    assert (foreign.status_code, unknown.status_code) == (404, 404)


def test_a_file_added_to_an_answer_in_progress_is_not_read_by_staff() -> None:
    room = a_room("more_asked")
    application = room.application
    application.refresh_from_db()
    question = next(q for q in application.form.questionnaire.questions if q.kind == "file")
    attaching.detach_file(application=application, file=room.file, at=timezone.now())
    added = attaching.attach_file(
        application=application,
        question=question,
        upload=SimpleUploadedFile("autre.pdf", hostile_files.pdf("autre")),
        at=timezone.now(),
        actor=application.holder,
    )
    client = Client()
    client.force_login(room.people["editor"])  # type: ignore[arg-type]

    assert client.get(f"/candidatures/{application.reference}/fichiers/{added.reference}/").status_code == 404
