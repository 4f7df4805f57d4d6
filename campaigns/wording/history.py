"""What happened to a pledge, told to its backer line by line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.rules.status import PLEDGE_MOVES, TAKEN_BACK
from campaigns.rules.status import PledgeState as P
from campaigns.wording.offline import OFFLINE_MOVE_SENTENCES

if TYPE_CHECKING:
    from campaigns.models import RewardChange, StateChange

PLEDGE_MOVE_SENTENCES = {
    "paid": gettext_lazy("Paiement reçu, somme conservée jusqu’à l’échéance"),
    "expire": gettext_lazy("Paiement non abouti, rien n’a été débité"),
    "decline": gettext_lazy("Paiement refusé par la banque, rien n’a été débité"),
    "try_again": gettext_lazy("Nouvel essai de paiement"),
    "paid_late": gettext_lazy("Paiement arrivé trop tard, à rendre"),
    "release": gettext_lazy("Campagne réussie : somme attribuée au projet"),
    "owe_refund": gettext_lazy("Remboursement décidé"),
    "send_refund": gettext_lazy("Remboursement demandé à la banque"),
    "refund_done": gettext_lazy("Remboursement effectué"),
    "refund_fails": gettext_lazy("La banque n’a pas pu rembourser : notre équipe s’en occupe"),
    "refund_bounces": gettext_lazy("Le remboursement est revenu : notre équipe s’en occupe"),
    "refund_again": gettext_lazy("Remboursement repris"),
    "refund_proven": gettext_lazy("Remboursement effectué par un autre moyen, preuve gardée"),
    "dispute": gettext_lazy("Paiement contesté auprès de la banque"),
    "dispute_before_refund": gettext_lazy("Paiement contesté auprès de la banque avant son remboursement"),
    "dispute_of_debt": gettext_lazy("Paiement contesté auprès de la banque, remboursement à reprendre"),
    "dispute_won_too_late": gettext_lazy("Contestation rejetée après l’échéance : somme à rendre"),
    "dispute_won": gettext_lazy("Contestation rejetée, somme conservée"),
    "dispute_lost": gettext_lazy("Contestation acceptée par la banque"),
    "dispute_after_payout": gettext_lazy("Paiement contesté après le versement"),
    "dispute_won_after_payout": gettext_lazy("Contestation rejetée après le versement"),
    "give_back": gettext_lazy("Somme rendue par le porteur"),
    "return_fails": gettext_lazy(
        "Rendue par le porteur, la somme n’a pas pu l’être à la carte : à reprendre"
    ),
    "return_bounces": gettext_lazy("La somme rendue par le porteur est revenue : notre équipe s’en occupe"),
    "cannot_pay": gettext_lazy("Somme impossible à verser au projet : remboursement décidé"),
}


def pledge_history(
    changes: Iterable[StateChange], rewards: Iterable[RewardChange] = (), *, offline: bool = False
) -> list[tuple[datetime, str]]:
    """Return a pledge's log as (moment, sentence), oldest first: its moves, and the rewards its backer changed.

    Moves that only a provider's answer tells apart are left out of an `offline` one.
    """
    sentences = PLEDGE_MOVE_SENTENCES | (OFFLINE_MOVE_SENTENCES if offline else {})
    lines = []
    for change in changes:
        move = PLEDGE_MOVES.get((P(change.before), P(change.after))) if change.before else None
        sentence = sentences[move] if move else _("Soutien enregistré")
        if not sentence:
            continue
        if change.reason == TAKEN_BACK:
            sentence = _("Vous reprenez votre soutien, remboursement décidé")
        lines.append((change.at, str(sentence)))
    for other in rewards:
        title = other.after.title if other.after else ""
        words = _("Nouvelle contrepartie : %(title)s") if title else _("Contrepartie abandonnée")
        lines.append((other.at, words % {"title": title}))
    return sorted(lines, key=lambda line: line[0])
