"""One deposited copy laid out for those who read it, beside the copy before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from calls.models import ApplicationVersion
from calls.questionnaire import Question, QuestionKind
from calls.questionnaire.words import answer_words


@dataclass(frozen=True)
class Read:
    """One question with its answer in words; `before` is the earlier answer when it was another one."""

    question: Question
    words: str
    value: Any
    before: str = ""
    has_changed: bool = False

    @property
    def is_budget(self) -> bool:
        """Whether it is shown as a table."""
        return self.question.kind == QuestionKind.BUDGET and bool(self.value)


@dataclass(frozen=True)
class ReadSection:
    """One step of the form."""

    title: str
    rows: list[Read]


def read_copy(version: ApplicationVersion, before: ApplicationVersion | None) -> list[ReadSection]:
    """Return what `version` holds, by step, and what differs from `before`, by the identity of questions."""
    earlier = {q.key: q for q in before.form.questionnaire.questions} if before else {}
    sections = []
    for section in version.form.questionnaire.sections:
        rows = []
        for question in section.questions:
            value = version.answers.get(question.key)
            old = before.answers.get(question.key) if before else None
            has_changed = before is not None and value != old
            words = (
                answer_words(earlier[question.key], old) if has_changed and question.key in earlier else ""
            )
            rows.append(Read(question, answer_words(question, value), value, words, has_changed))
        sections.append(ReadSection(section.title, rows))
    return sections
