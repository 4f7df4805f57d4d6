"""« Mon soutien donne-t-il droit à un reçu fiscal ? »: the answer on every campaign, before paying and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from base.money_display import euros, rate
from campaigns.rules.tax_receipts import TaxAnswer
from campaigns.wording.preparing import Guidance

if TYPE_CHECKING:
    from base.models import Territory
    from campaigns.models import Campaign


def campaign_tax_answer(campaign: Campaign) -> Guidance:
    """Return the answer for a campaign as a whole, as its page says it."""
    if not campaign.gives_tax_receipts:
        return Guidance(
            _("Non."),
            _("Ce projet n’a pas déclaré pouvoir donner de reçus fiscaux. Votre reçu n’en est pas un."),
        )
    territory = campaign.territory
    return Guidance(
        _("Oui, si vous le demandez."),
        _(
            "%(holder)s déclare être d’intérêt général et répond de cette déclaration. Le reçu est fait une fois le "
            "projet financé et la somme versée ; il vaut pour une personne, pas pour une entreprise ni pour un "
            "pré-achat. Il n’y en a pas quand la contrepartie vaut plus de %(share)s de votre soutien ou plus de "
            "%(cap)s."
        )
        % {"holder": _association(campaign), **_limits(territory)},
    )


def _association(campaign: Campaign) -> str:
    return campaign.organisation.name if campaign.organisation else campaign.holder_name


def _limits(territory: Territory) -> dict[str, str]:
    return {
        "share": rate(territory.receipt_reward_share_bps),
        "cap": euros(territory.receipt_reward_cap_cents),
    }


def tax_sentence(answer: TaxAnswer, territory: Territory) -> str:
    """Return the answer for one pledge, with its reason."""
    return {
        TaxAnswer.GIVES: _("Oui, si vous le demandez : il est fait une fois la somme versée au projet."),
        TaxAnswer.NOT_DECLARED: _("Non : ce projet n’en donne pas."),
        TaxAnswer.NOT_A_PERSON: _(
            "Pas par ce site : le reçu d’une entreprise ou d’un collectif suit un autre modèle, demandez-le à "
            "l’association."
        ),
        TaxAnswer.PRE_PURCHASE: _("Non : la contrepartie est un produit, c’est un pré-achat et non un don."),
        TaxAnswer.ABOVE_SHARE: _(
            "Non : la contrepartie vaut plus de %(share)s de votre soutien. Donnez davantage, ou choisissez-en une "
            "autre."
        ),
        TaxAnswer.ABOVE_CAP: _(
            "Non : la contrepartie vaut plus de %(cap)s. Choisissez-en une autre, ou aucune."
        ),
    }[answer] % _limits(territory)
