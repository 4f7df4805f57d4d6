"""A questionnaire as frozen values, to and from JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from calls.questionnaire.kinds import QuestionKind, Role

# By their register they lead to a name.
IDENTIFIERS = frozenset({QuestionKind.SIRET, QuestionKind.RNA})


@dataclass(frozen=True)
class Question:
    """One question. `key` is its identity: it never changes with its words, and names its column in exports.

    `longest` counts characters of a text, `most_files` files; `least` and `most` bound a number (as text) or an
    amount (cents, as text); empty or 0 means no bound of its own. `is_identifying` answers are hidden from jurors
    when the call is read without names.
    """

    key: str
    kind: QuestionKind
    label: str
    help: str = ""
    is_required: bool = True
    longest: int = 0
    choices: tuple[str, ...] = ()
    least: str = ""
    most: str = ""
    most_files: int = 0
    role: Role = Role.NONE
    is_identifying: bool = False

    @property
    def says_who_answers(self) -> bool:
        """Whether its answer names the applicant: hidden from readings without names and from plain exports."""
        return self.is_identifying or self.kind in IDENTIFIERS


@dataclass(frozen=True)
class Section:
    """One step of the form: a title, a few words, its questions."""

    key: str
    title: str
    text: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Criterion:
    """What the jury looks at; weights add up to 100, or are all 0 when criteria are worth the same."""

    key: str
    title: str
    weight: int = 0
    explanation: str = ""


@dataclass(frozen=True)
class Questionnaire:
    """A whole form and the criteria by which its answers are judged, as they were at one moment."""

    sections: tuple[Section, ...]
    criteria: tuple[Criterion, ...] = field(default=())

    @property
    def questions(self) -> Iterator[Question]:
        """Every question, in order."""
        return (question for section in self.sections for question in section.questions)

    def question(self, key: str) -> Question | None:
        """The question of that identity, None when the form has none."""
        return next((question for question in self.questions if question.key == key), None)

    def with_role(self, role: Role) -> list[Question]:
        """The questions whose answers become `role` in the campaign, in order."""
        return [question for question in self.questions if question.role == role]

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON, from which `from_json` makes an equal value."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return plain

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Questionnaire:
        """Make the value that `as_json` wrote."""
        return cls(
            sections=tuple(
                Section(**{**section, "questions": tuple(_question(row) for row in section["questions"])})
                for section in stored["sections"]
            ),
            criteria=tuple(Criterion(**row) for row in stored["criteria"]),
        )

    @property
    def digest(self) -> str:
        """A sum that is the same for equal questionnaires and no other."""
        text = json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def _question(row: dict[str, Any]) -> Question:
    return Question(
        **{
            **row,
            "kind": QuestionKind(row["kind"]),
            "role": Role(row["role"]),
            "choices": tuple(row["choices"]),
        }
    )
