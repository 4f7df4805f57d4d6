"""What juries think, in the list of applications and its exports: a column, and bands to filter by.

The mark is that of the ranking: the mean of the reviews handed in, in the last round in which the application got any.
Only who runs a call reads it. A moderator who judges has the same list, and must not learn what the others think
before handing in.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, IntegerField, OuterRef, Subquery, Sum, When
from django.utils.translation import gettext_lazy as _

from accounts.groups import EDITORS, belongs
from calls.access import calls_run_by
from calls.application_columns import ListColumn, ListFilter, register_column, register_filter
from calls.application_querysets import ApplicationQuerySet
from calls.models import Assignment, Review
from calls.ranking import FULL_MARK, HUNDREDTHS

if TYPE_CHECKING:
    from calls.access import Person

BANDS = {
    "80": (80, 100, _("80 et plus")),
    "60": (60, 80, _("de 60 à moins de 80")),
    "40": (40, 60, _("de 40 à moins de 60")),
    "0": (0, 40, _("moins de 40")),
}
NOT_MARKED = "none"


def with_scores(rows: ApplicationQuerySet, reader: Person | None) -> ApplicationQuerySet:
    """Return the rows with `score` in hundredths, None without a review or where the reader does not run the call."""
    if reader is None or "score" in rows.query.annotations:
        return rows
    reviews = Review.objects.filter(
        assignment__application=OuterRef("pk"),
        assignment__ending__in=["", Assignment.Ending.REASSIGNED],
        submitted_at__isnull=False,
        mark__isnull=False,
    )
    # Whole numbers, the half upwards: what `ranking` shows, to the hundredth.
    total, number = Sum("mark"), Count("pk")
    means = (
        reviews.order_by()
        .values("assignment__round__number")
        .annotate(mean=(total * 2 + number) / (number * 2))
        .order_by("-assignment__round__number")
        .values("mean")
    )
    mean = Subquery(means[:1], output_field=IntegerField())
    return rows.annotate(score=Case(When(call__in=calls_run_by(reader), then=mean), default=None))


def _read(row: Any) -> Decimal | None:
    return None if row.score is None else Decimal(row.score) / HUNDREDTHS


def _keep(rows: ApplicationQuerySet, code: str, reader: Person | None) -> ApplicationQuerySet:
    rows = with_scores(rows, reader)
    if code == NOT_MARKED:
        return rows.filter(score=None)
    lowest, highest, _label = BANDS[code]
    rows = rows.filter(score__gte=lowest * HUNDREDTHS)
    return rows.filter(score__lt=highest * HUNDREDTHS) if highest * HUNDREDTHS < FULL_MARK else rows


def _runs_calls(reader: Person | None) -> bool:
    return reader is not None and belongs(reader, EDITORS)


def register_all() -> None:
    """Add the column and the filter (from AppConfig.ready)."""
    register_column(ListColumn("note", _("note sur 100"), with_scores, _read, is_offered=_runs_calls))
    choices = (*((code, label) for code, (_low, _high, label) in BANDS.items()), (NOT_MARKED, _("sans note")))
    register_filter(ListFilter("note", _("Note du jury"), choices, _keep, is_offered=_runs_calls))
