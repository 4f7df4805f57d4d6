"""What was answered: what is missing, and what happens when two people write at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from calls.questionnaire.kinds import QuestionKind
from calls.questionnaire.shapes import Question, Questionnaire

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Conflict:
    """One question that two people answered differently: `kept` is stored, `typed` was not."""

    key: str
    kept: Any
    typed: Any


@dataclass(frozen=True)
class Merged:
    """What to store after a save: `answers`, the revision at which each last changed, and the conflicts left."""

    answers: dict[str, Any]
    changed_at: dict[str, int]
    conflicts: tuple[Conflict, ...]
    has_changed: bool


def is_answered(question: Question, value: Any) -> bool:
    """Tell whether `value`, as stored, answers the question."""
    if value is None:
        return False
    if question.kind == QuestionKind.DECLARATION:
        return value is True
    if question.kind == QuestionKind.BUDGET:
        return bool(value.get("expenses"))
    if question.kind == QuestionKind.PLACE:
        return bool(str(value.get("words") or "").strip())
    if question.kind == QuestionKind.CHOICE:
        return value in question.choices
    if question.kind == QuestionKind.CHOICES:
        return any(label in question.choices for label in value)
    if isinstance(value, str):
        return bool(value.strip())
    return value != []


def missing(questionnaire: Questionnaire, answers: Answers) -> tuple[Question, ...]:
    """Return the required questions that are not answered, in order."""
    return tuple(
        question
        for question in questionnaire.questions
        if question.is_required and not is_answered(question, answers.get(question.key))
    )


def merge(
    *, stored: Answers, changed_at: Mapping[str, int], revision: int, base: int, typed: Answers
) -> Merged:
    """Merge what one person `typed`, who had read revision `base`, into what is `stored` at `revision`.

    A question that nobody else changed since takes what was typed; None takes an answer away. One that somebody
    changed meanwhile to something else keeps what is stored, and is reported: nothing is ever lost in silence.
    """
    answers, moments, conflicts = dict(stored), dict(changed_at), []
    for key, value in typed.items():
        if value == answers.get(key):
            continue
        if moments.get(key, 0) > base:
            conflicts.append(Conflict(key, answers.get(key), value))
            continue
        if value is None:
            answers.pop(key, None)
        else:
            answers[key] = value
        moments[key] = revision + 1
    return Merged(answers, moments, tuple(conflicts), has_changed=answers != dict(stored))
