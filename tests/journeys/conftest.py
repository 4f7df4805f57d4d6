"""The demonstration for the stories told on it: loaded once, then brought back by copying the database."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client, TransactionTestCase
from playwright.sync_api import expect

from tests.support import transactions

# A story crosses many screens on a machine that may be busy: what is awaited is given the time of a patient person.
expect.set_options(timeout=60_000)


class Demonstration:
    """Writes the demonstration, with its resized pictures, into an empty test database, and commits it.

    On SQLite the second time is a copy of the file, which takes no time; on PostgreSQL only one module asks for it.
    """

    def __init__(self, copy: Path) -> None:
        self.copy = copy

    def write(self) -> None:
        """Fill the database; whoever calls this empties it afterwards."""
        if self.copy.exists():
            with closing(sqlite3.connect(self.copy)) as copy:
                copy.backup(self._database())
        else:
            call_command("load_demo", verbosity=0)
            self._resize_pictures()
            if connection.vendor == "sqlite":
                with closing(sqlite3.connect(self.copy)) as copy:
                    self._database().backup(copy)
        transactions.forget_cached_rows()

    def _database(self) -> Any:
        connection.ensure_connection()
        return connection.connection

    def _resize_pictures(self) -> None:
        """Look at every page: their pictures are resized at the first visit."""
        client = Client()
        for address in public_addresses(client):
            client.get(address)
        cache.clear()


def public_addresses(client: Client) -> list[str]:
    """Return the paths that the site's own map names."""
    found = re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", client.get("/sitemap.xml").content.decode())
    assert len(found) > 30
    return found


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """What writes the demonstration into the test database."""
    return Demonstration(tmp_path_factory.mktemp("demonstration") / "copy.sqlite3")


@pytest.fixture(scope="module")
def demo_to_read(
    django_db_setup: None, django_db_blocker: Any, demonstration: Demonstration
) -> Iterator[None]:
    """The demonstration for a whole module, whose tests leave it as it is."""
    with django_db_blocker.unblock():
        demonstration.write()
        yield
        TransactionTestCase()._fixture_teardown()


@pytest.fixture
def demo(transactional_db: None, demonstration: Demonstration) -> None:
    """The demonstration for one test, which may change it, also through the live server."""
    demonstration.write()
