"""Where a refund stands, told to who waits for it: what was done, on which day, what the bank shows, whom to call."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.dates_display import day
from base.money_display import euros
from campaigns.rules.status import PledgeState as P
from campaigns.wording.offline import offline_refund_words

if TYPE_CHECKING:
    from campaigns.models import Pledge

REFUND_DELAY = gettext_lazy("de 3 à 10 jours")
"""What banks usually take to show a refund; said wherever a refund is announced."""


def reached_at(pledge: Pledge, state: str) -> datetime | None:
    """Return when a pledge last came into a state; `changes` are read whole, so that a list may prefetch them."""
    return max((change.at for change in pledge.changes.all() if change.after == state), default=None)


def refund_words(pledge: Pledge) -> tuple[str, str, str] | None:
    """Return (title, sentence, tone) of a pledge that is being given back, None for any other."""
    status = P(pledge.status)
    if status not in {P.REFUND_DUE, P.REFUNDING, P.REFUNDED, P.REFUND_FAILED, P.RETURNED}:
        return None
    campaign = pledge.campaign
    at = reached_at(pledge, status)
    words: dict[str, str] = {
        "amount": euros(pledge.amount_cents),
        "date": day(at, campaign.zone) if at else "",
        "delay": str(REFUND_DELAY),
        "contact": campaign.territory.contact_name,
        "phone": campaign.territory.contact_phone,
    }
    if pledge.is_offline:
        return offline_refund_words(pledge, words)
    if status == P.REFUND_DUE:
        return (
            _("Vous allez être remboursé"),
            _(
                "Le remboursement de %(amount)s est décidé depuis le %(date)s. Nous le demandons à la banque sans que "
                "vous ayez rien à faire ; comptez ensuite %(delay)s."
            )
            % words,
            "lost",
        )
    if status == P.REFUNDING:
        return (
            _("Remboursement en cours"),
            _(
                "Le remboursement de %(amount)s a été demandé à la banque le %(date)s. Elle met d’ordinaire %(delay)s "
                "à le faire paraître sur votre compte."
            )
            % words,
            "lost",
        )
    if status == P.RETURNED:
        return (
            _("Votre soutien vous a été rendu"),
            _(
                "Après la campagne, le porteur a rendu vos %(amount)s. La banque les a remis le %(date)s sur la carte "
                "utilisée ; comptez %(delay)s pour les voir paraître sur votre compte."
            )
            % words,
            "lost",
        )
    if status == P.REFUNDED:
        return (
            _("Vous avez été remboursé"),
            _(
                "La banque a rendu %(amount)s le %(date)s, sur la carte utilisée. Votre banque peut l’afficher comme "
                "un débit annulé plutôt qu’un crédit : la ligne de votre paiement a alors disparu du relevé."
            )
            % words,
            "lost",
        )
    return (
        _("Votre remboursement n’a pas encore abouti"),
        _(
            "La banque n’a pas pu rendre %(amount)s sur la carte utilisée. Nous vous devons toujours cette somme : "
            "notre équipe vous écrit pour vous la rendre autrement. Vous pouvez aussi appeler %(contact)s au "
            "%(phone)s."
        )
        % words,
        "stop",
    )
