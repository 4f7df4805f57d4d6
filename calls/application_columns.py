"""Columns and filters that topics add to the list of applications and to its exports (scores, for one)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from calls.application_querysets import ApplicationQuerySet


@dataclass(frozen=True)
class ListColumn:
    """One more column: `annotate` adds to the query what `cell` reads from a row, so that no row asks again.

    `is_personal` says that it names or reaches somebody: only the complete export has it.
    """

    code: str
    label: Promise | str
    annotate: Callable[[ApplicationQuerySet], ApplicationQuerySet]
    cell: Callable[[Any], Any]
    is_personal: bool = False


@dataclass(frozen=True)
class ListFilter:
    """One more filter: a choice under `label`; `keep` narrows the rows to one of the choices' codes."""

    code: str
    label: Promise | str
    choices: tuple[tuple[str, Promise | str], ...]
    keep: Callable[[ApplicationQuerySet, str], ApplicationQuerySet]


columns: list[ListColumn] = []
filters: list[ListFilter] = []


def register_column(column: ListColumn) -> None:
    """Add a column, once (from AppConfig.ready)."""
    columns[:] = [known for known in columns if known.code != column.code] + [column]


def register_filter(one: ListFilter) -> None:
    """Add a filter, once (from AppConfig.ready)."""
    filters[:] = [known for known in filters if known.code != one.code] + [one]


def with_columns(rows: ApplicationQuerySet) -> ApplicationQuerySet:
    """Return the rows with what the registered columns read."""
    for column in columns:
        rows = column.annotate(rows)
    return rows
