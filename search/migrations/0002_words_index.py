"""On PostgreSQL, the indexed column that `search.lookups` asks; SQLite reads the rows, enough for a small town."""

from typing import Any

from django.db import migrations

from search.lookups import VECTOR, VECTOR_OF

TABLE = "search_searchcard"
COLUMN = VECTOR.format(column="words")


def add_vector(apps: Any, schema_editor: Any) -> None:
    """Add the column that the database fills, and its index."""
    if schema_editor.connection.vendor == "postgresql":
        filled = VECTOR_OF.format(column="words")
        schema_editor.execute(f"ALTER TABLE {TABLE} ADD COLUMN {COLUMN} tsvector GENERATED ALWAYS AS ({filled}) STORED")
        schema_editor.execute(f"CREATE INDEX {TABLE}_{COLUMN} ON {TABLE} USING gin ({COLUMN})")


def drop_vector(apps: Any, schema_editor: Any) -> None:
    """Remove the column, and its index with it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} DROP COLUMN {COLUMN}")


class Migration(migrations.Migration):
    """Completes the table of the first migration."""

    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(add_vector, drop_vector)]
