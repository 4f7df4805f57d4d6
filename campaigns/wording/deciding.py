"""The words of decisions of two people: kinds, states, refusals."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns import errors
from campaigns.rules.decisions import DecisionKind as K
from campaigns.rules.decisions import DecisionState as D


@dataclass(frozen=True)
class KindWords:
    """What one kind is called, and what approving it does."""

    label: str | Promise
    effect: str | Promise


KINDS: dict[K, KindWords] = {
    K.MANUAL_REFUND: KindWords(
        _("Remboursement à la main"),
        _("L’argent sort de la plateforme, en dehors des remboursements ordinaires."),
    ),
    K.RELEASE_PAYOUT: KindWords(
        _("Versement retenu, à libérer"), _("Le versement part vers le compte de versement du porteur.")
    ),
    K.CORRECTION: KindWords(
        _("Correction des livres"),
        _("Une écriture inverse s’ajoute aux livres : rien de ce qui est écrit ne s’efface."),
    ),
    K.TERMS: KindWords(
        _("Conditions changées après le lancement"),
        _("La page et les reçus disent aussitôt les nouvelles conditions."),
    ),
    K.RETURN: KindWords(
        _("Soutien rendu par le porteur"),
        _("La somme est reprise sur le versement de ce projet, et de nul autre, puis rendue à la personne."),
    ),
    K.VOID: KindWords(
        _("Saisie faite par erreur, à annuler"),
        _(
            "Le paiement hors ligne ne compte plus : personne n’est remboursé, puisque l’argent n’est pas venu."
        ),
    ),
}
STATES: dict[D, tuple[str | Promise, str]] = {
    D.PROPOSED: (pgettext_lazy("décision", "attend une seconde personne"), "wait"),
    D.APPROVED: (pgettext_lazy("décision", "approuvée"), "won"),
    D.CARRIED_OUT: (pgettext_lazy("décision", "approuvée et faite"), "won"),
    D.REFUSED: (pgettext_lazy("décision", "refusée"), "stop"),
    D.WITHDRAWN: (pgettext_lazy("décision", "retirée"), "lost"),
    D.EXPIRED: (pgettext_lazy("décision", "restée sans réponse"), "lost"),
}
KIND_CHOICES = [(kind.value, KINDS[kind].label) for kind in K]
STATE_CHOICES = [(state.value, STATES[state][0]) for state in D]

CHANGES: dict[D, str | Promise] = {
    D.PROPOSED: _("demandée"),
    D.APPROVED: _("approuvée"),
    D.CARRIED_OUT: _("faite"),
    D.REFUSED: _("refusée"),
    D.WITHDRAWN: _("retirée"),
    D.EXPIRED: _("sept jours sans réponse"),
}


def refusal_words(error: errors.CampaignError) -> str:
    """Return what is told to somebody whose answer could not be taken."""
    if isinstance(error, errors.DecisionRefused):
        return str(error)
    if isinstance(error, errors.DecisionOver):
        return str(_("Cette décision n’attend plus de réponse : relisez ce qu’elle est devenue."))
    if isinstance(error, errors.NeedsSomebodyElse):
        return str(
            _("Cette réponse revient à une autre personne : jamais à qui demande, ni à qui porte le projet.")
        )
    return str(
        _("Rien n’a été fait : ce que cette décision devait changer a changé entre-temps. Refusez-la.")
    )
