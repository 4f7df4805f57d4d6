"""The payment of a pledge: opening the provider's page, and learning what became of it, whoever tells."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import F, Q

from base.schedule import stopping
from campaigns.errors import CampaignClosed, ProviderError, ProviderRefused, ProviderUnclear
from campaigns.gateways import gateway_named
from campaigns.gateways.base import PaymentPages, PaymentRequest, PaymentSnapshot
from campaigns.models import CampaignTotals, LedgerEntry, PaymentOperation, Pledge
from campaigns.notices import tell_backer
from campaigns.rules.deadlines import PAYMENT_PAGE, RESERVATION, RESERVATION_ALARM
from campaigns.rules.status import CampaignState, OperationState, PledgeState
from campaigns.services import books
from campaigns.services.counting import change_held, count_in
from campaigns.services.flags import flag_campaign
from campaigns.services.moves import lock_campaign, move_pledge
from campaigns.services.pledging import end_reservation, release_unit
from campaigns.services.refunding import finish_refunds, owe_refund

LEASE = timedelta(seconds=60)
UNPAID = {"declined": PledgeState.DECLINED, "over": PledgeState.EXPIRED}

logger = logging.getLogger(__name__)


def operation_key(operation: PaymentOperation) -> str:
    """Return the idempotency key of this attempt (writing rule 2)."""
    return f"{settings.SITE_KEY}:{operation.kind}:{operation.uuid}:{operation.attempt}"


def campaign_group(campaign_id: int) -> str:
    """Return the name of a campaign at the provider, told apart from another site's on the same account."""
    return f"{settings.SITE_KEY}-campaign-{campaign_id}"


def page_operation(pledge: Pledge) -> PaymentOperation:
    """Return the operation that opens the page of the pledge's current attempt."""
    return PaymentOperation.objects.get(purpose=f"open:{pledge.uuid}:{pledge.attempts}")


def open_payment_page(
    *, pledge: Pledge, return_url: str, at: datetime, gateway: PaymentPages | None = None
) -> str | None:
    """Return the address where the backer pays; None while another request is opening it.

    Claimed and sent by the request itself, right after the commit of the reservation. A page whose answer was lost
    is simply made again: its address never reached anyone. Raises `CampaignClosed` when the pledge no longer
    awaits a payment, `ProviderError` when the provider does not open one.
    """
    operation = page_operation(pledge)
    if pledge.status != PledgeState.AWAITING_PAYMENT:
        raise CampaignClosed
    if operation.remote_url:
        return operation.remote_url
    if at >= pledge.reserved_until:
        raise CampaignClosed
    claimed = PaymentOperation.objects.filter(
        pk=operation.pk, attempt=operation.attempt, state__in=[OperationState.PENDING, OperationState.SENDING]
    )
    if operation.lease_until and operation.lease_until > at:
        return None
    if not claimed.update(state=OperationState.SENDING, attempt=F("attempt") + 1, lease_until=at + LEASE):
        return None
    operation.refresh_from_db()
    provider = gateway or gateway_named(operation.gateway)
    request = PaymentRequest(
        reference=str(pledge.uuid),
        amount_cents=pledge.amount_cents,
        description=pledge.campaign.page.title,
        return_url=return_url,
        cancel_url=return_url,
        group=campaign_group(pledge.campaign_id),
        # Never less than what providers ask; what is paid after the reservation is given back.
        expires_at=max(pledge.reserved_until - RESERVATION, at) + PAYMENT_PAGE,
        email=pledge.backer_email,
    )
    mine = PaymentOperation.objects.filter(pk=operation.pk, attempt=operation.attempt)
    try:
        page = provider.open_payment(request, key=operation_key(operation))
    except ProviderUnclear as error:
        mine.update(lease_until=at, problem=str(error)[:300])
        raise
    except ProviderRefused as error:
        mine.update(state=OperationState.ATTENTION, problem=str(error)[:300])
        flag_campaign(campaign_id=pledge.campaign_id, reason=f"page de paiement refusée : {error}")
        raise
    if mine.update(
        state=OperationState.DONE, remote_id=page.remote_id, remote_url=page.url, done_at=at, problem=""
    ):
        return page.url
    # The lease ended before the answer came and another request made its own page: only that one is given out.
    return page_operation(pledge).remote_url or None


def sync_payment(
    *, gateway_name: str, remote_id: str, at: datetime, gateway: PaymentPages | None = None
) -> Pledge | None:
    """Re-read a payment at the provider and write what it means; return its pledge, None when it is not ours.

    Called alike by the return page, the events and the sweep of reservations: same facts, any order, any number of
    times, same state (invariant 10).
    """
    snapshot = (gateway or gateway_named(gateway_name)).read_payment(remote_id)
    with transaction.atomic():
        operation = PaymentOperation.objects.filter(
            gateway=gateway_name, kind=PaymentOperation.Kind.OPEN_PAYMENT, remote_id=remote_id
        ).first()
        named = Q(pk=operation.pledge_id) if operation else Q(gateway=gateway_name, uuid=_uuid(snapshot))
        found = Pledge.objects.filter(named).only("campaign_id").first()
        if found is None:
            return None
        campaign = lock_campaign(found.campaign_id)
        pledge = Pledge.objects.select_for_update(no_key=True).get(pk=found.pk)
        pledge.campaign = campaign
        # A page we have no trace of (its answer was lost) may bring money, but its end says nothing of the pledge.
        is_current = operation is not None and operation.purpose.endswith(f":{pledge.attempts}")
        _apply(pledge, snapshot, is_current=is_current, at=at)
    return pledge


def _uuid(snapshot: PaymentSnapshot) -> uuid.UUID | None:
    """Return the pledge a payment names, None when it was not made by this site."""
    try:
        return uuid.UUID(snapshot.reference)
    except ValueError:
        return None


def _apply(pledge: Pledge, snapshot: PaymentSnapshot, *, is_current: bool, at: datetime) -> None:
    """Write what a snapshot means for its pledge, inside the caller's transaction."""
    awaiting = pledge.status == PledgeState.AWAITING_PAYMENT
    if snapshot.state == "paid":
        if pledge.charge_id == snapshot.charge_id:
            return
        is_expected = pledge.status in {PledgeState.AWAITING_PAYMENT, PledgeState.EXPIRED}
        if pledge.charge_id or not is_expected or snapshot.amount_cents != pledge.amount_cents:
            _give_stray_back(pledge, snapshot, at=at)
            return
        in_time = snapshot.paid_at is not None and snapshot.paid_at <= pledge.reserved_until
        if awaiting and in_time:
            keep_payment(pledge=pledge, charge_id=snapshot.charge_id, paid_at=snapshot.paid_at, at=at)
            return
        if awaiting:
            end_reservation(pledge=pledge, to=PledgeState.EXPIRED, at=at)
        take_late_payment(pledge=pledge, charge_id=snapshot.charge_id, paid_at=snapshot.paid_at, at=at)
    elif awaiting and is_current and snapshot.state in UNPAID:
        end_reservation(pledge=pledge, to=UNPAID[snapshot.state], at=at)
        finish_refunds(campaign=pledge.campaign, at=at)


def _give_stray_back(pledge: Pledge, snapshot: PaymentSnapshot, *, at: datetime) -> None:
    """Take a payment that nobody awaits into the books (a second one, one after a refusal) and owe it back, once."""
    operation, is_new = PaymentOperation.objects.get_or_create(
        purpose=f"stray:{snapshot.charge_id}",
        defaults={
            "kind": PaymentOperation.Kind.STRAY_REFUND,
            "campaign_id": pledge.campaign_id,
            "pledge": pledge,
            "amount_cents": snapshot.amount_cents,
            "charge_id": snapshot.charge_id,
            "gateway": pledge.gateway,
            "created_at": at,
            "next_try_at": at,
        },
    )
    if not is_new:
        return
    books.enter(
        kind=LedgerEntry.Kind.STRAY_CHARGE,
        debit=books.PROVIDER,
        credit=books.UNCLAIMED,
        amount_cents=snapshot.amount_cents,
        campaign=pledge.campaign,
        pledge=pledge,
        operation=operation,
        at=at,
    )
    tell_backer(pledge=pledge, kind="stray_payment", at=at, again=operation.pk)
    if snapshot.amount_cents != pledge.amount_cents:
        flag_campaign(
            campaign_id=pledge.campaign_id, reason=f"paiement d’un autre montant pour {pledge.reference}"
        )


def keep_payment(*, pledge: Pledge, charge_id: str, paid_at: datetime | None, at: datetime) -> None:
    """Record a payment in time: money held, counted unless the campaign was cancelled meanwhile.

    Inside the caller's transaction, which holds the campaign's lock and the reservation.
    """
    campaign = pledge.campaign
    counted = campaign.status in {CampaignState.LIVE, CampaignState.SUSPENDED, CampaignState.CLOSING}
    move_pledge(
        pledge=pledge,
        to=PledgeState.HELD,
        at=at,
        charge_id=charge_id,
        paid_at=paid_at,
    )
    _enter_charge(pledge, LedgerEntry.Kind.CHARGE, at=at)
    if not counted:
        release_unit(pledge)
    CampaignTotals.objects.filter(campaign_id=pledge.campaign_id).update(
        reserved_cents=F("reserved_cents") - pledge.amount_cents,
        held_cents=F("held_cents") + pledge.amount_cents,
    )
    if not counted:
        owe_refund(pledge=pledge, at=at)
        return
    count_in(pledge)
    tell_backer(pledge=pledge, kind="pledge_held", at=at)


def take_late_payment(*, pledge: Pledge, charge_id: str, paid_at: datetime | None, at: datetime) -> None:
    """Record a payment that came after its reservation, or without one: it is owed back by itself."""
    Pledge.objects.filter(pk=pledge.pk).update(charge_id=charge_id, paid_at=paid_at)
    pledge.charge_id, pledge.paid_at = charge_id, paid_at
    _enter_charge(pledge, LedgerEntry.Kind.LATE_CHARGE, at=at)
    change_held(pledge, pledge.amount_cents)
    owe_refund(pledge=pledge, at=at)
    tell_backer(pledge=pledge, kind="pledge_late", at=at)


def _enter_charge(pledge: Pledge, kind: str, *, at: datetime) -> None:
    books.enter(
        kind=kind,
        debit=books.place(pledge.gateway, pledge.campaign),
        credit=books.held(pledge.campaign),
        amount_cents=pledge.amount_cents,
        campaign=pledge.campaign,
        pledge=pledge,
        at=at,
    )


def expire_reservations(*, at: datetime, limit: int = 200) -> int:
    """End the reservations past their time, once the provider says their page is over; return how many ended."""
    ended = 0
    for pledge in Pledge.objects.overdue(at=at).select_related("campaign")[:limit]:
        if stopping.is_set():
            break
        operation = page_operation(pledge)
        is_page_due = at >= pledge.reserved_until - RESERVATION + PAYMENT_PAGE
        if not operation.remote_id:
            # A page whose answer was lost may still be open, though nobody has its address.
            ended += is_page_due and _abandon(pledge, operation, at=at)
            continue
        try:
            if is_page_due:
                # A page opened late lives longer than its reservation: it is closed, not waited for.
                gateway_named(pledge.gateway).end_payment(operation.remote_id)
            synced = sync_payment(gateway_name=pledge.gateway, remote_id=operation.remote_id, at=at)
        except (ProviderError, OperationalError):
            synced = None
        except Exception:  # one reservation that cannot be read must not keep the others
            logger.exception("reservation of pledge %s cannot be read", pledge.pk)
            synced = None
        if synced is not None and synced.status != PledgeState.AWAITING_PAYMENT:
            ended += 1
        elif at >= pledge.reserved_until - RESERVATION + RESERVATION_ALARM:
            flag_campaign(
                campaign_id=pledge.campaign_id, reason=f"réservation sans réponse : {pledge.reference}"
            )
    return ended


def _abandon(pledge: Pledge, operation: PaymentOperation, *, at: datetime) -> bool:
    """End the reservation of a page that nobody was ever sent to; tell whether this call did."""
    with transaction.atomic():
        campaign = lock_campaign(pledge.campaign_id)
        abandoned = PaymentOperation.objects.filter(pk=operation.pk, remote_id="").update(
            state=OperationState.CANCELLED
        )
        locked = Pledge.objects.select_for_update(no_key=True).get(pk=pledge.pk)
        if not abandoned or locked.status != PledgeState.AWAITING_PAYMENT:
            return False
        end_reservation(pledge=locked, to=PledgeState.EXPIRED, at=at)
        finish_refunds(campaign=campaign, at=at)
    return True
