"""The published criteria every project is judged by, in or outside a call."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Criterion(StrEnum):
    """What moderators look at, in the order of the published page."""

    LOCAL_INTEREST = "local_interest"
    BENEFITS_OTHERS = "benefits_others"
    CO_PRODUCTION = "co_production"
    REAL_NEED = "real_need"
    PUBLIC_DUTY = "public_duty"
    COMMERCIAL = "commercial"


class Answer(StrEnum):
    """What a moderator answers to a criterion."""

    YES = "yes"
    NO = "no"


# « Commercial or not » is noted, never held against a project: both are welcome.
DECISIVE = tuple(criterion for criterion in Criterion if criterion != Criterion.COMMERCIAL)


def unanswered(answers: Mapping[str, str]) -> tuple[Criterion, ...]:
    """Return the criteria without an answer, in order."""
    known = set(Answer)
    return tuple(criterion for criterion in Criterion if answers.get(criterion) not in known)


def unmet(answers: Mapping[str, str]) -> tuple[Criterion, ...]:
    """Return the decisive criteria that are not met; one is enough not to approve."""
    return tuple(criterion for criterion in DECISIVE if answers.get(criterion) == Answer.NO)
