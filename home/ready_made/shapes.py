"""The shapes of ready-made content: frozen values; `home.services.ready_made` makes pages of them.

Bodies are written with the conventions of `home.demo.prose`. `$town`, `$platform` and the like stand for what the
territory's settings say (`home.services.ready_made.words_of`).
"""

from __future__ import annotations

from dataclasses import dataclass


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
class ReadyCall(ReadyMade):
    """A call ready to adapt; its timetable is in days from the day it is made, its ceilings are the territory's."""

    tags: tuple[str, ...]
    who_may_answer: str
    questions: tuple[str, ...]
    criteria: tuple[ReadyCriterion, ...]
    offers: tuple[ReadyOffer, ...]
    places: int
    opens_in_days: int = 14
    open_for_days: int = 42
    results_after_days: int = 28


@dataclass(frozen=True)
class ReadyText(ReadyMade):
    """A page of explanation; one of them is where « Proposer un projet » leads."""

    slug: str
    for_proposals: bool = False
