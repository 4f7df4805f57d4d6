"""Campaign pages (words) and campaigns (money), kept apart: see docs/architecture.md."""

from .campaigns import BudgetLine, Campaign, CampaignQuerySet, CampaignTotals, StretchGoal
from .ledger import LedgerAccount, LedgerEntry
from .log import StateChange
from .operations import PaymentOperation, ProviderEvent
from .pages import CampaignIndexPage, CampaignPage, CampaignTag, UpdatePage
from .pledges import Pledge, PledgeQuerySet
from .rewards import RewardTier

__all__ = [
    "BudgetLine",
    "Campaign",
    "CampaignIndexPage",
    "CampaignPage",
    "CampaignQuerySet",
    "CampaignTag",
    "CampaignTotals",
    "LedgerAccount",
    "LedgerEntry",
    "PaymentOperation",
    "Pledge",
    "PledgeQuerySet",
    "ProviderEvent",
    "RewardTier",
    "StateChange",
    "StretchGoal",
    "UpdatePage",
]
