"""The demonstration for the tests told on it: loaded once in a run, then brought back by copying its rows.

Workers of pytest-xdist share the copy. Whoever comes first makes it; the others wait for it rather than make theirs.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client, TransactionTestCase

from tests.support import transactions
from tests.support.engine import WORKER


class Demonstration:
    """Writes the demonstration, with its resized pictures, into an empty test database, and commits it.

    What was loaded the first time is kept in `folder`: the file itself on SQLite, the rows of each table on
    PostgreSQL, and the pictures. The second time takes a second at most.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pictures_are_here = False

    def write(self) -> None:
        """Fill the database; whoever calls this empties it afterwards."""
        on_sqlite = connection.vendor == "sqlite"
        rows = self.folder / "rows"
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if rows.exists():
                self._bring_pictures()
                (self._read_sqlite if on_sqlite else self._read_postgres)(rows)
            else:
                call_command("load_demo", verbosity=0)
                self._resize_pictures()
                shutil.copytree(settings.MEDIA_ROOT, self._pictures, dirs_exist_ok=True)
                self.pictures_are_here = True
                (self._keep_sqlite if on_sqlite else self._keep_postgres)(rows)
        transactions.forget_cached_rows()

    @property
    def _pictures(self) -> Path:
        return self.folder / "media"

    def _bring_pictures(self) -> None:
        """Give this worker the files that the rows name."""
        if not self.pictures_are_here:
            shutil.copytree(self._pictures, settings.MEDIA_ROOT, dirs_exist_ok=True)
            self.pictures_are_here = True

    def _keep_sqlite(self, rows: Path) -> None:
        with closing(sqlite3.connect(rows)) as copy:
            self._database().backup(copy)

    def _read_sqlite(self, rows: Path) -> None:
        with closing(sqlite3.connect(rows)) as copy:
            copy.backup(self._database())

    def _keep_postgres(self, rows: Path) -> None:
        rows.write_bytes(pickle.dumps(transactions.read_rows(connection.alias)))

    def _read_postgres(self, rows: Path) -> None:
        found = pickle.loads(rows.read_bytes())  # noqa: S301 (this very run wrote the file)
        transactions.replace_rows(connection.alias, found)

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
    own = tmp_path_factory.getbasetemp()
    # A worker's folder lies in that of the run.
    folder = (own.parent if WORKER in os.environ else own) / "demonstration"
    folder.mkdir(exist_ok=True)
    return Demonstration(folder)


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
