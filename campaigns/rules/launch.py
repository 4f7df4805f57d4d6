"""What a campaign needs before it may launch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .commitments import has_small_tier, is_varied
from .deadlines import latest_deadline


class Obstacle(StrEnum):
    """Why a campaign may not launch; `wording.py` says it in a sentence with what to do."""

    NO_TIER = "no_tier"
    NO_SMALL_TIER = "no_small_tier"
    ONE_KIND_OF_REWARD = "one_kind_of_reward"
    NO_OTHER_HELP = "no_other_help"
    NO_BENEFICIARIES = "no_beneficiaries"
    NO_PUBLIC_DUTY = "no_public_duty"
    NO_RIGHTS = "no_rights"
    NO_DELIBERATION = "no_deliberation"
    TAX_RECEIPTS_INCOMPLETE = "tax_receipts_incomplete"
    NO_SUMMARY = "no_summary"
    NO_STORY = "no_story"
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
    NO_RECIPIENT = "no_recipient"
    RECIPIENT_NOT_ANSWERED = "recipient_not_answered"
    ACCOUNT_NOT_READY = "account_not_ready"


# What may still lack when a project is handed to the moderators, and must not at its launch.
AFTER_REVIEW = frozenset(
    {
        Obstacle.PAGE_NOT_PUBLISHED,
        Obstacle.NO_RECIPIENT,
        Obstacle.RECIPIENT_NOT_ANSWERED,
        Obstacle.ACCOUNT_NOT_READY,
    }
)
RECEIVING = (Obstacle.NO_RECIPIENT, Obstacle.RECIPIENT_NOT_ANSWERED, Obstacle.ACCOUNT_NOT_READY)


@dataclass(frozen=True)
class LaunchTerms:
    """Everything the decision rests on; amounts in cents, times aware, in the campaign's own zone."""

    threshold_cents: int
    goal_cents: int
    surplus_percent: int
    deadline: datetime | None
    tier_prices: tuple[int, ...]
    tier_kinds: tuple[str, ...]
    one_kind_reason: str
    expenses_cents: int
    resources_cents: int
    goal_ceiling_cents: int
    surplus_ceiling_percent: int
    has_holder: bool
    page_is_published: bool
    summary: str
    has_story: bool
    other_help: str
    who_benefits: str
    public_duty: str
    rights: str
    needs_deliberation: bool
    deliberation_is_complete: bool
    has_recipient: bool
    recipient_is_asked: bool
    account_is_ready: bool
    declares_tax_receipts: bool = False
    tax_receipts_are_complete: bool = True


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
    else:
        found += _poor_rewards(terms)
    if not terms.expenses_cents:
        found.append(Obstacle.NO_BUDGET)
    elif terms.expenses_cents != terms.resources_cents + terms.goal_cents:
        found.append(Obstacle.BUDGET_UNBALANCED)
    found += _missing_words(terms)
    if not terms.page_is_published:
        found.append(Obstacle.PAGE_NOT_PUBLISHED)
    if not terms.has_recipient:
        found.append(Obstacle.RECIPIENT_NOT_ANSWERED if terms.recipient_is_asked else Obstacle.NO_RECIPIENT)
    elif not terms.account_is_ready:
        found.append(Obstacle.ACCOUNT_NOT_READY)
    return tuple(found)


def _poor_rewards(terms: LaunchTerms) -> list[Obstacle]:
    """Return what the rewards lack, there being one at least."""
    found: list[Obstacle] = []
    if min(terms.tier_prices) <= 0:
        found.append(Obstacle.TIER_WITHOUT_PRICE)
    if not has_small_tier(terms.tier_prices):
        found.append(Obstacle.NO_SMALL_TIER)
    if not is_varied(terms.tier_kinds) and not terms.one_kind_reason.strip():
        found.append(Obstacle.ONE_KIND_OF_REWARD)
    return found


def _missing_words(terms: LaunchTerms) -> list[Obstacle]:
    """Return what the holder has not yet said about the project, besides money."""
    said = {
        Obstacle.NO_SUMMARY: terms.summary,
        Obstacle.NO_OTHER_HELP: terms.other_help,
        Obstacle.NO_BENEFICIARIES: terms.who_benefits,
        Obstacle.NO_PUBLIC_DUTY: terms.public_duty,
        Obstacle.NO_RIGHTS: terms.rights,
    }
    found = [obstacle for obstacle, words in said.items() if not words.strip()]
    if not terms.has_story:
        found.insert(0, Obstacle.NO_STORY)
    if terms.needs_deliberation and not terms.deliberation_is_complete:
        found.append(Obstacle.NO_DELIBERATION)
    if terms.declares_tax_receipts and not terms.tax_receipts_are_complete:
        found.append(Obstacle.TAX_RECEIPTS_INCOMPLETE)
    return found
