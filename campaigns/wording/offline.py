"""The words of payments that do not pass through a provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from base.money_display import euros
from campaigns.rules.offline import RemittedBy, Way
from campaigns.rules.status import OperationState, PledgeState

if TYPE_CHECKING:
    from base.models import Territory
    from campaigns.models import Pledge

WAYS = {
    Way.CASH: _("espèces"),
    Way.CHEQUE: _("chèque"),
    Way.TRANSFER: _("virement"),
}
REMITTED_BY = {
    RemittedBy.TRANSFER: _("par virement"),
    RemittedBy.COUNTER: _("au guichet, contre signature"),
}


def missed_sentence(pledge: Pledge) -> str:
    """Return what happens to money brought otherwise than on line if the threshold is missed."""
    return gettext(
        "Si le seuil de %(threshold)s n’est pas atteint à l’échéance, la somme vous est rendue entière et sans frais, "
        "au guichet ou par virement : nous vous écrirons."
    ) % {"threshold": euros(pledge.campaign.threshold_cents)}


def given_back_words(pledge: Pledge) -> str:
    """Return `given_back_sentences` in one paragraph."""
    return " ".join(given_back_sentences(pledge))


def given_back_sentences(pledge: Pledge) -> tuple[str, ...]:
    """Return how money that is in the territory's bank comes back to its backer: at the counter, then by transfer.

    How to have it while it is owed: whoever has no e-mail shows the letter, the others say its reference. How it was
    given, once it was. One query for each territory object that `pledge.campaign` holds, or one for what was given.
    """
    if pledge.status == PledgeState.REFUNDED:
        return (_how_it_was(pledge),)
    words = {
        "amount": euros(pledge.amount_cents),
        "reference": pledge.reference,
        "where": _where(pledge.campaign.territory),
        "post": pledge.campaign.territory.contact_address,
        "mail": pledge.campaign.territory.contact_email,
    }
    if pledge.is_written_to_by_post:
        counter = gettext(
            "Pour recevoir vos %(amount)s, présentez ce courrier %(where)s : la somme vous est remise contre signature."
        )
    else:
        counter = gettext(
            "Pour recevoir vos %(amount)s, venez %(where)s avec la référence %(reference)s : la somme vous est remise "
            "contre signature."
        )
    if words["post"] and pledge.is_written_to_by_post:
        transfer = gettext(
            "Vous préférez un virement ? Envoyez votre relevé d’identité bancaire (RIB), avec la référence "
            "%(reference)s, à cette adresse : %(post)s."
        )
    else:
        transfer = gettext(
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
        return gettext("au guichet")
    return ngettext("au guichet : %(places)s", "à l’un de nos guichets : %(places)s", len(places)) % {
        "places": gettext(" ; ou ").join(places)
    }


def _how_it_was(pledge: Pledge) -> str:
    """Return by which way the last refund was given; nothing precise when a decision of two people closed it."""
    done = pledge.operations.filter(kind="refund", state=OperationState.DONE, remittance__isnull=False)
    last = done.select_related("remittance").order_by("-pk").first()
    if last is None:
        return gettext("La somme vous a été rendue.")
    if last.remittance.way == RemittedBy.COUNTER:
        return gettext("La somme vous a été remise au guichet, contre signature.")
    return gettext(
        "La somme est partie par virement sur votre compte ; comptez deux jours ouvrés pour l’y voir."
    )
