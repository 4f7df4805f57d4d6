"""Campaign pages (words) and campaigns (money), kept apart: see docs/architecture.md."""

from .budgets import BudgetLine, StretchGoal
from .campaigns import Campaign, CampaignQuerySet, CampaignTotals
from .decisions import Decision, DecisionChange, DecisionQuerySet
from .ledger import LedgerAccount, LedgerEntry
from .log import StateChange
from .operations import PaymentOperation, ProviderEvent
from .pages import CampaignIndexPage, CampaignPage, CampaignTag, UpdatePage
from .pledges import Pledge, PledgeQuerySet
from .reviews import CampaignReview, CampaignReviewTask, CampaignTaskState
from .rewards import RewardIdea, RewardTier

__all__ = [
    "BudgetLine",
    "Campaign",
    "CampaignIndexPage",
    "CampaignPage",
    "CampaignQuerySet",
    "CampaignReview",
    "CampaignReviewTask",
    "CampaignTag",
    "CampaignTaskState",
    "CampaignTotals",
    "Decision",
    "DecisionChange",
    "DecisionQuerySet",
    "LedgerAccount",
    "LedgerEntry",
    "PaymentOperation",
    "Pledge",
    "PledgeQuerySet",
    "ProviderEvent",
    "RewardIdea",
    "RewardTier",
    "StateChange",
    "StretchGoal",
    "UpdatePage",
]
