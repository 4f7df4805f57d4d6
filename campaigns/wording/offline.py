"""The words of payments that do not pass through a provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from base.money_display import euros
from campaigns.rules.offline import RemittedBy, Way
from campaigns.rules.status import OperationState
from campaigns.rules.status import PledgeState as P

if TYPE_CHECKING:
    from base.models import Territory
    from campaigns.models import Pledge

WAYS = {
    Way.CASH: gettext_lazy("espèces"),
    Way.CHEQUE: gettext_lazy("chèque"),
    Way.TRANSFER: gettext_lazy("virement"),
}
PAID_BY = {
    Way.CASH: gettext_lazy("en espèces"),
    Way.CHEQUE: gettext_lazy("par chèque"),
    Way.TRANSFER: gettext_lazy("par virement"),
}
CARD = "card"
TAX_WAYS = {
    CARD: gettext_lazy("Carte bancaire"),
    Way.CASH.value: gettext_lazy("Remise d’espèces"),
    Way.CHEQUE.value: gettext_lazy("Chèque"),
    Way.TRANSFER.value: gettext_lazy("Virement"),
}
"""How a gift was paid, as a tax receipt says it."""
REMITTED_BY = {
    RemittedBy.TRANSFER: gettext_lazy("par virement"),
    RemittedBy.COUNTER: gettext_lazy("au guichet, contre signature"),
}
MISSED_OFFLINE = gettext_lazy(
    "Si le seuil de %(threshold)s n’est pas atteint à l’échéance, votre argent vous est rendu en entier et sans "
    "frais : au guichet contre signature, ou par virement."
)
UNPAID_LABEL = gettext_lazy("chèque impayé")
OFFLINE_MOVE_SENTENCES = {
    "paid": gettext_lazy("Argent reçu, somme conservée jusqu’à l’échéance"),
    "paid_late": gettext_lazy("Argent reçu trop tard, à rendre"),
    # What a person carries out is asked of nobody: the line that says it is done is enough.
    "send_refund": "",
    "refund_done": gettext_lazy("Argent rendu"),
    "refund_bounces": gettext_lazy("Le virement est revenu : notre équipe s’en occupe"),
    # An unpaid cheque leaves the books as a lost contest does, in one go.
    "dispute": "",
    "dispute_before_refund": "",
    "dispute_of_debt": "",
    "dispute_after_payout": "",
    "dispute_lost": gettext_lazy("Chèque revenu impayé, ou saisie annulée : ce soutien ne compte plus"),
}
"""What the moves of a pledge paid otherwise are called; an empty one is not told."""


def paid_words(pledge: Pledge) -> str:
    """Return how a pledge was paid: by card, or in which way, where, and what finds it again."""
    if not pledge.is_offline:
        return _("par carte")
    payment = pledge.offline
    words = [str(PAID_BY[Way(payment.way)])]
    if payment.counter is not None:
        words.append(payment.counter.name)
    return ", ".join([*words, _("référence %(reference)s") % {"reference": payment.reference}])


def how_given_back(pledge: Pledge) -> str:
    """Return how whoever paid otherwise is given their money back, and what they have to do for it."""
    counter = pledge.offline.counter
    if counter is None:
        return _("Par virement : envoyez-nous un relevé d’identité bancaire (RIB).")
    return _(
        "Venez chercher votre argent, contre signature, au guichet « %(counter)s », avec une pièce d’identité ; ou "
        "envoyez-nous un relevé d’identité bancaire (RIB), pour un virement."
    ) % {"counter": counter.name}


def offline_refund_words(pledge: Pledge, words: dict[str, str]) -> tuple[str, str, str]:
    """Return (title, sentence, tone) of a pledge paid otherwise that is given back; `words` as `refund_words` has."""
    call = _("Une question ? %(contact)s, au %(phone)s.") % words
    if pledge.status == P.REFUNDED:
        return (
            _("Votre argent vous a été rendu"),
            _("%(amount)s vous ont été rendus le %(date)s%(way)s.") % {**words, "way": _way_back(pledge)},
            "lost",
        )
    if pledge.status == P.REFUND_FAILED:
        return (
            _("Votre argent ne vous est pas encore rendu"),
            _("Le virement de %(amount)s est revenu à notre banque. Nous vous devons toujours cette somme.")
            % words
            + f" {how_given_back(pledge)} {call}",
            "stop",
        )
    return (
        _("Votre argent vous attend"),
        _("Nous vous devons %(amount)s depuis le %(date)s.") % words + f" {how_given_back(pledge)} {call}",
        "lost",
    )


def _way_back(pledge: Pledge) -> str:
    """Return how the money was handed over; operations are read whole, so that a list may prefetch them."""
    for operation in pledge.operations.all():
        remittance = getattr(operation, "remittance", None)
        if operation.state == OperationState.DONE and remittance is not None:
            return f", {REMITTED_BY[RemittedBy(remittance.way)]}"
    return ""


def unpaid_words(pledge: Pledge) -> tuple[str, str, str] | None:
    """Return (title, sentence, tone) of a cheque that came back unpaid, or of a mistake; None for any other pledge."""
    if not pledge.is_offline or pledge.status != P.LOST:
        return None
    territory = pledge.campaign.territory
    if Way(pledge.offline.way) != Way.CHEQUE:
        return (
            _("Saisie annulée"),
            _(
                "%(amount)s avaient été saisis par erreur : cette ligne ne compte plus. Une question ? %(phone)s."
            )
            % {"amount": euros(pledge.amount_cents), "phone": territory.contact_phone},
            "stop",
        )
    return (
        _("Votre chèque est revenu impayé"),
        _(
            "La banque n’a pas payé le chèque de %(amount)s : ce soutien ne compte plus. C’est une erreur ? Appelez "
            "%(contact)s au %(phone)s."
        )
        % {
            "amount": euros(pledge.amount_cents),
            "contact": territory.contact_name,
            "phone": territory.contact_phone,
        },
        "stop",
    )


def given_back_sentences(pledge: Pledge) -> tuple[str, ...]:
    """Return how money that is in the territory's bank comes back to its backer: at the counter, then by transfer.

    How to have it while it is owed: whoever has no e-mail shows the letter, the others say its reference. How it was
    given, once it was. One query for each territory object that `pledge.campaign` holds, or one for what was given.
    """
    if pledge.status == P.REFUNDED:
        return (_how_it_was(pledge),)
    words = {
        "amount": euros(pledge.amount_cents),
        "reference": pledge.reference,
        "where": _where(pledge.campaign.territory),
        "post": pledge.campaign.territory.contact_address,
        "mail": pledge.campaign.territory.contact_email,
    }
    if pledge.is_written_to_by_post:
        counter = _(
            "Pour recevoir vos %(amount)s, présentez ce courrier %(where)s, avec une pièce d’identité : "
            "la somme vous est remise contre signature."
        )
    else:
        counter = _(
            "Pour recevoir vos %(amount)s, venez %(where)s avec la référence %(reference)s et une pièce d’identité : "
            "la somme vous est remise contre signature."
        )
    if words["post"] and pledge.is_written_to_by_post:
        transfer = _(
            "Vous préférez un virement ? Envoyez votre relevé d’identité bancaire (RIB), avec la référence "
            "%(reference)s, à cette adresse : %(post)s."
        )
    else:
        transfer = _(
            "Vous préférez un virement ? Envoyez votre relevé d’identité bancaire (RIB), avec la référence "
            "%(reference)s, à %(mail)s."
        )
    return counter % words, transfer % words


def _where(territory: Territory) -> str:
    """Return where money is given back: « au guichet : Accueil de la mairie, 1, place Carnot (9 h–12 h) »."""
    prefetch_related_objects([territory], "counters")
    places = [
        f"{counter.name}, {counter.address}" + (f" ({counter.hours})" if counter.hours else "")
        for counter in territory.counters.all()
        if counter.is_open
    ]
    if not places:
        return _("au guichet")
    return ngettext("au guichet : %(places)s", "à l’un de nos guichets : %(places)s", len(places)) % {
        "places": _(" ; ou ").join(places)
    }


def _how_it_was(pledge: Pledge) -> str:
    """Return by which way the last refund was given; nothing precise when a decision of two people closed it."""
    done = pledge.operations.filter(kind="refund", state=OperationState.DONE, remittance__isnull=False)
    last = done.select_related("remittance").order_by("-pk").first()
    if last is None:
        return _("La somme vous a été rendue.")
    if last.remittance.way == RemittedBy.COUNTER:
        return _("La somme vous a été remise au guichet, contre signature.")
    return _("La somme est partie par virement sur votre compte ; comptez deux jours ouvrés pour l’y voir.")
