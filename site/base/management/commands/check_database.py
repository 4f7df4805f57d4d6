"""`manage.py check_database`: does this database fit this version of the code?"""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from base.models import Territory


def differences() -> list[str]:
    """Return what differs between the tables of the site's own apps and their models: tables, then columns.

    Django's record of applied migrations cannot tell: while the product is young its first migration is rewritten.
    A column that no model knows counts when rows could not be written without it.
    """
    found = []
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if not model._meta.managed or model._meta.proxy or not _is_ours(model._meta.app_config.path):
                continue
            if table not in tables:
                found.append(f"table {table} is missing")
                continue
            columns = {
                column.name: column
                for column in connection.introspection.get_table_description(cursor, table)
            }
            expected = {str(field.column) for field in model._meta.local_concrete_fields}
            found += [f"column {table}.{name} is missing" for name in sorted(expected - set(columns))]
            found += [
                f"column {table}.{name} is unknown"
                for name in sorted(set(columns) - expected)
                if not columns[name].null_ok and columns[name].default is None
            ]
    return found


def _is_ours(path: str) -> bool:
    """Tell whether an app is the site's own, not a library's."""
    folder = Path(path)
    return folder.is_relative_to(settings.ROOT) and "site-packages" not in folder.parts


class Command(BaseCommand):
    """Compare tables with models; print `ready`, or `empty` while there is no territory, and fail on a difference."""

    help = "Check that the database fits this version of the code."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one word, or raise CommandError with one difference per line."""
        found = differences()
        if found:
            raise CommandError("\n".join(["The database does not fit the code:", *found]))
        self.stdout.write("ready" if Territory.objects.exists() else "empty")
