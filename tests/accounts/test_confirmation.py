"""Asking again who is there: before a complete export, and before anything decorated with `recently_confirmed`."""

import time

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import Client, RequestFactory

from accounts.confirmation import KEPT, LONGEST, recently_confirmed, typed_before
from accounts.groups import FINANCE
from accounts.models import User
from accounts.services import create_verified_user
from base.models import AuditLine
from tests.builders import the_territory
from tests.second_factor import CONFIRM, PASSWORD, confirm, give_second_factor, sign_in, sign_in_with_code

pytestmark = pytest.mark.django_db
PAGE = "/admin/candidatures/export-complet/"
FILES = (f"{PAGE}candidatures.csv", f"{PAGE}candidatures.xlsx")
A_QUARTER = 15 * 60


@pytest.fixture
def finance() -> User:
    """Somebody of finance, with a password, in a territory."""
    the_territory()
    return create_verified_user("finance@example.org", PASSWORD, groups=(FINANCE,))


def exports() -> int:
    """How many complete exports were written down."""
    return AuditLine.objects.filter(action="applications.exported").count()


def answered(client: Client, address: str) -> int:
    """Ask an address, read the file it sends to its end, and return the status."""
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


@pytest.mark.parametrize("address", [PAGE, *FILES])
def test_the_complete_export_asks_again_after_a_quarter_of_an_hour(
    client: Client, finance: User, address: str
):
    client.force_login(finance)
    assert client.get(address).url.startswith(CONFIRM), "a session that proved nothing"
    confirm(client, ago=A_QUARTER + 1)
    assert client.get(address).url.startswith(CONFIRM)
    assert exports() == 0
    confirm(client, ago=A_QUARTER - 5)
    assert answered(client, address) == 200


def test_a_time_to_come_proves_nothing(client: Client, finance: User):
    client.force_login(finance)
    confirm(client, ago=-3600)

    assert answered(client, FILES[0]) == 302


def test_signing_in_counts_and_so_does_a_password_given_again(client: Client, finance: User):
    sign_in(client, finance)
    assert answered(client, FILES[0]) == 200
    confirm(client, ago=A_QUARTER + 1)
    asked = client.get(f"{FILES[0]}?appel=")
    assert asked.url == f"{CONFIRM}?next=%2Fadmin%2Fcandidatures%2Fexport-complet%2F%3Fappel%3D"
    assert answered(client, asked.url) == 200
    wrong = client.post(CONFIRM, {"password": "pas le bon", "next": PAGE})
    assert "Ce n’est pas votre mot de passe" in wrong.content.decode()
    assert answered(client, FILES[0]) == 302
    assert client.post(CONFIRM, {"password": PASSWORD, "next": PAGE}).url == PAGE
    assert answered(client, FILES[0]) == 200


def test_the_complete_export_asks_for_the_second_factor_too(client: Client, finance: User, settings):
    settings.STAFF_SECOND_FACTOR = True
    client.force_login(finance)
    confirm(client)
    assert client.get(FILES[0]).url == "/compte/second-facteur/installer/"
    give_second_factor(finance)
    assert client.get(FILES[0]).url.startswith(f"{CONFIRM}code/")
    assert exports() == 0
    client.logout()
    sign_in_with_code(client, finance)
    assert answered(client, FILES[0]) == 200


def test_the_confirmation_of_one_person_is_not_another_s(client: Client, finance: User):
    client.force_login(finance)
    confirm(client)
    session = client.session
    session["account_authentication_methods_user"] = "0"
    session.save()

    assert answered(client, FILES[0]) == 302


def test_passwords_are_not_guessed_there(client: Client, finance: User):
    client.force_login(finance)
    answers = [client.post(CONFIRM, {"password": f"essai {number}"}).status_code for number in range(11)]

    assert answers[-1] == 429


def test_one_is_never_sent_to_another_site(client: Client, finance: User):
    client.force_login(finance)

    assert client.post(CONFIRM, {"password": PASSWORD, "next": "https://example.com/"}).url.startswith("/")


@recently_confirmed()
def moving_money(request):
    """A page that takes a form."""
    typed = request.POST or typed_before(request) or {}
    return HttpResponse(f"{request.method} {typed.get('reason', '')}")


def ask(user: User, session: SessionStore, method: str = "get", **fields: str) -> HttpResponse:
    """Call the page with a session."""
    request = getattr(RequestFactory(), method)("/argent/", fields)
    request.user, request.session = user, session
    request._messages = CookieStorage(request)
    return moving_money(request)


def proved(session: SessionStore, user: User) -> SessionStore:
    """Write a fresh password into a session."""
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    return session


def test_what_was_typed_comes_back_into_the_form_and_nothing_is_done(finance: User):
    session = SessionStore()
    refused = ask(finance, session, "post", reason="Remboursé deux fois", csrfmiddlewaretoken="x")

    assert refused.url == f"{CONFIRM}?next=%2Fargent%2F"
    assert session[KEPT]["fields"] == {"reason": ["Remboursé deux fois"]}
    proved(session, finance)
    assert ask(finance, session).content.decode() == "GET Remboursé deux fois"
    assert ask(finance, session).content.decode() == "GET ", "once"
    assert ask(finance, session, "post", reason="oui").content.decode() == "POST oui"


def test_what_was_typed_elsewhere_or_is_too_long_does_not(finance: User):
    session = SessionStore()
    ask(finance, session, "post", reason="x" * (LONGEST + 1))
    assert KEPT not in session
    session[KEPT] = {"path": "/ailleurs/", "fields": {"reason": ["non"]}}
    assert ask(finance, proved(session, finance)).content.decode() == "GET "
