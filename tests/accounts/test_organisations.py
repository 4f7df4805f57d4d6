"""Organisations: founding, members, links that work once, changing hands, documents."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.errors import (
    AlreadyInvited,
    DocumentExists,
    HandoverUnderWay,
    InvitationUnusable,
    LastAdministrator,
)
from accounts.invitation_links import invitation_path, invitation_token
from accounts.models import Invitation, Membership, Organisation, OrganisationDocument, User
from accounts.services import create_verified_user
from accounts.services.documents import add_version, keep_document, remove_document
from accounts.services.handing_over import propose_handover, withdraw_handover
from accounts.services.invitations import accept_invitation, invitation_of, invite, withdraw_invitation
from accounts.services.members import change_right, leave_organisation, remove_member
from accounts.services.organisations import found_organisation
from base.models import AuditLine, PrivateFile
from notices.models import Notice
from notices.rendering import notice_message
from tests.support.hostile_files import pdf, upload

pytestmark = pytest.mark.django_db

NOW = timezone.now()
PASSWORD = "quatre petits jardins"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path) -> None:
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def amina() -> User:
    """Who founds."""
    return create_verified_user("amina@example.org", PASSWORD, first_name="Amina")


@pytest.fixture
def lavoir(amina: User) -> Organisation:
    """Her organisation."""
    return found_organisation(by=amina, name="Les Amis du lavoir", kind="association")


def somebody(name: str) -> User:
    """Return another account."""
    return create_verified_user(f"{name}@example.org", PASSWORD)


def link(
    organisation: Organisation, by: User, right: str = "editor", email: str = "luc@example.org"
) -> Invitation:
    """Return an invitation."""
    return invite(organisation=organisation, email=email, right=right, by=by, at=NOW)


class TestMembers:
    """An organisation always keeps an administrator."""

    def test_the_last_administrator_stays(self, lavoir: Organisation, amina: User) -> None:
        membership = lavoir.memberships.get()
        with pytest.raises(LastAdministrator):
            change_right(membership=membership, right="reader", by=amina)
        with pytest.raises(LastAdministrator):
            remove_member(membership=membership, by=amina)
        with pytest.raises(LastAdministrator):
            leave_organisation(organisation=lavoir, user=amina)
        assert lavoir.memberships.get().right == "administrator"

    def test_a_second_one_lets_the_first_leave(self, lavoir: Organisation, amina: User) -> None:
        luc = somebody("luc")
        accept_invitation(invitation=link(lavoir, amina, "administrator"), user=luc, at=NOW)
        leave_organisation(organisation=lavoir, user=amina)
        assert lavoir.memberships.get().user == luc

    def test_an_administrator_whose_account_is_closed_does_not_count(
        self, lavoir: Organisation, amina: User
    ) -> None:
        luc = somebody("luc")
        Membership.objects.create(organisation=lavoir, user=luc, right="administrator")
        User.objects.filter(pk=luc.pk).update(is_active=False)
        with pytest.raises(LastAdministrator):
            leave_organisation(organisation=lavoir, user=amina)

    def test_who_is_removed_is_told(self, lavoir: Organisation, amina: User) -> None:
        luc = somebody("luc")
        membership = Membership.objects.create(organisation=lavoir, user=luc, right="editor")
        remove_member(membership=membership, by=amina)
        assert Notice.objects.get(kind="organisation_removed").recipient == luc.email
        assert AuditLine.objects.filter(action="organisation.member_removed", actor=amina).exists()


class TestLinks:
    """A link works once, for whoever holds it, until it expires."""

    def test_the_secret_is_kept_nowhere(self, lavoir: Organisation, amina: User) -> None:
        invitation = link(lavoir, amina)
        token = invitation_token(invitation.uuid)
        notice = Notice.objects.get(kind="organisation_invitation")
        assert token not in str(notice.context)
        assert token not in str(list(Invitation.objects.values()))
        assert token in notice_message(notice).body
        assert "Amina" in notice_message(notice).subject

    def test_it_works_once(self, lavoir: Organisation, amina: User) -> None:
        invitation = link(lavoir, amina)
        accept_invitation(invitation=invitation, user=somebody("luc"), at=NOW)
        with pytest.raises(InvitationUnusable, match="déjà servi"):
            accept_invitation(invitation=invitation, user=somebody("eve"), at=NOW)
        assert lavoir.memberships.count() == 2

    def test_it_ages_and_is_withdrawn(self, lavoir: Organisation, amina: User) -> None:
        invitation = link(lavoir, amina)
        token = invitation_token(invitation.uuid)
        with pytest.raises(InvitationUnusable, match="vieilli"):
            invitation_of(token, at=NOW + dt.timedelta(days=14))
        withdraw_invitation(invitation=invitation, by=amina, at=NOW)
        with pytest.raises(InvitationUnusable, match="retirée"):
            invitation_of(token, at=NOW)

    def test_it_never_takes_a_greater_right_away(self, lavoir: Organisation, amina: User) -> None:
        accept_invitation(invitation=link(lavoir, amina, "reader"), user=amina, at=NOW)
        assert lavoir.memberships.get().right == "administrator"

    def test_the_same_address_is_not_invited_twice(self, lavoir: Organisation, amina: User) -> None:
        link(lavoir, amina)
        with pytest.raises(AlreadyInvited):
            link(lavoir, amina, email="LUC@example.org ")
        with pytest.raises(AlreadyInvited, match="membre"):
            link(lavoir, amina, email=amina.email)

    def test_it_survives_signing_in(self, client: Client, lavoir: Organisation, amina: User) -> None:
        invitation = link(lavoir, amina, email="elsewhere@example.org")
        luc = somebody("luc")
        response = client.get(invitation_path(invitation.uuid), follow=True)
        assert "Les Amis du lavoir" in response.content.decode()
        assert not lavoir.memberships.filter(user=luc).exists()
        response = client.post(reverse("account_login"), {"login": luc.email, "password": PASSWORD})
        assert response["Location"] == reverse("accounts:invitation")
        response = client.post(reverse("accounts:invitation"), {"accept": "1"}, follow=True)
        assert "vous êtes membre" in response.content.decode()
        assert lavoir.memberships.get(user=luc).right == "editor"
        assert client.get(invitation_path(invitation.uuid)).status_code == 404

    def test_the_page_of_the_link_tells_nobody(
        self, client: Client, lavoir: Organisation, amina: User
    ) -> None:
        response = client.get(invitation_path(link(lavoir, amina).uuid))
        assert response["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response["Cache-Control"]

    def test_invitations_are_limited(self, client: Client, lavoir: Organisation, amina: User) -> None:
        client.force_login(amina)
        address = reverse("accounts:members", args=[lavoir.uuid])
        statuses = [
            client.post(address, {"email": f"p{number}@example.org", "right": "reader"}).status_code
            for number in range(11)
        ]
        assert statuses == [302] * 10 + [429]


class TestChangingHands:
    """Nobody's right changes before everyone named has accepted."""

    def test_both_accept_then_the_former_bureau_is_gone(self, lavoir: Organisation, amina: User) -> None:
        luc, eve, rose = somebody("luc"), somebody("eve"), somebody("rose")
        Membership.objects.create(organisation=lavoir, user=rose, right="editor")
        old_link = link(lavoir, amina, email="friend@example.org")
        handover = propose_handover(organisation=lavoir, emails=[luc.email, eve.email], by=amina, at=NOW)
        first, second = handover.invitations.order_by("pk")
        accept_invitation(invitation=first, user=luc, at=NOW)
        assert rights(lavoir) == {"amina": "administrator", "rose": "editor"}
        accept_invitation(invitation=second, user=eve, at=NOW)
        assert rights(lavoir) == {"luc": "administrator", "eve": "administrator", "rose": "editor"}
        old_link.refresh_from_db()
        assert old_link.withdrawn_at is not None
        told = set(Notice.objects.filter(kind="handover_completed").values_list("recipient", flat=True))
        assert told == {amina.email, luc.email, eve.email}
        assert AuditLine.objects.filter(action="organisation.handed_over").count() == 1

    def test_it_can_be_withdrawn(self, lavoir: Organisation, amina: User) -> None:
        luc = somebody("luc")
        handover = propose_handover(
            organisation=lavoir, emails=[luc.email, "x@example.org"], by=amina, at=NOW
        )
        accept_invitation(invitation=handover.invitations.get(email=luc.email), user=luc, at=NOW)
        withdraw_handover(handover=handover, by=amina, at=NOW)
        with pytest.raises(InvitationUnusable):
            accept_invitation(invitation=handover.invitations.get(email="x@example.org"), user=luc, at=NOW)
        assert rights(lavoir) == {"amina": "administrator"}
        told = set(Notice.objects.filter(kind="handover_withdrawn").values_list("recipient", flat=True))
        assert told == {amina.email, luc.email, "x@example.org"}

    def test_one_at_a_time(self, lavoir: Organisation, amina: User) -> None:
        propose_handover(organisation=lavoir, emails=["x@example.org"], by=amina, at=NOW)
        with pytest.raises(HandoverUnderWay):
            propose_handover(organisation=lavoir, emails=["y@example.org"], by=amina, at=NOW)

    def test_who_stays_named_stays(self, lavoir: Organisation, amina: User) -> None:
        handover = propose_handover(organisation=lavoir, emails=[amina.email], by=amina, at=NOW)
        accept_invitation(invitation=handover.invitations.get(), user=amina, at=NOW)
        assert rights(lavoir) == {"amina": "administrator"}


def rights(organisation: Organisation) -> dict[str, str]:
    """Return who may what, by the start of their address."""
    return {m.user.email.split("@")[0]: str(m.right) for m in organisation.memberships.select_related("user")}


class TestDocuments:
    """Kept once, in versions."""

    def test_a_newer_version_leaves_the_older(self, lavoir: Organisation, amina: User) -> None:
        first = keep(lavoir, amina)
        newer = add_version(document=first.document, upload=upload("b.pdf", pdf("2")), by=amina, at=NOW)
        [document] = lavoir.documents.kept()
        assert document.current == newer
        assert [version.number for version in document.versions_newest_first] == [2, 1]

    def test_a_name_is_used_once(self, lavoir: Organisation, amina: User) -> None:
        keep(lavoir, amina)
        with pytest.raises(DocumentExists):
            keep(lavoir, amina)

    def test_what_is_removed_leaves_nothing(self, lavoir: Organisation, amina: User) -> None:
        remove_document(document=keep(lavoir, amina).document, by=amina, at=NOW)
        assert not OrganisationDocument.objects.exists()
        assert not PrivateFile.objects.exists()

    def test_a_page_keeps_what_was_typed_and_says_the_quota(
        self, client: Client, settings, lavoir: Organisation, amina: User
    ) -> None:
        settings.ORGANISATION_QUOTA_BYTES = 10
        client.force_login(amina)
        fields = {"kind": "other", "title": "Bail <b>", "upload": upload("a.pdf", pdf())}
        response = client.post(reverse("accounts:document_new", args=[lavoir.uuid]), fields)
        assert response.status_code == 422
        assert "de place" in response.context["form"].errors["upload"][0]
        assert "Bail &lt;b&gt;" in response.content.decode()

    def test_it_is_handed_over_and_noted(self, client: Client, lavoir: Organisation, amina: User) -> None:
        version = keep(lavoir, amina)
        client.force_login(amina)
        response = client.get(
            reverse("accounts:document_download", args=[lavoir.uuid, version.document.pk, 1])
        )
        assert b"".join(response.streaming_content) == pdf()
        assert AuditLine.objects.filter(action="organisation.document_read", actor=amina).exists()


def keep(organisation: Organisation, by: User) -> object:
    """Keep statutes."""
    return keep_document(
        organisation=organisation, kind="statutes", title="", upload=upload("a.pdf", pdf()), by=by, at=NOW
    )


def test_an_organisation_is_founded_and_edited(client: Client, amina: User) -> None:
    client.force_login(amina)
    fields = {
        "name": "Amis\u202e du lavoir",
        "kind": "association",
        "siret": "732 829 320 00074",
        "rna": "non",
    }
    response = client.post(reverse("accounts:organisation_new"), fields)
    assert response.status_code == 422
    assert "732 829 320 00074" in response.content.decode()
    response = client.post(reverse("accounts:organisation_new"), {**fields, "rna": ""}, follow=True)
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.siret) == ("Amis du lavoir", "73282932000074")
    assert "732\u00a0829\u00a0320\u00a000074" in response.content.decode()
