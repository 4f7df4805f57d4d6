"""Races of organisations on real PostgreSQL: links, rights, documents, room. Negative controls go without the lock."""

import os
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model
from django.utils import timezone

from accounts.errors import DocumentExists, InvitationUnusable, LastAdministrator
from accounts.models import Handover, Membership, Organisation, User
from accounts.services import create_verified_user, handing_over, invitations, members
from accounts.services.documents import add_version, keep_document
from accounts.services.handing_over import propose_handover
from accounts.services.invitations import accept_invitation, invite
from accounts.services.members import leave_organisation, remove_member
from accounts.services.organisations import found_organisation
from base import private_files
from base.errors import QuotaReached
from base.models import AuditLine, PrivateFile
from base.private_files import keep_file
from base.private_storage import PrivateStorage
from tests.campaigns.test_races import at_once
from tests.support.hostile_files import pdf, upload

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

NOW = timezone.now()
MEETING = 20  # seconds before whoever waits alone at a barrier gives up


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path) -> None:
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def amina() -> User:
    """Who founds."""
    return somebody("amina")


@pytest.fixture
def lavoir(amina: User) -> Organisation:
    """Her organisation."""
    return found_organisation(by=amina, name="Les Amis du lavoir", kind="association")


def somebody(name: str) -> User:
    """Return an account."""
    return create_verified_user(f"{name}@example.org", None)


def refusals(results: list[Any], kind: type[Exception]) -> int:
    """Count the refusals of a kind; fail on any other exception."""
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, kind):
            raise result
    return sum(isinstance(result, kind) for result in results)


def unlocked(organisation: Organisation) -> Organisation:
    """Stand where the lock stands, without it."""
    return Organisation.objects.get(pk=organisation.pk)


def then_meet(check: Callable[..., Any], people: int = 2) -> Callable[..., Any]:
    """Return a check after which those who passed it wait for one another, as the worst of luck would have it."""
    meeting = threading.Barrier(people)

    def checked(*args: Any, **named: Any) -> Any:
        found = check(*args, **named)
        meeting.wait(timeout=MEETING)
        return found

    return checked


class TestInvitations:
    """A link lets one person in."""

    def race(self, lavoir: Organisation, amina: User) -> list[Any]:
        invitation = invite(
            organisation=lavoir, email="luc@example.org", right="editor", by=amina, at=timezone.now()
        )
        return at_once(
            *[
                lambda user=user: accept_invitation(invitation=invitation, user=user, at=timezone.now())
                for user in (somebody("luc"), somebody("eve"))
            ]
        )

    def test_two_people_use_one_link(self, lavoir: Organisation, amina: User) -> None:
        assert refusals(self.race(lavoir, amina), InvitationUnusable) == 1
        assert lavoir.memberships.count() == 2

    def test_without_the_lock_both_would_come_in(
        self, monkeypatch, lavoir: Organisation, amina: User
    ) -> None:
        monkeypatch.setattr(invitations, "lock_organisation", unlocked)
        monkeypatch.setattr(invitations, "refuse_unusable", then_meet(invitations.refuse_unusable))
        assert refusals(self.race(lavoir, amina), InvitationUnusable) == 0
        assert lavoir.memberships.count() == 3

    def handover(self, lavoir: Organisation, amina: User) -> tuple[Handover, list[User]]:
        newcomers = [somebody("luc"), somebody("eve")]
        named = [user.email for user in newcomers]
        return propose_handover(organisation=lavoir, emails=named, by=amina, at=timezone.now()), newcomers

    def both_accept(self, handover: Handover, newcomers: list[User]) -> list[Any]:
        seats = handover.invitations.order_by("pk")
        results = at_once(
            *[
                lambda seat=seat, user=user: accept_invitation(invitation=seat, user=user, at=timezone.now())
                for seat, user in zip(seats, newcomers, strict=True)
            ]
        )
        handover.refresh_from_db()
        return results

    def test_the_last_two_of_a_handover_accept(self, lavoir: Organisation, amina: User) -> None:
        handover, newcomers = self.handover(lavoir, amina)
        assert refusals(self.both_accept(handover, newcomers), InvitationUnusable) == 0
        assert handover.completed_at is not None
        assert AuditLine.objects.filter(action="organisation.handed_over").count() == 1
        assert {member.user for member in lavoir.memberships.all()} == set(newcomers)

    def test_without_the_lock_a_handover_would_never_end(
        self, monkeypatch, lavoir: Organisation, amina: User
    ) -> None:
        handover, newcomers = self.handover(lavoir, amina)
        monkeypatch.setattr(invitations, "lock_organisation", unlocked)
        monkeypatch.setattr(
            handing_over,
            "complete_when_all_accepted",
            then_meet(handing_over.complete_when_all_accepted),
        )
        assert refusals(self.both_accept(handover, newcomers), InvitationUnusable) == 0
        assert handover.completed_at is None
        assert handover.invitations.filter(accepted_at=None).count() == 0


class TestMembers:
    """Somebody always administers."""

    def two(self, lavoir: Organisation) -> User:
        luc = somebody("luc")
        Membership.objects.create(organisation=lavoir, user=luc, right="administrator")
        return luc

    def leaving(self, lavoir: Organisation, *people: User) -> list[Any]:
        return at_once(
            *[lambda user=user: leave_organisation(organisation=lavoir, user=user) for user in people]
        )

    def test_two_administrators_leave(self, lavoir: Organisation, amina: User) -> None:
        results = self.leaving(lavoir, amina, self.two(lavoir))
        assert refusals(results, LastAdministrator) == 1
        assert lavoir.memberships.administrators().count() == 1

    def test_without_the_lock_nobody_would_be_left(
        self, monkeypatch, lavoir: Organisation, amina: User
    ) -> None:
        monkeypatch.setattr(members, "lock_organisation", unlocked)
        monkeypatch.setattr(members, "_refuse_last", then_meet(members._refuse_last))
        results = self.leaving(lavoir, amina, self.two(lavoir))
        assert refusals(results, LastAdministrator) == 0
        assert not lavoir.memberships.exists()

    def test_two_administrators_remove_each_other(self, lavoir: Organisation, amina: User) -> None:
        luc = self.two(lavoir)
        hers, his = lavoir.memberships.get(user=amina), lavoir.memberships.get(user=luc)
        results = at_once(
            lambda: remove_member(membership=his, by=amina), lambda: remove_member(membership=hers, by=luc)
        )
        assert refusals(results, LastAdministrator) == 1
        assert lavoir.memberships.administrators().count() == 1

    def test_leaving_twice_is_leaving_once(self, lavoir: Organisation, amina: User) -> None:
        luc = self.two(lavoir)
        assert refusals(self.leaving(lavoir, luc, luc), LastAdministrator) == 0
        assert lavoir.memberships.get().user == amina
        assert AuditLine.objects.filter(action="organisation.member_left").count() == 1


class TestRoom:
    """Two files never take the room of one, whoever owns them."""

    def race(self, owner: Model) -> list[Any]:
        room = len(pdf()) * 3 // 2
        return at_once(
            *[
                lambda number=number: keep_file(
                    upload=upload(f"{number}.pdf", pdf(str(number) * 7)), owner=owner, at=NOW, quota=room
                )
                for number in range(2)
            ]
        )

    def test_two_files_claim_the_last_room(self, lavoir: Organisation) -> None:
        assert refusals(self.race(lavoir), QuotaReached) == 1
        assert PrivateFile.objects.owned_by(lavoir).total_bytes() == len(pdf())
        assert len(written()) == 1

    def test_without_the_lock_both_would_be_kept(self, monkeypatch, lavoir: Organisation) -> None:
        words = type(PrivateFile.objects.all())
        monkeypatch.setattr(private_files, "lock_owner", lambda owner: None)
        monkeypatch.setattr(words, "total_bytes", then_meet(words.total_bytes))
        assert refusals(self.race(lavoir), QuotaReached) == 0
        assert PrivateFile.objects.count() == 2


class TestDocuments:
    """One document per name, one version per number."""

    def test_the_same_document_twice(self, lavoir: Organisation, amina: User) -> None:
        results = at_once(*[lambda: self.keep(lavoir, amina)] * 2)
        assert refusals(results, DocumentExists) == 1
        assert lavoir.documents.count() == 1
        assert len(written()) == 1

    def test_two_versions(self, lavoir: Organisation, amina: User) -> None:
        document = self.keep(lavoir, amina).document
        results = at_once(
            *[
                lambda: add_version(
                    document=document, upload=upload("b.pdf", pdf("2")), by=amina, at=timezone.now()
                )
            ]
            * 2
        )
        assert refusals(results, DocumentExists) == 0
        assert sorted(document.versions.values_list("number", flat=True)) == [1, 2, 3]

    def keep(self, lavoir: Organisation, amina: User) -> Any:
        return keep_document(
            organisation=lavoir,
            kind="statutes",
            title="",
            upload=upload("a.pdf", pdf()),
            by=amina,
            at=timezone.now(),
        )


def written() -> list[str]:
    """Return every file of the private folder."""
    return [name for _folder, _folders, names in os.walk(PrivateStorage().location) for name in names]
