"""The shapes of ready-made content: frozen values; `home.services.ready_made` makes pages of them.

Bodies are written with the conventions of `home.demo.prose`. `$town`, `$platform` and the like stand for what the
territory's settings say (`home.services.ready_made.words_of`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ReadyMade:
    """One model: `description` tells the editor what it is for, the rest becomes the page."""

    code: str
    title: str
    description: str
    summary: str
    body: str


@dataclass(frozen=True)
class ReadyTheme(ReadyMade):
    """A theme with the tags by which it gathers."""

    tags: tuple[str, ...]


@dataclass(frozen=True)
class ReadyCriterion:
    """What a jury looks at; the weights of a call add up to 100."""

    title: str
    weight: int
    explanation: str


@dataclass(frozen=True)
class ReadyOffer:
    """What the projects kept will receive; `kind` is one of `calls.models.CallOffer.Kind`."""

    kind: str
    text: str


@dataclass(frozen=True)
class ReadyStep:
    """The beginning of a step of a form."""

    title: str
    text: str = ""


@dataclass(frozen=True)
class ReadyQuestion:
    """One question of a form: `kind` names a block of `calls.blocks`, `more` holds what only that kind has."""

    kind: str
    label: str
    help: str = ""
    required: bool = True
    identifying: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadyCall(ReadyMade):
    """A call ready to adapt; its timetable is in days from the day it is made, its ceilings are the territory's."""

    tags: tuple[str, ...]
    who_may_answer: str
    questions: tuple[ReadyStep | ReadyQuestion, ...]
    criteria: tuple[ReadyCriterion, ...]
    offers: tuple[ReadyOffer, ...]
    places: int | None = None
    answerers: tuple[str, ...] = ()
    is_standing: bool = False
    opens_in_days: int = 14
    open_for_days: int = 42
    results_after_days: int = 28

    @property
    def asked(self) -> int:
        """How many questions the form asks, beside the four every form begins with."""
        return sum(isinstance(row, ReadyQuestion) for row in self.questions)


@dataclass(frozen=True)
class ReadyText(ReadyMade):
    """A page of explanation; one of them is where « Proposer un projet » leads."""

    slug: str
    for_proposals: bool = False
