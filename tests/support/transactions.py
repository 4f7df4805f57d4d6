"""Brings the database back to its first state after a test that commits.

Django empties every table after such a test. Two things stand in the way here: the ledger refuses deletions (by
triggers, on purpose), and the rows written by migrations (root page, site, groups) would be gone for every test after
it. So the triggers are taken off, the tables emptied, the first rows restored and the triggers put back. The rows are
copied as the database has them, past models and signals.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connections, transaction
from django.test import TransactionTestCase

_first_rows: dict[str, dict[str, Any]] = {}


def install() -> None:
    """Replace Django's teardown of committing tests."""
    setattr(TransactionTestCase, "_fixture_teardown", _restore_everything)  # noqa: B010 (unknown to type checkers)


def remember_first_rows() -> None:
    """Copy the rows of a freshly migrated database."""
    for connection in connections.all():
        _first_rows[connection.alias] = read_rows(connection.alias)


def read_rows(name: str) -> dict[str, Any]:
    """Return the rows of every table that has some."""
    connection = connections[name]
    read = _read_postgres if connection.vendor == "postgresql" else _read_sqlite
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with connection.cursor() as cursor:
        rows = {table: read(cursor, table) for table in tables}
    return {table: found for table, found in rows.items() if found}


def _restore_everything(case: TransactionTestCase) -> None:
    """Empty the tables and write the first rows again."""
    for name in case._databases_names(include_mirrors=False):
        replace_rows(name, _first_rows.get(name, {}))
    forget_cached_rows()


def replace_rows(name: str, tables: dict[str, Any]) -> None:
    """Empty every table, then write rows that `read_rows` returned."""
    _triggers("drop", name)
    try:
        call_command(
            "flush",
            verbosity=0,
            interactive=False,
            database=name,
            reset_sequences=False,
            inhibit_post_migrate=True,
        )
        write = _write_postgres if connections[name].vendor == "postgresql" else _write_sqlite
        with transaction.atomic(using=name), connections[name].cursor() as cursor:
            for table, rows in tables.items():
                write(cursor, table, rows)
            # Rows came with their keys: the next ones must follow them.
            models = [
                model
                for model in apps.get_models(include_auto_created=True)
                if model._meta.db_table in tables
            ]
            for statement in connections[name].ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
    finally:
        _triggers("install", name)


def _read_postgres(cursor: Any, table: str) -> bytes:
    """Return the rows of a table in PostgreSQL's own form."""
    with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(bytes(part) for part in copy)


def _write_postgres(cursor: Any, table: str, rows: bytes) -> None:
    """Write rows read by `_read_postgres`."""
    with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
        copy.write(rows)


def _read_sqlite(cursor: Any, table: str) -> list[tuple[Any, ...]]:
    """Return the rows of a table as stored, without the conversions of models."""
    return list(cursor.execute(f'SELECT * FROM "{table}"').fetchall())


def _write_sqlite(cursor: Any, table: str, rows: list[tuple[Any, ...]]) -> None:
    """Write rows read by `_read_sqlite`."""
    places = ", ".join(["%s"] * len(rows[0]))
    cursor.executemany(f'INSERT INTO "{table}" VALUES ({places})', rows)


def _triggers(verb: str, name: str) -> None:
    """Call `campaigns.triggers.install` or `.drop` on a connection."""
    if find_spec("campaigns.triggers") is not None:
        getattr(import_module("campaigns.triggers"), verb)(connections[name])


def forget_cached_rows() -> None:
    """Forget what Django and Wagtail keep of rows between requests."""
    from wagtail.models import Site

    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    cache.clear()
