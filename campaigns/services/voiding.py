"""Voiding what was taken in by mistake (a wrong amount, the wrong campaign): one person asks, another one grants.

Amounts are never changed: the mistaken pledge is lost, in the books too, and the right one is taken in again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from base.money_display import euros
from base.private_files import CheckedUpload
from campaigns.errors import DecisionRefused
from campaigns.models import Decision, Pledge
from campaigns.notices import tell_backer
from campaigns.rules.decisions import DecisionKind
from campaigns.rules.status import PledgeState
from campaigns.services.deciding import Figure, ask, register_executor
from campaigns.services.moves import lock_campaign
from campaigns.services.unpaid import lose

if TYPE_CHECKING:
    from accounts.models import User


def ask_to_void(
    *, pledge: Pledge, asked_by: User, reason: str, proof: CheckedUpload, at: datetime
) -> Decision:
    """Ask that money taken in by mistake be taken out of the books; `proof` shows the mistake.

    Errors as `deciding.ask`.
    """
    return ask(
        kind=DecisionKind.VOID,
        pledge=pledge,
        asked_by=asked_by,
        reason=reason,
        proof=proof,
        at=at,
    )


def void(*, decision: Decision, by: User, at: datetime) -> None:
    """Take the mistaken money out of the books and tell its backer, who is owed nothing."""
    check_void(decision, at)
    pledge = _pledge(decision)
    lose(
        lock_campaign(pledge.campaign_id), pledge, reference=decision.reference, letter="entry_voided", at=at
    )
    tell_backer(pledge=pledge, kind="your_entry_voided", at=at)


def refusal_of(pledge: Pledge) -> str:
    """Return why this pledge is not voided, in words; empty when it may be."""
    if not pledge.is_offline:
        return _("Seul un paiement saisi à la main peut l’avoir été par erreur.")
    if pledge.status != PledgeState.HELD:
        return _("Cette somme n’est plus conservée : elle est déjà versée, rendue ou perdue.")
    return ""


def check_void(decision: Decision, at: datetime) -> None:
    """Refuse, in words, what may not be voided: `DecisionRefused`."""
    if words := refusal_of(_pledge(decision)):
        raise DecisionRefused(words)


def shown_void(decision: Decision) -> Sequence[Figure]:
    """Return what changes: the pledge, and the money that the territory's bank never had."""
    pledge = _pledge(decision)
    amount = euros(pledge.amount_cents)
    return [
        Figure(
            _("Soutien %(reference)s, %(name)s")
            % {"reference": pledge.reference, "name": pledge.backer_name},
            _("conservé : %(sum)s") % {"sum": amount},
            _("ne compte plus"),
        ),
        Figure(
            _("Banque du territoire"),
            _("%(sum)s saisis") % {"sum": amount},
            _("%(sum)s retirés") % {"sum": amount},
        ),
    ]


def _pledge(decision: Decision) -> Pledge:
    """Return the pledge as it is now."""
    rows = Pledge.objects.select_related("campaign__page", "campaign__territory", "tier", "user", "offline")
    return rows.get(pk=decision.pledge_id or 0)


register_executor(DecisionKind.VOID, void, figures=shown_void, check=check_void)
