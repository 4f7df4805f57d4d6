"""The words of codes: states, obstacles, refusals, legal natures. Rules return codes; people read these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from base.dates_display import hour, moment
from base.money_display import euros, rate
from campaigns import errors
from campaigns.rules.status import CampaignState as C
from campaigns.rules.status import OperationState as O
from campaigns.rules.status import PledgeState as P
from campaigns.wording.history import PLEDGE_MOVE_SENTENCES, pledge_history
from campaigns.wording.offline import (
    MISSED_OFFLINE,
    REMITTED_BY,
    UNPAID_LABEL,
    WAYS,
    how_given_back,
    paid_words,
    unpaid_words,
)
from campaigns.wording.preparing import (
    ANSWERS,
    CRITERIA,
    EDITOR_STATES,
    LAUNCHED,
    OBSTACLES,
    RIGHTS,
    RIGHTS_SENTENCES,
    STEPS,
    WORDS_WAITING,
    Guidance,
    what_if,
)
from campaigns.wording.refunds import REFUND_DELAY, refund_words
from campaigns.wording.rewards import HAND_OVERS, LEGAL_NATURES, REWARD_KINDS
from campaigns.wording.tax import campaign_tax_answer, tax_sentence

if TYPE_CHECKING:
    from campaigns.models import Campaign, Pledge

__all__ = [
    "ANSWERS",
    "CRITERIA",
    "EDITOR_STATES",
    "HAND_OVERS",
    "LAUNCHED",
    "LEGAL_NATURES",
    "OBSTACLES",
    "PLEDGE_MOVE_SENTENCES",
    "REFUND_DELAY",
    "REMITTED_BY",
    "REWARD_KINDS",
    "RIGHTS",
    "RIGHTS_SENTENCES",
    "STEPS",
    "WAYS",
    "WORDS_WAITING",
    "Guidance",
    "campaign_tax_answer",
    "how_given_back",
    "paid_words",
    "pledge_history",
    "tax_sentence",
    "what_if",
]

ANONYMOUS = gettext_lazy("Une personne")

CAMPAIGN_LABELS = {
    C.DRAFT: pgettext_lazy("campagne", "brouillon"),
    C.SUBMITTED: pgettext_lazy("campagne", "à relire"),
    C.NEEDS_CHANGES: pgettext_lazy("campagne", "à compléter"),
    C.APPROVED: pgettext_lazy("campagne", "prête à être lancée"),
    C.REFUSED: pgettext_lazy("campagne", "refusée"),
    C.LIVE: pgettext_lazy("campagne", "en cours"),
    C.SUSPENDED: pgettext_lazy("campagne", "suspendue"),
    C.CLOSING: pgettext_lazy("campagne", "échéance passée"),
    C.FUNDED: pgettext_lazy("campagne", "réussie, versement en cours"),
    C.UNFUNDED: pgettext_lazy("campagne", "non aboutie, remboursements en cours"),
    C.CANCELLED: pgettext_lazy("campagne", "annulée, remboursements en cours"),
    C.SETTLED: pgettext_lazy("campagne", "réussie et versée"),
    C.REFUNDED: pgettext_lazy("campagne", "remboursée"),
}
PLEDGE_LABELS = {
    P.AWAITING_PAYMENT: pgettext_lazy("soutien", "paiement attendu"),
    P.HELD: pgettext_lazy("soutien", "conservé jusqu’à l’échéance"),
    P.RELEASED: pgettext_lazy("soutien", "versé au projet"),
    P.REFUND_DUE: pgettext_lazy("soutien", "remboursement décidé"),
    P.REFUNDING: pgettext_lazy("soutien", "remboursement en cours"),
    P.REFUNDED: pgettext_lazy("soutien", "remboursé"),
    P.EXPIRED: pgettext_lazy("soutien", "délai de paiement passé"),
    P.DECLINED: pgettext_lazy("soutien", "paiement refusé"),
    P.REFUND_FAILED: pgettext_lazy("soutien", "remboursement à reprendre"),
    P.DISPUTED: pgettext_lazy("soutien", "contesté auprès de la banque"),
    P.LOST: pgettext_lazy("soutien", "contestation perdue"),
    P.RETURNED: pgettext_lazy("soutien", "rendu par le porteur"),
}
OPERATION_LABELS = {
    O.PENDING: pgettext_lazy("opération", "à faire"),
    O.SENDING: pgettext_lazy("opération", "envoyée, réponse attendue"),
    O.DONE: pgettext_lazy("opération", "faite"),
    O.ATTENTION: pgettext_lazy("opération", "à examiner"),
    O.CANCELLED: pgettext_lazy("opération", "abandonnée"),
}
CAMPAIGN_MOVE_SENTENCES = {
    "submit": gettext_lazy("La campagne est soumise à la relecture."),
    "ask_changes": gettext_lazy("Des compléments sont demandés au porteur."),
    "submit_again": gettext_lazy("La campagne complétée est soumise de nouveau."),
    "approve": gettext_lazy("La campagne est approuvée."),
    "refuse": gettext_lazy("La campagne est refusée, avec ses raisons."),
    "ask_again": gettext_lazy("Le porteur reprend son projet pour le présenter autrement."),
    "launch": gettext_lazy("La campagne est lancée, ses conditions sont figées."),
    "suspend": gettext_lazy("La collecte est suspendue."),
    "resume": gettext_lazy("La collecte reprend."),
    "close": gettext_lazy("L’échéance est passée."),
    "close_suspended": gettext_lazy("L’échéance est passée pendant la suspension."),
    "decide_funded": gettext_lazy("Le seuil est atteint."),
    "decide_unfunded": gettext_lazy("Le seuil n’est pas atteint."),
    "cancel": gettext_lazy("La campagne est annulée."),
    "cancel_suspended": gettext_lazy("La campagne suspendue est annulée."),
    "paid_out": gettext_lazy("La somme est versée au porteur."),
    "cannot_pay": gettext_lazy("Le compte de versement n’a jamais été prêt : chacun est remboursé."),
    "all_refunded": gettext_lazy("Chacun est remboursé."),
    "all_refunded_after_cancel": gettext_lazy("Chacun est remboursé après l’annulation."),
}
LIST_FILTERS = {
    "": gettext_lazy("Toutes"),
    "en-cours": gettext_lazy("En cours"),
    "reussies": gettext_lazy("Réussies"),
    "terminees": gettext_lazy("Terminées"),
}
LIST_ORDER = gettext_lazy(
    "Ordre de la liste : les campagnes en cours d’abord, celles qui finissent le plus tôt en tête, puis les plus "
    "récemment terminées. Jamais selon les sommes recueillies."
)


@dataclass(frozen=True)
class State:
    """How a state is shown: a short label, a tone (open, won, lost, wait, stop) and one sentence."""

    label: str
    tone: str
    sentence: str


def campaign_state(campaign: Campaign) -> State:
    """Return the public words of a campaign's state."""
    gathered, threshold = euros(campaign.gathered_cents), euros(campaign.threshold_cents)
    status = C(campaign.status)
    if status == C.LIVE and not campaign.accepts_pledges:
        status = C.CLOSING
    if status == C.LIVE:
        met = campaign.threshold_met
        return State(
            _("Seuil atteint") if met else _("En cours"),
            "won" if met else "open",
            _("Le seuil est atteint : le projet se fera. Chaque soutien de plus l’aide à aller plus loin.")
            if met
            else _("Il manque %(missing)s pour que le projet se fasse.")
            % {"missing": euros(campaign.missing_cents)},
        )
    figures = {"gathered": gathered, "threshold": threshold}
    outcome = {
        C.SUSPENDED: State(
            _("Suspendue"), "stop", _("La collecte est suspendue : aucun soutien n’est pris pour le moment.")
        ),
        C.CLOSING: State(
            _("Terminée"), "wait", _("L’échéance est passée : le résultat est connu dans quelques minutes.")
        ),
        C.FUNDED: State(
            _("Réussie"), "won", _("%(gathered)s réunis : le versement au porteur est en cours.") % figures
        ),
        C.SETTLED: State(_("Réussie"), "won", _("%(gathered)s réunis et versés au porteur.") % figures),
        C.UNFUNDED: State(
            _("Non aboutie"),
            "lost",
            _("%(gathered)s réunis sur un seuil de %(threshold)s : chacun est en cours de remboursement.")
            % figures,
        ),
        C.CANCELLED: State(
            _("Annulée"), "stop", _("La campagne est annulée : chacun est en cours de remboursement.")
        ),
        C.REFUNDED: State(
            _("Annulée") if campaign.outcome == "cancelled" else _("Non aboutie"),
            "lost",
            _("%(gathered)s réunis sur un seuil de %(threshold)s : chacun a été remboursé intégralement.")
            % figures,
        ),
    }
    if campaign.outcome == "funded" and status in {C.CANCELLED, C.REFUNDED}:
        return State(
            _("Remboursée"),
            "stop",
            _(
                "%(gathered)s réunis, mais le compte qui devait les recevoir n’a pas été prêt à temps : chacun est "
                "remboursé intégralement."
            )
            % figures,
        )
    return outcome.get(status, State(str(CAMPAIGN_LABELS[status]), "wait", ""))


def deadline_words(campaign: Campaign) -> str:
    """Return the deadline written out with hour and zone, empty before one is chosen."""
    return moment(campaign.deadline, campaign.zone) if campaign.deadline else ""


def terms_sentences(campaign: Campaign, amount_cents: int, *, offline: bool = False) -> dict[str, str]:
    """Return what a backer must have read before paying: now, if missed, commission; `offline`, without a card."""
    return {
        "charged_now_sentence": _(
            "%(amount)s seront débités aujourd’hui, puis conservés jusqu’à l’échéance, le %(deadline)s."
        )
        % {"amount": euros(amount_cents), "deadline": deadline_words(campaign)},
        "missed_sentence": str(MISSED_OFFLINE) % {"threshold": euros(campaign.threshold_cents)}
        if offline
        else _(
            "Si le seuil de %(threshold)s n’est pas atteint à l’échéance, vous êtes remboursé intégralement et "
            "sans frais, sans rien avoir à demander."
        )
        % {"threshold": euros(campaign.threshold_cents)},
        "commission_sentence": _(
            "Si le seuil est atteint, %(platform)s retient %(rate)s de la somme réunie pour faire vivre la "
            "plateforme ; le porteur reçoit le reste. Rien ne s’ajoute à votre paiement."
        )
        % {"platform": campaign.territory.platform_name, "rate": rate(campaign.commission_bps)},
    }


def refusal(error: errors.CampaignError) -> tuple[str, str]:
    """Return (form field or "", sentence) for a refusal of a pledge."""
    match error:
        case errors.CeilingReached(room_cents=room) if room > 0:
            return "amount", _("Le plafond est presque atteint : il reste %(room)s à réunir.") % {
                "room": euros(room)
            }
        case errors.CeilingReached():
            return "", _("Le plafond de cette campagne est atteint : elle ne prend plus de soutien. Merci !")
        case errors.TierSoldOut():
            return "tier", _("Cette contrepartie est épuisée : choisissez-en une autre, ou aucune.")
        case errors.SameReward():
            return "tier", _("C’est déjà votre contrepartie : il n’y a rien à changer.")
        case errors.NotTakenBack():
            return "", _(
                "Ce soutien ne peut plus être repris ni changé : l’échéance est passée, ou il est déjà remboursé."
            )
        case errors.TierMismatch():
            return "tier", _("Cette contrepartie ne correspond pas à ce montant ou à cette campagne.")
        case errors.AmountOutOfBounds(smallest_cents=low, largest_cents=high):
            return "amount", _("Indiquez un montant entre %(low)s et %(high)s.") % {
                "low": euros(low),
                "high": euros(high),
            }
        case errors.CashTooLarge(most_cents=most):
            return "amount", _("Un guichet ne prend pas plus de %(most)s en espèces.") % {"most": euros(most)}
        case errors.AlreadyTakenIn():
            return "reference", _("Ce paiement est déjà saisi : rien n’est enregistré une seconde fois.")
        case errors.CampaignClosed():
            return "", _(
                "Cette campagne ne prend plus de soutien : son échéance est passée ou elle est suspendue."
            )
    return "", _("Ce soutien n’a pas pu être enregistré. Rien n’a été débité.")


@dataclass(frozen=True)
class Situation:
    """Where a pledge stands, told to its backer."""

    title: str
    sentence: str
    tone: str
    label: str
    can_retry: bool = False
    waiting: bool = False
    receipt_url: str = ""


def pledge_situation(pledge: Pledge, *, receipt_url: str = "") -> Situation:
    """Return the words for a pledge's state, in the second person."""
    amount = euros(pledge.amount_cents)
    words: dict[str, Any] = {
        "amount": amount,
        "deadline": deadline_words(pledge.campaign),
    }
    status = P(pledge.status)
    table = {
        P.AWAITING_PAYMENT: (
            _("Paiement en attente"),
            _("Nous n’avons pas encore de réponse de la banque. Cette page se met à jour d’elle-même."),
            "wait",
        ),
        P.HELD: (
            _("Merci ! Votre soutien est enregistré"),
            _("%(amount)s sont conservés jusqu’à l’échéance, le %(deadline)s.") % words,
            "won",
        ),
        P.RELEASED: (
            _("Votre soutien est versé au projet"),
            _("La campagne a réussi : %(amount)s ont rejoint la somme versée au porteur.") % words,
            "won",
        ),
        P.EXPIRED: (
            _("Le paiement n’a pas eu lieu"),
            _("Rien n’a été débité. Vous pouvez recommencer tant que la campagne est ouverte."),
            "stop",
        ),
        P.DECLINED: (
            _("La banque a refusé le paiement"),
            _("Rien n’a été débité. Vous pouvez essayer de nouveau, avec cette carte ou une autre."),
            "stop",
        ),
    }
    fallback = (
        _("Votre soutien est en cours d’examen"),
        _("Notre équipe s’en occupe et vous écrira. Vous pouvez aussi nous appeler."),
        "wait",
    )
    if (
        status == P.RELEASED and pledge.campaign.status == C.FUNDED
    ):  # its payout may wait for the holder's account
        table[status] = (
            _("La campagne a réussi"),
            _(
                "Vos %(amount)s font partie de la somme attribuée au projet ; son versement au porteur est en cours."
            )
            % words,
            "won",
        )
    title, sentence, tone = refund_words(pledge) or unpaid_words(pledge) or table.get(status, fallback)
    return Situation(
        title,
        sentence,
        tone,
        str(UNPAID_LABEL if status == P.LOST and pledge.is_offline else PLEDGE_LABELS[status]),
        can_retry=status == P.DECLINED,
        waiting=status == P.AWAITING_PAYMENT,
        receipt_url=receipt_url,
    )


def provider_silent(pledge: Pledge) -> Situation:
    """Return the words when the provider did not open a page: nothing is charged, the pledge is kept a while."""
    return Situation(
        _("La page de paiement ne répond pas pour le moment"),
        _(
            "Rien n’a été débité. Nous gardons votre soutien jusqu’à %(hour)s : essayez de nouveau d’ici là, ou "
            "revenez plus tard, il suffira de recommencer."
        )
        % {"hour": hour(pledge.reserved_until, pledge.campaign.zone)},
        "stop",
        str(PLEDGE_LABELS[P(pledge.status)]),
    )


def retry_refused(error: errors.CampaignError) -> Situation:
    """Return the words when a declined payment may not be tried again."""
    label = PLEDGE_LABELS[P.DECLINED]
    return Situation(_("Ce soutien ne peut plus être repris"), refusal(error)[1], "stop", str(label))
