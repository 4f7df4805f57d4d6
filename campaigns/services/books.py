"""Writing in the books: the only place where ledger entries and their accounts are made."""

from __future__ import annotations

import uuid
from datetime import datetime

from campaigns.models import Campaign, LedgerAccount, LedgerEntry, PaymentOperation, Pledge

PROVIDER = "provider"


def held(campaign: Campaign) -> str:
    """Code of the account of money kept until the deadline."""
    return f"held:{campaign.pk}"


def payable(campaign: Campaign) -> str:
    """Code of the account of money owed to the holder."""
    return f"payable:{campaign.pk}"


def commission(campaign: Campaign) -> str:
    """Code of the account of commissions of a territory."""
    return f"commission:{campaign.territory_id}"


def account(code: str, campaign: Campaign | None = None) -> LedgerAccount:
    """Return the account of that code, opening it the first time."""
    return LedgerAccount.objects.get_or_create(code=code, defaults={"campaign": campaign})[0]


def open_accounts(campaign: Campaign) -> None:
    """Open a campaign's own accounts, so that later entries find them without racing."""
    account(PROVIDER)
    account(commission(campaign))
    for code in (held(campaign), payable(campaign)):
        account(code, campaign)


def enter(
    *,
    kind: str,
    debit: str,
    credit: str,
    amount_cents: int,
    campaign: Campaign,
    at: datetime,
    pledge: Pledge | None = None,
    operation: PaymentOperation | None = None,
    fact: uuid.UUID | None = None,
) -> LedgerEntry:
    """Write one balanced entry, in the transaction of the fact it records."""
    return LedgerEntry.objects.create(
        fact=fact or uuid.uuid4(),
        kind=kind,
        debit=account(debit, campaign),
        credit=account(credit, campaign),
        amount_cents=amount_cents,
        territory_id=campaign.territory_id,
        campaign=campaign,
        pledge=pledge,
        operation=operation,
        at=at,
    )


def held_balance(campaign: Campaign) -> int:
    """Return what the ledger says is held for this campaign, in cents."""
    return -LedgerEntry.objects.filter(campaign=campaign).balance(held(campaign))
