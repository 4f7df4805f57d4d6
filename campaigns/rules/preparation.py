"""The steps of the holder's editor, and what blocks the launch in each."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from .launch import Obstacle


class Step(StrEnum):
    """A screen of the editor; the value is its address."""

    PRESENTATION = "presentation"
    STORY = "recit"
    TEAM = "equipe"
    MONEY = "argent"
    REWARDS = "contreparties"
    COMMITMENTS = "engagements"


# Words that may still change once the campaign is launched, after a review; the rest are terms.
WORDS_ONLY = (Step.PRESENTATION, Step.STORY, Step.TEAM)

BLOCKS: dict[Step, tuple[Obstacle, ...]] = {
    Step.PRESENTATION: (Obstacle.NO_SUMMARY,),
    Step.STORY: (Obstacle.NO_STORY,),
    Step.TEAM: (Obstacle.NO_HOLDER, Obstacle.NO_DELIBERATION),
    Step.MONEY: (
        Obstacle.NO_THRESHOLD,
        Obstacle.THRESHOLD_ABOVE_GOAL,
        Obstacle.GOAL_ABOVE_CEILING,
        Obstacle.SURPLUS_ABOVE_CEILING,
        Obstacle.NO_DEADLINE,
        Obstacle.DEADLINE_PAST,
        Obstacle.DEADLINE_TOO_FAR,
        Obstacle.NO_BUDGET,
        Obstacle.BUDGET_UNBALANCED,
    ),
    Step.REWARDS: (
        Obstacle.NO_TIER,
        Obstacle.TIER_WITHOUT_PRICE,
        Obstacle.NO_SMALL_TIER,
        Obstacle.ONE_KIND_OF_REWARD,
    ),
    Step.COMMITMENTS: (
        Obstacle.NO_OTHER_HELP,
        Obstacle.NO_BENEFICIARIES,
        Obstacle.NO_PUBLIC_DUTY,
        Obstacle.NO_RIGHTS,
        Obstacle.TAX_RECEIPTS_INCOMPLETE,
    ),
}

# The field of the page a moderator's remark is anchored to → the step where it is written.
FIELD_STEPS: dict[str, Step] = {
    "title": Step.PRESENTATION,
    "summary": Step.PRESENTATION,
    "picture": Step.PRESENTATION,
    "neighbourhood": Step.PRESENTATION,
    "place": Step.PRESENTATION,
    "latitude": Step.PRESENTATION,
    "longitude": Step.PRESENTATION,
    "tags": Step.PRESENTATION,
    "body": Step.STORY,
    "team": Step.TEAM,
    "other_help": Step.COMMITMENTS,
    "who_benefits": Step.COMMITMENTS,
    "public_duty": Step.COMMITMENTS,
}


def by_step(found: Iterable[Obstacle]) -> dict[Step, tuple[Obstacle, ...]]:
    """Return the obstacles of each step, empty for a step where nothing is missing."""
    there = set(found)
    return {step: tuple(obstacle for obstacle in BLOCKS[step] if obstacle in there) for step in Step}


def suggested_sums(*, threshold_cents: int, goal_cents: int) -> tuple[int, ...]:
    """Return the sums worth a « what if »: just short of the threshold, the threshold, the goal; rising, each once."""
    if threshold_cents <= 0:
        return ()
    short = threshold_cents * 9 // 10 // 100 * 100
    sums = {short, threshold_cents, max(goal_cents, threshold_cents)}
    return tuple(sorted(amount for amount in sums if amount > 0))
