"""What the letters about money given back say: by the provider on a card, or by people, out of the territory's bank."""

from __future__ import annotations

from django.utils.translation import gettext as _

from campaigns.letters import BackerLetter, Letter, PledgeWords
from campaigns.models import Pledge
from campaigns.wording import REFUND_DELAY
from campaigns.wording.offline import given_back_sentences


def _late(pledge: Pledge) -> Letter:
    words = PledgeWords(pledge)
    if pledge.is_offline:
        return Letter(
            _("Votre paiement n’a pas pu être compté : il vous est rendu"),
            (
                _("Bonjour %(name)s,") % words,
                _(
                    "Votre paiement de %(amount)s pour « %(project)s » nous est parvenu quand la collecte ne pouvait "
                    "plus le prendre. Il vous est rendu en entier."
                )
                % words,
                *given_back_sentences(pledge),
            ),
        )
    return Letter(
        _("Votre paiement est arrivé trop tard : il vous est rendu"),
        (
            _("Bonjour %(name)s,") % words,
            _(
                "Votre paiement de %(amount)s pour « %(project)s » est arrivé après la fin de votre réservation. "
                "Il vous est rendu en entier, sans rien avoir à faire."
            )
            % words,
        ),
    )


def _refunded(pledge: Pledge) -> Letter:
    words = PledgeWords(pledge)
    how: tuple[str, ...]
    if pledge.is_offline:
        how = (
            _("Nous vous avons rendu %(amount)s, votre soutien à « %(project)s ».") % words,
            *given_back_sentences(pledge),
        )
    else:
        how = (
            _(
                "La banque a rendu %(amount)s sur la carte utilisée pour soutenir « %(project)s ». Votre banque peut "
                "l’afficher comme un débit annulé plutôt qu’un crédit : la ligne de votre paiement a alors disparu du "
                "relevé."
            )
            % words,
        )
    return Letter(_("Vous avez été remboursé : %(amount)s") % words, (_("Bonjour %(name)s,") % words, *how))


def _taken_back(pledge: Pledge) -> Letter:
    words = PledgeWords(pledge, delay=str(REFUND_DELAY))
    reward = (
        (_("La contrepartie « %(reward)s » est de nouveau libre pour une autre personne.") % words,)
        if pledge.tier
        else ()
    )
    how: tuple[str, ...] = (
        _("C’est noté : vos %(amount)s vous sont rendus en entier et sans frais.") % words,
        *given_back_sentences(pledge),
    )
    if not pledge.is_offline:
        how = (
            _(
                "C’est fait : %(amount)s vous sont rendus en entier, sans frais et sans rien avoir à faire. Comptez "
                "%(delay)s."
            )
            % words,
        )
    return Letter(
        _("Vous avez repris votre soutien à « %(project)s »") % words,
        (_("Bonjour %(name)s,") % words, *how, *reward),
    )


def _refund_failed(pledge: Pledge) -> Letter:
    words = PledgeWords(pledge)
    how = (
        _(
            "Le virement de %(amount)s que nous vous avons fait pour « %(project)s » nous est revenu : le compte est "
            "peut-être fermé. Cette somme vous est toujours due."
        )
        % words,
        *given_back_sentences(pledge),
    )
    if not pledge.is_offline:
        how = (
            _(
                "Votre banque n’a pas pu recevoir les %(amount)s que nous vous rendons pour « %(project)s » : la carte "
                "est peut-être fermée. Cette somme vous est toujours due."
            )
            % words,
            _("Notre équipe s’en occupe et vous joindra. Vous pouvez aussi nous appeler."),
        )
    return Letter(
        _("Votre remboursement de %(amount)s n’est pas arrivé") % words,
        (_("Bonjour %(name)s,") % words, *how),
    )


def _stray(pledge: Pledge) -> Letter:
    words = PledgeWords(pledge)
    return Letter(
        _("Un paiement en trop vous est rendu"),
        (
            _("Bonjour %(name)s,") % words,
            _(
                "Nous avons reçu pour « %(project)s » un paiement qui n’était plus attendu. Il vous est rendu en "
                "entier, sans rien avoir à faire."
            )
            % words,
        ),
    )


def _backer_unfunded(pledge: Pledge) -> Letter:
    words = PledgeWords(pledge)
    missed = (
        _(
            "L’échéance est passée : %(gathered)s réunis, pour un seuil de %(threshold)s. Comme annoncé, chacun "
            "est remboursé intégralement et sans frais."
        )
        % words
    )
    if pledge.is_offline:
        return Letter(
            _("« %(project)s » n’a pas atteint son seuil : vos %(amount)s vous sont rendus") % words,
            (_("Bonjour %(name)s,") % words, missed, *given_back_sentences(pledge)),
        )
    return Letter(
        _("« %(project)s » n’a pas atteint son seuil : vous êtes remboursé") % words,
        (_("Bonjour %(name)s,") % words, f"{missed} {_('Vous n’avez rien à faire.')}"),
    )


def _backer_cancelled(pledge: Pledge) -> Letter:
    words = PledgeWords(pledge)
    if pledge.is_offline:
        return Letter(
            _("« %(project)s » est annulé : vos %(amount)s vous sont rendus") % words,
            (
                _("Bonjour %(name)s,") % words,
                _("La campagne est annulée. Vous êtes remboursé intégralement et sans frais."),
                *given_back_sentences(pledge),
            ),
        )
    return Letter(
        _("« %(project)s » est annulé : vous êtes remboursé") % words,
        (
            _("Bonjour %(name)s,") % words,
            _(
                "La campagne est annulée. Vous êtes remboursé intégralement et sans frais, sans rien avoir à faire."
            ),
        ),
    )


def _backer_unpayable(pledge: Pledge) -> Letter:
    words = PledgeWords(pledge)
    why = _(
        "La campagne avait réussi, mais le compte de qui devait recevoir l’argent n’a pas été prêt à temps. Nous "
        "ne pouvons pas le garder plus longtemps : vous êtes remboursé intégralement et sans frais."
    )
    title = _("« %(project)s » ne peut pas recevoir l’argent : vous êtes remboursé") % words
    then = given_back_sentences(pledge) if pledge.is_offline else (_("Vous n’avez rien à faire."),)
    return Letter(title, (_("Bonjour %(name)s,") % words, why, *then))


BACKER_LETTERS: dict[str, BackerLetter] = {
    "pledge_late": _late,
    "pledge_refunded": _refunded,
    "pledge_taken_back": _taken_back,
    "refund_failed": _refund_failed,
    "stray_payment": _stray,
    "backer_unfunded": _backer_unfunded,
    "backer_cancelled": _backer_cancelled,
    "backer_unpayable": _backer_unpayable,
}

GIVEN_BACK = frozenset({"backer_unfunded", "backer_cancelled", "backer_unpayable"})
"""Letters to everybody that say their money is given back."""
