"""What the territory's own bank owes, carried out by a person of finance and proved by a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from base.audit import record
from base.private_files import CheckedUpload, keep_file
from campaigns.errors import NotRemitted
from campaigns.models import PaymentOperation, Pledge, Remittance
from campaigns.rules.offline import BANK, RemittedBy
from campaigns.rules.status import OperationState, PledgeState
from campaigns.services.moves import lock_campaign, move_pledge
from campaigns.services.refunding import record_failure, record_refunds
from campaigns.services.settling import record_payout

if TYPE_CHECKING:
    from accounts.models import User

Kind = PaymentOperation.Kind


@transaction.atomic
def remit(
    *,
    operation: PaymentOperation,
    way: RemittedBy,
    reference: str,
    document: CheckedUpload,
    by: User,
    at: datetime,
) -> Remittance:
    """Write that a refund or a payout of the territory's bank was carried out: entry, states, letters, proof.

    `reference` finds it on the bank's statement, or is the number of the signed receipt; `document` shows it.
    `NotRemitted`, in words, when it is done already, was called off, or must wait for the provider's share; ValueError
    without a reference.
    """
    if not reference.strip():
        raise ValueError("money is given out with a reference")
    campaign = lock_campaign(operation.campaign_id)
    row = (
        PaymentOperation.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=operation.pk, gateway=BANK)
        .first()
    )
    if row is None or row.state != OperationState.PENDING:
        raise NotRemitted(_("Cette opération n’est plus à faire : elle est faite, ou n’a plus lieu d’être."))
    if row.kind == Kind.PAYOUT:
        _check_turn(row)
    # Before the states: the letter that they write says how the money was given.
    kept = keep_file(upload=document, owner=row, at=at, quota=settings.PRIVATE_FILE_MAX_BYTES, uploaded_by=by)
    remittance = Remittance.objects.create(
        operation=row, way=way, reference=reference.strip(), document=kept, carried_out_by=by, at=at
    )
    # The same states as a call to a provider goes through: nobody reads them in between.
    PaymentOperation.objects.filter(pk=row.pk).update(state=OperationState.SENDING, attempt=row.attempt + 1)
    if row.kind == Kind.PAYOUT:
        row.state = OperationState.DONE
        PaymentOperation.objects.filter(pk=row.pk).update(
            state=OperationState.DONE, remote_id=str(row.uuid), done_at=at
        )
        record_payout(operation=row, at=at)
    else:
        pledge = Pledge.objects.select_for_update(no_key=True).get(operations=row)
        pledge.campaign = campaign
        move_pledge(pledge=pledge, to=PledgeState.REFUNDING, at=at, actor=by)
        record_refunds(campaign_id=campaign.pk, answers=[(row.pk, str(row.uuid))], at=at)
    detail = {"campaign": campaign.pk, "amount_cents": row.amount_cents, "way": way, "kind": row.kind}
    record("offline.given_out", actor=by, subject=row, detail=detail, at=at)
    return remittance


@transaction.atomic
def record_return(*, operation: PaymentOperation, reason: str, by: User, at: datetime) -> None:
    """Write that a refund made by transfer came back (the account is closed): the money is a debt again.

    `NotRemitted`, in words, when no such refund was made, or it is known as returned already.
    """
    lock_campaign(operation.campaign_id)
    refunds = PaymentOperation.objects.refunds().filter(pk=operation.pk, gateway=BANK)
    made = refunds.filter(state=OperationState.DONE, remittance__way=RemittedBy.TRANSFER).first()
    if made is None or not record_failure(operation=made, problem=reason, at=at):
        raise NotRemitted(_("Seul un remboursement fait par virement peut revenir, et une fois seulement."))
    detail = {"campaign": operation.campaign_id, "amount_cents": operation.amount_cents}
    record("offline.came_back", actor=by, subject=made, detail=detail, at=at)


def must_wait(operation: PaymentOperation) -> bool:
    """Tell whether a payout of the bank waits for the provider's share.

    That one may still come to nothing, and everybody be given back: then the bank's money must be there.
    """
    return operation.kind == Kind.PAYOUT and operation.campaign_id in waiting_campaigns([operation])


def waiting_campaigns(operations: Iterable[PaymentOperation]) -> set[int]:
    """Return the campaigns among those of some operations whose payout by the provider is not made; one query."""
    keys = {operation.campaign_id for operation in operations}
    payouts = PaymentOperation.objects.filter(campaign__in=keys, kind=Kind.PAYOUT).exclude(gateway=BANK)
    return set(payouts.exclude(state=OperationState.DONE).values_list("campaign", flat=True))


def _check_turn(operation: PaymentOperation) -> None:
    if must_wait(operation):
        raise NotRemitted(
            _(
                "La part encaissée en ligne est versée d’abord : si elle ne pouvait pas l’être, tout serait rendu."
            )
        )


def compare_bank_money(compare: Callable[[object, object, object], None]) -> None:
    """Give `compare` (subject, found, expected) what must be true of the bank: a proof for each sum in and out."""
    paid = Q(entries__kind__in=["charge", "late_charge"], entries__debit__code__startswith="bank:")
    brought = Pledge.objects.filter(gateway=BANK)
    compare("pledges in the bank without their payment", brought.filter(offline=None).count(), 0)
    compare("pledges in the bank without their entry", brought.exclude(paid).count(), 0)
    elsewhere = Pledge.objects.filter(paid).exclude(gateway=BANK)
    compare("pledges of a provider entered in the bank", elsewhere.count(), 0)
    given = PaymentOperation.objects.filter(gateway=BANK)
    made = given.filter(state__in=[OperationState.DONE, OperationState.ATTENTION])
    compare("sums given out without a proof", made.filter(remittance=None).count(), 0)
    not_made = given.filter(state__in=[OperationState.PENDING, OperationState.SENDING])
    compare("proofs of sums that were not given out", not_made.exclude(remittance=None).count(), 0)
