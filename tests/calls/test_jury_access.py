"""The access matrix of juries and decisions: every role against every route and method; none unforeseen."""

from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.models import User
from calls.access import CALL_RULES, RULES, can, can_run
from calls.models import Application, ApplicationFile, Assignment
from calls.services import attaching, deciding, depositing
from tests.applications import a_deposited_application, an_application
from tests.builders import a_territory, a_user
from tests.editorial import a_member, an_editor_of
from tests.juries import a_decision, a_judged_call, a_juror, a_reading, published
from tests.support import hostile_files
from tests.support.access_matrix import METHODS, Rule, answer, route_names, unruled

pytestmark = pytest.mark.django_db
STAFF = {"editor": EDITORS, "moderator": MODERATORS, "finance": FINANCE}
ROLES = ("anonymous", "stranger", "holder", "juror", "juror of another", "foreign editor", *STAFF)
SIGNED_IN = ROLES[1:]
IN_ADMIN = ("foreign editor", *STAFF)


@dataclass
class Room:
    """A call with a refused application, one still read, and one person of each role."""

    reading: Assignment
    file: ApplicationFile
    refused: Application
    people: dict[str, User]


@pytest.fixture
def room() -> Room:
    """Everything in it, reached through the services."""
    call = a_judged_call(questions=[("file", {"label": "Statuts", "required": False})])
    refused, read = a_deposited_application(call), an_application(call)
    file = attaching.attach_file(
        application=read,
        question=next(q for q in read.form.questionnaire.questions if q.kind == "file"),
        upload=SimpleUploadedFile("statuts.pdf", hostile_files.pdf()),
        at=timezone.now(),
        actor=read.holder,
    )
    depositing.deposit(application=read, at=timezone.now(), actor=read.holder)
    a_decision(refused, "refused")
    published(call)
    refused.refresh_from_db()
    reading = a_reading(read)
    people = {role: a_member(group) for role, group in STAFF.items()}
    people |= {
        "stranger": a_user(),
        "holder": refused.holder,
        "juror": reading.juror.user,
        "juror of another": a_juror(a_judged_call()).user,
        "foreign editor": an_editor_of(a_territory(slug="ailleurs")),
    }
    return Room(reading, file, refused, people)


def for_(roles: tuple[str, ...], status: int) -> dict[str, int]:
    return {"anonymous": 302, **dict.fromkeys(roles, status)}


def staff_only(roles: tuple[str, ...], status: int) -> dict[str, int]:
    """The admin sends away, before anything else, whoever may not enter it."""
    outside = dict.fromkeys((role for role in ROLES if role not in IN_ADMIN), 302)
    return {**outside, **dict.fromkeys(roles, status)}


def call_of(room: Room) -> list[object]:
    return [room.reading.round.call_id]


def dossier_of(room: Room) -> list[object]:
    return [room.reading.round.call_id, room.reading.application.number]


RULES_OF_ROUTES = {
    "calls:jury_home": Rule(get=for_(SIGNED_IN, 200)),
    "calls:jury_call": Rule(get=for_(("juror",), 200), arguments=call_of),
    "calls:jury_invited": Rule(get={}, post={}),
    "calls:jury_join": Rule(get={}, arguments=lambda room: ["0" * 64]),
    "calls:jury_reading": Rule(
        get=for_(("juror",), 200),
        post=for_(("juror",), 422),
        arguments=lambda room: [room.reading.pk],
        fields={"action": "submit"},
    ),
    "calls:jury_file": Rule(
        get=for_(("juror",), 200), arguments=lambda room: [room.reading.pk, room.file.reference]
    ),
    "calls:decision": Rule(
        get=for_(("holder",), 200),
        post=for_(("holder",), 422),
        arguments=lambda room: [room.refused.reference],
    ),
    "juries:jury": Rule(
        get=staff_only(("editor",), 200), post=staff_only(("editor",), 200), arguments=call_of
    ),
    "juries:ranking": Rule(
        get=staff_only(("editor",), 200), post=staff_only(("editor",), 200), arguments=call_of
    ),
    "juries:dossier": Rule(
        get=staff_only(("editor",), 200), post=staff_only(("editor",), 200), arguments=dossier_of
    ),
    "juries:readers": Rule(post=staff_only(("editor",), 302), arguments=dossier_of),
    "juries:drop": Rule(post=staff_only(("editor",), 302), arguments=dossier_of),
    "juries:campaign": Rule(post=staff_only((), 302), arguments=dossier_of),
    "juries:decisions": Rule(
        get=staff_only(("editor", "moderator"), 200),
        post=staff_only(("editor",), 200),
        arguments=call_of,
        fields={"action": "plan"},
    ),
    "juries:letters": Rule(get=staff_only(("editor",), 200), post=staff_only((), 302), arguments=call_of),
    "juries:promotion": Rule(
        get=staff_only(("editor", "moderator"), 200),
        post=staff_only(("editor",), 200),
        arguments=call_of,
        fields={"action": "open"},
    ),
    "juries:answer": Rule(post=staff_only((), 302), arguments=lambda room: [*call_of(room), 987654]),
}


def test_every_route_has_its_rule() -> None:
    routes = {
        *route_names("calls", under="jury/"),
        *route_names("calls", under="decision/"),
        *route_names("juries"),
    }
    assert unruled(RULES_OF_ROUTES, routes) == set()


@pytest.mark.parametrize("role", ROLES)
def test_the_matrix(room: Room, role: str) -> None:
    unexpected = []
    for name, rule in RULES_OF_ROUTES.items():
        for method in METHODS:
            client = Client()
            if role in room.people:
                client.force_login(room.people[role])
            status = answer(client, name, rule, room, method)
            wanted = rule.expected(method, role)
            if name.startswith("juries:") and role not in IN_ADMIN:
                wanted = {302}
            if status not in wanted:
                unexpected.append(f"{role} {method} {name}: {status}, not {sorted(wanted)}")
    assert not unexpected, "\n".join(unexpected)


def test_who_approves_does_not_read_what_applicants_wrote(room: Room) -> None:
    deciding.ask_second_look(
        application=room.refused, text="Ma lettre personnelle", at=timezone.now(), actor=room.refused.holder
    )
    read = {}
    for role in ("editor", "moderator"):
        client = Client()
        client.force_login(room.people[role])
        page = client.get(f"/admin/appels/{room.refused.call_id}/decisions/").content.decode()
        read[role] = "Ma lettre personnelle" in page
    assert read == {"editor": True, "moderator": False}


def test_who_may_do_what(room: Room) -> None:
    application, call = room.reading.application, room.reading.round.call
    may = {
        (role, action)
        for role, user in room.people.items()
        for action in ("judge", "decide", "prepare_campaign", "read_decision", "ask_second_look")
        if can(user, action, application)
    }
    assert may == {("juror", "judge"), ("editor", "decide")}
    runs = {
        (role, action)
        for role, user in room.people.items()
        for action in CALL_RULES
        if can_run(user, action, call)
    }
    assert runs == {
        *(("editor", action) for action in CALL_RULES),
        ("moderator", "read_decisions"),
        ("moderator", "approve_publication"),
        ("moderator", "read_statistics"),
    }
    assert not any(can(room.people["juror"], action, application) for action in set(RULES) - {"judge"})
    room.people["editor"].is_active = False
    assert not any(can_run(room.people["editor"], action, call) for action in CALL_RULES)
