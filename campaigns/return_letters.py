"""The letters about a pledge that its holder gives back after the payout."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.letters import ACCOUNTS, BackerLetter, HolderLetter, Letter, PledgeWords, to_holder
from campaigns.models import Pledge
from campaigns.wording import REFUND_DELAY


def _returned(pledge: Pledge) -> Letter:
    words = PledgeWords(pledge, delay=str(REFUND_DELAY))
    return Letter(
        _("« %(project)s » : votre soutien vous est rendu") % words,
        (
            _("Bonjour %(name)s,") % words,
            _(
                "Le porteur de « %(project)s » vous rend votre soutien de %(amount)s, en entier et sans frais. La "
                "banque les remet sur la carte utilisée : comptez %(delay)s."
            )
            % words,
            _("Vous n’avez rien à faire. Une question ? Appelez-nous."),
        ),
    )


BACKER_LETTERS: dict[str, BackerLetter] = {"pledge_returned": _returned}

HOLDER_LETTERS: dict[str, HolderLetter] = {
    "campaign_pledge_returned": to_holder(
        gettext_lazy("« %(project)s » : un soutien est rendu à la personne"),
        gettext_lazy(
            "Comme convenu, %(reason)s ont été repris sur votre versement et rendus à la personne qui vous soutenait."
        ),
        gettext_lazy("Votre relevé le dit ; la commission et sa facture ne changent pas."),
        room=ACCOUNTS,
    ),
}
