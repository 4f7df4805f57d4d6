"""The words of corrections: why an entry is not corrected, and which way is the right one for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from campaigns.wording.finance import account_words

if TYPE_CHECKING:
    from campaigns.models import LedgerEntry

OF_A_PLEDGE = gettext_lazy(
    "Elle porte l’état d’un soutien : on ne la corrige pas. Pour rendre la somme, passez par le soutien : sa dette "
    "si le remboursement a échoué, ou « Rendu par le porteur » si elle est déjà versée."
)
OF_A_SETTLEMENT = gettext_lazy(
    "Elle porte l’issue de la campagne, dont la facture et le relevé dépendent : on ne la corrige pas. Un versement "
    "retenu se libère ; une somme versée se rend soutien par soutien, par « Rendu par le porteur »."
)
OF_A_REFUND = gettext_lazy(
    "Elle porte l’état d’un remboursement : on ne la corrige pas. S’il n’est pas arrivé, c’est une dette : "
    "redemandez-le, ou clôturez-la avec une preuve."
)
OF_A_CONTEST = gettext_lazy(
    "Elle suit une contestation, que la banque tranche : on ne la corrige pas. La réponse de la banque s’écrira "
    "d’elle-même."
)
OF_A_RETURN = gettext_lazy(
    "Elle suit un soutien rendu par son porteur : on ne la corrige pas. Reprenez depuis « Rendu par le porteur »."
)
RIGHT_WAYS = {
    **dict.fromkeys(("charge", "late_charge", "stray_charge"), OF_A_PLEDGE),
    **dict.fromkeys(
        ("decision", "commission", "payout", "bank_payout", "decision_undone", "commission_undone"),
        OF_A_SETTLEMENT,
    ),
    **dict.fromkeys(("refund", "refund_failed", "stray_refund", "stray_back", "debt_closed"), OF_A_REFUND),
    **dict.fromkeys(("dispute", "dispute_won"), OF_A_CONTEST),
    **dict.fromkeys(("reversal", "return", "return_back", "return_kept", "return_covers"), OF_A_RETURN),
    "correction": gettext_lazy(
        "C’est une écriture inverse : corrigez plutôt celle qui a remplacé l’écriture corrigée, s’il y en a une."
    ),
}
"""By kind of entry: why it is not corrected, and what to do instead."""
REFUSALS = {
    "governed": gettext_lazy("Cette écriture porte l’état d’autre chose : elle ne se corrige pas à la main."),
    "reversed": gettext_lazy("Elle est déjà corrigée : corrigez plutôt l’écriture qui l’a remplacée."),
    "provider_moved": gettext_lazy(
        "Le prestataire a bien déplacé cette somme, une ligne de son solde le dit : l’écriture de remplacement doit "
        "garder « prestataire » du même côté."
    ),
    "governed_account": gettext_lazy("Ce compte suit d’autres faits : aucune correction ne le touche."),
    "same_account": gettext_lazy("Le débit et le crédit sont le même compte : choisissez-en deux."),
    "nothing_changes": gettext_lazy("L’écriture de remplacement dit la même chose : rien ne changerait."),
}


def correction_refusal(code: str, entry: LedgerEntry) -> str:
    """Return why an entry is not corrected, in words that name the right way."""
    if code == "governed":
        return str(RIGHT_WAYS.get(entry.kind, REFUSALS[code]))
    return str(REFUSALS[code])


def move_words(debit: str, credit: str) -> str:
    """Return where a move goes: « prestataire → frais »."""
    return f"{account_words(credit)} → {account_words(debit)}"
