"""Payouts that wait for an account in order: reminders, then, before the money may be kept no longer, refunds.

A payout that waits is `pending`: nothing was sent. Before anybody is refunded it is taken as a worker would take it,
so that no other sends it meanwhile, and looked for at the provider, in case a transfer left all the same.
"""

from __future__ import annotations

import logging
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import F, Min, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from base.dates_display import moment
from campaigns.errors import ProviderError
from campaigns.gateways import gateway_named
from campaigns.gateways.base import Gateway
from campaigns.links import account_path, payout_path
from campaigns.models import Campaign, CampaignTotals, LedgerEntry, PaymentOperation, PayoutAccount, Pledge
from campaigns.notices import tell_backers, tell_holder, tell_people
from campaigns.rules.offline import BANK
from campaigns.rules.status import CampaignState, OperationState, PledgeState
from campaigns.rules.waiting import given_back_from, reminder_due
from campaigns.services import books
from campaigns.services.flags import flag_campaign
from campaigns.services.moves import lock_campaign, move_campaign
from campaigns.services.paying import campaign_group
from campaigns.services.payout_accounts import sync_account
from campaigns.services.recipient_moves import people_of
from campaigns.services.refunding import finish_refunds, owe_refunds
from campaigns.wording.receiving import account_situation

LEASE = timedelta(minutes=5)

logger = logging.getLogger(__name__)


def cannot_be_paid(operation: PaymentOperation, *, at: datetime, gateway: Gateway | None = None) -> bool:
    """Ask the provider, after it refused a payout, whether it is the account that is not in order."""
    account = operation.payout_account
    if operation.kind != PaymentOperation.Kind.PAYOUT or account is None:
        return False
    try:
        sync_account(gateway_name=account.gateway, remote_id=account.remote_id, at=at, gateway=gateway)
    except ProviderError:
        return False
    account.refresh_from_db()
    return not account.payouts_enabled


def wait_for_account(operation: PaymentOperation) -> str:
    """Put a payout that was looked up and not found back among those to send: nobody is alarmed, nothing is called."""
    PaymentOperation.objects.filter(
        pk=operation.pk, attempt=operation.attempt, state=OperationState.SENDING
    ).update(state=OperationState.PENDING, lease_until=None, problem="")
    return "later"


def first_charge_at(campaign_id: int) -> datetime | None:
    """Return when the first money of a campaign came in at the provider: its limit counts from there."""
    at_provider = Pledge.objects.filter(campaign_id=campaign_id).exclude(gateway=BANK)
    found: datetime | None = at_provider.aggregate(at=Min("paid_at"))["at"]
    return found


def give_back_at(campaign: Campaign) -> datetime | None:
    """Return when the money of a campaign will be given back if its account is never in order."""
    first = first_charge_at(campaign.pk)
    return given_back_from(first_charge=first, days=settings.PAYOUT_WAIT_DAYS) if first else None


def watch_waiting_payouts(*, at: datetime) -> dict[str, int]:
    """Remind or give back, for each payout that waits; one that fails holds no other back."""
    counts = {"reminded": 0, "given back": 0}
    waiting = PaymentOperation.objects.filter(
        kind=PaymentOperation.Kind.PAYOUT,
        state=OperationState.PENDING,
        payout_account__payouts_enabled=False,
    ).exclude(gateway=BANK)  # the territory's own bank asks no account of anybody
    waiting = waiting.select_related(
        "campaign__page", "campaign__territory", "campaign__totals", "campaign__holder"
    )
    for operation in list(waiting.order_by("created_at", "pk")):
        try:
            limit = give_back_at(operation.campaign)
            if limit is not None and at >= limit:
                counts["given back"] += give_everything_back(operation=operation, at=at)
            else:
                counts["reminded"] += _remind(operation, limit, at=at)
        except OperationalError:
            raise  # the database's trouble, not the payout's
        except Exception as error:
            logger.exception("waiting payout %s", operation.purpose)
            reason = f"versement en attente : {type(error).__name__}"
            flag_campaign(campaign_id=operation.campaign_id, reason=reason)
    return counts


@transaction.atomic
def _remind(operation: PaymentOperation, limit: datetime | None, *, at: datetime) -> int:
    """Write the reminder of the day, once, to the holder and to who acts for the account."""
    campaign, account = operation.campaign, operation.payout_account
    day = reminder_due(decided_at=operation.created_at, at=at)
    if day is None or account is None:
        return 0
    end = ""
    if limit is not None:
        end = _("Sans cela, chacun est remboursé le %(moment)s.") % {"moment": moment(limit, campaign.zone)}
    situation = account_situation(account, zone=campaign.zone)
    words = [situation.sentence, *(f"{asked}." for asked in situation.asked), end]
    people = people_of(account)
    facts: dict[str, Any] = {"campaign": campaign, "kind": "account_waits", "about": f"{campaign.pk}:{day}"}
    tell_people(**facts, people=people, path=account_path(account), reason=" ".join(words))
    holder = campaign.holder
    if holder is not None and holder not in people:  # what an account lacks is told to who acts for it alone
        sentence = _("le compte de %(name)s n’est pas encore en règle.") % {"name": account.owner_name}
        tell_people(**facts, people=[holder], path=payout_path(campaign), reason=f"{sentence} {end}")
    return 1


def give_everything_back(
    *, operation: PaymentOperation, at: datetime, gateway: Gateway | None = None
) -> bool:
    """Refund everybody instead of a payout that never could be made; True when it is decided.

    False when another worker has the payout, when the provider does not answer, or when a transfer left all the same:
    it is then recorded as any other.
    """
    claimed = PaymentOperation.objects.filter(
        pk=operation.pk, state=OperationState.PENDING, attempt=operation.attempt
    ).filter(payout_account__payouts_enabled=False)
    lease_until = max(at, timezone.now()) + LEASE
    if not claimed.update(state=OperationState.SENDING, attempt=F("attempt") + 1, lease_until=lease_until):
        return False
    operation.refresh_from_db()
    mine = PaymentOperation.objects.filter(
        pk=operation.pk, state=OperationState.SENDING, attempt=operation.attempt
    )
    try:
        found = (gateway or gateway_named(operation.gateway)).find_payout(
            campaign_group(operation.campaign_id)
        )
    except ProviderError:
        mine.update(state=OperationState.PENDING, lease_until=None)
        return False
    if found is not None:
        mine.update(lease_until=None, next_try_at=at)
        return False
    with transaction.atomic():
        campaign = lock_campaign(operation.campaign_id)
        account = PayoutAccount.objects.select_for_update(no_key=True).get(payouts=operation)
        if account.payouts_enabled or not _undo(campaign, operation, at=at):
            mine.update(state=OperationState.PENDING, lease_until=None)
            return False
        if not mine.update(state=OperationState.CANCELLED, lease_until=None):
            transaction.set_rollback(True)
            return False
    return True


def _undo(campaign: Campaign, operation: PaymentOperation, *, at: datetime) -> bool:
    """Write that everybody is given back: the reversing entries, the pledges, their refunds, one transaction."""
    released = Pledge.objects.filter(campaign=campaign, status=PledgeState.RELEASED)
    gross = released.aggregate(sum=Sum("amount_cents"))["sum"] or 0
    taken = LedgerEntry.objects.filter(campaign=campaign, kind=LedgerEntry.Kind.COMMISSION).first()
    commission = taken.amount_cents if taken else 0
    owed = -LedgerEntry.objects.filter(campaign=campaign).balance(books.payable(campaign))
    if campaign.status != CampaignState.FUNDED or owed + commission != gross:
        flag_campaign(
            campaign_id=campaign.pk,
            reason="versement impossible : les soutiens et la somme due diffèrent, remboursement retenu",
        )
        return False
    fact = uuid.uuid4()
    for kind, source, amount in (
        (LedgerEntry.Kind.DECISION_UNDONE, books.payable(campaign), owed),
        (LedgerEntry.Kind.COMMISSION_UNDONE, books.commission(campaign), commission),
    ):
        if amount:
            books.enter(
                kind=kind,
                debit=source,
                credit=books.held(campaign),
                amount_cents=amount,
                campaign=campaign,
                operation=operation,
                at=at,
                fact=fact,
            )
    PaymentOperation.objects.by_hand().filter(campaign=campaign, kind=PaymentOperation.Kind.PAYOUT).update(
        state=OperationState.CANCELLED
    )
    CampaignTotals.objects.filter(campaign=campaign).update(held_cents=F("held_cents") + gross)
    move_campaign(
        campaign=campaign,
        to=CampaignState.CANCELLED,
        at=at,
        reason=_("Le compte de versement n’a pas été en règle à temps."),
    )
    owe_refunds(campaign=campaign, at=at, state=PledgeState.RELEASED)
    tell_holder(campaign=campaign, kind="campaign_unpayable", at=at)
    tell_backers(campaign=campaign, kind="backer_unpayable", at=at)
    finish_refunds(campaign=campaign, at=at)
    return True
