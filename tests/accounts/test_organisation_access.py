"""The access matrix of organisations: eight roles, every route, every method; none unforeseen."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from accounts.access import RULES as ACTIONS
from accounts.access import allowed_actions, can
from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.models import Invitation, Membership, Organisation, OrganisationDocument, User
from accounts.services import create_verified_user
from accounts.services.documents import keep_document
from accounts.services.invitations import invite
from accounts.services.organisations import found_organisation
from tests.support.access_matrix import METHODS, Rule, answer, route_names, unruled
from tests.support.hostile_files import pdf, upload

pytestmark = pytest.mark.django_db

MEMBERS = ("reader", "editor", "administrator")
WRITERS = ("editor", "administrator")
STAFF = {"staff editor": EDITORS, "moderator": MODERATORS, "finance": FINANCE}
ROLES = ("anonymous", "stranger", *MEMBERS, *STAFF)
SIGNED_IN = ROLES[1:]


@dataclass
class Room:
    """One organisation with everything in it."""

    organisation: Organisation
    document: OrganisationDocument
    invitation: Invitation
    people: dict[str, User]


@pytest.fixture
def room(settings, tmp_path) -> Room:
    """An organisation, a document, an invitation, and one person of each role."""
    settings.PRIVATE_ROOT = tmp_path / "private"
    people = {}
    for number, role in enumerate(SIGNED_IN):
        groups = (STAFF[role],) if role in STAFF else ()
        people[role] = create_verified_user(f"role{number}@example.org", None, groups=groups)
    at = timezone.now()
    admin = people["administrator"]
    organisation = found_organisation(by=admin, name="Les Amis du lavoir", kind="association")
    for role in ("reader", "editor"):
        Membership.objects.create(organisation=organisation, user=people[role], right=role)
    version = keep_document(
        organisation=organisation, kind="statutes", title="", upload=upload("a.pdf", pdf()), by=admin, at=at
    )
    invitation = invite(organisation=organisation, email="new@example.org", right="reader", by=admin, at=at)
    return Room(organisation, version.document, invitation, people)


def answers(roles: tuple[str, ...], status: int, **others: int) -> dict[str, int]:
    """Return the same status for some roles; the anonymous are sent to sign in."""
    return {"anonymous": 302, **dict.fromkeys(roles, status), **others}


def organisation_of(room: Room) -> list[object]:
    """Return what names the organisation."""
    return [room.organisation.uuid]


def document_of(room: Room) -> list[object]:
    """Return what names its document."""
    return [room.organisation.uuid, room.document.pk]


RULES = {
    "accounts:organisations": Rule(get=answers(SIGNED_IN, 200)),
    "accounts:organisation_new": Rule(get=answers(SIGNED_IN, 200), post=answers(SIGNED_IN, 422)),
    "accounts:invitation": Rule(),
    "accounts:invitation_link": Rule(arguments=lambda room: ["0" * 64]),
    "accounts:organisation": Rule(get=answers(MEMBERS, 200), arguments=organisation_of),
    "accounts:organisation_edit": Rule(
        get=answers(WRITERS, 200), post=answers(WRITERS, 422), arguments=organisation_of
    ),
    "accounts:members": Rule(
        get=answers(MEMBERS, 200), post=answers(("administrator",), 422), arguments=organisation_of
    ),
    "accounts:member": Rule(
        get=answers(("administrator",), 200),
        post=answers(("administrator",), 422),
        arguments=lambda room: [room.organisation.uuid, room.organisation.memberships.first().pk],
        fields={"right": "owner"},
    ),
    "accounts:invitation_withdraw": Rule(
        post=answers(("administrator",), 302),
        arguments=lambda room: [room.organisation.uuid, room.invitation.pk],
    ),
    "accounts:organisation_leave": Rule(
        get=answers(MEMBERS, 200),
        post=answers(("reader", "editor"), 302, administrator=409),
        arguments=organisation_of,
    ),
    "accounts:hand_over": Rule(
        get=answers(("administrator",), 200), post=answers(("administrator",), 422), arguments=organisation_of
    ),
    "accounts:hand_over_withdraw": Rule(post=answers(("administrator",), 302), arguments=organisation_of),
    "accounts:document_new": Rule(
        get=answers(WRITERS, 200), post=answers(WRITERS, 422), arguments=organisation_of
    ),
    "accounts:document": Rule(get=answers(MEMBERS, 200), post=answers(WRITERS, 422), arguments=document_of),
    "accounts:document_remove": Rule(post=answers(WRITERS, 302), arguments=document_of),
    "accounts:document_download": Rule(
        get=answers(MEMBERS, 200), arguments=lambda room: [*document_of(room), 1]
    ),
}
# Any POST to these, without an invitation remembered, finds nothing.
FOR_ANYBODY = {"accounts:invitation", "accounts:invitation_link"}


def test_every_route_has_its_rule() -> None:
    assert unruled(RULES, route_names("accounts", under="organisations/")) == set()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", RULES)
def test_the_matrix(room: Room, settings, name: str, role: str) -> None:
    rule = RULES[name]
    unexpected = []
    for method in METHODS:
        client = Client()
        if role in room.people:
            client.force_login(room.people[role])
        status = answer(client, name, rule, room, method)
        wanted = {404, 405} if name in FOR_ANYBODY else rule.expected(method, role)
        if status not in wanted:
            unexpected.append(f"{role} {method} {name}: {status}, not {sorted(wanted)}")
    assert not unexpected, "\n".join(unexpected)


def test_a_foreign_organisation_and_none_look_the_same(room: Room, client: Client) -> None:
    client.force_login(room.people["stranger"])
    pages = [
        client.get(f"/compte/organisations/{uuid}/").content
        for uuid in (room.organisation.uuid, "00000000-0000-4000-8000-000000000000")
    ]
    assert pages[0].replace(str(room.organisation.uuid).encode(), b"") == pages[1].replace(
        b"00000000-0000-4000-8000-000000000000", b""
    )


def test_a_document_of_another_organisation_is_not_reached_through_one_s_own(
    room: Room, client: Client
) -> None:
    stranger = room.people["stranger"]
    own = found_organisation(by=stranger, name="Autre", kind="firm")
    client.force_login(stranger)
    for address in (f"documents/{room.document.pk}/", f"documents/{room.document.pk}/1/"):
        assert client.get(f"/compte/organisations/{own.uuid}/{address}").status_code == 404


# What each right allows, said again without the code: widening or narrowing one fails here.
ALLOWED = {
    "reader": {"read", "read_documents", "leave"},
    "editor": {"read", "read_documents", "leave", "write", "write_documents", "apply"},
    "administrator": {
        "read",
        "read_documents",
        "leave",
        "write",
        "write_documents",
        "apply",
        "manage_account",
        "manage_members",
        "hand_over",
    },
}


@pytest.mark.parametrize("role", SIGNED_IN)
def test_what_each_right_allows(room: Room, role: str) -> None:
    user = room.people[role]
    allowed = ALLOWED.get(role, set())
    assert {action for action in ACTIONS if can(user, action, room.organisation)} == allowed
    assert allowed_actions(user, room.organisation) == allowed
    own = found_organisation(by=user, name="Autre", kind="firm")
    assert can(user, "hand_over", own), "what one may elsewhere changes nothing here"
    assert can(user, "read", room.organisation) == ("read" in allowed)


def test_an_action_nobody_named_is_a_mistake(room: Room) -> None:
    with pytest.raises(KeyError):
        can(room.people["administrator"], "sell", room.organisation)
    assert not any(can(AnonymousUser(), action, room.organisation) for action in ACTIONS)


def test_a_closed_account_may_nothing(room: Room) -> None:
    admin = room.people["administrator"]
    assert all(can(admin, action, room.organisation) for action in ACTIONS)
    admin.is_active = False
    assert not any(can(admin, action, room.organisation) for action in ACTIONS)
    assert room.invitation.expires_at - room.invitation.invited_at == dt.timedelta(days=14)
