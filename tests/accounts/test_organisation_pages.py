"""The pages of organisations: what each person sees, how an invitation is answered, how many queries that takes."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.invitation_links import invitation_path
from accounts.models import Invitation, Membership, Organisation, OrganisationDocument, User
from accounts.services.documents import add_version, remove_document
from accounts.services.handing_over import propose_handover
from accounts.services.invitations import invite, withdraw_invitation
from accounts.services.members import remove_member
from accounts.services.organisations import found_organisation
from accounts.views import documents as document_views
from accounts.views import members as member_views
from base.models import AuditLine
from tests.accounts.organisation_pages import NOW, address, keep, somebody
from tests.support.hostile_files import pdf, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]


class TestWhoSeesWhat:
    """Addresses are the administrators'; what belongs elsewhere is not there."""

    def test_readers_see_names_alone(self, client: Client, lavoir: Organisation, amina: User) -> None:
        luc = somebody("luc")
        membership = Membership.objects.create(organisation=lavoir, user=luc, right="reader")
        invite(organisation=lavoir, email="rose@example.org", right="reader", by=amina, at=NOW)
        client.force_login(luc)
        seen = client.get(address("members", lavoir)).content.decode()
        assert "Amina" in seen
        for hidden in (
            amina.email,
            "rose@example.org",
            "Envoyer le lien",
            address("member", lavoir, membership.pk),
        ):
            assert hidden not in seen
        assert not AuditLine.objects.filter(action="organisation.members_read").exists()
        client.force_login(amina)
        seen = client.get(address("members", lavoir)).content.decode()
        assert luc.email in seen
        assert "rose@example.org" in seen
        assert AuditLine.objects.get(action="organisation.members_read").actor == amina

    def test_doors_one_may_not_open_are_not_shown(
        self, client: Client, lavoir: Organisation, amina: User
    ) -> None:
        luc = somebody("luc")
        membership = Membership.objects.create(organisation=lavoir, user=luc, right="reader")
        document = keep(lavoir, amina)
        shown = {}
        client.force_login(luc)
        for right in ("reader", "editor", "administrator"):
            Membership.objects.filter(pk=membership.pk).update(right=right)
            pages = [
                client.get(page).content.decode()
                for page in (address("organisation", lavoir), address("document", lavoir, document.pk))
            ]
            shown[right] = {
                door
                for door in (
                    "Ajouter un document",
                    "Modifier la fiche",
                    "Transmettre à",
                    "Garder cette version",
                )
                if any(door in page for page in pages)
            }
        written = {"Ajouter un document", "Modifier la fiche", "Garder cette version"}
        assert shown == {"reader": set(), "editor": written, "administrator": written | {"Transmettre à"}}

    def test_what_belongs_to_another_organisation(
        self, hers: Client, lavoir: Organisation, amina: User
    ) -> None:
        luc = somebody("luc")
        other = found_organisation(by=luc, name="Autre", kind="firm")
        foreign = invite(organisation=other, email="x@example.org", right="reader", by=luc, at=NOW)
        seat = propose_handover(organisation=lavoir, emails=["y@example.org"], by=amina, at=NOW)
        for number in (foreign.pk, seat.invitations.get().pk, 10**30):
            assert hers.post(address("invitation_withdraw", lavoir, number)).status_code == 404
        for number in (other.memberships.get().pk, 10**30):
            page = address("member", lavoir, number)
            assert hers.get(page).status_code == hers.post(page, {"remove": "1"}).status_code == 404
        theirs = keep(other, luc)
        for number in (theirs.pk, 10**30):
            assert hers.get(address("document", lavoir, number)).status_code == 404
            assert hers.post(address("document_remove", lavoir, number)).status_code == 404
            assert hers.get(address("document_download", lavoir, number, 1)).status_code == 404
        assert (
            hers.get(address("document_download", lavoir, keep(lavoir, amina).pk, 10**30)).status_code == 404
        )
        assert not Invitation.objects.exclude(withdrawn_at=None).exists()

    def test_a_removed_document(self, monkeypatch, hers: Client, lavoir: Organisation, amina: User) -> None:
        document = keep(lavoir, amina)
        OrganisationDocument.objects.filter(pk=document.pk).update(removed_at=NOW)
        for name, more in (("document", ()), ("document_download", (1,))):
            assert hers.get(address(name, lavoir, document.pk, *more)).status_code == 404
        assert "Autre document" not in hers.get(address("organisation", lavoir)).content.decode()

    def test_what_goes_while_one_answers(
        self, monkeypatch, hers: Client, lavoir: Organisation, amina: User
    ) -> None:
        membership = Membership.objects.create(organisation=lavoir, user=somebody("luc"), right="reader")
        document = keep(lavoir, amina)

        def first(act, meanwhile):
            def late(**named):
                meanwhile()
                return act(**named)

            return late

        gone = first(
            member_views.change_right,
            lambda: remove_member(membership=Membership.objects.get(pk=membership.pk), by=amina),
        )
        monkeypatch.setattr(member_views, "change_right", gone)
        response = hers.post(address("member", lavoir, membership.pk), {"right": "editor"})
        assert response.status_code == 404
        taken_off = first(
            document_views.add_version, lambda: remove_document(document=document, by=amina, at=NOW)
        )
        monkeypatch.setattr(document_views, "add_version", taken_off)
        response = hers.post(address("document", lavoir, document.pk), {"upload": upload("b.pdf", pdf())})
        assert response.status_code == 404


class TestAnswering:
    """The page of an invitation, before and after signing in."""

    def test_nothing_is_accepted_without_an_account(
        self, client: Client, lavoir: Organisation, amina: User
    ) -> None:
        invitation = invite(organisation=lavoir, email="luc@example.org", right="reader", by=amina, at=NOW)
        client.get(invitation_path(invitation.uuid))
        page = reverse("accounts:invitation")
        response = client.post(page, {"accept": "1"})
        assert "Il faut un compte" in response.content.decode()
        assert Invitation.objects.get().accepted_at is None
        client.post(page)
        assert client.get(page).status_code == 404
        assert client.get(invitation_path(invitation.uuid)).status_code == 302

    def test_it_waits_in_the_list_until_it_serves_no_more(
        self, client: Client, lavoir: Organisation, amina: User
    ) -> None:
        invitation = invite(organisation=lavoir, email="luc@example.org", right="reader", by=amina, at=NOW)
        client.force_login(somebody("luc"))
        client.get(invitation_path(invitation.uuid))
        page = reverse("accounts:organisations")
        assert "vous attend" in client.get(page).content.decode()
        withdraw_invitation(invitation=invitation, by=amina, at=NOW)
        response = client.get(page)
        assert response.status_code == 200
        assert "vous attend" not in response.content.decode()
        assert client.post(reverse("accounts:invitation"), {"accept": "1"}).status_code == 404

    def test_once_accepted_nothing_waits(self, client: Client, lavoir: Organisation, amina: User) -> None:
        invitation = invite(organisation=lavoir, email="luc@example.org", right="reader", by=amina, at=NOW)
        client.force_login(somebody("luc"))
        client.get(invitation_path(invitation.uuid))
        client.post(reverse("accounts:invitation"), {"accept": "1"})
        assert "invitation" not in client.session

    def test_a_link_of_any_length_is_read(self, client: Client) -> None:
        for token in ("x", "x" * 5_000, "%00", "%ff"):
            assert client.get(f"/compte/organisations/invitation/{token}/").status_code == 404


class TestQueries:
    """As many for one row as for eight."""

    def fill(self, lavoir: Organisation, amina: User, number: int) -> None:
        document = keep(lavoir, amina, f"n° {number}")
        add_version(document=document, upload=upload("b.pdf", pdf("2")), by=amina, at=NOW)
        add_version(
            document=lavoir.documents.earliest("pk"), upload=upload("c.pdf", pdf("3")), by=amina, at=NOW
        )
        Membership.objects.create(
            organisation=lavoir, user=somebody(f"membre{number}"), right="administrator"
        )
        invite(organisation=lavoir, email=f"p{number}@example.org", right="reader", by=amina, at=NOW)
        found_organisation(by=amina, name=f"Organisation {number}", kind="collective")

    @pytest.mark.parametrize("name", ["organisations", "organisation", "members", "document", "hand_over"])
    def test_pages(self, hers: Client, lavoir: Organisation, amina: User, name: str) -> None:
        self.fill(lavoir, amina, 0)
        first = lavoir.documents.earliest("pk").pk
        page = {
            "organisations": reverse("accounts:organisations"),
            "document": address("document", lavoir, first),
        }.get(name) or address(name, lavoir)
        if name == "hand_over":
            handover = propose_handover(organisation=lavoir, emails=["x@example.org"], by=amina, at=NOW)
        hers.get(page)
        with CaptureQueriesContext(connection) as few:
            hers.get(page)
        for number in range(1, 8):
            self.fill(lavoir, amina, number)
        if name == "hand_over":
            for number in range(4):
                seat = handover.invitations.earliest("pk")
                seat.pk, seat.uuid, seat.token_hash = (
                    None,
                    f"00000000-0000-4000-8000-00000000000{number}",
                    str(number),
                )
                seat.save()
        with CaptureQueriesContext(connection) as many:
            response = hers.get(page)
        shown = len(re.findall(r'<li>\s*<(?:div class="stack stack--tight"|p>)', response.content.decode()))
        assert shown >= 5
        assert len(many) == len(few), [query["sql"][:90] for query in many]


def test_pages_of_organisations_are_kept_by_no_browser(
    hers: Client, lavoir: Organisation, amina: User
) -> None:
    document = keep(lavoir, amina)
    pages = [reverse("accounts:organisations"), reverse("accounts:organisation_new")]
    pages += [
        address(name, lavoir)
        for name in (
            "organisation",
            "organisation_edit",
            "members",
            "organisation_leave",
            "hand_over",
            "document_new",
        )
    ]
    pages += [
        address("member", lavoir, lavoir.memberships.get().pk),
        address("document", lavoir, document.pk),
    ]
    for page in pages:
        assert "no-store" in hers.get(page)["Cache-Control"], page
