"""Refunds that failed: money still owed to a backer, until it is sent again or given back by other means."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from base.audit import record
from campaigns.errors import DecisionRefused, MoveRefused
from campaigns.models import Decision, LedgerEntry, PaymentOperation, Pledge
from campaigns.rules.decisions import DecisionKind
from campaigns.rules.status import OperationState, PledgeState
from campaigns.services import books
from campaigns.services.counting import change_held
from campaigns.services.moves import lock_campaign, move_pledge
from campaigns.services.refunding import finish_refunds, owe_refund

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def send_again(*, pledge: Pledge, at: datetime, actor: User | None = None) -> None:
    """Ask the provider once more for a refund that failed; `MoveRefused` when it is not a debt.

    `DecisionRefused` while its closing waits for a second person: the money may be on its way by other means.
    """
    locked = _debt(pledge, wanted=PledgeState.REFUND_DUE)
    if Decision.objects.waiting_about(DecisionKind.MANUAL_REFUND, at=at, pledge=locked):
        raise DecisionRefused(_("Sa clôture est demandée : rien n’est redemandé avant la réponse."))
    owe_refund(pledge=locked, at=at)
    if actor is not None:
        detail = {"campaign": locked.campaign_id, "amount_cents": locked.amount_cents}
        record("debt.sent_again", actor=actor, subject=locked, detail=detail, at=at)
    pledge.status = locked.status


@transaction.atomic
def close_debt(*, pledge: Pledge, proof: str, at: datetime, actor: User | None = None) -> None:
    """Write that a debt was paid by other means than the provider, from the territory's own bank.

    `proof` says how and where it can be verified (« virement du 12 mars, réf. 4471 ») and stays in the log, which
    nobody can change. `MoveRefused` when it is not a debt, ValueError without a proof.
    """
    if not proof.strip():
        raise ValueError("a debt is closed with a proof")
    locked = _debt(pledge, wanted=PledgeState.REFUNDED)
    campaign = locked.campaign
    move_pledge(pledge=locked, to=PledgeState.REFUNDED, at=at, reason=proof.strip(), actor=actor)
    books.enter(
        kind=LedgerEntry.Kind.DEBT_CLOSED,
        debit=books.held(campaign),
        credit=books.bank(campaign.territory_id),
        amount_cents=locked.amount_cents,
        campaign=campaign,
        pledge=locked,
        at=at,
    )
    change_held(locked, -locked.amount_cents)
    finish_refunds(campaign=campaign, at=at)
    pledge.status = locked.status


def _debt(pledge: Pledge, *, wanted: str) -> Pledge:
    """Return the pledge, locked, after calling off what was asked of a person about it."""
    campaign = lock_campaign(pledge.campaign_id)
    PaymentOperation.objects.filter(
        pledge=pledge, kind=PaymentOperation.Kind.REFUND, state=OperationState.ATTENTION
    ).update(state=OperationState.CANCELLED)
    locked = Pledge.objects.select_for_update(no_key=True).get(pk=pledge.pk)
    locked.campaign = campaign
    if locked.status != PledgeState.REFUND_FAILED:
        raise MoveRefused(locked.status, wanted)
    return locked
