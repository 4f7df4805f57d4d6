"""What changed between two deposited copies, as values: question by question, words added and words taken away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from calls.questionnaire import Question, QuestionKind, Questionnaire

# A word with the space that follows it: a phrase that was replaced stays in one piece.
_PIECES = re.compile(r"\S+\s*|\s+")
# Beyond this many words a comparison takes too long: both texts are shown whole.
MOST_WORDS = 8_000


@dataclass(frozen=True)
class Piece:
    """Some words: `same`, `added` or `removed`."""

    change: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One question whose answer changed; `pieces` compare texts, empty for every other kind."""

    question: Question
    before: Any
    after: Any
    pieces: tuple[Piece, ...] = ()

    @property
    def change(self) -> str:
        """What happened to the answer: added, removed, or changed."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


def differences(
    *,
    before_form: Questionnaire,
    before: Mapping[str, Any],
    after_form: Questionnaire,
    after: Mapping[str, Any],
) -> tuple[Difference, ...]:
    """Return what changed, in the order of the newer form, then what the newer form no longer asks."""
    asked = list(after_form.questions)
    known = {question.key for question in asked}
    asked += [question for question in before_form.questions if question.key not in known]
    return tuple(
        Difference(question, old, new, _pieces(question, old, new))
        for question in asked
        if (old := before.get(question.key)) != (new := after.get(question.key))
    )


def _pieces(question: Question, before: Any, after: Any) -> tuple[Piece, ...]:
    if question.kind not in (QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT) or not (before and after):
        return ()
    return compare_texts(str(before), str(after))


def compare_texts(before: str, after: str) -> tuple[Piece, ...]:
    """Return both texts as one line of pieces, in reading order: what was removed stands before what replaces it."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return (Piece("removed", before), Piece("added", after))
    pieces: list[Piece] = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(old[old_from:old_to])))
            continue
        if old_to > old_from:
            pieces.append(Piece("removed", "".join(old[old_from:old_to])))
        if new_to > new_from:
            pieces.append(Piece("added", "".join(new[new_from:new_to])))
    return tuple(pieces)
