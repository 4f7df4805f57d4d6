"""Asking for the letters, confirming, changing, leaving: without account, and only by the owner of the address."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from home.links import (
    Choice,
    choice_of,
    choice_token,
    confirm_path,
    leave_path,
    manage_path,
    subscription_token,
)
from home.models import Subscription
from home.services import newsletters, subscribing
from notices.models import Notice
from notices.services import send_due_notices
from tests.builders import the_territory
from tests.editorial import a_theme, the_home
from tests.outlets import a_due_newsletter, a_reader, asked
from tests.support.html import check_markup

pytestmark = pytest.mark.django_db
FORM = "/lettre/"


@pytest.fixture(autouse=True)
def town():
    """A town to write from."""
    the_home()


def link_in(message: object) -> str:
    """The link of the confirmation letter, without host."""
    return re.search(r"http://testserver(/lettre/confirmer/\S+)", message.body)[1]


def sent_to(email: str) -> list[object]:
    """Send what waits, and return what reached an address."""
    send_due_notices(at=timezone.now())
    return [message for message in mail.outbox if message.to == [email]]


def test_asking_confirming_and_receiving_the_first_letter(client: Client) -> None:
    theme = a_theme(title="Circuits courts")
    page = client.get(FORM, {"theme": theme.slug})
    check_markup(page.content.decode())
    assert page["Cache-Control"] == "private, no-store"
    assert page.context["form"]["scope"].value() == "themes"

    answer = client.post(
        FORM, {"email": "Awa@Example.org", "scope": "themes", "themes": [theme.pk]}, follow=True
    )
    assert "Regardez votre boîte" in answer.content.decode()
    assert not Subscription.objects.active().exists()

    [message] = sent_to("awa@example.org")
    assert "Circuits courts" in message.body
    path = link_in(message)
    seen = client.get(path)
    assert seen.status_code == 200
    assert seen["Referrer-Policy"] == "no-referrer"
    assert not Subscription.objects.active().exists(), (
        "looking at the link is not confirming: mail filters do it"
    )

    welcome = client.post(path, follow=True)
    check_markup(welcome.content.decode())
    assert "bienvenue" in welcome.content.decode()
    subscription = Subscription.objects.active().get()
    assert (subscription.everything, list(subscription.themes.all())) == (False, [theme])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": "", "scope": "tout"}, "Indiquez votre adresse"),
        ({"email": "awa@", "scope": "tout"}, "ne semble pas complète"),
        ({"email": "awa@example.org", "scope": "themes"}, "Cochez au moins un thème"),
        ({"email": "awa@example.org", "scope": "themes", "themes": ["999999"]}, "n’existe plus"),
        ({"email": "awa@example.org", "scope": "themes", "themes": ["abc"]}, "n’existe plus"),
        ({"email": "awa@example.org", "scope": "autre"}, "Sélectionnez un choix valide"),
        ({"email": "awa@example.org"}, "Choisissez toutes les lettres"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(client: Client, typed: dict, sentence: str) -> None:
    a_theme()
    page = client.post(FORM, typed)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    if typed["email"]:
        assert f'value="{typed["email"]}"' in page.content.decode()
    assert not Notice.objects.exists()


def test_a_known_address_is_answered_like_any_other(client: Client) -> None:
    reader = a_reader("awa@example.org")
    answers = [
        client.post(FORM, {"email": email, "scope": "tout"})
        for email in ("awa@example.org", "new@example.org")
    ]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/lettre/demande/")}
    assert Notice.objects.count() == 2
    reader.refresh_from_db()
    assert reader.confirmed_at


def test_a_stranger_changes_nothing_of_a_subscription(client: Client) -> None:
    theme = a_theme()
    reader = a_reader("awa@example.org")
    client.post(FORM, {"email": "awa@example.org", "scope": "themes", "themes": [theme.pk]})
    reader.refresh_from_db()
    assert reader.everything
    assert not reader.themes.exists()


def test_one_address_is_not_filled_with_letters(client: Client) -> None:
    for _again in range(6):
        assert client.post(FORM, {"email": "awa@example.org", "scope": "tout"}).status_code == 302
    assert len(sent_to("awa@example.org")) == 3


def test_one_visitor_does_not_ask_for_ever(client: Client) -> None:
    codes = [
        client.post(FORM, {"email": f"p{n}@example.org", "scope": "tout"}).status_code for n in range(22)
    ]
    assert codes[-1] == 429


def test_a_link_holds_seven_days_and_is_ours(client: Client) -> None:
    at = timezone.now()
    subscription = asked("awa@example.org")
    choice = Choice(subscription.pk, True, [], at)
    token = choice_token(choice)
    assert choice_of(token, at=at + dt.timedelta(days=6))
    assert choice_of(token, at=at + dt.timedelta(days=8)) is None
    old = confirm_path(Choice(subscription.pk, True, [], at - dt.timedelta(days=8)))
    assert client.post(old).status_code == 410
    assert client.get(confirm_path(choice)[:-3] + "x/").status_code == 410
    assert client.get("/lettre/n-importe-quoi/").status_code == 404
    assert client.post(f"/lettre/{subscription.pk}/quitter/").status_code == 404
    assert not Subscription.objects.active().exists()


def test_an_old_link_does_not_bring_back_who_left(client: Client) -> None:
    at = timezone.now() - dt.timedelta(hours=1)
    reader = a_reader("awa@example.org", at=at)
    choice = Choice(reader.pk, True, [], at)
    subscribing.leave(subscription=reader, at=timezone.now())
    assert client.post(confirm_path(choice)).status_code == 410
    assert not Subscription.objects.active().exists()
    assert subscribing.confirm(choice=Choice(reader.pk, True, [], timezone.now()), at=timezone.now())
    assert Subscription.objects.active().count() == 1


def test_changing_themes_and_leaving_by_the_link(client: Client) -> None:
    theme = a_theme()
    reader = a_reader()
    path = manage_path(reader.pk)
    page = client.get(path)
    check_markup(page.content.decode())
    assert "csrftoken" not in page.cookies
    assert client.post(path, {"scope": "themes"}).status_code == 422
    saved = client.post(path, {"scope": "themes", "themes": [theme.pk]}, follow=True)
    assert "enregistré" in saved.content.decode()
    reader.refresh_from_db()
    assert (reader.everything, list(reader.themes.all())) == (False, [theme])
    asks = client.get(leave_path(reader.pk))
    assert "Me désabonner" in asks.content.decode()
    assert Subscription.objects.active().exists(), "looking is not leaving"
    assert "C’est fait" in client.post(leave_path(reader.pk)).content.decode()
    assert not Subscription.objects.active().exists()
    assert client.get(path).status_code == 200


def test_a_mail_program_leaves_in_one_click() -> None:
    """As RFC 8058 has it: a POST without cookie nor token of a form, answered without redirection."""
    reader = a_reader("awa@example.org")
    newsletters.send_newsletters(at=timezone.now())
    a_due_newsletter()
    newsletters.send_newsletters(at=timezone.now())
    [message] = sent_to("awa@example.org")
    address = re.match(r"<http://testserver(/[^>]+)>, <mailto:", message.extra_headers["List-Unsubscribe"])[1]
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    program = Client(enforce_csrf_checks=True)
    answer = program.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not answer.cookies
    reader.refresh_from_db()
    assert reader.left_at
    first = reader.left_at
    assert program.post(address).status_code == 200
    reader.refresh_from_db()
    assert reader.left_at == first


def test_who_left_and_who_never_confirmed_are_erased_after_a_month(client: Client) -> None:
    at = timezone.now()
    gone, stays, forgot = a_reader(), a_reader(), asked("oubli@example.org")
    subscribing.leave(subscription=gone, at=at)
    assert subscribing.forget_departed(at=at + dt.timedelta(days=29)) == 0
    assert subscribing.forget_departed(at=at + dt.timedelta(days=31)) == 2
    assert list(Subscription.objects.all()) == [stays]
    assert client.post(leave_path(gone.pk)).status_code == 200, "an old letter's link still answers"
    assert client.post(confirm_path(Choice(forgot.pk, True, [], at))).status_code == 410


def test_a_token_of_one_reader_is_not_another_s() -> None:
    assert len({subscription_token(number) for number in range(1, 50)}) == 49


def test_the_form_without_any_theme_asks_for_an_address_alone(client: Client) -> None:
    page = client.get(FORM).content.decode()
    assert "Seulement certains thèmes" not in page
    assert client.post(FORM, {"email": "awa@example.org", "scope": "tout"}).status_code == 302


def test_the_foot_of_pages_and_themes_lead_to_the_form(client: Client) -> None:
    theme = a_theme()
    assert f'href="{reverse("home:subscribe")}"' in client.get(the_territory().root_page.url).content.decode()
    assert f"/lettre/?theme={theme.slug}" in client.get(theme.url).content.decode()
