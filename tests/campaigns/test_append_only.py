"""The books and the log are only ever added to: no way through Django, nor through SQL, changes or deletes a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from campaigns import triggers
from campaigns.models import LedgerEntry, StateChange
from tests.builders import a_campaign, a_pledge, settle
from tests.test_support import trigger_names

KEPT = [LedgerEntry, StateChange]


@pytest.fixture
def rows() -> None:
    """A charge, its refund, and every move that led there."""
    campaign = a_campaign()
    a_pledge(campaign)
    settle(campaign)


def snapshot(model: type[models.Model]) -> list[Any]:
    return list(model._default_manager.order_by("pk").values())


def _update(model: Any) -> None:
    model.objects.update(at="2000-01-01T00:00:00Z")


def _bulk_update(model: Any) -> None:
    first = model.objects.order_by("pk").first()
    first.at = "2000-01-01T00:00:00Z"
    model.objects.bulk_update([first], ["at"])


def _save(model: Any) -> None:
    model.objects.order_by("pk").first().save()


def _delete_one(model: Any) -> None:
    model.objects.order_by("pk").first().delete()


def _delete_all(model: Any) -> None:
    model.objects.all().delete()


def _overwrite(model: Any) -> None:
    model.objects.bulk_create(
        [model.objects.order_by("pk").first()],
        update_conflicts=True,
        update_fields=["at"],
        unique_fields=["pk"],
    )


@pytest.mark.django_db
@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
@pytest.mark.parametrize("way", [_update, _bulk_update, _save, _delete_one, _delete_all, _overwrite])
def test_no_way_of_django_changes_or_deletes_a_row(
    rows: None, model: type[models.Model], way: Callable[[Any], None]
) -> None:
    before = snapshot(model)
    # What a delete is stopped by may be Django's own PROTECT, before the database is asked.
    with pytest.raises((DatabaseError, models.ProtectedError)), transaction.atomic():
        way(model)
    assert snapshot(model) == before


STATEMENTS = [
    "UPDATE {table} SET at = at",
    "UPDATE {table} SET id = id + 1000000",
    "DELETE FROM {table}",
    "DELETE FROM {table} WHERE id IN (SELECT MAX(id) FROM {table})",
    "WITH last AS (SELECT MAX(id) AS id FROM {table}) DELETE FROM {table} WHERE id IN (SELECT id FROM last)",
]
ONLY = {
    "sqlite": [
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
        "REPLACE INTO {table} SELECT * FROM {table}",
        "UPDATE OR IGNORE {table} SET at = at",
    ],
    "postgresql": [
        "INSERT INTO {table} SELECT * FROM {table} LIMIT 1 ON CONFLICT (id) DO UPDATE SET at = EXCLUDED.at",
    ],
}


def refused(statement: str, table: str) -> None:
    with (
        pytest.raises(DatabaseError, match=triggers.MESSAGE),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table=table))


@pytest.mark.django_db
@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_no_statement_of_sql_does(rows: None, model: type[models.Model]) -> None:
    before = snapshot(model)
    for statement in [*STATEMENTS, *ONLY[connection.vendor]]:
        refused(statement, model._meta.db_table)
    assert snapshot(model) == before


@transaction.atomic
def _write_then_change() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO campaigns_ledgeraccount (code, campaign_id) VALUES (%s, NULL)", ["cachette"]
        )
        cursor.execute("UPDATE campaigns_ledgerentry SET amount_cents = amount_cents + 1")


@pytest.mark.django_db
def test_a_transaction_that_did_other_things_first_is_refused_too(rows: None) -> None:
    before = snapshot(LedgerEntry)
    with pytest.raises(DatabaseError, match=triggers.MESSAGE):
        _write_then_change()
    assert snapshot(LedgerEntry) == before


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", triggers.TABLES)
def test_no_table_is_truncated(rows: None, table: str) -> None:
    before = snapshot(LedgerEntry)
    for statement in ("TRUNCATE {table} CASCADE", "TRUNCATE TABLE ONLY {table} RESTART IDENTITY CASCADE"):
        refused(statement, table)
    refused("TRUNCATE campaigns_pledge CASCADE", table)  # what points to it would go with it
    assert snapshot(LedgerEntry) == before


@pytest.mark.django_db(transaction=True)
def test_migrate_puts_back_what_a_rebuilt_table_lost() -> None:
    expected = set(triggers.names(connection.vendor))
    assert trigger_names() == expected
    triggers.drop(connection)
    assert trigger_names() == set()
    call_command("migrate", "campaigns", verbosity=0)
    assert trigger_names() == expected
