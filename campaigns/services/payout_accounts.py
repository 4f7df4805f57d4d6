"""Accounts at the provider: opening one exactly once in effect, and learning where it stands, whoever tells."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from campaigns.errors import ProviderError, ProviderRefused, ProviderUnclear
from campaigns.gateways import gateway_named
from campaigns.gateways.base import AccountRequest, AccountSnapshot, Gateway, HolderForm
from campaigns.links import account_path
from campaigns.models import PayoutAccount, Recipient
from campaigns.notices import tell_people
from campaigns.rules.status import CampaignState, OperationState
from campaigns.services.recipient_changes import take_verified
from campaigns.services.recipient_moves import people_of
from campaigns.wording.receiving import account_situation

LEASE = timedelta(seconds=60)
LONGEST_PAUSE_SECONDS = 600
CLOCKS_APART = timedelta(hours=1)
"""How far the provider's clock may be from ours, when an account is looked for by the time it was opened."""
READ_EVERY = timedelta(hours=1)
ENDED = (CampaignState.SETTLED, CampaignState.REFUNDED, CampaignState.UNFUNDED, CampaignState.CANCELLED)

# A collective has no name of its own in law; the provider asks who answers for it as it does of an association.
FORMS: dict[str, HolderForm] = {
    "association": "association",
    "collective": "association",
    "firm": "company",
    "public_body": "public_body",
}

logger = logging.getLogger(__name__)


def account_key(account: PayoutAccount) -> str:
    """Return the idempotency key of this attempt (writing rule 2)."""
    return f"{settings.SITE_KEY}:open_account:{account.uuid}:{account.attempt}"


def open_account(
    *, account: PayoutAccount, at: datetime, email: str = "", gateway: Gateway | None = None
) -> PayoutAccount:
    """Return the account, opened at the provider if it was not; without `remote_id` while another request does it.

    Claimed and committed, then called outside any transaction; one asked before is looked up before it is asked
    again. Raises `ProviderError` when the provider does not answer, `ProviderRefused` when it never will.
    """
    if account.remote_id or (account.lease_until and account.lease_until > at):
        return account
    was_sent = account.opening == OperationState.SENDING
    claimed = _claim(account, at)
    account.refresh_from_db()
    if not claimed:
        return account
    provider = gateway or gateway_named(account.gateway)
    mine = PayoutAccount.objects.filter(pk=account.pk, attempt=account.attempt, remote_id="")
    try:
        answer = _find(account, provider) if was_sent else None
        answer = answer or provider.open_account(_request(account, email), key=account_key(account))
    except ProviderRefused as error:
        mine.update(opening=OperationState.ATTENTION, problem=str(error)[:300], lease_until=None)
        raise
    except ProviderError as error:
        pause = timedelta(seconds=min(2**account.attempt, LONGEST_PAUSE_SECONDS))
        mine.update(lease_until=at, next_try_at=at + pause, problem=str(error)[:300])
        raise
    # Whoever comes second, after a lease that ended too early, leaves the first account in place.
    PayoutAccount.objects.filter(pk=account.pk, remote_id="").update(
        remote_id=answer.remote_id, opening=OperationState.DONE, lease_until=None, problem=""
    )
    account.refresh_from_db()
    if account.remote_id == answer.remote_id:
        _write(account, answer, read_at=timezone.now(), at=at)
    return account


def _claim(account: PayoutAccount, at: datetime) -> bool:
    """Take the opening for this request and commit `sending`, so that a crash from here on is looked up first."""
    claimable = PayoutAccount.objects.filter(
        pk=account.pk,
        attempt=account.attempt,
        remote_id="",
        opening__in=[OperationState.PENDING, OperationState.SENDING],
    )
    lease_until = max(at, timezone.now()) + LEASE
    return bool(
        claimable.update(opening=OperationState.SENDING, attempt=F("attempt") + 1, lease_until=lease_until)
    )


def _find(account: PayoutAccount, provider: Gateway) -> AccountSnapshot | None:
    return provider.find_account(str(account.uuid), since=account.created_at - CLOCKS_APART)


def _request(account: PayoutAccount, email: str) -> AccountRequest:
    if account.user is not None:
        name, form, address = account.user.public_name, "individual", account.user.email
    else:
        assert account.organisation is not None
        name, form = account.organisation.name, FORMS[account.organisation.kind]
        address = email or next((user.email for user in people_of(account)), "")
    return AccountRequest(reference=str(account.uuid), email=email or address, name=name, form=form)  # type: ignore[arg-type]


def account_page(
    *, account: PayoutAccount, return_url: str, again_url: str, gateway: Gateway | None = None
) -> str:
    """Return the provider's own page, where its holder gives what is asked; `ProviderError` when there is none."""
    if not account.remote_id:
        raise ProviderUnclear("account being opened")
    provider = gateway or gateway_named(account.gateway)
    return provider.account_page(account.remote_id, return_url=return_url, again_url=again_url)


def sync_account(
    *, gateway_name: str, remote_id: str, at: datetime, gateway: Gateway | None = None
) -> PayoutAccount | None:
    """Re-read an account at the provider and write where it stands; None when it is not ours.

    Called alike by the return page, the events and the worker. Of two readings at once the one begun last stays.
    """
    account = PayoutAccount.objects.filter(gateway=gateway_name, remote_id=remote_id).first()
    if account is None:
        return None
    read_at = timezone.now()
    snapshot = (gateway or gateway_named(gateway_name)).read_account(remote_id)
    _write(account, snapshot, read_at=read_at, at=at)
    return account


def _write(account: PayoutAccount, snapshot: AccountSnapshot, *, read_at: datetime, at: datetime) -> None:
    """Write a reading, tell who must act, and let what waited for it go on."""
    facts = {
        "payouts_enabled": snapshot.payouts_enabled,
        "details_submitted": snapshot.details_submitted,
        "missing": list(snapshot.missing),
        "due_by": snapshot.due_by,
        "refused": snapshot.refused,
        "read_at": read_at,
    }
    with transaction.atomic():
        before = PayoutAccount.objects.select_for_update(no_key=True).get(pk=account.pk)
        if before.read_at is not None and before.read_at > read_at:
            account.refresh_from_db()
            return
        PayoutAccount.objects.filter(pk=account.pk).update(**facts)
        account.refresh_from_db()
        stopped = before.payouts_enabled and not account.payouts_enabled
        soon = account.due_by is not None and account.due_by != before.due_by and before.payouts_enabled
        if stopped or soon:
            _tell_what_is_asked(account)
    if account.payouts_enabled:
        take_verified(at=at, account=account)


def _tell_what_is_asked(account: PayoutAccount) -> None:
    """Write to those who act for an account that a campaign counts on."""
    waiting = Recipient.objects.current().filter(account=account).exclude(campaign__status__in=ENDED)
    for recipient in waiting.select_related("campaign__page", "campaign__territory", "campaign__totals"):
        campaign = recipient.campaign
        situation = account_situation(account, zone=campaign.zone)
        due = account.due_by.isoformat() if account.due_by else account.read_at
        tell_people(
            campaign=campaign,
            kind="account_asks",
            people=people_of(account),
            about=f"{recipient.pk}:{due}",
            path=account_path(account),
            reason=" ".join([situation.sentence, *situation.asked]),
        )


def watch_accounts(*, at: datetime, limit: int = 100) -> int:
    """Look up the accounts whose opening never got its answer, re-read those not in order; return how many."""
    done = 0
    for account in list(PayoutAccount.objects.lost(at=at).order_by("next_try_at")[:limit]):
        done += _quietly(account, lambda row: open_account(account=row, at=at))
    for account in list(PayoutAccount.objects.to_read(before=at - READ_EVERY).order_by("read_at")[:limit]):
        done += _quietly(
            account,
            lambda row: sync_account(gateway_name=row.gateway, remote_id=row.remote_id, at=at),
        )
    return done + take_verified(at=at)


def _quietly(account: PayoutAccount, look: Callable[[PayoutAccount], object]) -> int:
    """Do one look; an account that cannot be read holds no other back."""
    try:
        look(account)
    except OperationalError:
        raise  # the database's trouble, not the account's
    except Exception:
        logger.warning("payout account %s cannot be read", account.pk, exc_info=True)
        return 0
    return 1
