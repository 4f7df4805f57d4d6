"""Settings of the suite: `config.settings.test` on the engine this run asks for (see `engine.py`)."""

import os

from tests.support import engine

FOLDER = engine.run_folder()
os.environ["DATABASE_URL"] = engine.database_url(FOLDER)

from config.settings.test import *  # noqa: E402, F403

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # A file, not memory: the browser tests' server answers on threads, each with its own connection, as in life.
    DATABASES["default"]["TEST"] = {"NAME": str(FOLDER / "test.sqlite3")}  # noqa: F405
    DATABASES["default"].setdefault("OPTIONS", {})["init_command"] = (  # noqa: F405
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA recursive_triggers=ON;"
    )
