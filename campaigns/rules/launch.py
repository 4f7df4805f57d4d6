"""What a campaign needs before it may launch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .deadlines import latest_deadline


class Obstacle(StrEnum):
    """Why a campaign may not launch; `wording.py` says it in a sentence with what to do."""

    NO_TIER = "no_tier"
    NO_THRESHOLD = "no_threshold"
    THRESHOLD_ABOVE_GOAL = "threshold_above_goal"
    GOAL_ABOVE_CEILING = "goal_above_ceiling"
    SURPLUS_ABOVE_CEILING = "surplus_above_ceiling"
    NO_DEADLINE = "no_deadline"
    DEADLINE_PAST = "deadline_past"
    DEADLINE_TOO_FAR = "deadline_too_far"
    NO_BUDGET = "no_budget"
    BUDGET_UNBALANCED = "budget_unbalanced"
    TIER_WITHOUT_PRICE = "tier_without_price"
    NO_HOLDER = "no_holder"
    PAGE_NOT_PUBLISHED = "page_not_published"


@dataclass(frozen=True)
class LaunchTerms:
    """Everything the decision rests on; amounts in cents, times aware, in the campaign's own zone."""

    threshold_cents: int
    goal_cents: int
    surplus_percent: int
    deadline: datetime | None
    tier_prices: tuple[int, ...]
    expenses_cents: int
    resources_cents: int
    goal_ceiling_cents: int
    surplus_ceiling_percent: int
    has_holder: bool
    page_is_published: bool


def obstacles(terms: LaunchTerms, *, at: datetime) -> tuple[Obstacle, ...]:
    """Return every reason not to launch at `at`, in the order of the « Conditions » screen; empty when ready."""
    found: list[Obstacle] = []
    if not terms.has_holder:
        found.append(Obstacle.NO_HOLDER)
    if terms.threshold_cents <= 0:
        found.append(Obstacle.NO_THRESHOLD)
    if terms.threshold_cents > terms.goal_cents:
        found.append(Obstacle.THRESHOLD_ABOVE_GOAL)
    if terms.goal_cents > terms.goal_ceiling_cents:
        found.append(Obstacle.GOAL_ABOVE_CEILING)
    if terms.surplus_percent > terms.surplus_ceiling_percent:
        found.append(Obstacle.SURPLUS_ABOVE_CEILING)
    if terms.deadline is None:
        found.append(Obstacle.NO_DEADLINE)
    elif terms.deadline <= at:
        found.append(Obstacle.DEADLINE_PAST)
    elif terms.deadline > latest_deadline(at.astimezone(terms.deadline.tzinfo)):
        found.append(Obstacle.DEADLINE_TOO_FAR)
    if not terms.tier_prices:
        found.append(Obstacle.NO_TIER)
    elif min(terms.tier_prices) <= 0:
        found.append(Obstacle.TIER_WITHOUT_PRICE)
    if not terms.expenses_cents:
        found.append(Obstacle.NO_BUDGET)
    elif terms.expenses_cents != terms.resources_cents + terms.goal_cents:
        found.append(Obstacle.BUDGET_UNBALANCED)
    if not terms.page_is_published:
        found.append(Obstacle.PAGE_NOT_PUBLISHED)
    return tuple(found)
