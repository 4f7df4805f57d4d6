"""Who receives the money of the demonstration's campaigns: the holder or their organisation, account in order."""

from __future__ import annotations

from datetime import datetime, timedelta

from campaigns.models import Campaign, PayoutAccount
from campaigns.services import payout_accounts, receiving
from demo_bank import services as bank


def name_recipient(campaign: Campaign, *, at: datetime) -> None:
    """Let the organisation receive the money, the holder when there is none, and satisfy the demonstration bank."""
    holder = campaign.holder
    if holder is None:
        raise ValueError("A launched campaign has a holder.")
    if campaign.organisation is not None and holder.memberships.filter(
        organisation=campaign.organisation, right="administrator"
    ):
        recipient = receiving.receive_through(
            campaign=campaign, organisation=campaign.organisation, by=holder, at=at
        )
    else:
        recipient = receiving.receive_oneself(campaign=campaign, by=holder, at=at)
    account = recipient.account
    if account is None or account.payouts_enabled:
        return
    payout_accounts.open_account(account=account, at=at)
    bank.satisfy_account(account.remote_id, at=at)
    _read(account, at=at)


def ask_for_papers(campaign: Campaign, *, at: datetime) -> None:
    """Let the bank ask for an identity document again just before the payout, which then waits."""
    recipient = campaign.recipient
    if recipient is None or recipient.account is None:
        raise ValueError("A launched campaign has a recipient.")
    bank.ask_of_account(
        recipient.account.remote_id,
        missing=["identity.document"],
        due_by=at + timedelta(days=14),
        is_paid=False,
        at=at,
    )
    _read(recipient.account, at=at)


def _read(account: PayoutAccount, *, at: datetime) -> None:
    payout_accounts.sync_account(gateway_name=account.gateway, remote_id=account.remote_id, at=at)
