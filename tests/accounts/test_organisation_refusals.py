"""What the services of organisations refuse, forget and write down; the ordinary ways are in `test_organisations`."""

import datetime as dt
import os

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.errors import AlreadyInvited, DocumentExists, InvitationUnusable, OrganisationRefusal
from accounts.invitation_links import invitation_token
from accounts.models import (
    DocumentVersion,
    Handover,
    Invitation,
    Membership,
    Organisation,
    OrganisationDocument,
    User,
)
from accounts.services import create_verified_user, invitations
from accounts.services.documents import add_version, keep_document, remove_document
from accounts.services.handing_over import complete_when_all_accepted, propose_handover, withdraw_handover
from accounts.services.invitations import (
    accept_invitation,
    invitation_of,
    invite,
    waiting_invitation,
    withdraw_invitation,
)
from accounts.services.members import change_right, leave_organisation, remove_member
from accounts.services.organisations import edit_organisation, found_organisation
from base.errors import FileRefused, QuotaReached
from base.fields import LONGEST_EMAIL
from base.models import AuditLine, PrivateFile
from base.private_storage import PrivateStorage
from notices.models import Notice
from tests.support.hostile_files import pdf, upload

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LATER = NOW + dt.timedelta(days=14)


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
    """Return another account."""
    return create_verified_user(f"{name}@example.org", None)


def link(lavoir: Organisation, by: User, right: str = "reader", email: str = "luc@example.org") -> Invitation:
    """Return an invitation."""
    return invite(organisation=lavoir, email=email, right=right, by=by, at=NOW)


def noted(action: str) -> list[AuditLine]:
    """Return the lines of an action, oldest first."""
    return list(AuditLine.objects.filter(action=f"organisation.{action}").order_by("pk"))


class TestMembers:
    """Who parts, how, and what is written down."""

    def test_another_organisation_s_administrators_do_not_count(
        self, lavoir: Organisation, amina: User
    ) -> None:
        found_organisation(by=somebody("luc"), name="Autre", kind="firm")
        with pytest.raises(OrganisationRefusal):
            leave_organisation(organisation=lavoir, user=amina)

    def test_whoever_does_not_administer_leaves_freely_and_once(
        self, lavoir: Organisation, amina: User
    ) -> None:
        luc = somebody("luc")
        Membership.objects.create(organisation=lavoir, user=luc, right="editor")
        for _time in range(2):
            leave_organisation(organisation=lavoir, user=luc)
        assert lavoir.memberships.get().user == amina
        [line] = noted("member_left")
        assert (line.actor, line.detail["right"]) == (luc, "editor")

    def test_whoever_does_not_administer_leaves_even_when_nobody_does(
        self, lavoir: Organisation, amina: User
    ) -> None:
        luc = somebody("luc")
        Membership.objects.create(organisation=lavoir, user=luc, right="editor")
        User.objects.filter(pk=amina.pk).update(is_active=False)
        leave_organisation(organisation=lavoir, user=luc)
        assert not lavoir.memberships.filter(user=luc).exists()

    def test_a_right_changed_is_noted_once(self, lavoir: Organisation, amina: User) -> None:
        membership = Membership.objects.create(organisation=lavoir, user=somebody("luc"), right="reader")
        for _time in range(2):
            change_right(membership=membership, right="editor", by=amina)
        [line] = noted("right_changed")
        assert line.detail == {"user": membership.user_id, "right": "editor"}
        with pytest.raises(ValueError, match="owner"):
            change_right(membership=membership, right="owner", by=amina)

    def test_whoever_has_just_gone_is_not_there(self, lavoir: Organisation, amina: User) -> None:
        membership = Membership.objects.create(organisation=lavoir, user=somebody("luc"), right="reader")
        remove_member(membership=Membership.objects.get(pk=membership.pk), by=amina)
        with pytest.raises(Membership.DoesNotExist):
            remove_member(membership=membership, by=amina)
        with pytest.raises(Membership.DoesNotExist):
            change_right(membership=membership, right="editor", by=amina)


class TestLinks:
    """The ways a link stops working, at every step at which it is looked at."""

    def test_an_aged_link_serves_nowhere(self, lavoir: Organisation, amina: User) -> None:
        invitation, luc = link(lavoir, amina), somebody("luc")
        token, number = invitation_token(invitation.uuid), str(invitation.uuid)
        just_before = LATER - dt.timedelta(seconds=1)
        assert invitation_of(token, at=just_before) == waiting_invitation(number, at=just_before)
        with pytest.raises(InvitationUnusable, match="vieilli"):
            invitation_of(token, at=LATER)
        with pytest.raises(InvitationUnusable, match="vieilli"):
            waiting_invitation(number, at=LATER)
        with pytest.raises(InvitationUnusable, match="vieilli"):
            accept_invitation(invitation=invitation, user=luc, at=LATER)
        assert not lavoir.memberships.filter(user=luc).exists()

    def test_a_link_withdrawn_while_it_is_read_serves_no_more(
        self, lavoir: Organisation, amina: User
    ) -> None:
        invitation = link(lavoir, amina)
        withdraw_invitation(invitation=Invitation.objects.get(), by=amina, at=NOW)
        with pytest.raises(InvitationUnusable, match="retirée"):
            accept_invitation(invitation=invitation, user=somebody("luc"), at=NOW)
        assert len(noted("invitation_withdrawn")) == 1

    def test_a_link_that_served_cannot_be_withdrawn(self, lavoir: Organisation, amina: User) -> None:
        invitation, luc = link(lavoir, amina), somebody("luc")
        accept_invitation(invitation=invitation, user=luc, at=NOW)
        withdraw_invitation(invitation=invitation, by=amina, at=NOW)
        invitation.refresh_from_db()
        assert (invitation.accepted_by, invitation.withdrawn_at) == (luc, None)
        assert not noted("invitation_withdrawn")

    def test_an_aged_link_does_not_stand_in_the_way(self, lavoir: Organisation, amina: User) -> None:
        link(lavoir, amina)
        assert invite(organisation=lavoir, email="luc@example.org", right="reader", by=amina, at=LATER)

    def test_a_greater_right_is_given(self, lavoir: Organisation, amina: User) -> None:
        luc = somebody("luc")
        Membership.objects.create(organisation=lavoir, user=luc, right="reader")
        accept_invitation(
            invitation=link(lavoir, amina, "administrator", "perso@example.org"), user=luc, at=NOW
        )
        assert lavoir.memberships.get(user=luc).right == "administrator"

    def test_thirty_links_wait_at_most(self, monkeypatch, lavoir: Organisation, amina: User) -> None:
        monkeypatch.setattr(invitations, "MOST_WAITING", 1)
        first = link(lavoir, amina)
        with pytest.raises(AlreadyInvited, match="Trop d’invitations"):
            link(lavoir, amina, email="eve@example.org")
        withdraw_invitation(invitation=first, by=amina, at=NOW)
        link(lavoir, amina, email="eve@example.org")

    def test_the_longest_address_there_is(self, lavoir: Organisation, amina: User) -> None:
        """A purpose holds 200 characters, an address 254: on PostgreSQL neither is cut."""
        longest = f"{'a' * 63}@{'.'.join(['b' * 60] * 3)}.example"
        assert len(longest) == LONGEST_EMAIL
        link(lavoir, amina, email=longest)
        handover = propose_handover(organisation=lavoir, emails=[longest], by=amina, at=NOW)
        withdraw_handover(handover=handover, by=amina, at=NOW)
        purposes = [notice.purpose for notice in Notice.objects.filter(recipient=longest)]
        assert len(purposes) == 3
        assert max(map(len, purposes)) <= Notice._meta.get_field("purpose").max_length


class TestChangingHands:
    """One proposal at a time, that ends once."""

    def propose(self, lavoir: Organisation, by: User, *emails: str) -> Handover:
        return propose_handover(organisation=lavoir, emails=emails, by=by, at=NOW)

    def test_one_to_five_people_are_named(self, lavoir: Organisation, amina: User) -> None:
        for emails in ([], [f"p{number}@example.org" for number in range(6)]):
            with pytest.raises(OrganisationRefusal, match="une à cinq"):
                self.propose(lavoir, amina, *emails)
        assert not Handover.objects.exists()
        handover = self.propose(lavoir, amina, "X@example.org ", "x@example.org")
        assert [seat.email for seat in handover.invitations.all()] == ["x@example.org"]

    def test_the_bureau_is_told_and_it_is_noted(self, lavoir: Organisation, amina: User) -> None:
        luc = somebody("luc")
        Membership.objects.create(organisation=lavoir, user=luc, right="administrator")
        self.propose(lavoir, amina, "x@example.org")
        told = Notice.objects.filter(kind="handover_proposed").values_list("recipient", flat=True)
        assert set(told) == {amina.email, luc.email}
        assert len(noted("handover_proposed")) == 1

    def test_a_withdrawn_link_serves_no_more_and_withdrawing_is_done_once(
        self, lavoir: Organisation, amina: User
    ) -> None:
        handover = self.propose(lavoir, amina, "x@example.org")
        seat = handover.invitations.get()
        for moment in (NOW, LATER):
            withdraw_handover(handover=handover, by=amina, at=moment)
        assert len(noted("handover_withdrawn")) == 1
        assert Handover.objects.get().withdrawn_at == NOW
        with pytest.raises(InvitationUnusable, match="retirée"):
            invitation_of(invitation_token(seat.uuid), at=NOW)
        assert self.propose(lavoir, amina, "y@example.org")

    def test_what_has_ended_cannot_be_withdrawn(self, lavoir: Organisation, amina: User) -> None:
        luc = somebody("luc")
        handover = self.propose(lavoir, amina, luc.email)
        accept_invitation(invitation=handover.invitations.get(), user=luc, at=NOW)
        withdraw_handover(handover=handover, by=amina, at=NOW)
        assert Handover.objects.get().withdrawn_at is None
        assert not noted("handover_withdrawn")

    def test_what_has_ended_does_not_end_again(self, lavoir: Organisation, amina: User) -> None:
        luc = somebody("luc")
        handover = self.propose(lavoir, amina, luc.email)
        accept_invitation(invitation=handover.invitations.get(), user=luc, at=NOW)
        Membership.objects.create(organisation=lavoir, user=amina, right="administrator")
        handover.refresh_from_db()
        assert complete_when_all_accepted(handover=handover, at=NOW) is False
        assert lavoir.memberships.filter(user=amina).exists()

    def test_one_refusal_to_answer_holds_everything(self, lavoir: Organisation, amina: User) -> None:
        luc = somebody("luc")
        handover = self.propose(lavoir, amina, "x@example.org", luc.email)
        accept_invitation(invitation=handover.invitations.get(email=luc.email), user=luc, at=NOW)
        assert lavoir.memberships.get().user == amina
        assert Handover.objects.under_way().get() == handover


class TestDocuments:
    """Kinds, room, versions, and what outlives a removal."""

    def keep(
        self, lavoir: Organisation, by: User, name: str = "a.pdf", title: str = "", content: bytes = pdf()
    ) -> DocumentVersion:
        return keep_document(
            organisation=lavoir, kind="other", title=title, upload=upload(name, content), by=by, at=NOW
        )

    def test_only_some_kinds_are_kept(self, lavoir: Organisation, amina: User) -> None:
        with pytest.raises(FileRefused, match="type de fichier"):
            self.keep(lavoir, amina, "notes.txt", content=b"Bonjour")
        assert not OrganisationDocument.objects.exists()

    def test_the_room_of_an_organisation_counts_every_version(
        self, settings, lavoir: Organisation, amina: User
    ) -> None:
        settings.ORGANISATION_QUOTA_BYTES = 2 * len(pdf())
        document = self.keep(lavoir, amina).document
        add_version(document=document, upload=upload("b.pdf", pdf()), by=amina, at=NOW)
        with pytest.raises(QuotaReached):
            add_version(document=document, upload=upload("c.pdf", pdf()), by=amina, at=NOW)
        with pytest.raises(QuotaReached):
            self.keep(lavoir, amina, title="Bail")
        assert document.versions.count() == PrivateFile.objects.count() == 2
        assert OrganisationDocument.objects.count() == 1
        other = found_organisation(by=amina, name="Autre", kind="firm")
        assert self.keep(other, amina)

    def test_a_name_in_capitals_is_the_same_name(self, lavoir: Organisation, amina: User) -> None:
        self.keep(lavoir, amina, title="Bail")
        with pytest.raises(DocumentExists):
            self.keep(lavoir, amina, title="BAIL")

    def test_what_is_kept_and_removed_is_noted(self, lavoir: Organisation, amina: User) -> None:
        version = self.keep(lavoir, amina)
        assert (version.number, version.file.uploaded_by, version.added_by) == (1, amina, amina)
        add_version(document=version.document, upload=upload("b.pdf", pdf("2")), by=amina, at=NOW)
        assert version.document.current.number == 2
        for _time in range(2):
            remove_document(document=version.document, by=amina, at=NOW)
        assert [line.detail["version"] for line in noted("document_kept")] == [1, 2]
        assert [line.detail["attached"] for line in noted("document_removed")] == [0]

    def test_what_was_attached_outlives_the_removal(
        self, monkeypatch, lavoir: Organisation, amina: User
    ) -> None:
        first = self.keep(lavoir, amina)
        add_version(document=first.document, upload=upload("b.pdf", pdf("2")), by=amina, at=NOW)
        gone = PrivateFile.delete

        def guarded(file: PrivateFile) -> object:
            if file.pk == first.file_id:
                raise ProtectedError("attached", {file})
            return gone(file)

        monkeypatch.setattr(PrivateFile, "delete", guarded)
        remove_document(document=first.document, by=amina, at=NOW)

        assert list(DocumentVersion.objects.all()) == [first]
        assert PrivateFile.objects.get() == first.file
        assert OrganisationDocument.objects.get().removed_at == NOW
        assert not list(lavoir.documents.kept())
        assert [line.detail["attached"] for line in noted("document_removed")] == [1]
        with pytest.raises(OrganisationDocument.DoesNotExist):
            add_version(document=first.document, upload=upload("c.pdf", pdf("3")), by=amina, at=NOW)
        assert self.keep(lavoir, amina).document != first.document

    def test_a_document_expires_after_its_last_day(self, lavoir: Organisation, amina: User) -> None:
        version = self.keep(lavoir, amina)
        day = dt.date(2026, 12, 31)
        assert not version.has_expired_on(day)
        version.valid_until = day
        assert [version.has_expired_on(day + dt.timedelta(days=late)) for late in (0, 1)] == [False, True]


@pytest.mark.django_db(transaction=True)
def test_the_files_of_a_removed_document_leave_the_disk(lavoir: Organisation, amina: User) -> None:
    version = TestDocuments().keep(lavoir, amina)
    remove_document(document=version.document, by=amina, at=NOW)
    assert [name for _folder, _folders, names in os.walk(PrivateStorage().location) for name in names] == []


def test_what_an_organisation_says_is_noted_without_its_words(lavoir: Organisation, amina: User) -> None:
    for _time in range(2):
        edit_organisation(organisation=lavoir, by=amina, address="3, quai des Tanneries")
    assert [line.detail for line in noted("edited")] == [{"fields": ["address"]}]
    with pytest.raises(TypeError, match="uuid"):
        edit_organisation(organisation=lavoir, by=amina, uuid="0")
