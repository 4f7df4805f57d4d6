"""Database triggers that refuse UPDATE, DELETE and TRUNCATE on the books and the log: append-only even for plain SQL.

They stand from the first migration and are put back after every `migrate`, because SQLite drops a table's triggers
silently when it rebuilds the table for an altered field.
"""

from __future__ import annotations

from typing import Any

TABLES = (
    "campaigns_ledgerentry",
    "campaigns_statechange",
    "campaigns_decisionchange",
    "campaigns_rewardchange",
    "campaigns_commissioninvoice",
    "campaigns_taxreceipt",
    "campaigns_offlinepayment",
    "campaigns_remittance",
)
MESSAGE = "append-only"


def verbs(vendor: str) -> tuple[str, ...]:
    """Return what is refused on an engine; SQLite has no TRUNCATE."""
    return ("update", "delete", "truncate") if vendor == "postgresql" else ("update", "delete")


def names(vendor: str) -> list[str]:
    """Return the triggers' names on an engine."""
    return [f"{table}_no_{verb}" for table in TABLES for verb in verbs(vendor)]


def install(connection: Any) -> None:
    """Create the triggers that are missing."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}: %', TG_TABLE_NAME; END $$"
            )
        for table in TABLES:
            for verb in verbs(connection.vendor):
                name = f"{table}_no_{verb}"
                if connection.vendor == "postgresql":
                    each = "STATEMENT" if verb == "truncate" else "ROW"
                    cursor.execute(
                        f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb.upper()} ON {table} "
                        f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
                    )
                else:
                    cursor.execute(
                        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb.upper()} ON {table} "
                        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
                    )


def drop(connection: Any) -> None:
    """Remove the triggers: only the test suite may, to empty its own database."""
    with connection.cursor() as cursor:
        for table in TABLES:
            for verb in verbs(connection.vendor):
                on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on_table}")
