"""Second thoughts through HTTP: by the signed link alone, in one POST, with words for every refusal."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.errors import ProviderUnclear
from campaigns.gateways.demo import DemoGateway
from campaigns.links import pledge_token
from campaigns.models import Campaign, Pledge, RewardTier
from campaigns.rules.status import PledgeState
from campaigns.services import operating
from campaigns.services.launching import TierDraft
from tests.builders import a_backer, a_campaign, a_pledge, a_reservation, a_user, tier
from tests.papers import ADDRESS, a_declaring_campaign

pytestmark = pytest.mark.django_db


def address(name: str, pledge: Pledge) -> str:
    return reverse(f"campaigns:{name}", args=[pledge_token(pledge)])


def past_its_deadline(campaign: Campaign) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(deadline=timezone.now())


def test_the_receipt_offers_both_until_the_deadline(client):
    campaign = a_campaign()
    pledge = a_pledge(campaign, 2_500)
    page = client.get(address("receipt", pledge)).content.decode()
    assert address("take_back", pledge) in page
    assert address("change_reward", pledge) in page
    past_its_deadline(campaign)
    page = client.get(address("receipt", pledge)).content.decode()
    assert address("take_back", pledge) not in page


def test_the_screen_says_what_happens_and_one_post_does_it(client):
    campaign = a_campaign()
    pledge = a_pledge(campaign, 2_500, tier=tier(campaign, 1))
    answer = client.get(address("take_back", pledge))
    page = answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    for words in ("Reprendre vos 25\u00a0€", "de 3 à 10 jours", "Un repas"):
        assert words in page, words
    assert Pledge.objects.get().status == PledgeState.HELD, "reading it does nothing"
    answer = client.post(address("take_back", pledge))
    assert answer.status_code == 302
    assert Pledge.objects.get().status == PledgeState.REFUND_DUE
    receipt = client.get(answer.url).content.decode()
    assert "Vous allez être remboursé" in receipt
    assert "Vous reprenez votre soutien" in receipt
    assert client.post(address("take_back", pledge)).status_code == 302, "a second click goes to the receipt"


def test_after_the_deadline_it_says_why_and_whom_to_write_to(client):
    campaign = a_campaign()
    pledge = a_pledge(campaign)
    past_its_deadline(campaign)
    for answer in (client.get(address("take_back", pledge)), client.post(address("take_back", pledge))):
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "ne peut plus être repris" in page
        assert "nadia@example.org" in page
    assert Pledge.objects.get().status == PledgeState.HELD
    answer = client.post(address("change_reward", pledge), {"tier": str(tier(campaign, 0).pk)})
    assert answer.status_code == 409
    assert "ne peut plus changer" in answer.content.decode()


def test_an_open_payment_page_may_be_given_up(client):
    pledge = a_reservation(a_campaign())
    assert "Annuler ce soutien" in client.get(address("take_back", pledge)).content.decode()
    client.post(address("take_back", pledge))
    assert Pledge.objects.get().status == PledgeState.EXPIRED


def test_a_silent_bank_is_said_and_nothing_changes(client, monkeypatch):
    def silent(self, remote_id):
        raise ProviderUnclear("timeout")

    monkeypatch.setattr(DemoGateway, "end_payment", silent)
    pledge = a_reservation(a_campaign())
    answer = client.post(address("take_back", pledge))
    assert answer.status_code == 409
    assert "La banque ne répond pas" in answer.content.decode()
    assert Pledge.objects.get().status == PledgeState.AWAITING_PAYMENT


@pytest.mark.parametrize(
    "name", ["take_back", "change_reward", "receipt_pdf", "receipt_page", "tax_receipt_pdf"]
)
def test_without_the_signed_link_there_is_nothing(client, name):
    pledge = a_pledge(a_campaign())
    forged = pledge_token(pledge)[:-1] + ("a" if not pledge_token(pledge).endswith("a") else "b")
    for token in (pledge.uuid.hex, forged, "x", "~"):
        assert client.get(reverse(f"campaigns:{name}", args=[token])).status_code == 404


TIERS = [
    TierDraft("Un café", "thanks", 500),
    TierDraft("Un repas", "invitation", 2_000, limit=1, value_cents=600),
    TierDraft("Un banquet", "access", 9_000),
]


def test_another_reward_is_chosen_by_the_link(client):
    campaign = a_campaign(tiers=TIERS)
    pledge = a_pledge(campaign, 2_500, tier=tier(campaign, 0))
    page = client.get(address("change_reward", pledge)).content.decode()
    assert "Celle que vous avez" in page
    assert "Un banquet" not in page
    assert "demande un soutien plus grand" in page
    answer = client.post(address("change_reward", pledge), {"tier": str(tier(campaign, 1).pk)})
    assert answer.status_code == 302
    assert Pledge.objects.get().tier == tier(campaign, 1)
    assert "Nouvelle contrepartie" in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (0, "déjà votre contrepartie"),
        (1, "épuisée"),
        (2, "demande un soutien plus grand"),
        ("x", "demande un soutien plus grand"),
        ("9" * 30, "demande un soutien plus grand"),
        ("\x00", "demande un soutien plus grand"),
    ],
)
def test_a_refused_choice_is_said_beside_it(client, wanted, words):
    campaign = a_campaign(tiers=TIERS)
    a_pledge(campaign, 2_500, tier=tier(campaign, 1))
    pledge = a_pledge(campaign, 2_500, tier=tier(campaign, 0))
    sent = str(tier(campaign, wanted).pk) if isinstance(wanted, int) else wanted
    answer = client.post(address("change_reward", pledge), {"tier": sent})
    assert answer.status_code == 422
    assert words in answer.content.decode().split("<fieldset", 1)[1]
    pledge.refresh_from_db()
    assert pledge.tier == tier(campaign, 0)


def test_the_last_unit_lost_between_screen_and_post_is_said(client, monkeypatch):
    campaign = a_campaign(tiers=TIERS)
    pledge = a_pledge(campaign, 2_500)
    meal = tier(campaign, 1)
    monkeypatch.setattr(RewardTier, "sold_out", False)
    RewardTier.objects.filter(pk=meal.pk).update(claimed=1)
    answer = client.post(address("change_reward", pledge), {"tier": str(meal.pk)})
    assert answer.status_code == 422
    assert "épuisée" in answer.content.decode()


def test_losing_the_tax_receipt_is_asked_first(client):
    campaign = a_declaring_campaign(tiers=TIERS)
    pledge = a_pledge(campaign, 2_000, wants_tax_receipt=True, postal_address=ADDRESS)
    meal = str(tier(campaign, 1).pk)
    answer = client.post(address("change_reward", pledge), {"tier": meal})
    assert answer.status_code == 422
    assert "plus de reçu fiscal" in answer.content.decode()
    answer = client.post(address("change_reward", pledge), {"tier": meal, "gives_up_receipt": "on"})
    assert answer.status_code == 302


# Where a refund stands


def test_a_refund_is_told_with_its_days_and_whom_to_call(client):
    campaign = a_campaign()
    pledge = a_pledge(campaign, 2_500)
    client.post(address("take_back", pledge))
    Pledge.objects.update(status=PledgeState.REFUND_DUE)
    operating.run_operations(at=timezone.now())
    page = client.get(address("receipt", pledge)).content.decode()
    assert "un débit annulé plutôt qu’un crédit" in page
    Pledge.objects.update(status=PledgeState.REFUND_FAILED)
    page = client.get(address("receipt", pledge)).content.decode()
    assert "Nadia Berthier" in page
    assert "04 65 71 00 00" in page.replace("\u00a0", " ")


def test_the_account_shows_the_same_and_asks_the_same_of_many(client, django_assert_max_num_queries):
    campaign = a_campaign()
    user = a_user()
    client.force_login(user)
    pledge = a_pledge(campaign, backer=a_backer(user=user))
    assert address("take_back", pledge) in client.get(reverse("campaigns:my_pledges")).content.decode()
    client.post(address("take_back", pledge))
    page = client.get(reverse("campaigns:my_pledges")).content.decode()
    assert "Nous le demandons à la banque" in page
    with django_assert_max_num_queries(60) as few:
        client.get(reverse("campaigns:my_pledges"))
    for _number in range(8):
        other = a_pledge(campaign, backer=a_backer(user=user))
        Pledge.objects.filter(pk=other.pk).update(status=PledgeState.REFUNDED, counted=False)
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("campaigns:my_pledges"))
