"""Sharing applications among jurors: even, alike, never against a conflict."""

from hypothesis import given
from hypothesis import strategies as st

from calls.assignment import share

SOME = st.integers(min_value=1, max_value=8)
PAIRS = st.sets(st.tuples(SOME, st.integers(min_value=101, max_value=106)), max_size=20)


@given(st.integers(1, 25), st.integers(1, 6), st.integers(1, 6))
def test_without_conflicts_loads_differ_by_one_at_most(applications: int, jurors: int, each: int) -> None:
    people = list(range(100, 100 + jurors))

    shared = share(applications=list(range(applications)), jurors=people, readers_each=each)

    loads = [sum(juror == person for _a, juror in shared.added) for person in people]
    assert max(loads) - min(loads) <= 1
    assert sum(loads) == applications * min(each, jurors)
    assert bool(shared.short) is (each > jurors)


@given(st.sets(SOME, min_size=1), st.integers(1, 6), st.integers(1, 4), PAIRS, PAIRS)
def test_conflicts_are_kept_and_every_application_has_as_many_readers_as_it_may(
    applications: set[int], jurors: int, each: int, conflicts: set, present: set
) -> None:
    people = list(range(101, 101 + jurors))
    facts = {
        "applications": sorted(applications),
        "jurors": people,
        "readers_each": each,
        "conflicts": conflicts,
        "present": present - conflicts,
    }

    shared = share(**facts)

    assert shared == share(**{**facts, "jurors": people[::-1], "conflicts": list(conflicts)[::-1]})
    assert not set(shared.added) & (conflicts | present - conflicts)
    assert len(set(shared.added)) == len(shared.added)
    for application in applications:
        had = {j for a, j in present - conflicts if a == application}
        readers = had | {j for a, j in shared.added if a == application}
        free = had | {j for j in people if (application, j) not in conflicts}
        assert len(readers) == max(len(had), min(each, len(free)))
        assert (application in shared.short) is (len(readers) < each)


def test_shared_twice_adds_nothing() -> None:
    facts = {"applications": [1, 2, 3], "jurors": [7, 8, 9], "readers_each": 2}
    first = share(**facts)

    assert not share(**facts, present=first.added).added
