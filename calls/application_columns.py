"""Columns and filters that topics add to the list of applications and to its exports (scores, for one)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from calls.application_querysets import ApplicationQuerySet

if TYPE_CHECKING:
    from calls.access import Person


def _everyone(_reader: Person | None) -> bool:
    return True


@dataclass(frozen=True)
class ListColumn:
    """One more column: `annotate` adds to the query what `cell` reads from a row, so that no row asks again.

    Both see to it that the reader learns nothing they may not; a reader to whom `is_offered` says no has no such
    column at all. `is_personal` says that it names or reaches somebody: only the complete export has it.
    """

    code: str
    label: Promise | str
    annotate: Callable[[ApplicationQuerySet, Person | None], ApplicationQuerySet]
    cell: Callable[[Any], Any]
    is_personal: bool = False
    is_offered: Callable[[Person | None], bool] = _everyone


@dataclass(frozen=True)
class ListFilter:
    """One more filter: a choice under `label`; `keep` narrows the rows to one of the choices' codes."""

    code: str
    label: Promise | str
    choices: tuple[tuple[str, Promise | str], ...]
    keep: Callable[[ApplicationQuerySet, str, Person | None], ApplicationQuerySet]
    is_offered: Callable[[Person | None], bool] = _everyone


columns: list[ListColumn] = []
filters: list[ListFilter] = []


def register_column(column: ListColumn) -> None:
    """Add a column, once (from AppConfig.ready)."""
    columns[:] = [known for known in columns if known.code != column.code] + [column]


def register_filter(one: ListFilter) -> None:
    """Add a filter, once (from AppConfig.ready)."""
    filters[:] = [known for known in filters if known.code != one.code] + [one]


def columns_for(reader: Person | None) -> list[ListColumn]:
    """Return the columns that this reader has; None is nobody in particular."""
    return [column for column in columns if column.is_offered(reader)]


def filters_for(reader: Person | None) -> list[ListFilter]:
    """Return the filters that this reader has."""
    return [one for one in filters if one.is_offered(reader)]


def with_columns(rows: ApplicationQuerySet, reader: Person | None) -> ApplicationQuerySet:
    """Return the rows with what the reader's columns read."""
    for column in columns_for(reader):
        rows = column.annotate(rows, reader)
    return rows
