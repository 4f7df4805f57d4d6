"""Answers as they are read: by those who write them, by a jury, on paper; never as they are typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from base.dates_display import day
from base.identifiers import spaced_siret
from base.money_display import euros
from calls.differences import Piece, differences
from calls.models import Application, ApplicationFile, ApplicationVersion
from calls.questionnaire import Question, QuestionKind, Questionnaire, is_answered

K = QuestionKind


@dataclass(frozen=True)
class ShownAnswer:
    """One answer: `text` says it in words, `lines` are its parts (choices), `budget` its tables, `files` its files."""

    question: Question
    is_answered: bool
    text: str = ""
    lines: tuple[str, ...] = ()
    budget: tuple[BudgetTable, ...] = ()
    files: tuple[ApplicationFile, ...] = ()


@dataclass(frozen=True)
class BudgetTable:
    """Expenses or resources, in cents, with their sum."""

    side: str
    lines: tuple[tuple[str, int], ...]
    cents: int


@dataclass(frozen=True)
class ShownChange:
    """One answer that changed, as it was and as it is; `pieces` compare texts word by word."""

    question: Question
    change: str
    pieces: tuple[Piece, ...]
    before: ShownAnswer
    after: ShownAnswer


@dataclass(frozen=True)
class ShownSection:
    """One step of the form, answered."""

    key: str
    title: str
    answers: tuple[ShownAnswer, ...]


def shown_sections(
    form: Questionnaire,
    answers: Mapping[str, Any],
    *,
    files: Iterable[ApplicationFile] = (),
    hidden: Collection[str] = (),
) -> list[ShownSection]:
    """Return every section with its answers; questions of `hidden` keys are left out, and sections left empty too."""
    known = {str(file.reference): file for file in files}
    sections = [
        ShownSection(
            section.key,
            section.title,
            tuple(
                shown_answer(question, answers.get(question.key), known)
                for question in section.questions
                if question.key not in hidden
            ),
        )
        for section in form.sections
    ]
    return [section for section in sections if section.answers]


def shown_version(version: ApplicationVersion, *, hidden: Collection[str] = ()) -> list[ShownSection]:
    """Return a deposited copy as it is read, with its files; two queries."""
    files = version.application.files.select_related("file")
    return shown_sections(version.form.questionnaire, version.answers, files=files, hidden=hidden)


def shown_changes(
    before: ApplicationVersion, after: ApplicationVersion, *, hidden: Collection[str] = ()
) -> list[ShownChange]:
    """Return what changed between two copies, by the identity of questions, but for questions of `hidden` keys."""
    files = {str(file.reference): file for file in after.application.files.select_related("file")}
    return [
        ShownChange(
            question=change.question,
            change=change.change,
            pieces=change.pieces,
            before=shown_answer(change.question, change.before, files),
            after=shown_answer(change.question, change.after, files),
        )
        for change in differences(
            before_form=before.form.questionnaire,
            before=before.answers,
            after_form=after.form.questionnaire,
            after=after.answers,
        )
        if change.question.key not in hidden
    ]


def shown_draft(application: Application, form: Questionnaire) -> list[ShownSection]:
    """Return what is written so far, under the form as it is now."""
    return shown_sections(form, application.answers, files=application.files.select_related("file"))


def shown_answer(
    question: Question, value: Any, files: Mapping[str, ApplicationFile] | None = None
) -> ShownAnswer:
    """Return one stored answer as it is read."""
    # A budget of resources alone does not answer, and is read all the same.
    if not value if question.kind == K.BUDGET else not is_answered(question, value):
        return ShownAnswer(question, is_answered=False)
    if question.kind == K.BUDGET:
        return ShownAnswer(question, is_answered=True, budget=_tables(value))
    if question.kind in (K.FILE, K.FILES):
        found = [files[name] for name in value if name in files] if files else []
        return ShownAnswer(question, is_answered=True, files=tuple(found))
    if question.kind == K.CHOICES:
        return ShownAnswer(question, is_answered=True, lines=tuple(value))
    return ShownAnswer(question, is_answered=True, text=answer_text(question, value))


def answer_text(question: Question, value: Any) -> str:
    """Return an answer that fits one text, in words."""
    if question.kind == K.AMOUNT:
        return euros(int(value))
    if question.kind == K.NUMBER:
        return str(value).replace(".", ",")
    if question.kind == K.DATE:
        return day(dt.date.fromisoformat(value))
    if question.kind == K.SIRET:
        return spaced_siret(value)
    if question.kind == K.PLACE:
        position = [value.get("latitude"), value.get("longitude")]
        at = f" ({position[0]} ; {position[1]})".replace(".", ",") if all(position) else ""
        return f"{value['words']}{at}"
    if question.kind == K.DECLARATION:
        return ""
    if question.kind == K.CHOICES:
        return " ; ".join(value)
    return str(value)


def _tables(value: Mapping[str, Any]) -> tuple[BudgetTable, ...]:
    tables = []
    for side in ("expenses", "resources"):
        lines = tuple((str(label), int(cents)) for label, cents in value.get(side, []))
        tables.append(BudgetTable(side, lines, sum(cents for _label, cents in lines)))
    return tuple(tables)
