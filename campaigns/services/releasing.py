"""Releasing a payout that the provider refused for good: an exception, that one person asks for and another grants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from base.money_display import euros
from campaigns.errors import DecisionRefused
from campaigns.models import Decision, PaymentOperation
from campaigns.rules.decisions import DecisionKind
from campaigns.rules.status import OperationState
from campaigns.services.deciding import Figure, ask, register_executor

if TYPE_CHECKING:
    from accounts.models import User


def ask_to_release(*, operation: PaymentOperation, asked_by: User, reason: str, at: datetime) -> Decision:
    """Ask that a held payout be sent again: `reason` says what was put right. Errors as `deciding.ask`."""
    return ask(
        kind=DecisionKind.RELEASE_PAYOUT,
        operation=operation,
        asked_by=asked_by,
        reason=reason,
        at=at,
    )


def release(*, decision: Decision, by: User, at: datetime) -> None:
    """Hand the payout back to the worker, which looks it up at the provider before it sends it again.

    `DecisionRefused` when it is no longer held: somebody, or the provider, moved it meanwhile.
    """
    held = PaymentOperation.objects.filter(
        pk=decision.operation_id or 0, kind=PaymentOperation.Kind.PAYOUT, state=OperationState.ATTENTION
    )
    if not held.update(state=OperationState.SENDING, lease_until=None, next_try_at=at, problem=""):
        raise DecisionRefused(_("Ce versement n’est plus retenu : il n’y a rien à libérer."))


def check_held(decision: Decision, at: datetime) -> None:
    """Refuse, in words, what is no held payout: `DecisionRefused`."""
    operation = decision.operation
    if (
        operation is None
        or operation.kind != PaymentOperation.Kind.PAYOUT
        or operation.state != OperationState.ATTENTION
    ):
        raise DecisionRefused(_("Ce versement n’est plus retenu : il n’y a rien à libérer."))


def shown_payout(decision: Decision) -> Sequence[Figure]:
    """Return what changes: the payout leaves, to the account it was decided for."""
    operation = decision.operation
    account = operation.payout_account if operation else None
    to = account.owner_name if account else ""
    return [
        Figure(
            _("Versement de %(sum)s") % {"sum": euros(decision.amount_cents or 0)},
            _("retenu : %(problem)s") % {"problem": operation.problem if operation else ""},
            _("envoyé à %(name)s") % {"name": to},
        )
    ]


register_executor(DecisionKind.RELEASE_PAYOUT, release, figures=shown_payout, check=check_held)
