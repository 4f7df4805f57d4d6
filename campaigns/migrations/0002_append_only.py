"""The triggers that make the books and the log append-only."""

from typing import Any

from django.db import migrations

from campaigns import triggers


def install(apps: Any, schema_editor: Any) -> None:
    """Create the triggers."""
    triggers.install(schema_editor.connection)


def remove(apps: Any, schema_editor: Any) -> None:
    """Drop the triggers."""
    triggers.drop(schema_editor.connection)


class Migration(migrations.Migration):
    """Append-only from the first migration."""

    dependencies = [("campaigns", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
