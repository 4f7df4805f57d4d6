"""What every test gets: the engine's rules, a database restored after commits, no network, and a browser."""

import ipaddress
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.support import transactions
from tests.support.chromium import chromium
from tests.support.engine import POSTGRES, WORKER, asked_engine

pytest_plugins = ["tests.support.browser", "tests.support.demonstration"]

# Playwright keeps an event loop on the thread of the test, which also talks to the database: Django would refuse.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

NO_CHROMIUM = "no Chromium: install Debian's `chromium`, or say where it is with CHROMIUM="


def pytest_configure(config: pytest.Config) -> None:
    """Prepare Django's committing tests for the ledger's triggers."""
    transactions.install()


def pytest_report_header(config: pytest.Config) -> str:
    """Say which engine and which browser this run uses."""
    return f"terreau: engine {asked_engine()}, browser {chromium() or 'none'}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip, with the reason, what this engine or this machine cannot run; in CI a missing browser is a failure."""
    on_postgres = asked_engine() == POSTGRES
    for item in items:
        if item.get_closest_marker("postgres") and not on_postgres:
            item.add_marker(
                pytest.mark.skip(reason="needs PostgreSQL: run by the second half of `make test`")
            )
        if item.get_closest_marker("browser"):
            if on_postgres:
                item.add_marker(pytest.mark.skip(reason="the browser tests run on SQLite"))
            elif chromium() is None and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))
    if os.environ.get("TERREAU_TEST_ORDER") == "reversed":
        items.reverse()
    elif os.environ.get(WORKER):
        _start_with_the_slow_files(items)


def _start_with_the_slow_files(items: list[pytest.Item]) -> None:
    """Put first, for parallel runs, the files that take long: one begun last would leave the other workers idle."""
    slow = {
        item.path for item in items if item.get_closest_marker("slow") or item.get_closest_marker("browser")
    }
    items.sort(key=lambda item: item.path not in slow)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail a browser test of CI where Chromium is missing (elsewhere it was skipped)."""
    if item.get_closest_marker("browser") and chromium() is None:
        pytest.fail(NO_CHROMIUM, pytrace=False)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say aloud what was left out for want of a browser."""
    skipped = terminalreporter.stats.get("skipped", [])
    missing = sum(NO_CHROMIUM in str(report.longrepr) for report in skipped)
    if missing:
        terminalreporter.write_line(f"NOT RUN: {missing} browser tests, {NO_CHROMIUM}", red=True, bold=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Make the test database, then remember what migrations wrote in it."""
    with django_db_blocker.unblock():
        transactions.remember_first_rows()


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Start with an empty cache, no visit and no trouble: what another test counted, kept or met must not count."""
    from base import visits
    from campaigns.gateways import breaker

    cache.clear()
    visits.forget_waiting()
    breaker.forget_troubles()


@pytest.fixture(autouse=True)
def _pages_forgotten_without_commit(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build kept pages again as soon as something changes, in the tests whose transaction is never committed."""
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not commits and not (marker and marker.kwargs.get("transaction")):
        monkeypatch.setattr("base.page_cache._after_commit", lambda do: do())


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections that leave the machine, the way a test with a forgotten fake would make one."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_this_machine(address[0]):
            raise RuntimeError(f"A test may not connect to {address[0]}.")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


def _is_this_machine(host: str) -> bool:
    """Tell whether a host of a connection is the loopback (or the configured database's own host)."""
    if host == "localhost" or host == connection.settings_dict.get("HOST"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture
def one_query_per_kind() -> Iterator[None]:
    """Fail the test where the same query is made once per row (django-zeal)."""
    from zeal import zeal_context

    with zeal_context():
        yield
