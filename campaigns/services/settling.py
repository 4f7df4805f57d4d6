"""The end of a campaign: closing at the deadline, deciding once, owing a payout or refunds."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import OperationalError, transaction
from django.db.models import F, Sum

from base.schedule import stopping
from campaigns.errors import MoveRefused
from campaigns.models import Campaign, CampaignTotals, LedgerEntry, PaymentOperation, Pledge
from campaigns.notices import tell_backers, tell_holder
from campaigns.rules.offline import BANK, payouts_by_source
from campaigns.rules.settlement import settlement_plan
from campaigns.rules.status import CampaignState, OperationState, PledgeState
from campaigns.services import books
from campaigns.services.flags import flag_campaign
from campaigns.services.invoicing import issue_invoice
from campaigns.services.moves import lock_campaign, move_campaign, move_pledges
from campaigns.services.refunding import finish_refunds, owe_refunds

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def close_campaign(*, campaign: Campaign, at: datetime, actor: User | None = None, reason: str = "") -> None:
    """Shut the gate of a campaign whose deadline has come at `at`; `MoveRefused` before.

    The demonstration's "end now" passes `at=campaign.deadline`: no term changes.
    """
    locked = lock_campaign(campaign.pk)
    if locked.deadline is None or at < locked.deadline:
        raise MoveRefused(locked.status, CampaignState.CLOSING)
    move_campaign(campaign=locked, to=CampaignState.CLOSING, at=at, actor=actor, reason=reason)
    CampaignTotals.objects.filter(campaign=locked).update(takes_pledges=False)
    campaign.status = locked.status


@transaction.atomic
def decide(*, campaign: Campaign, at: datetime) -> str | None:
    """Decide the outcome, once no reservation is alive; return it, None while one is (or when books disagree).

    Everything that follows from it (ledger, pledges, operations, notices) is written in this one transaction.
    """
    campaign = lock_campaign(campaign.pk)
    if campaign.status != CampaignState.CLOSING:
        return None
    totals = CampaignTotals.objects.select_for_update(no_key=True).get(campaign=campaign)
    if totals.reserved_cents:
        return None
    uncounted = (
        Pledge.objects.kept().filter(campaign=campaign, counted=False).aggregate(sum=Sum("amount_cents"))
    )
    gathered = books.held_balance(campaign) - (uncounted["sum"] or 0)
    if gathered != totals.gathered_cents:
        flag_campaign(
            campaign_id=campaign.pk, reason="les livres et les totaux diffèrent : dénouement retenu"
        )
        return None
    plan = settlement_plan(
        gathered_cents=gathered,
        threshold_cents=campaign.threshold_cents,
        commission_bps=campaign.commission_bps,
    )
    outcome = CampaignState.FUNDED if plan.funded else CampaignState.UNFUNDED
    move_campaign(
        campaign=campaign, to=outcome, at=at, outcome=str(outcome), decided_at=at, decided_cents=gathered
    )
    if not plan.funded:
        owe_refunds(campaign=campaign, at=at)
        tell_holder(campaign=campaign, kind="campaign_unfunded", at=at)
        tell_backers(campaign=campaign, kind="backer_unfunded", at=at)
        finish_refunds(campaign=campaign, at=at)
        return str(outcome)
    held = list(Pledge.objects.filter(campaign=campaign, status=PledgeState.HELD))
    in_bank = sum(pledge.amount_cents for pledge in held if pledge.is_offline)
    move_pledges(pledges=held, to=PledgeState.RELEASED, at=at)
    fact = uuid.uuid4()
    for kind, destination, amount in (
        (LedgerEntry.Kind.DECISION, books.payable(campaign), plan.payout_cents),
        (LedgerEntry.Kind.COMMISSION, books.commission(campaign), plan.commission_cents),
    ):
        if amount:
            books.enter(
                kind=kind,
                debit=books.held(campaign),
                credit=destination,
                amount_cents=amount,
                campaign=campaign,
                at=at,
                fact=fact,
            )
    CampaignTotals.objects.filter(campaign=campaign).update(held_cents=F("held_cents") - plan.gross_cents)
    leaves = _owe_payouts(campaign, payouts_by_source(plan, bank_gross_cents=in_bank), at=at)
    letter = "campaign_funded" if leaves else "campaign_funded_waiting"
    tell_holder(campaign=campaign, kind=letter, at=at, plan=plan)
    tell_backers(campaign=campaign, kind="backer_funded", at=at)
    return str(outcome)


def _owe_payouts(campaign: Campaign, shares: tuple[int, int], *, at: datetime) -> bool:
    """Write down one payout for each source that owes something; tell whether they may leave now."""
    recipient = campaign.recipient
    account = recipient.account if recipient is not None else None
    at_provider, in_bank = shares
    for cents, gateway, name in ((at_provider, campaign.gateway, ""), (in_bank, BANK, f":{BANK}")):
        if cents:
            PaymentOperation.objects.create(
                kind=PaymentOperation.Kind.PAYOUT,
                purpose=f"payout:{campaign.pk}{name}",
                campaign=campaign,
                amount_cents=cents,
                payout_account=account,
                gateway=gateway,
                created_at=at,
                next_try_at=at,
            )
    return not at_provider or (account is not None and account.payouts_enabled)


@transaction.atomic
def cancel(*, campaign: Campaign, at: datetime, reason: str, actor: User | None = None) -> None:
    """Stop a live or suspended campaign for good: everyone is given back, nobody pays a fee."""
    campaign = lock_campaign(campaign.pk)
    CampaignTotals.objects.filter(campaign=campaign).update(takes_pledges=False)
    totals = CampaignTotals.objects.get(campaign=campaign)  # locked by the write above
    move_campaign(
        campaign=campaign,
        to=CampaignState.CANCELLED,
        at=at,
        actor=actor,
        reason=reason,
        outcome="cancelled",
        decided_at=at,
        decided_cents=totals.gathered_cents,
    )
    owe_refunds(campaign=campaign, at=at)
    tell_holder(campaign=campaign, kind="campaign_cancelled", at=at, reason=reason)
    tell_backers(campaign=campaign, kind="backer_cancelled", at=at)
    finish_refunds(campaign=campaign, at=at)


def record_payout(*, operation: PaymentOperation, at: datetime) -> None:
    """Write that the money of one source went to the holder; with the last one, invoice the commission and settle.

    The invoice comes with the payout and not with the outcome: a payout that waits in vain for its account is undone,
    its commission with it.
    """
    campaign = lock_campaign(operation.campaign_id)
    is_bank = operation.gateway == BANK
    books.enter(
        kind=LedgerEntry.Kind.BANK_PAYOUT if is_bank else LedgerEntry.Kind.PAYOUT,
        debit=books.payable(campaign),
        credit=books.place(operation.gateway, campaign),
        amount_cents=operation.amount_cents,
        campaign=campaign,
        operation=operation,
        at=at,
    )
    payouts = PaymentOperation.objects.filter(campaign=campaign, kind=PaymentOperation.Kind.PAYOUT)
    if payouts.exclude(pk=operation.pk).exclude(state=OperationState.DONE).exists():
        tell_holder(campaign=campaign, kind="payout_share_sent", at=at)
        return
    move_campaign(campaign=campaign, to=CampaignState.SETTLED, at=at, settled_at=at)
    tell_holder(campaign=campaign, kind="campaign_paid_out", at=at)
    issue_invoice(campaign=campaign, at=at)


def settle_due(*, at: datetime) -> list[tuple[Campaign, str]]:
    """Close every campaign that is due and decide every closing one that may be; return what changed.

    A campaign that cannot be decided asks for a person and holds no other back. A worker told to end leaves the others
    to the next one.
    """
    changed: list[tuple[Campaign, str]] = []
    for campaign in Campaign.objects.due(at=at).order_by("deadline", "pk"):
        if stopping.is_set():
            break
        try:
            close_campaign(campaign=campaign, at=at)
        except MoveRefused:
            continue  # another worker closed it first
        changed.append((campaign, CampaignState.CLOSING))
    for campaign in Campaign.objects.filter(status=CampaignState.CLOSING).order_by("deadline", "pk"):
        if stopping.is_set():
            break
        try:
            outcome = decide(campaign=campaign, at=at)
        except OperationalError:
            raise  # the database's trouble, not the campaign's: the whole round is made again
        except Exception as error:
            logger.exception("campaign %s cannot be decided", campaign.pk)
            flag_campaign(campaign_id=campaign.pk, reason=f"dénouement impossible : {type(error).__name__}")
            continue
        if outcome:
            changed.append((campaign, outcome))
    return changed
