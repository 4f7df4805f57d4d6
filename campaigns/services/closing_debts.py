"""Closing a debt that was paid by other means: an exception, that one person asks for and another one grants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from base.money_display import euros
from base.private_files import CheckedUpload
from campaigns.errors import DecisionRefused
from campaigns.models import Decision, Pledge
from campaigns.rules.decisions import DecisionKind
from campaigns.rules.status import PledgeState
from campaigns.services.debts import close_debt
from campaigns.services.deciding import Figure, ask, register_executor

if TYPE_CHECKING:
    from accounts.models import User


def ask_to_close(
    *, pledge: Pledge, asked_by: User, reason: str, proof: CheckedUpload, at: datetime
) -> Decision:
    """Ask that a debt be closed: `reason` says how it was paid, `proof` shows it. Errors as `deciding.ask`."""
    return ask(
        kind=DecisionKind.MANUAL_REFUND,
        pledge=pledge,
        asked_by=asked_by,
        reason=reason,
        proof=proof,
        at=at,
    )


def close(*, decision: Decision, by: User, at: datetime) -> None:
    """Close the debt that was decided, paid from the territory's own bank."""
    assert decision.pledge is not None
    proof = _("%(how)s (décision %(reference)s)") % {"how": decision.reason, "reference": decision.reference}
    close_debt(pledge=decision.pledge, proof=proof, at=at, actor=by)


def check_debt(decision: Decision, at: datetime) -> None:
    """Refuse, in words, what is no debt any more: `DecisionRefused`."""
    pledge = decision.pledge
    debts = Pledge.objects.filter(status=PledgeState.REFUND_FAILED)
    if pledge is None or not debts.filter(pk=pledge.pk).exists():
        raise DecisionRefused(_("Ce n’est plus une dette : il n’y a rien à clore."))


def shown_debt(decision: Decision) -> Sequence[Figure]:
    """Return what changes: the debt, and the money that left the territory's bank."""
    amount = euros(decision.amount_cents or 0)
    name = decision.pledge.reference if decision.pledge else ""
    return [
        Figure(
            _("Soutien %(reference)s") % {"reference": name},
            _("à rendre : %(sum)s") % {"sum": amount},
            _("rendu"),
        ),
        Figure(_("Banque du territoire"), "", _("%(sum)s sortis") % {"sum": amount}),
    ]


register_executor(DecisionKind.MANUAL_REFUND, close, figures=shown_debt, check=check_debt)
