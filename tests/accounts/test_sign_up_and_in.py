"""Accounts: opening one, coming in, going out, a new password; and nothing that tells who has an account."""

import re
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from accounts.services import create_verified_user, verified_email

pytestmark = pytest.mark.django_db
EMAIL, PASSWORD = "amina@example.org", "quatre petits jardins"


@pytest.fixture
def amina() -> User:
    """Somebody with an account and a confirmed address."""
    return create_verified_user(EMAIL, PASSWORD, display_name="Amina")


def sign_in(client: Client, email: str = EMAIL, password: str = PASSWORD, **extra: str):
    """Post the sign-in form."""
    return client.post(reverse("account_login"), {"login": email, "password": password, **extra})


def link_in_mail(number: int = -1) -> str:
    """Return the path of the link of a sent message."""
    address = re.search(r"https?://\S+/compte/\S+", mail.outbox[number].body)
    assert address
    return urlsplit(address[0]).path


def test_a_whole_life(client: Client) -> None:
    response = client.post(reverse("account_signup"), {"email": "Amina@Example.org", "password1": PASSWORD})
    assert response["Location"] == reverse("account_email_verification_sent")
    user = User.objects.get()
    assert user.email == EMAIL
    assert verified_email(user) is None
    assert not client.get(reverse("accounts:profile")).wsgi_request.user.is_authenticated

    address = link_in_mail()
    assert "Confirmer mon adresse" in client.get(address).content.decode()
    assert verified_email(user) is None, "following the link must not be enough: mail scanners follow links"
    assert client.post(address)["Location"] == reverse("account_login")
    assert verified_email(user) == EMAIL

    assert sign_in(client, "AMINA@example.org")["Location"] == reverse("campaigns:my_pledges")
    assert client.get(reverse("accounts:profile")).status_code == 200
    assert client.get(reverse("account_logout")).wsgi_request.user.is_authenticated, "leaving takes a POST"
    client.post(reverse("account_logout"))
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_an_unconfirmed_address_does_not_come_in(client: Client) -> None:
    client.post(reverse("account_signup"), {"email": EMAIL, "password1": PASSWORD})
    response = sign_in(Client())
    assert response["Location"] == reverse("account_email_verification_sent")
    assert not response.wsgi_request.user.is_authenticated


def test_the_answers_are_alike_at_sign_up(client: Client, amina: User) -> None:
    def answer(email: str) -> tuple:
        own = Client()
        response = own.post(reverse("account_signup"), {"email": email, "password1": PASSWORD})
        page = own.get(response["Location"])
        return response.status_code, response["Location"], sorted(response.cookies), without_secrets(page)

    assert answer(EMAIL) == answer("nobody@example.org")
    known, unknown = mail.outbox
    assert known.to == [EMAIL]
    assert "déjà" in known.subject
    assert "Confirmez" in unknown.subject
    assert User.objects.filter(email=EMAIL).count() == 1


def test_a_password_refused_is_refused_alike(client: Client, amina: User) -> None:
    def answer(email: str) -> str:
        return without_secrets(client.post(reverse("account_signup"), {"email": email, "password1": "court"}))

    assert answer(EMAIL).replace(EMAIL, "x") == answer("autre@example.org").replace("autre@example.org", "x")


def test_the_answers_are_alike_at_sign_in(amina: User) -> None:
    def answer(email: str) -> tuple:
        response = sign_in(Client(), email, "faux mot de passe")
        return response.status_code, sorted(response.cookies), without_secrets(response).replace(email, "x")

    assert answer(EMAIL) == answer("nobody@example.org")
    assert "ne vont pas ensemble" in answer(EMAIL)[2]


def test_the_answers_are_alike_when_asking_a_new_password(amina: User) -> None:
    def answer(email: str) -> tuple:
        own = Client()
        response = own.post(reverse("account_reset_password"), {"email": email})
        return response.status_code, response["Location"], without_secrets(own.get(response["Location"]))

    assert answer(EMAIL) == answer("nobody@example.org")
    assert [message.to for message in mail.outbox] == [[EMAIL], ["nobody@example.org"]]
    assert "Aucun compte" in mail.outbox[1].subject


@pytest.mark.parametrize("form_page", ["account_signup", "account_login", "account_reset_password"])
def test_known_and_unknown_take_as_much_work(form_page: str, amina: User, settings, monkeypatch) -> None:
    """Hashing a password is what takes time: it must be done as often in both cases."""
    from django.contrib.auth import hashers

    counted: list[str] = []
    real = hashers.MD5PasswordHasher.encode

    def encode(self, password, salt):
        counted.append(password)
        return real(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", encode)

    def work(email: str) -> int:
        counted.clear()
        Client().post(
            reverse(form_page), {"email": email, "login": email, "password": "faux", "password1": PASSWORD}
        )
        return len(counted)

    assert work(EMAIL) == work("nobody@example.org")


def without_secrets(response) -> str:
    """Return a page's text without its tokens, which differ each time."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", response.content.decode())


def test_a_forgotten_password(client: Client, amina: User) -> None:
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    response = client.get(link_in_mail(), follow=True)
    assert "set-password" in response.redirect_chain[-1][0], (
        "the secret leaves the address before the page is shown"
    )
    address = response.redirect_chain[-1][0]
    assert "10 caract" in client.post(address, {"password1": "court"}).content.decode()
    assert client.post(address, {"password1": "cinq petits jardins"}).status_code == 302
    assert "Location" in sign_in(Client(), password="cinq petits jardins")
    assert sign_in(Client()).status_code == 200
    assert "ne fonctionne plus" in Client().get(link_in_mail(0), follow=True).content.decode()


def test_a_new_password_for_who_knows_the_old(client: Client, amina: User) -> None:
    sign_in(client)
    address = reverse("account_change_password")
    wrong = client.post(address, {"oldpassword": "autre chose ici", "password1": "cinq petits jardins"})
    assert "pas votre mot de passe actuel" in wrong.content.decode()
    right = client.post(address, {"oldpassword": PASSWORD, "password1": "cinq petits jardins"})
    assert right["Location"] == reverse("accounts:profile")
    assert client.get(reverse("accounts:profile")).status_code == 200, "one's own session goes on"
    assert "Location" in sign_in(Client(), password="cinq petits jardins")


def test_a_mail_server_away_does_not_break_the_page(client: Client, monkeypatch, caplog) -> None:
    def away(self, *args: object, **kwargs: object) -> int:
        raise ConnectionRefusedError("nobody")

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", away)
    response = client.post(reverse("account_signup"), {"email": EMAIL, "password1": PASSWORD})
    assert response["Location"] == reverse("account_email_verification_sent")
    assert "was not sent" in caplog.text


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_never_leads_away(client: Client, amina: User, target: str) -> None:
    assert sign_in(client, next=target)["Location"] == reverse("campaigns:my_pledges")


def test_signing_in_leads_back_to_where_one_was(client: Client, amina: User) -> None:
    page = client.get(reverse("account_login") + "?next=/compte/profil/").content.decode()
    assert 'name="next" value="/compte/profil/"' in page
    assert sign_in(client, next="/compte/profil/")["Location"] == "/compte/profil/"


@pytest.mark.parametrize(
    "name",
    [
        "account_email",
        "account_set_password",
        "account_request_login_code",
        "account_confirm_login_code",
        "account_signup_by_passkey",
    ],
)
def test_pages_we_do_not_use_have_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "path", ["email/", "login/", "signup/", "password/change/", "login/code/", "3rdparty/"]
)
def test_allauth_s_own_addresses_are_closed(client: Client, path: str) -> None:
    assert client.get(f"/compte/{path}").status_code == 404


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_account_pages_are_kept_by_nobody(client: Client, name: str) -> None:
    response = client.get(reverse(name))
    assert "no-store" in response["Cache-Control"]
    assert "style=" not in response.content.decode()
    assert "<script" not in response.content.decode()
    assert 'placeholder="' not in response.content.decode()


def test_secret_addresses_are_told_to_nobody(client: Client, amina: User) -> None:
    for path in ("/compte/confirmer/abc:def/", "/compte/mot-de-passe/nouveau/1-abc/"):
        response = client.get(path)
        assert response["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response["Cache-Control"]


def test_a_closed_account_does_not_come_in(client: Client, amina: User) -> None:
    amina.is_active = False
    amina.save()
    response = sign_in(client)
    assert not response.wsgi_request.user.is_authenticated
    assert response.get("Location", "") in ("", reverse("account_inactive"))


def test_an_account_without_password_goes_through_its_mailbox(client: Client) -> None:
    user = create_verified_user("nopass@example.org", None)
    client.force_login(user)
    assert client.get(reverse("account_change_password"))["Location"] == reverse("account_reset_password")


def test_the_e_mails_are_in_french_and_in_two_parts(client: Client, amina: User) -> None:
    client.post(reverse("account_signup"), {"email": "new@example.org", "password1": PASSWORD})
    client.post(reverse("account_signup"), {"email": EMAIL, "password1": PASSWORD})
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    client.post(reverse("account_reset_password"), {"email": "none@example.org"})
    assert len(mail.outbox) == 4
    for message in mail.outbox:
        assert "Bonjour" in message.body
        html, kind = message.alternatives[0]
        assert kind == "text/html"
        assert link_in_mail(mail.outbox.index(message)) in html
        assert "&#x27;" not in message.body
        assert "<" not in message.body


def test_addresses_differing_by_case_are_one(amina: User) -> None:
    Client().post(reverse("account_signup"), {"email": EMAIL.upper(), "password1": PASSWORD})
    assert User.objects.count() == 1
    assert EmailAddress.objects.count() == 1
