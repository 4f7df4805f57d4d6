"""Writing in the books: the only place where ledger entries and their accounts are made."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from campaigns.models import Campaign, LedgerAccount, LedgerEntry, PaymentOperation, Pledge
from campaigns.rules.offline import BANK

PROVIDER = "provider"
PROVIDER_FEES = "provider_fees"
UNCLAIMED = "unclaimed"
LOSSES = "losses"


def held(campaign: Campaign) -> str:
    """Code of the account of money kept until the deadline."""
    return f"held:{campaign.pk}"


def payable(campaign: Campaign) -> str:
    """Code of the account of money owed to the holder."""
    return f"payable:{campaign.pk}"


def returned(campaign: Campaign) -> str:
    """Code of the account of money taken back from the holder's payout, until it is given to its backers."""
    return f"returned:{campaign.pk}"


def commission(campaign: Campaign) -> str:
    """Code of the account of commissions of a territory."""
    return f"commission:{campaign.territory_id}"


def bank(territory_id: int) -> str:
    """Code of the account of a territory's money that is not at the provider."""
    return f"bank:{territory_id}"


def place(gateway: str, campaign: Campaign) -> str:
    """Code of the account where money of that gateway is: the provider's, or the own bank of the territory."""
    return bank(campaign.territory_id) if gateway == BANK else PROVIDER


def account(code: str, campaign: Campaign | None = None) -> LedgerAccount:
    """Return the account of that code, opening it the first time."""
    return LedgerAccount.objects.get_or_create(code=code, defaults={"campaign": campaign})[0]


def open_accounts(campaign: Campaign) -> None:
    """Open a campaign's own accounts, so that later entries find them without racing."""
    for code in (
        PROVIDER,
        PROVIDER_FEES,
        UNCLAIMED,
        LOSSES,
        commission(campaign),
        bank(campaign.territory_id),
    ):
        account(code)
    for code in (held(campaign), payable(campaign)):
        account(code, campaign)


def enter(
    *,
    kind: str,
    debit: str,
    credit: str,
    amount_cents: int,
    campaign: Campaign | None,
    at: datetime,
    pledge: Pledge | None = None,
    operation: PaymentOperation | None = None,
    fact: uuid.UUID | None = None,
    territory_id: int | None = None,
    corrects: LedgerEntry | None = None,
) -> LedgerEntry:
    """Write one balanced entry, in the transaction of the fact it records.

    An entry of no campaign says whose books it is in by `territory_id`; a reversing one, what it `corrects`.
    """
    return LedgerEntry.objects.create(
        fact=fact or uuid.uuid4(),
        kind=kind,
        debit=account(debit, _own(debit, campaign)),
        credit=account(credit, _own(credit, campaign)),
        amount_cents=amount_cents,
        territory_id=campaign.territory_id if campaign else (territory_id or 0),
        campaign=campaign,
        pledge=pledge,
        operation=operation,
        corrects=corrects,
        at=at,
    )


def enter_refunds(
    *, campaign: Campaign, refunds: Sequence[tuple[PaymentOperation, Pledge]], at: datetime
) -> None:
    """Write one entry for each of many refunds of a campaign, in one statement."""
    debit = account(held(campaign), campaign)
    places = {operation.gateway: place(operation.gateway, campaign) for operation, _pledge in refunds}
    credits = {gateway: account(code) for gateway, code in places.items()}
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            kind=LedgerEntry.Kind.REFUND,
            debit=debit,
            credit=credits[operation.gateway],
            amount_cents=operation.amount_cents,
            territory_id=campaign.territory_id,
            campaign=campaign,
            pledge=pledge,
            operation=operation,
            at=at,
        )
        for operation, pledge in refunds
    )


def _own(code: str, campaign: Campaign | None) -> Campaign | None:
    """Return the campaign of an account that is a campaign's own."""
    own = {held(campaign), payable(campaign), returned(campaign)} if campaign else set()
    return campaign if code in own else None


def held_balance(campaign: Campaign) -> int:
    """Return what the ledger says is held for this campaign, in cents."""
    return -LedgerEntry.objects.filter(campaign=campaign).balance(held(campaign))
