"""Limits on sign-in and on new passwords: by address, by account, the same for every server process."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.services import create_verified_user

pytestmark = pytest.mark.django_db
EMAIL, PASSWORD = "amina@example.org", "quatre petits jardins"


@pytest.fixture(autouse=True)
def shared_counters(settings, db):
    """Count where production counts: in the database, shared by every process."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "test_cache_table"}
    }
    call_command("createcachetable", verbosity=0)


WRONG = "faux mot de passe"


def attempt(email: str = EMAIL, password: str = WRONG, address: str = "203.0.113.7"):
    """Try to sign in from an address, with a new browser each time."""
    return Client().post(
        reverse("account_login"), {"login": email, "password": password}, REMOTE_ADDR=address
    )


def test_a_sixth_failure_in_a_minute_is_refused_readably() -> None:
    assert [attempt().status_code for _n in range(5)] == [200] * 5
    refused = attempt()
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    text = refused.content.decode()
    assert "Un instant" in text
    assert "minutes" in text
    assert "no-store" in refused["Cache-Control"]


def test_the_account_is_guarded_from_many_addresses_too() -> None:
    create_verified_user(EMAIL, PASSWORD)
    for number in range(5):
        assert attempt(address=f"203.0.113.{number}").status_code == 200
    assert attempt(address="203.0.113.99").status_code == 429
    assert attempt(address="203.0.113.99", password=PASSWORD).status_code == 429, (
        "even with the right password"
    )


def test_many_accounts_cannot_be_tried_from_one_address() -> None:
    for number in range(5):
        assert attempt(f"user{number}@example.org").status_code == 200
    assert attempt("user9@example.org").status_code == 429
    assert attempt("user9@example.org", address="198.51.100.1").status_code == 200


def test_people_behind_one_address_come_in_as_long_as_they_do_not_fail() -> None:
    for number in range(8):
        create_verified_user(f"user{number}@example.org", PASSWORD)
    for number in range(8):
        assert attempt(f"user{number}@example.org", PASSWORD).status_code == 302


def test_limits_are_the_same_for_known_and_unknown_accounts() -> None:
    create_verified_user(EMAIL, PASSWORD)

    def until_refused(email: str, address: str) -> int:
        return next(number for number in range(20) if attempt(email, address=address).status_code == 429)

    assert until_refused(EMAIL, "203.0.113.1") == until_refused("none@example.org", "203.0.113.2")


def test_a_forged_header_does_not_open_a_new_count() -> None:
    def forged(number: int) -> int:
        return (
            Client()
            .post(
                reverse("account_login"),
                {"login": f"u{number}@example.org", "password": "faux"},
                REMOTE_ADDR="203.0.113.7",
                HTTP_X_FORWARDED_FOR=f"10.0.0.{number}",
            )
            .status_code
        )

    assert [forged(number) for number in range(6)] == [200] * 5 + [429]


def test_a_fourth_new_password_in_an_hour_is_refused() -> None:
    create_verified_user(EMAIL, PASSWORD)

    def ask(email: str, address: str):
        return Client().post(reverse("account_reset_password"), {"email": email}, REMOTE_ADDR=address)

    for number in range(3):
        assert ask(EMAIL, f"203.0.113.{number}").status_code == 302
    refused = ask(EMAIL.upper(), "203.0.113.50")
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert len(mail.outbox) == 3
    assert ask("other@example.org", "203.0.113.50").status_code == 302


def test_sign_up_is_limited_and_does_not_flood_a_mailbox() -> None:
    create_verified_user(EMAIL, PASSWORD)
    answers = [
        Client()
        .post(reverse("account_signup"), {"email": EMAIL, "password1": PASSWORD}, REMOTE_ADDR="203.0.113.7")
        .status_code
        for _n in range(12)
    ]
    assert answers == [302] * 10 + [429] * 2
    assert len(mail.outbox) <= 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_tries_at_once_do_not_pass_the_limit() -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    def one(_number: int) -> int:
        try:
            return attempt().status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(one, range(24)))
    assert answers.count(200) <= 5
    assert set(answers) <= {200, 429}
