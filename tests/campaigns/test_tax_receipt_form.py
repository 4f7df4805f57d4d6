"""Asking for a tax receipt while pledging, as a browser without JavaScript sends it."""

from __future__ import annotations

import pytest

from campaigns.models import Pledge
from campaigns.services.launching import TierDraft
from tests.builders import a_campaign, tier
from tests.campaigns.test_pledge_views import filled, send
from tests.papers import a_declaring_campaign

pytestmark = pytest.mark.django_db

TIERS = [
    TierDraft("Un merci", "thanks", 500),
    TierDraft("Un dîner", "invitation", 2_000, value_cents=1_500),
    TierDraft("Un pain", "product", 600),
]
WANTED = {"wants_tax_receipt": "on", "postal_address": "12, rue des Tanneurs\r\n42000 Rivelaine"}


def test_address_and_wish_are_kept_with_the_pledge_and_read_back_before_paying(client):
    campaign = a_declaring_campaign(tiers=TIERS)
    data = filled(campaign, client, **WANTED)
    review = send(client, campaign, data, "review").content.decode()
    assert "Oui\u00a0: il est fait une fois la somme versée" in review
    assert "12, rue des Tanneurs, 42000 Rivelaine" in review
    send(client, campaign, data, "confirm")
    pledge = Pledge.objects.get()
    assert pledge.wants_tax_receipt
    assert pledge.postal_address == "12, rue des Tanneurs, 42000 Rivelaine"


def test_an_address_nobody_asked_for_is_not_kept(client):
    campaign = a_declaring_campaign(tiers=TIERS)
    send(client, campaign, filled(campaign, client, postal_address="12, rue X"), "confirm")
    assert Pledge.objects.get().postal_address == ""
    other = a_campaign()
    send(client, other, filled(other, client, **WANTED), "confirm")
    assert Pledge.objects.filter(campaign=other, wants_tax_receipt=False, postal_address="").exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"postal_address": " \r\n "}, "un reçu fiscal doit la porter"),
        ({"reward": 1}, "vaut plus de 25"),
        ({"reward": 2}, "c’est un pré-achat"),
        ({"backer_kind": "organisation", "organisation_name": "SARL Four"}, "suit un autre modèle"),
        ({"postal_address": "x" * 241}, "240 caractères"),
    ],
)
def test_what_keeps_the_receipt_from_being_made_is_said_before_paying(client, changes, words):
    campaign = a_declaring_campaign(tiers=TIERS)
    changes = dict(changes)
    if "reward" in changes:
        ranks = {1: "Un dîner", 2: "Un pain"}
        changes["tier"] = str(campaign.tiers.get(title=ranks[changes.pop("reward")]).pk)
    answer = send(client, campaign, filled(campaign, client, **{**WANTED, **changes}), "confirm")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Zoé Martin" in page, "everything typed is still there"
    assert not Pledge.objects.exists()


def test_a_reward_within_the_limits_passes(client):
    campaign = a_declaring_campaign(tiers=TIERS)
    data = filled(campaign, client, amount="60", tier=str(tier(campaign, 2).pk), **WANTED)
    assert send(client, campaign, data, "confirm").status_code == 302


def test_each_answer_is_read_before_paying(client):
    campaign = a_campaign()
    review = send(client, campaign, filled(campaign, client), "review").content.decode()
    assert "Non\u00a0: ce projet n’en donne pas" in review
