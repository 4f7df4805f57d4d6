"""Letters about money that does not pass through a provider."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.letters import BackerLetter, HolderLetter, Letter, PledgeWords, to_holder
from campaigns.models import Pledge


def _your_cheque_unpaid(pledge: Pledge) -> Letter:
    words = PledgeWords(pledge)
    return Letter(
        _("Votre chèque de %(amount)s est revenu impayé") % words,
        (
            _("Bonjour %(name)s,") % words,
            _(
                "Votre banque n’a pas payé le chèque de %(amount)s que vous nous aviez remis pour « %(project)s ». "
                "Votre soutien ne compte donc plus dans la collecte."
            )
            % words,
            _(
                "C’est une erreur ? Appelez-nous : nous regarderons ensemble comment soutenir le projet autrement."
            ),
        ),
    )


def _your_entry_voided(pledge: Pledge) -> Letter:
    words = PledgeWords(pledge)
    return Letter(
        _("Nous avions saisi %(amount)s par erreur") % words,
        (
            _("Bonjour %(name)s,") % words,
            _(
                "En saisissant ce que vous nous avez remis pour « %(project)s », nous nous sommes trompés : la "
                "ligne de %(amount)s est annulée. Ce que vous avez vraiment remis a son propre reçu."
            )
            % words,
            _("Si cela vous étonne, appelez-nous : nous regarderons ensemble."),
        ),
    )


BACKER_LETTERS: dict[str, BackerLetter] = {
    "your_cheque_unpaid": _your_cheque_unpaid,
    "your_entry_voided": _your_entry_voided,
}
HOLDER_LETTERS: dict[str, HolderLetter] = {
    "cheque_unpaid": to_holder(
        gettext_lazy("« %(project)s » : un chèque est revenu impayé"),
        gettext_lazy(
            "La banque d’une personne qui vous soutient n’a pas payé son chèque. Avant l’échéance, cette somme est "
            "retirée de la collecte ; après, elle ne vous est pas redemandée."
        ),
    ),
    "entry_voided": to_holder(
        gettext_lazy("« %(project)s » : une saisie est annulée"),
        gettext_lazy(
            "Une somme payée au guichet, par chèque ou par virement avait été saisie par erreur. Deux personnes de "
            "l’équipe l’ont retirée de la collecte."
        ),
    ),
    "payout_share_sent": to_holder(
        gettext_lazy("Une partie du versement de « %(project)s » est partie"),
        gettext_lazy(
            "Ce qui a été payé en ligne et ce qui a été payé au guichet, par chèque ou par virement vous arrivent "
            "séparément. La première de ces deux sommes est en route vers votre compte, la seconde suit."
        ),
    ),
}
