"""What changed between two deposits, as values."""

from __future__ import annotations

import pytest

from calls.differences import MOST_WORDS, Piece, compare_texts, differences
from calls.questionnaire import Question, QuestionKind, Questionnaire, Section


def a_form(*keys: str) -> Questionnaire:
    """A form of long texts."""
    questions = tuple(Question(key=key, kind=QuestionKind.LONG_TEXT, label=key) for key in keys)
    return Questionnaire((Section("s", "S", questions=questions),))


def test_only_what_changed_is_told_in_the_order_of_the_newer_form() -> None:
    changes = differences(
        before_form=a_form("a", "b", "gone"),
        before={"a": "un", "b": "deux", "gone": "parti"},
        after_form=a_form("new", "b", "a"),
        after={"a": "un", "b": "deux fois", "new": "neuf"},
    )

    assert [(c.question.key, c.change) for c in changes] == [
        ("new", "added"),
        ("b", "changed"),
        ("gone", "removed"),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("un deux trois", "un trois"),
        ("", "tout"),
        ("même", "même"),
        ("ligne\n\nautre", "ligne\nautre fin"),
        ("a", "b"),
    ],
)
def test_pieces_say_both_texts_again(before: str, after: str) -> None:
    pieces = compare_texts(before, after)

    assert "".join(p.text for p in pieces if p.change != "added") == before
    assert "".join(p.text for p in pieces if p.change != "removed") == after


def test_very_long_texts_are_shown_whole() -> None:
    long = "mot " * MOST_WORDS

    assert compare_texts(long, "court") == (Piece("removed", long), Piece("added", "court"))
