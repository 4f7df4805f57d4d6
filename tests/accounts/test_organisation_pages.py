"""The pages of organisations: wrong input beside its field, what each person sees, and how many queries that takes."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.invitation_links import invitation_path
from accounts.models import Invitation, Membership, Organisation, OrganisationDocument, User
from accounts.services import create_verified_user
from accounts.services.documents import add_version, keep_document, remove_document
from accounts.services.handing_over import propose_handover
from accounts.services.invitations import invite, withdraw_invitation
from accounts.services.members import remove_member
from accounts.services.organisations import found_organisation
from accounts.views import documents as document_views
from accounts.views import members as member_views
from base.models import AuditLine
from tests.support.hostile_files import pdf, upload

pytestmark = pytest.mark.django_db

NOW = timezone.now()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


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


@pytest.fixture
def hers(client: Client, amina: User) -> Client:
    """Her browser."""
    client.force_login(amina)
    return client


def somebody(name: str) -> User:
    """Return another account."""
    return create_verified_user(f"{name}@example.org", None, first_name=name.capitalize())


def address(name: str, lavoir: Organisation, *more: object) -> str:
    """Return the address of a page of the organisation."""
    return reverse(f"accounts:{name}", args=[lavoir.uuid, *more])


def keep(lavoir: Organisation, by: User, title: str = "") -> OrganisationDocument:
    """Keep a document."""
    return keep_document(
        organisation=lavoir, kind="other", title=title, upload=upload("a.pdf", pdf()), by=by, at=NOW
    ).document


class TestWrongInput:
    """422, the reason beside its field, everything else as it was typed."""

    GOOD = {"name": "Les Amis", "kind": "association", "presentation": "Un lavoir <b>"}
    WRONG = {
        "no name": ("name", "", "Indiquez le nom"),
        "a name of marks": ("name", "\u202e\u200b", "Indiquez le nom"),
        "a name with NUL": ("name", "a\0b", ""),
        "a name without end": ("name", "x" * 200_000, "160"),
        "no such kind": ("kind", "sect", ""),
        "a wrong SIRET": ("siret", "732 829 320 00075", "SIRET n’existe pas"),
        "a short SIRET": ("siret", "732 829", "14 chiffres"),
        "an RNA that is none": ("rna", "oui", "W suivi de"),
        "an address that runs": ("website", "javascript:alert(1)", "complète"),
        "words without end": ("presentation", "x" * 200_000, "2000"),
    }

    @pytest.mark.parametrize("case", WRONG)
    def test_what_an_organisation_says(self, hers: Client, lavoir: Organisation, case: str) -> None:
        field, value, reason = self.WRONG[case]
        for page in (reverse("accounts:organisation_new"), address("organisation_edit", lavoir)):
            response = hers.post(page, {**self.GOOD, field: value})
            assert response.status_code == 422
            assert list(response.context["form"].errors) == [field]
            assert reason in " ".join(response.context["form"].errors[field]).replace("\u202f", "")
            if field != "presentation":
                assert "Un lavoir &lt;b&gt;" in response.content.decode()
        assert Organisation.objects.get().name == "Les Amis du lavoir"

    def test_what_is_kept_is_plain_text(self, hers: Client) -> None:
        fields = {
            **self.GOOD,
            "name": "Les\u202e  Amis",
            "address": "3,\u2066 quai\u200b",
            "presentation": "Un\u202e lavoir\r\nà nous",
        }
        assert hers.post(reverse("accounts:organisation_new"), fields).status_code == 302
        kept = Organisation.objects.get()
        assert (kept.name, kept.address, kept.presentation) == (
            "Les Amis",
            "3, quai",
            "Un lavoir\nà nous",
        )

    FILES = {
        "none": (None, "Choisissez un fichier"),
        "empty": (("a.pdf", b""), "vide"),
        "svg called pdf": (("logo.pdf", SVG), "contenu"),
        "svg": (("logo.svg", SVG), "Formats acceptés"),
        "too heavy": (("a.pdf", pdf() + b"\0" * 5_000), "au plus"),
    }

    @pytest.mark.parametrize("case", FILES)
    def test_files(self, hers: Client, settings, lavoir: Organisation, amina: User, case: str) -> None:
        document = keep(lavoir, amina)
        settings.PRIVATE_FILE_MAX_BYTES = 4_000
        given, reason = self.FILES[case]
        for page in (address("document_new", lavoir), address("document", lavoir, document.pk)):
            fields = {"kind": "other", "title": "Bail", "valid_until": "2027-02-30"}
            if given:
                fields["upload"] = upload(*given)
            response = hers.post(page, fields)
            assert response.status_code == 422
            errors = response.context["form"].errors
            assert reason in errors["upload"][0]
            assert "Écrivez une date" in errors["valid_until"][0]
            assert "2027-02-30" in response.content.decode()
        assert document.versions.count() == OrganisationDocument.objects.count() == 1

    def test_a_known_document_and_no_room_left(
        self, hers: Client, settings, lavoir: Organisation, amina: User
    ) -> None:
        document = keep(lavoir, amina, "Bail")
        fields = {"kind": "other", "title": "Bail\u202e"}
        response = hers.post(address("document_new", lavoir), {**fields, "upload": upload("a.pdf", pdf())})
        assert response.status_code == 422
        assert "déjà dans la liste" in response.context["form"].errors["title"][0]
        settings.ORGANISATION_QUOTA_BYTES = 10
        response = hers.post(address("document", lavoir, document.pk), {"upload": upload("a.pdf", pdf())})
        assert response.status_code == 422
        assert "de place" in response.context["form"].errors["upload"][0]

    @pytest.mark.parametrize(
        ("email", "reason"),
        [
            ("", "Indiquez l’adresse"),
            ("luc", "complète"),
            ("luc\0@example.org", ""),
            (f"{'a' * 250}@example.org", "254"),
            ("amina@example.org", "déjà membre"),
        ],
    )
    def test_invitations(self, hers: Client, lavoir: Organisation, email: str, reason: str) -> None:
        response = hers.post(address("members", lavoir), {"email": email, "right": "reader"})
        assert response.status_code == 422
        assert reason in response.context["form"].errors["email"][0]
        assert not Invitation.objects.exists()

    @pytest.mark.parametrize(
        ("emails", "reason"),
        [
            ("", "au moins une"),
            (" \n , ", "une à cinq"),
            ("luc@example.org\nrose", "« rose »"),
            (f"{'a' * 250}@example.org", "complète"),
            ("\n".join(f"p{number}@example.org" for number in range(6)), "Cinq"),
        ],
    )
    def test_new_bureaus(self, hers: Client, lavoir: Organisation, emails: str, reason: str) -> None:
        response = hers.post(address("hand_over", lavoir), {"emails": emails})
        assert response.status_code == 422
        assert reason in response.context["form"].errors["emails"][0]
        assert not lavoir.handovers.exists()

    def test_a_second_proposal(self, hers: Client, lavoir: Organisation) -> None:
        page = address("hand_over", lavoir)
        assert hers.post(page, {"emails": "luc@example.org"}).status_code == 302
        response = hers.post(page, {"emails": "rose@example.org"})
        assert response.status_code == 422
        assert "déjà proposée" in response.content.decode()

    def test_the_last_administrator(self, hers: Client, lavoir: Organisation) -> None:
        page = address("member", lavoir, lavoir.memberships.get().pk)
        for fields in ({"right": "reader"}, {"remove": "1"}):
            response = hers.post(page, fields)
            assert response.status_code == 409
            assert "garde toujours" in response.content.decode()
        assert lavoir.memberships.get().right == "administrator"


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
