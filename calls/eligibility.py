"""May one answer here? A few facts about an idea against the few conditions of a call, as values; no database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum


class Duty(StrEnum):
    """Whether the idea is what a public service already owes everybody."""

    NO = "non"
    UNSURE = "peut-etre"
    YES = "oui"


class Reason(StrEnum):
    """Why not here."""

    CLOSED = "closed"
    UPCOMING = "upcoming"
    APPLICANT = "applicant"
    PLACE = "place"
    AMOUNT = "amount"
    PUBLIC_DUTY = "public_duty"
    FOR_ONESELF = "for_oneself"


class Advice(StrEnum):
    """What to look at before answering, without being an obstacle."""

    ASK_ABOUT_DUTY = "ask_about_duty"


@dataclass(frozen=True)
class Idea:
    """What somebody says of their idea; `amount_cents` None when they do not know yet."""

    applicant: str
    is_here: bool
    amount_cents: int | None
    duty: Duty
    benefits_others: bool


@dataclass(frozen=True)
class Conditions:
    """What the call asks: kinds of applicants (none: all), the largest sum in cents, whether it is open now."""

    applicants: Collection[str]
    largest_cents: int
    is_open: bool
    is_upcoming: bool = False


@dataclass(frozen=True)
class Answer:
    """The reasons why not, none when one may answer; and what to look at anyway."""

    reasons: tuple[Reason, ...]
    advice: tuple[Advice, ...] = field(default=())

    @property
    def may_apply(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.reasons


def answer(idea: Idea, conditions: Conditions) -> Answer:
    """Return every reason at once, in the order in which they matter to the person."""
    checks = (
        (Reason.UPCOMING, conditions.is_upcoming),
        (Reason.CLOSED, not conditions.is_open and not conditions.is_upcoming),
        (Reason.APPLICANT, bool(conditions.applicants) and idea.applicant not in conditions.applicants),
        (Reason.PLACE, not idea.is_here),
        (Reason.AMOUNT, idea.amount_cents is not None and idea.amount_cents > conditions.largest_cents > 0),
        (Reason.PUBLIC_DUTY, idea.duty == Duty.YES),
        (Reason.FOR_ONESELF, not idea.benefits_others),
    )
    reasons = tuple(reason for reason, applies in checks if applies)
    advice = (Advice.ASK_ABOUT_DUTY,) if idea.duty == Duty.UNSURE else ()
    return Answer(reasons, advice)
