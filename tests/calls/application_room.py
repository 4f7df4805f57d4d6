"""An application in a state a test asks for, and one person of each role around it."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.models import Membership, Organisation, User
from calls.models import Application, ApplicationFile
from calls.services import attaching, depositing
from tests.applications import an_application
from tests.builders import a_territory, a_user
from tests.editorial import a_call, a_member, an_editor_of
from tests.juries import a_juror, a_reading
from tests.support import hostile_files

WRITERS = ("holder", "member", "organisation_editor")
READERS = ("editor", "assigned_moderator", "admin")
OUTSIDERS = (
    "anonymous", "citizen", "organisation_reader", "foreign_holder", "finance", "moderator", "foreign_editor",
    "juror", "undeclared_moderator", "former_moderator",
)  # fmt: skip
ROLES = (*WRITERS, *READERS, *OUTSIDERS)


@dataclass
class Room:
    """An application in the state a test asks for, everybody around it, and what hangs on it."""

    application: Application
    file: ApplicationFile
    people: dict[str, User | None]


def a_room(state: str) -> Room:
    """An application of an organisation, with a co-holder, a file and, once deposited, jurors."""
    holder, member, writer, reader = (a_user() for _ in range(4))
    body = Organisation.objects.create(name="Les Pieds", kind="association")
    for user, right in ((writer, "editor"), (reader, "reader")):
        Membership.objects.create(user=user, organisation=body, right=right)
    call = a_call(questions=[("file", {"label": "Statuts", "required": False})])
    application = an_application(call, holder=holder, applicant_kind="association", organisation=body)
    application.members.create(user=member, joined_at=timezone.now())
    question = next(q for q in application.form.questionnaire.questions if q.kind == "file")
    file = attaching.attach_file(
        application=application,
        question=question,
        upload=SimpleUploadedFile("statuts.pdf", hostile_files.pdf()),
        at=timezone.now(),
        actor=holder,
    )
    people: dict[str, User | None] = {
        "holder": holder,
        "member": member,
        "organisation_editor": writer,
        "organisation_reader": reader,
        "editor": a_member(EDITORS),
        "moderator": a_member(MODERATORS),
        "finance": a_member(FINANCE),
        "admin": a_user(is_superuser=True, is_staff=True),
        "citizen": a_user(),
        "foreign_holder": an_application().holder,
        "foreign_editor": an_editor_of(a_territory(slug="ailleurs")),
        "anonymous": None,
        "juror": a_user(),
        **{
            role: a_member(MODERATORS)
            for role in ("assigned_moderator", "undeclared_moderator", "former_moderator")
        },
    }
    if state != "draft":
        depositing.deposit(application=application, at=timezone.now(), actor=holder)
        _hand_over(application, people)
    if state == "more_asked":
        depositing.ask_more(application=application, text="Et ?", at=timezone.now(), actor=holder)
    return Room(application, file, people)


def _hand_over(application: Application, people: dict[str, User | None]) -> None:
    """Give the application to read: one juror, and moderators who read it, have yet to declare, or left."""
    for role in ("juror", "assigned_moderator", "undeclared_moderator", "former_moderator"):
        seat = a_juror(application.call, people[role])
        a_reading(application, seat, is_cleared=role != "undeclared_moderator")
        if role == "former_moderator":
            seat.left_at = timezone.now()
            seat.save()
