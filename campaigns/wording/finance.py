"""What finance reads: accounts, checks, how far refunds are, what happened to an operation, who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from base.money_display import euros
from campaigns.rules.offline import BANK
from campaigns.rules.status import OperationState
from campaigns.wording.counter import by_hand_words

if TYPE_CHECKING:
    from campaigns.models import PaymentOperation
    from campaigns.rules.progress import Progress

NARROW_NO_BREAK = "\u202f"
MINUTE, HOUR = 60, 3600

ACCOUNTS = {
    "provider": gettext_lazy("chez le prestataire de paiement"),
    "bank": gettext_lazy("à la banque du territoire"),
    "held": gettext_lazy("conservé jusqu’à l’échéance, ou à rembourser"),
    "payable": gettext_lazy("dû aux porteurs, à verser"),
    "unclaimed": gettext_lazy("payé en trop, à rendre"),
    "returned": gettext_lazy("rendu par des porteurs, à rendre aux personnes"),
    "commission": gettext_lazy("commission"),
    "provider_fees": gettext_lazy("frais du prestataire"),
    "losses": gettext_lazy("pertes (contestations admises)"),
    "match": gettext_lazy("fonds d’abondement"),
}

ACTIONS = {
    "campaign.attention_cleared": gettext_lazy("a examiné une campagne et levé l’alerte"),
    "check.asked": gettext_lazy("a demandé un contrôle"),
    "checks.exported": gettext_lazy("a exporté les contrôles"),
    "debt.close_asked": gettext_lazy("a demandé à clore une dette"),
    "debt.read": gettext_lazy("a lu une dette"),
    "debt.sent_again": gettext_lazy("a redemandé un remboursement"),
    "debts.exported": gettext_lazy("a exporté les dettes"),
    "debts.listed": gettext_lazy("a lu la liste des dettes"),
    "decision.proposed": gettext_lazy("a demandé une décision à deux"),
    "decision.approved": gettext_lazy("a approuvé une décision à deux"),
    "decision.carried_out": gettext_lazy("a fait exécuter une décision à deux"),
    "decision.refused": gettext_lazy("a refusé une décision à deux"),
    "decision.withdrawn": gettext_lazy("a retiré sa demande de décision"),
    "decision.expired": gettext_lazy("une décision est restée sans réponse"),
    "decision.proof_read": gettext_lazy("a lu la pièce d’une décision"),
    "disputes.exported": gettext_lazy("a exporté les contestations"),
    "invoices.exported": gettext_lazy("a exporté les factures"),
    "ledger.exported": gettext_lazy("a exporté les livres"),
    "letter.put_back": gettext_lazy("a remis un courrier à imprimer"),
    "letters.drawn": gettext_lazy("a ouvert des courriers à imprimer"),
    "letters.listed": gettext_lazy("a lu la liste des courriers à imprimer"),
    "letters.posted": gettext_lazy("a posté des courriers"),
    "movements.exported": gettext_lazy("a exporté les mouvements chez le prestataire"),
    "operations.exported": gettext_lazy("a exporté les opérations de paiement"),
    "counter.pledge_read": gettext_lazy("a lu un soutien au guichet"),
    "counter.taken_back": gettext_lazy("a repris un soutien à la demande de la personne"),
    "offline.taken_in": gettext_lazy("a encaissé un paiement hors ligne"),
    "offline.given_out": gettext_lazy("a réglé une somme depuis la banque"),
    "offline.came_back": gettext_lazy("a noté un virement revenu"),
    "offline.unpaid": gettext_lazy("a noté un chèque impayé"),
    "offline.read": gettext_lazy("a lu un paiement hors ligne"),
    "offline.document_read": gettext_lazy("a lu la pièce d’un paiement ou d’un règlement"),
    "offline.exported": gettext_lazy("a exporté les paiements hors ligne"),
    "offline.listed": gettext_lazy("a lu la liste des paiements hors ligne"),
    "bank.listed": gettext_lazy("a lu ce que la banque doit régler"),
    "bank.read": gettext_lazy("a lu une opération à régler"),
    "pledge.inspected": gettext_lazy("a lu un soutien"),
    "pledges.exported": gettext_lazy("a exporté les soutiens"),
    "pledges.listed": gettext_lazy("a lu la liste des soutiens"),
    "return.sent_again": gettext_lazy("a redemandé une somme rendue par un porteur"),
    "return.called_off": gettext_lazy("a abandonné la reprise d’une somme sur un versement"),
    "settlements.exported": gettext_lazy("a exporté les dénouements"),
    "campaign_ledger.exported": gettext_lazy("a exporté les comptes d’une campagne"),
    "trail.exported": gettext_lazy("a exporté ce journal"),
    "trail.read": gettext_lazy("a lu ce journal"),
    "applications.exported": gettext_lazy("a exporté les candidatures"),
    "registrations.exported": gettext_lazy("a exporté des inscriptions"),
}
DETAILS = {
    "amount_cents": gettext_lazy("montant"),
    "campaign": gettext_lazy("campagne nº"),
    "complete": gettext_lazy("complet"),
    "differences": gettext_lazy("différences"),
    "flag": gettext_lazy("alerte"),
    "kind": gettext_lazy("sorte"),
    "number": gettext_lazy("nombre"),
    "reason": gettext_lazy("raison"),
    "way": gettext_lazy("moyen"),
    "searched": gettext_lazy("recherche"),
}
STATE_ACTION = "state"
"""The action under which the log of states is shown beside the audit trail."""


def whole(number: int) -> str:
    """Return a number as printed: « 3 412 »."""
    return f"{number:,}".replace(",", NARROW_NO_BREAK)


def duration_words(seconds: int) -> str:
    """Return about how long, in words: « moins d’une minute », « environ 6 minutes », « environ 2 heures »."""
    if seconds < MINUTE:
        return _("moins d’une minute")
    if seconds < 90 * MINUTE:
        minutes = -(-seconds // MINUTE)
        return ngettext("environ %(count)s minute", "environ %(count)s minutes", minutes) % {"count": minutes}
    hours = round(seconds / HOUR)
    return ngettext("environ %(count)s heure", "environ %(count)s heures", hours) % {"count": whole(hours)}


def progress_words(progress: Progress) -> str:
    """Return how far the refunds of a campaign are: « 3 412 remboursés sur 10 000, environ 6 minutes »."""
    said = [
        ngettext(
            "%(done)s remboursé sur %(total)s", "%(done)s remboursés sur %(total)s", max(progress.done, 1)
        )
        % {"done": whole(progress.done), "total": whole(progress.total)}
    ]
    if progress.failed:
        said.append(
            ngettext("%(count)s dette", "%(count)s dettes", progress.failed)
            % {"count": whole(progress.failed)}
        )
    if progress.waiting and progress.seconds_left is not None:
        said.append(duration_words(progress.seconds_left))
    if progress.by_hand:
        said.append(by_hand_words(progress.by_hand))
    return ", ".join(said)


def account_words(code: str) -> str:
    """Return what an account of one campaign's statement is, from its code."""
    return {
        "held": _("conservé"),
        "payable": _("dû au porteur"),
        "provider": _("prestataire"),
        "bank": _("banque"),
        "commission": _("commission"),
        "provider_fees": _("frais"),
        "unclaimed": _("payé en trop"),
        "returned": _("rendu par le porteur"),
        "losses": _("pertes"),
        "match": _("abondement"),
    }.get(code.partition(":")[0], code)


def operation_story(operation: PaymentOperation) -> str:
    """Return what happened to an operation, and what to do about it, in two sentences."""
    amount = euros(operation.amount_cents)
    what = {
        "refund": _("Rendre %(amount)s à la personne qui a soutenu."),
        "stray_refund": _("Rendre %(amount)s payés en trop."),
        "payout": _("Verser %(amount)s au porteur."),
        "reversal": _("Reprendre %(amount)s sur le versement fait au porteur."),
        "return": _("Rendre à la personne les %(amount)s que le porteur a rendus."),
        "open_payment": _("Ouvrir une page de paiement de %(amount)s."),
    }.get(operation.kind, _("Déplacer %(amount)s chez le prestataire.")) % {"amount": amount}
    if operation.gateway == BANK and operation.state == OperationState.PENDING:
        return f"{what} " + _("L’argent est à la banque du territoire : une personne le règle, et le prouve.")
    then = {
        OperationState.PENDING: _("Le prestataire n’a encore rien reçu : le serveur s’en charge."),
        OperationState.SENDING: _(
            "La demande est partie et sa réponse n’est pas enregistrée : avant d’envoyer de nouveau, le serveur "
            "demande au prestataire si c’est déjà fait. Personne n’a rien à faire."
        ),
        OperationState.DONE: _("C’est fait, et les livres le disent."),
        OperationState.ATTENTION: _(
            "Le prestataire refuse, pour la raison écrite plus bas : redemander la même chose ne servirait à rien "
            "avant que la cause ait changé. Rien n’est perdu, la somme reste au compte de la campagne."
        ),
        OperationState.CANCELLED: _(
            "Elle est abandonnée : une autre l’a remplacée, ou elle n’avait plus d’objet."
        ),
    }[OperationState(operation.state)]
    return f"{what} {then}"


def action_words(action: str) -> str:
    """Return what was done in words; its code when it has none."""
    return str(ACTIONS.get(action, action))


def detail_words(detail: dict[str, Any]) -> list[str]:
    """Return what else is known of an act, a piece at a time; what is false or empty says nothing."""
    said = []
    for name, value in detail.items():
        label = DETAILS.get(name, name)
        if value is True:
            said.append(str(label))
        elif value == 0 and value is not False:
            said.append(_("%(what)s : 0") % {"what": label})
        elif value:
            shown = euros(value) if name == "amount_cents" else value
            said.append(_("%(what)s : %(value)s") % {"what": label, "value": shown})
    return said


def subject_words(kind: str, key: str) -> str:
    """Return what an act was about, from the model's label and the row's key: « soutien nº 12 »."""
    if not kind:
        return ""
    try:
        name = apps.get_model(kind)._meta.verbose_name
    except (LookupError, ValueError):
        name = kind
    return _("%(name)s nº %(key)s") % {"name": name, "key": key}
