"""`check_database` sees an older database."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from base.management.commands.check_database import differences

pytestmark = pytest.mark.django_db


def test_the_migrated_database_fits() -> None:
    said = StringIO()

    call_command("check_database", stdout=said)

    assert differences() == []
    assert said.getvalue().strip() == "empty"


def test_a_missing_column_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_organisation RENAME COLUMN name TO older_name")

    assert differences() == [
        "column accounts_organisation.name is missing",
        "column accounts_organisation.older_name is unknown",
    ]
    with pytest.raises(CommandError, match=r"accounts_organisation\.name"):
        call_command("check_database")


def test_a_missing_table_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_membership RENAME TO accounts_former_membership")

    assert "table accounts_membership is missing" in differences()
