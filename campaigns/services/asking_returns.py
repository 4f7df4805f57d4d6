"""Asking that a holder give a pledge back after the payout: an exception, that one person asks for and another grants.

The holder gives the whole pledge back and the platform keeps its commission: it was earned when the campaign succeeded,
its invoice stands, and no other money of the platform or of another campaign is ever used. So what is given back in all
may not exceed what was paid out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from base.money_display import euros
from base.private_files import CheckedUpload
from campaigns.errors import DecisionRefused
from campaigns.models import Decision, LedgerEntry, Pledge
from campaigns.rules.decisions import DecisionKind
from campaigns.rules.status import CampaignState, OperationState, PledgeState
from campaigns.services.deciding import Figure, ask, register_executor
from campaigns.services.returning import owe_reversal, payout_of, steps_of, taken_back_cents

if TYPE_CHECKING:
    from accounts.models import User


def ask_to_return(
    *, pledge: Pledge, asked_by: User, reason: str, proof: CheckedUpload, at: datetime
) -> Decision:
    """Ask that the holder give a pledge back; `proof` is their agreement, or what obliges them.

    Errors as `deciding.ask`.
    """
    return ask(
        kind=DecisionKind.RETURN,
        pledge=pledge,
        payload={"already_cents": taken_back_cents(pledge.campaign_id, but=pledge)},
        asked_by=asked_by,
        reason=reason,
        proof=proof,
        at=at,
    )


def give_back(*, decision: Decision, by: User, at: datetime) -> None:
    """Write the operation that takes the amount back from the campaign's own transfer; the worker does the rest."""
    check_return(decision, at)
    pledge = _pledge(decision)
    payout = payout_of(pledge)
    assert payout is not None
    owe_reversal(pledge=pledge, payout=payout, at=at)


def refusal_of(pledge: Pledge) -> str:
    """Return why this pledge cannot be given back by its holder, in words; empty when it can."""
    if pledge.status == PledgeState.RETURNED:
        return _("Ce soutien est déjà rendu par le porteur.")
    if pledge.status != PledgeState.RELEASED:
        return _("Seul un soutien versé au porteur peut être rendu par lui.")
    if pledge.campaign.status != CampaignState.SETTLED:
        return _("Le versement au porteur n’est pas encore fait : il n’y a rien à lui reprendre.")
    payout = payout_of(pledge)
    if payout is None:
        return _(
            "Aucun versement par carte n’a porté ce soutien : il se rend à la main, hors du prestataire."
        )
    if steps_of(pledge).exclude(state=OperationState.CANCELLED).exists():
        return _("La reprise de ce soutien est déjà en cours.")
    left = payout.amount_cents - taken_back_cents(pledge.campaign_id)
    if pledge.amount_cents > left:
        return _(
            "Le versement de ce projet ne contient plus assez : il en reste %(left)s, le soutien est de %(amount)s. "
            "L’argent d’un autre projet ne sert jamais à cela."
        ) % {"left": euros(left), "amount": euros(pledge.amount_cents)}
    return ""


def check_return(decision: Decision, at: datetime) -> None:
    """Refuse, in words, what may not be given back: `DecisionRefused`."""
    if decision.pledge_id is None:
        raise DecisionRefused(_("Seul un soutien versé au porteur peut être rendu par lui."))
    if words := refusal_of(_pledge(decision)):
        raise DecisionRefused(words)


def shown_return(decision: Decision) -> Sequence[Figure]:
    """Return what changes: the pledge, what is left of the payout, and the commission, which stays."""
    pledge = _pledge(decision)
    payout = payout_of(pledge)
    paid = (payout.amount_cents if payout else 0) - int(decision.payload.get("already_cents", 0))
    kept = LedgerEntry.objects.filter(campaign=pledge.campaign, kind=LedgerEntry.Kind.COMMISSION).first()
    commission = euros(kept.amount_cents if kept else 0)
    return [
        Figure(
            _("Soutien %(reference)s") % {"reference": pledge.reference},
            _("versé au porteur : %(sum)s") % {"sum": euros(pledge.amount_cents)},
            _("rendu à la personne : %(sum)s") % {"sum": euros(pledge.amount_cents)},
        ),
        Figure(_("Reste du versement au porteur"), euros(paid), euros(paid - pledge.amount_cents)),
        Figure(_("Commission"), commission, _("%(sum)s, inchangée") % {"sum": commission}),
    ]


def _pledge(decision: Decision) -> Pledge:
    """Return the pledge as it is now."""
    return Pledge.objects.select_related("campaign").get(pk=decision.pledge_id or 0)


register_executor(DecisionKind.RETURN, give_back, figures=shown_return, check=check_return)
