"""The profile page."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Organisation, User
from accounts.services import create_verified_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(client: Client) -> User:
    """Somebody signed in."""
    user = create_verified_user("amina@example.org", "quatre petits jardins")
    client.force_login(user)
    return user


def test_names_are_shown_and_changed(client: Client, amina: User) -> None:
    address = reverse("accounts:profile")
    assert "amina@example.org" in client.get(address).content.decode()
    fields = {"display_name": "Mina <b>", "first_name": "Amina", "last_name": "B", "email": "x@example.org"}
    response = client.post(address, fields, follow=True)
    text = response.content.decode()
    assert "Votre profil est enregistré" in text
    assert "Mina &lt;b&gt;" in text
    amina.refresh_from_db()
    assert (amina.display_name, amina.email, amina.is_superuser) == ("Mina <b>", "amina@example.org", False)


def test_what_cannot_be_seen_is_not_part_of_a_name(client: Client, amina: User) -> None:
    refused = client.post(reverse("accounts:profile"), {"display_name": "x", "first_name": "A\x00"})
    client.post(
        reverse("accounts:profile"), {"display_name": "\u202eMina\tB\u2066", "first_name": "👩\u200d🌾"}
    )

    amina.refresh_from_db()
    assert refused.status_code < 500
    assert (amina.display_name, amina.first_name) == ("Mina B", "👩\u200d🌾")


def test_a_mistake_is_said_beside_the_field_and_nothing_is_lost(client: Client, amina: User) -> None:
    text = client.post(
        reverse("accounts:profile"), {"display_name": "x" * 81, "first_name": "Zoé"}
    ).content.decode()
    assert "error-summary" in text
    assert 'aria-invalid="true"' in text
    assert 'value="Zoé"' in text


def test_own_organisations_are_listed_in_few_queries(
    client: Client, amina: User, django_assert_num_queries
) -> None:
    for number in range(12):
        organisation = Organisation.objects.create(name=f"Les Jardins {number}", kind="association")
        Membership.objects.create(user=amina, organisation=organisation, right="editor")
    Organisation.objects.create(name="Autres", kind="firm")
    text = client.get(reverse("accounts:profile")).content.decode()
    assert text.count("Les Jardins") == 12
    assert "Autres" not in text
    assert "écrit en son nom" in text


def test_the_profile_is_personal(client: Client, amina: User) -> None:
    assert client.get(reverse("accounts:profile"))["Cache-Control"] == "private, no-store"
    client.logout()
    response = client.get(reverse("accounts:profile"))
    assert response["Location"].startswith(reverse("account_login"))
    assert "no-store" in response["Cache-Control"]


def test_the_root_of_accounts_leads_to_the_profile(client: Client) -> None:
    assert client.get("/compte/")["Location"] == reverse("accounts:profile")
