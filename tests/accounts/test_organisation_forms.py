"""The forms of organisations in front of wrong input: the reason beside its field, everything typed still there."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Invitation, Organisation, OrganisationDocument, User
from tests.accounts.organisation_pages import address, keep
from tests.support.hostile_files import pdf, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


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
            fields: dict[str, object] = {"kind": "other", "title": "Bail", "valid_until": "2027-02-30"}
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
