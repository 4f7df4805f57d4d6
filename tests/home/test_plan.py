"""Gaps and overlaps: whatever the slots, every moment is told about exactly as it is."""

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from home.plan import Gap, Overlap, Stretch, gaps, overlaps

START = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
UNTIL = START + dt.timedelta(hours=40)


def hour(number: int) -> dt.datetime:
    """Return that many hours after the start of the period."""
    return START + dt.timedelta(hours=number)


@st.composite
def some_stretches(draw: st.DrawFn) -> list[Stretch]:
    """A few stretches around the period, some without end."""
    rows = draw(
        st.lists(st.tuples(st.integers(-20, 60), st.one_of(st.none(), st.integers(1, 40))), max_size=7)
    )
    return [
        Stretch(hour(start), None if length is None else hour(start + length), key)
        for key, (start, length) in enumerate(rows, start=1)
    ]


def count(stretches: list[Stretch], at: dt.datetime) -> int:
    """Return how many stretches cover a moment, counted the plain way."""
    return sum(one.starts_at <= at and (one.ends_at is None or at < one.ends_at) for one in stretches)


@given(some_stretches())
def test_a_moment_is_in_a_gap_exactly_when_nothing_covers_it(stretches: list[Stretch]) -> None:
    found = gaps(stretches, since=START, until=UNTIL)

    for number in range(40):
        in_gap = sum(one.starts_at <= hour(number) < one.ends_at for one in found)
        assert in_gap == (count(stretches, hour(number)) == 0)


@given(some_stretches(), st.integers(1, 3))
def test_a_moment_is_in_an_overlap_exactly_when_more_is_planned_than_shown(
    stretches: list[Stretch], most: int
) -> None:
    found = overlaps(stretches, since=START, until=UNTIL, most=most)

    for number in range(40):
        there = [one for one in found if one.starts_at <= hour(number) < one.ends_at]
        covering = {one.key for one in stretches if one.covers(hour(number))}
        assert len(there) == (len(covering) > most)
        assert all(set(one.keys) == covering for one in there)


@given(some_stretches())
def test_what_is_found_is_inside_the_period_in_order_and_not_in_pieces(stretches: list[Stretch]) -> None:
    empty = gaps(stretches, since=START, until=UNTIL)
    double = overlaps(stretches, since=START, until=UNTIL)

    for found in (empty, double):
        assert all(START <= one.starts_at < one.ends_at <= UNTIL for one in found)
        assert all(a.ends_at <= b.starts_at for a, b in pairwise(found))
    assert all(a.ends_at < b.starts_at for a, b in pairwise(empty))
    assert all(a.ends_at < b.starts_at or a.keys != b.keys for a, b in pairwise(double))


@given(some_stretches())
def test_the_last_begun_comes_last(stretches: list[Stretch]) -> None:
    starts = {one.key: one.starts_at for one in stretches}

    for one in overlaps(stretches, since=START, until=UNTIL):
        assert [starts[key] for key in one.keys] == sorted(starts[key] for key in one.keys)


def test_an_example_in_full() -> None:
    plan = [Stretch(hour(2), hour(10), 1), Stretch(hour(8), hour(20), 2), Stretch(hour(30), None, 3)]

    assert gaps(plan, since=START, until=UNTIL) == [Gap(hour(0), hour(2)), Gap(hour(20), hour(30))]
    assert overlaps(plan, since=START, until=UNTIL) == [Overlap(hour(8), hour(10), (1, 2))]


def test_no_slot_at_all_is_one_gap() -> None:
    assert gaps([], since=START, until=UNTIL) == [Gap(START, UNTIL)]
