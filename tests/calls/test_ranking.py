"""Marks and ranking: exact, ties said, equal rank."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from calls.questionnaire import Criterion
from calls.ranking import FULL_MARK, mark, ranking

MARKS = st.lists(st.tuples(st.integers(1, 12), st.integers(0, FULL_MARK)), max_size=60)
WEIGHTED = (Criterion("a", "Utile", 60), Criterion("b", "Réaliste", 40))


def test_a_mark_weighs_its_criteria() -> None:
    assert mark(WEIGHTED, {"a": 5, "b": 5}) == FULL_MARK
    assert mark(WEIGHTED, {"a": 4, "b": 1}) == 5600
    assert (
        mark([Criterion("a", "A"), Criterion("b", "B"), Criterion("c", "C")], {"a": 5, "b": 0, "c": 0})
        == 3333
    )
    assert mark(WEIGHTED, {"a": 4}) is None
    assert mark((), {}) is None


@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 4))
def test_a_better_point_never_lowers_a_mark(a: int, b: int, worse: int) -> None:
    if worse < a:
        assert mark(WEIGHTED, {"a": worse, "b": b}) < mark(WEIGHTED, {"a": a, "b": b})


@given(MARKS)
def test_the_ranking_orders_by_exact_means_whatever_the_order_of_reviews(marks: list) -> None:
    ranked = ranking(marks)

    assert ranked == ranking(sorted(marks, reverse=True))
    assert {each.application for each in ranked} == {application for application, _mark in marks}
    means = {
        each.application: Fraction(
            sum(value for application, value in marks if application == each.application), each.reviews
        )
        for each in ranked
    }
    for each in ranked:
        better = sum(mean > means[each.application] for mean in means.values())
        equal = sum(mean == means[each.application] for mean in means.values())
        assert each.rank == better + 1
        assert each.is_tied is (equal > 1)
        assert each.lowest <= each.median <= each.highest
        assert each.lowest <= each.mean <= each.highest


def test_equal_means_share_a_rank_that_counts_them() -> None:
    ranked = ranking([(3, 9000), (1, 8000), (2, 7000), (2, 9000), (4, 100)])

    assert [(each.application, each.rank, each.is_tied) for each in ranked] == [
        (3, 1, False),
        (1, 2, True),
        (2, 2, True),
        (4, 4, False),
    ]
    assert ranked[2].spread == 2000
