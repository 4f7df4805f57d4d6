"""Marks and ranking, exactly: what reviews add up to, on 100, without ever a floating number. It knows no database.

A mark on 100 is kept as whole hundredths (7 550 is 75,5 on 100).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from calls.questionnaire.shapes import Criterion

MOST_POINTS = 5
HUNDREDTHS = 100
FULL_MARK = 100 * HUNDREDTHS


@dataclass(frozen=True)
class Standing:
    """Where one application stands: marks in hundredths, how many reviews made it, whether others share its rank."""

    application: int
    rank: int
    mean: int
    median: int
    lowest: int
    highest: int
    reviews: int
    is_tied: bool

    @property
    def spread(self) -> int:
        """How far apart the kindest and the most severe reader are, in hundredths."""
        return self.highest - self.lowest


def mark(criteria: Sequence[Criterion], points: Mapping[str, int]) -> int | None:
    """Return the weighted mark of one review, in hundredths; None while a criterion has no points.

    Weights of 0 everywhere mean criteria worth the same. Without criteria there is no mark.
    """
    if not criteria or any(criterion.key not in points for criterion in criteria):
        return None
    weights = {criterion.key: criterion.weight for criterion in criteria}
    if not any(weights.values()):
        weights = dict.fromkeys(weights, 1)
    total = sum(weights[key] * points[key] for key in weights)
    return _rounded(Fraction(total * FULL_MARK, MOST_POINTS * sum(weights.values())))


def ranking(marks: Iterable[tuple[int, int]]) -> list[Standing]:
    """Rank applications from pairs (application, mark of one review): the highest mean first.

    Means are compared exactly, before they are rounded for display. Equal means share a rank, are said to be tied, and
    stand in the order of their identifiers; the next rank counts them all (1, 2, 2, 4).
    """
    by_application: dict[int, list[int]] = {}
    for application, value in marks:
        by_application.setdefault(application, []).append(value)
    means = {each: Fraction(sum(values), len(values)) for each, values in by_application.items()}
    order = sorted(means, key=lambda each: (-means[each], each))
    rank_of: dict[Fraction, int] = {}
    shared: dict[Fraction, int] = {}
    for place, application in enumerate(order, start=1):
        rank_of.setdefault(means[application], place)
        shared[means[application]] = shared.get(means[application], 0) + 1
    return [
        Standing(
            application=application,
            rank=rank_of[means[application]],
            mean=_rounded(means[application]),
            median=_median(sorted(by_application[application])),
            lowest=min(by_application[application]),
            highest=max(by_application[application]),
            reviews=len(by_application[application]),
            is_tied=shared[means[application]] > 1,
        )
        for application in order
    ]


def _median(values: Sequence[int]) -> int:
    middle = len(values) // 2
    if len(values) % 2:
        return values[middle]
    return _rounded(Fraction(values[middle - 1] + values[middle], 2))


def _rounded(value: Fraction) -> int:
    """Return the nearest whole number, halves upwards."""
    return int(value + Fraction(1, 2))
