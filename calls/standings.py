"""Reads of the jury's work: ranking, progress, order of decisions. Each is a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from calls.fund import FundRules
from calls.models import Application, Assignment, CallPage, Review, ReviewRound
from calls.ranking import Standing, ranking

S = Application.State
READ_STATES = (S.DEPOSITED, S.MORE_ASKED)


@dataclass(frozen=True)
class Progress:
    """How many readings were given out, and how many reviews came back."""

    assigned: int
    submitted: int

    @property
    def left(self) -> int:
        """How many are still awaited."""
        return self.assigned - self.submitted


def current_round(call: CallPage) -> ReviewRound | None:
    """Return the last round opened, None before the first."""
    return call.rounds.order_by("-number").first()


def standings(call: CallPage, number: int) -> list[Standing]:
    """Return the ranking of a round, from the marks handed in, in one query."""
    marks = (
        Review.objects.filter(
            assignment__round__call=call,
            assignment__round__number=number,
            assignment__ending__in=["", Assignment.Ending.REASSIGNED],
            submitted_at__isnull=False,
            mark__isnull=False,
        )
        .order_by()
        .values_list("assignment__application", "mark")
    )
    return ranking((application, mark) for application, mark in marks if mark is not None)


def best_first(call: CallPage) -> dict[int, Standing]:
    """Return the standing of every application in the last round it was ranked in, later rounds first."""
    found: dict[int, Standing] = {}
    for number in call.rounds.order_by("-number").values_list("number", flat=True):
        for standing in standings(call, number):
            found.setdefault(standing.application, standing)
    return found


def progress_of_applications(call: CallPage, number: int) -> dict[int, Progress]:
    """Return the progress of each application in a round, in one query."""
    return _progress(call, number, "application")


def progress_of_jurors(call: CallPage, number: int) -> dict[int, Progress]:
    """Return the progress of each juror in a round, in one query."""
    return _progress(call, number, "juror")


def _progress(call: CallPage, number: int, by: str) -> dict[int, Progress]:
    rows = (
        Assignment.objects.filter(round__call=call, round__number=number, ended_at=None)
        .order_by()
        .values_list(by)
        .annotate(assigned=Count("pk"), submitted=Count("pk", filter=Q(review__submitted_at__isnull=False)))
    )
    return {key: Progress(assigned, submitted) for key, assigned, submitted in rows}


def fund_rules(call: CallPage) -> FundRules | None:
    """Return the rules of the call's fund, None when it has no envelope."""
    if not call.fund_cents:
        return None
    return FundRules(call.fund_cents, call.fund_percent or 100, call.fund_cap_cents)
