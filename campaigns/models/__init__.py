"""Campaign pages (words) and campaigns (money), kept apart: see docs/architecture.md."""

from .budgets import BudgetLine, StretchGoal
from .campaigns import Campaign, CampaignQuerySet, CampaignTotals
from .checks import CheckRun, ProviderMovement
from .decisions import Decision, DecisionChange, DecisionQuerySet
from .disputes import Dispute
from .ledger import LedgerAccount, LedgerEntry
from .log import RewardChange, StateChange
from .offline import Counter, OfflinePayment, PaymentSlip, Remittance
from .operations import PaymentOperation, ProviderEvent, ProviderPace
from .pages import CampaignIndexPage, CampaignPage, CampaignTag, UpdatePage
from .papers import CommissionInvoice, NumberSeries, TaxReceipt
from .pledges import Pledge, PledgeQuerySet
from .recipients import PayoutAccount, Recipient, RecipientQuerySet
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
    "CheckRun",
    "CommissionInvoice",
    "Counter",
    "Decision",
    "DecisionChange",
    "DecisionQuerySet",
    "Dispute",
    "LedgerAccount",
    "LedgerEntry",
    "NumberSeries",
    "OfflinePayment",
    "PaymentOperation",
    "PaymentSlip",
    "PayoutAccount",
    "Pledge",
    "PledgeQuerySet",
    "ProviderEvent",
    "ProviderMovement",
    "ProviderPace",
    "Recipient",
    "RecipientQuerySet",
    "Remittance",
    "RewardChange",
    "RewardIdea",
    "RewardTier",
    "StateChange",
    "StretchGoal",
    "TaxReceipt",
    "UpdatePage",
]
