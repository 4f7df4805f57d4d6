"""What the letters say: a title and short paragraphs, amounts and dates written out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.money_display import euros
from campaigns.models import Campaign, Pledge
from campaigns.rules.settlement import SettlementPlan
from campaigns.wording import deadline_words, terms_sentences
from campaigns.wording.offline import MISSED_OFFLINE

RECEIPT_LINK = gettext_lazy("Voir mon reçu")
EDITOR_LINK = gettext_lazy("Ouvrir mon atelier")
ACCOUNTS_LINK = gettext_lazy("Voir mon relevé et ma facture")
PAGE_LINK = gettext_lazy("Voir la page du projet")
EDITOR, ACCOUNTS = "editor", "accounts"
"""Rooms of a holder that a letter may lead to, instead of an address of its own."""
ROOM_LINKS = {EDITOR: EDITOR_LINK, ACCOUNTS: ACCOUNTS_LINK}


@dataclass(frozen=True)
class Letter:
    """One letter, ready to be laid out."""

    title: str
    paragraphs: tuple[str, ...]
    path: str = ""
    link_text: str = ""
    room: str = ""


_WORDS: dict[str, Callable[[Pledge], str]] = {
    "amount": lambda pledge: euros(pledge.amount_cents),
    "project": lambda pledge: pledge.campaign.page.title,
    "name": lambda pledge: pledge.backer_name,
    "nature": lambda pledge: pledge.get_legal_nature_display(),
    "reward": lambda pledge: pledge.tier.title if pledge.tier else "",
    "deadline": lambda pledge: deadline_words(pledge.campaign),
    "threshold": lambda pledge: euros(pledge.campaign.threshold_cents),
    "gathered": lambda pledge: euros(pledge.campaign.gathered_cents),
}


class PledgeWords(dict[str, str]):
    """What the sentences about a pledge may name, each worked out when one does: letters are written by thousands."""

    def __init__(self, pledge: Pledge, **more: str) -> None:
        super().__init__(more)
        self._pledge = pledge

    def __missing__(self, name: str) -> str:
        self[name] = _WORDS[name](self._pledge)
        return self[name]


def _held(pledge: Pledge) -> Letter:
    words = PledgeWords(pledge)
    terms = terms_sentences(pledge.campaign, pledge.amount_cents)
    reward = (_("Contrepartie choisie : %(reward)s.") % words,) if pledge.tier else ()
    return Letter(
        _("Merci pour votre soutien à « %(project)s »") % words,
        (
            _("Bonjour %(name)s,") % words,
            _(
                "Votre paiement de %(amount)s est bien reçu. Il est conservé jusqu’à l’échéance, le %(deadline)s."
            )
            % words,
            *reward,
            _("Nature juridique : %(nature)s.") % words,
            str(MISSED_OFFLINE) % words if pledge.is_offline else terms["missed_sentence"],
            terms["commission_sentence"],
        ),
    )


def _tax_receipt(pledge: Pledge) -> Letter:
    words = PledgeWords(pledge)
    return Letter(
        _("Votre reçu fiscal pour « %(project)s »") % words,
        (
            _("Bonjour %(name)s,") % words,
            _(
                "La somme est versée au projet, et l’association a fait votre reçu fiscal de %(amount)s. Gardez-le "
                "pour votre déclaration."
            )
            % words,
            _("Demandez-le au guichet, ou appelez-nous : nous vous l’envoyons par la poste.")
            if pledge.is_written_to_by_post
            else _("Vous le trouverez sur la page de votre reçu."),
        ),
    )


def _backer_funded(pledge: Pledge) -> Letter:
    words = PledgeWords(pledge)
    return Letter(
        _("« %(project)s » a atteint son seuil, grâce à vous") % words,
        (
            _("Bonjour %(name)s,") % words,
            _(
                "L’échéance est passée et le seuil est atteint : %(gathered)s réunis. Votre soutien de %(amount)s fait "
                "partie de cette somme, attribuée au projet."
            )
            % words,
            _(
                "Elle part vers le compte du porteur dès que ce compte est en règle, moins la commission annoncée. "
                "S’il ne pouvait pas l’être à temps, vous seriez remboursé intégralement, et nous vous l’écririons."
            ),
            _("Merci : c’est un peu votre projet. Appelez-nous pour en avoir des nouvelles.")
            if pledge.is_written_to_by_post
            else _("Les nouvelles du projet continuent sur sa page."),
        ),
    )


def _terms_changed(pledge: Pledge) -> Letter:
    words = PledgeWords(pledge)
    return Letter(
        _("« %(project)s » : les conditions ont changé") % words,
        (
            _("Bonjour %(name)s,") % words,
            _(
                "Deux personnes de l’équipe ont décidé de changer les conditions de cette campagne. Le seuil est "
                "maintenant de %(threshold)s, l’échéance le %(deadline)s."
            )
            % words,
            _("Votre soutien de %(amount)s reste conservé jusqu’à l’échéance.") % words,
        ),
    )


BACKER_LETTERS: dict[str, Callable[[Pledge], Letter]] = {
    "pledge_held": _held,
    "tax_receipt_issued": _tax_receipt,
    "backer_funded": _backer_funded,
    "terms_changed": _terms_changed,
}

HolderLetter = Callable[[Campaign, str, SettlementPlan | None], Letter]


def to_holder(title: str | Promise, *paragraphs: str | Promise, room: str = "") -> HolderLetter:
    """Return the writer of a letter whose words may use project, gathered, threshold, deadline, reason, figures.

    Its link leads to the campaign's page when the public sees it, or to the holder's `room`.
    """

    def write(campaign: Campaign, reason: str, plan: SettlementPlan | None) -> Letter:
        words = {
            "project": campaign.page.title,
            "gathered": euros(campaign.gathered_cents),
            "threshold": euros(campaign.threshold_cents),
            "missing": euros(campaign.missing_cents),
            "deadline": deadline_words(campaign),
            "reason": reason,
            "payout": euros(plan.payout_cents) if plan else "",
            "commission": euros(plan.commission_cents) if plan else "",
        }
        public = campaign.is_public and not room
        texts = (str(paragraph) % words for paragraph in paragraphs)
        return Letter(
            str(title) % words,
            (_("Bonjour,"), *(text for text in texts if text.strip())),
            path=campaign.page.url or "" if public else "",
            link_text=str(PAGE_LINK) if public else str(ROOM_LINKS.get(room, "")),
            room=room,
        )

    return write


HOLDER_LETTERS: dict[str, HolderLetter] = {
    "campaign_launched": to_holder(
        gettext_lazy("« %(project)s » est en ligne"),
        gettext_lazy("Votre campagne est ouverte. Seuil : %(threshold)s. Échéance : %(deadline)s."),
        gettext_lazy("Les premiers jours comptent le plus : parlez-en d’abord à vos proches."),
    ),
    "campaign_terms_changed": to_holder(
        gettext_lazy("« %(project)s » : les conditions ont changé"),
        gettext_lazy("Nouveau seuil : %(threshold)s. Nouvelle échéance : %(deadline)s."),
        gettext_lazy("Pourquoi : %(reason)s"),
        gettext_lazy("Celles et ceux qui vous soutiennent l’apprennent par le même courrier."),
    ),
    "campaign_approved": to_holder(
        gettext_lazy("« %(project)s » est approuvé"),
        gettext_lazy(
            "Nous avons relu votre projet : il peut être lancé. Nous choisissons le jour avec vous."
        ),
        gettext_lazy("D’ici là, son texte et ses conditions ne changent plus."),
        gettext_lazy("%(reason)s"),
        room=EDITOR,
    ),
    "campaign_words_published": to_holder(
        gettext_lazy("« %(project)s » : vos changements sont en ligne"),
        gettext_lazy("Nous avons relu ce que vous avez changé sur la page de votre projet : c’est publié."),
    ),
    "campaign_words_changes": to_holder(
        gettext_lazy("« %(project)s » : un point à reprendre dans vos changements"),
        gettext_lazy("Avant de publier ce que vous avez changé, nous vous demandons ceci : %(reason)s"),
        gettext_lazy("La page en ligne n’a pas bougé."),
        room=EDITOR,
    ),
    "campaign_needs_changes": to_holder(
        gettext_lazy("« %(project)s » : quelques points à compléter"),
        gettext_lazy("Avant de lancer votre campagne, nous vous demandons ceci : %(reason)s"),
        gettext_lazy("Nos remarques sont placées à côté de chaque partie, dans votre atelier."),
        room=EDITOR,
    ),
    "campaign_refused": to_holder(
        gettext_lazy("« %(project)s » n’est pas retenu"),
        gettext_lazy("Nous ne pouvons pas accueillir ce projet en l’état : %(reason)s"),
        gettext_lazy(
            "Vous pouvez le présenter autrement : ouvrez votre atelier et choisissez « Présenter mon projet de "
            "nouveau ». Nous y montrons aussi les dispositifs qui peuvent l’aider."
        ),
        gettext_lazy("Ou appelez-nous : nous pouvons chercher avec vous une autre voie."),
        room=EDITOR,
    ),
    "campaign_funded": to_holder(
        gettext_lazy("« %(project)s » est financé !"),
        gettext_lazy("L’échéance est passée et le seuil est atteint : %(gathered)s réunis."),
        gettext_lazy("Commission : %(commission)s. Vous recevez %(payout)s ; le versement est lancé."),
    ),
    "pledge_disputed": to_holder(
        gettext_lazy("« %(project)s » : un paiement est contesté"),
        gettext_lazy(
            "Une personne conteste son paiement auprès de sa banque. La somme est mise de côté jusqu’à la réponse de "
            "la banque ; notre équipe s’en occupe et vous tient au courant."
        ),
    ),
    "campaign_paid_out": to_holder(
        gettext_lazy("Le versement de « %(project)s » est parti"),
        gettext_lazy(
            "La somme est en route vers votre compte : elle y arrive d’ordinaire sous 2 à 7 jours ouvrés."
        ),
        gettext_lazy(
            "Votre relevé, la facture de la commission et les écritures pour votre comptable vous attendent."
        ),
        gettext_lazy("Racontez la suite à celles et ceux qui vous ont aidé."),
        room=ACCOUNTS,
    ),
    "campaign_unfunded": to_holder(
        gettext_lazy("« %(project)s » n’a pas atteint son seuil"),
        gettext_lazy(
            "%(gathered)s réunis sur un seuil de %(threshold)s : chacun est remboursé, aucuns frais."
        ),
        gettext_lazy(
            "Ce que vous avez rassemblé compte : appelez-nous, nous regarderons ensemble comment continuer autrement."
        ),
    ),
    "campaign_cancelled": to_holder(
        gettext_lazy("« %(project)s » est annulé"),
        gettext_lazy("La campagne est annulée : %(reason)s Chacun est remboursé intégralement."),
    ),
}

# The same writers, for the letters that are kept in files of their own.
BackerLetter = Callable[[Pledge], Letter]
