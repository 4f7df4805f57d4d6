"""Builders of slips: a town that takes more than cards, and the form of somebody who has neither card nor e-mail."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from base.models import Territory
from campaigns.links import slip_path
from campaigns.models import Campaign, PaymentSlip
from tests.builders import the_territory
from tests.offline import a_counter

IBAN = "FR7630006000011234567890189"


def a_town(**changes: Any) -> Territory:
    """A territory that takes cash, cheques and transfers."""
    territory = the_territory()
    known = {
        "cheque_payee": "Régie des projets",
        "transfer_name": "Ville de Rivelaine",
        "transfer_iban": IBAN,
        "transfer_bic": "AGRIFRPP",
        "contact_address": "3, place du Moulin",
        **changes,
    }
    Territory.objects.filter(pk=territory.pk).update(**known)
    a_counter(territory)
    territory.refresh_from_db()
    return territory


def address(campaign: Campaign) -> str:
    """Where one reads how to pay otherwise."""
    return reverse("campaigns:otherwise", args=[campaign.pk])


def filled(**changes: str) -> dict[str, str]:
    """The form of Mme Arnaud, who has no e-mail."""
    return {
        "amount": "20",
        "tier": "",
        "backer_kind": "individual",
        "organisation_name": "",
        "backer_name": "Mme Arnaud",
        "backer_email": "",
        "postal_address": "12, rue des Tanneurs\n99999 Rivelaine",
        "shown_as": "name",
        "message": "",
        **changes,
    }


def words(response: HttpResponse) -> str:
    """The main part of a page, in which non-breaking spaces are spaces."""
    text = response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")
    return text[text.index("<main") : text.index("</main>")]


def read(client: Client, campaign: Campaign) -> str:
    """What the page says."""
    response = client.get(address(campaign))
    assert response.status_code == 200
    return words(response)


def made(client: Client, campaign: Campaign, **changes: str) -> PaymentSlip:
    """A slip made through the form."""
    answer = client.post(address(campaign), filled(**changes))
    assert answer.status_code == 302, answer.context["form"].errors
    slip = PaymentSlip.objects.latest("pk")
    assert answer.url == slip_path(slip)
    return slip
