"""The pledge through HTTP, as a browser without JavaScript sends it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign, CampaignTotals, Pledge, RewardTier
from campaigns.rules.status import PledgeState
from campaigns.services import launching
from demo_bank.models import BankPayment
from tests.builders import a_campaign, a_pledge, a_reservation, a_user, remote_id, tier

pytestmark = pytest.mark.django_db


def filled(campaign: Campaign, client: Client, **changes) -> dict[str, str]:
    """The form as first shown, filled in."""
    page = client.get(reverse("campaigns:pledge", args=[campaign.pk]))
    key = re.search(r'name="submission_key" value="([0-9a-f]+)"', page.content.decode())
    assert key
    return {
        "amount": "25",
        "tier": "",
        "backer_kind": "individual",
        "organisation_name": "",
        "backer_name": "Zoé Martin",
        "backer_email": "zoe@example.org",
        "shown_as": "name",
        "message": "Bravo !",
        "submission_key": key[1],
        **changes,
    }


def send(client: Client, campaign: Campaign, data: dict[str, str], step: str):
    return client.post(reverse("campaigns:pledge", args=[campaign.pk]), {**data, "step": step})


def test_form_review_payment_receipt(client, mailoutbox):
    campaign = a_campaign()
    data = filled(campaign, client, amount="25,50", tier=str(tier(campaign, 1).pk))
    review = send(client, campaign, data, "review")
    text = review.content.decode()
    assert review.status_code == 200
    assert not Pledge.objects.exists()
    for words in (
        "25,50\u00a0€",
        "Don avec contrepartie",
        "remboursé intégralement",
        "5\u00a0%",
        "heure de Paris",
    ):
        assert words in text, words
    answer = send(client, campaign, data, "confirm")
    pledge = Pledge.objects.get()
    assert answer.status_code == 302
    assert answer.url == reverse("demo_bank:payment", args=[remote_id(pledge)])
    back = client.post(answer.url, {"choice": "accept"})
    receipt = client.get(back.url, follow=True)
    assert receipt.status_code == 200
    assert receipt.redirect_chain[-1][0].startswith("/recu/")
    text = receipt.content.decode()
    for words in (pledge.reference, "25,50\u00a0€", "Don avec contrepartie", "Zoé Martin"):
        assert words in text, words
    assert CampaignTotals.objects.get(campaign=campaign).gathered_cents == 2550
    page = client.get(campaign.page.url)
    assert "Zoé Martin" in page.content.decode()
    assert "Bravo" in page.content.decode()


def test_double_click_reload_back_and_resubmit_make_one_pledge(client):
    campaign = a_campaign()
    RewardTier.objects.filter(pk=tier(campaign, 1).pk).update(limit=1)
    data = filled(campaign, client, tier=str(tier(campaign, 1).pk))
    first = send(client, campaign, data, "confirm")
    again = send(client, campaign, data, "confirm")
    send(client, campaign, data, "edit")
    third = send(client, campaign, data, "confirm")
    assert first.url == again.url == third.url
    assert Pledge.objects.count() == BankPayment.objects.count() == 1


def test_going_back_and_changing_the_amount_is_another_pledge(client):
    campaign = a_campaign()
    data = filled(campaign, client)
    send(client, campaign, data, "confirm")
    send(client, campaign, {**data, "amount": "30"}, "confirm")
    assert sorted(Pledge.objects.values_list("amount_cents", flat=True)) == [2500, 3000]


@pytest.mark.parametrize(
    "amount",
    [
        "-5",
        "10.005",
        "1e3",
        "NaN",
        "inf",
        "",
        "abc",
        "0",
        "0,50",
        "٣",
        "1.234,50",
        "9" * 500,
        "\x00",
        "3000,01",
    ],
)
def test_a_wrong_amount_gets_a_message_beside_the_field_and_nothing_is_written(client, amount):
    campaign = a_campaign()
    data = filled(campaign, client, amount=amount)
    for step in ("review", "confirm"):
        answer = send(client, campaign, data, step)
        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {"amount"}
        text = answer.content.decode()
        assert 'aria-invalid="true"' in text
        assert "Zoé Martin" in text
        assert "Bravo !" in text
    assert not Pledge.objects.exists()


def test_a_reward_of_another_campaign_is_refused_beside_the_field(client):
    campaign, other = a_campaign(), a_campaign()
    answer = send(client, campaign, filled(campaign, client, tier=str(tier(other).pk)), "confirm")
    assert answer.status_code == 422
    assert "tier" in answer.context["form"].errors
    assert not Pledge.objects.exists()


def test_a_sold_out_tier_is_refused_beside_the_field(client):
    campaign = a_campaign()
    RewardTier.objects.filter(campaign=campaign).update(limit=0)
    for step in ("review", "confirm"):
        answer = send(client, campaign, filled(campaign, client, tier=str(tier(campaign).pk)), step)
        assert answer.status_code == 422
        assert "épuisée" in str(answer.context["form"].errors["tier"])
    assert not Pledge.objects.exists()


def test_a_pledge_above_what_remains_is_refused_with_that_figure(client):
    campaign = a_campaign(threshold_cents=5_000, goal_cents=10_000)
    a_pledge(campaign, 14_000)
    for step in ("review", "confirm"):
        answer = send(client, campaign, filled(campaign, client), step)
        assert answer.status_code == 422
        assert "10\u00a0€" in str(answer.context["form"].errors["amount"])


def test_one_second_past_the_deadline_nothing_is_taken(client, time_machine):
    campaign = a_campaign()
    data = filled(campaign, client)
    time_machine.move_to(campaign.deadline + timedelta(seconds=1), tick=False)
    answer = send(client, campaign, data, "confirm")
    assert answer.status_code in {200, 422}
    assert "ne prend plus de soutien" in answer.content.decode()
    assert not Pledge.objects.exists()
    time_machine.move_to(campaign.deadline - timedelta(seconds=1), tick=False)
    assert send(client, campaign, data, "confirm").status_code == 302


@pytest.mark.parametrize("state", ["draft", "submitted", "needs_changes", "approved", "refused"])
def test_a_campaign_that_is_not_public_is_a_404_like_one_that_does_not_exist(client, state):
    campaign = a_campaign(state=state)
    assert client.get(campaign.page.url).status_code == 404
    assert client.get(reverse("campaigns:pledge", args=[campaign.pk])).status_code == 404
    assert client.post(reverse("campaigns:pledge", args=[campaign.pk]), {"amount": "5"}).status_code == 404
    assert client.get(reverse("campaigns:pledge", args=[10**9])).status_code == 404


def test_a_declined_card_may_be_tried_again(client):
    campaign = a_campaign()
    answer = send(client, campaign, filled(campaign, client), "confirm")
    back = client.post(answer.url, {"choice": "decline"})
    page = client.get(back.url)
    assert "Rien n’a été débité" in page.content.decode()
    retry = re.search(r'action="([^"]*reessayer/)"', page.content.decode())
    assert retry
    second = client.post(retry[1])
    assert second.url != answer.url
    client.post(second.url, {"choice": "three_d_secure"})
    back = client.post(second.url, {"choice": "three_d_secure_ok"})
    assert client.get(back.url, follow=True).status_code == 200
    assert Pledge.objects.get().status == PledgeState.HELD


@pytest.mark.parametrize(
    ("choice", "state"),
    [
        ("cancel", "expired"),
        ("leave", "awaiting_payment"),
        ("late", "refund_due"),
        ("three_d_secure_fail", "declined"),
    ],
)
def test_every_answer_of_the_bank_leads_to_a_page_that_says_it(client, choice, state):
    campaign = a_campaign()
    answer = send(client, campaign, filled(campaign, client), "confirm")
    back = client.post(answer.url, {"choice": choice})
    page = client.get(back.url, follow=True)
    if choice == "late":  # the page was over before the card was charged: the second look sees the payment
        page = client.get(back.url, follow=True)
    assert page.status_code == 200
    assert Pledge.objects.get().status == state


def test_forged_and_foreign_tokens_are_404(client):
    pledge = a_pledge(a_campaign())
    for token in ("x", f"{pledge.uuid.hex}~forged", f"{pledge.uuid.hex}", "a~b~c", "~"):
        assert client.get(reverse("campaigns:receipt", args=[token])).status_code == 404
        assert client.get(reverse("campaigns:return", args=[token])).status_code == 404


def test_an_organisation_must_be_named_and_is_what_the_public_reads(client):
    campaign = a_campaign()
    data = filled(campaign, client, backer_kind="organisation")
    answer = send(client, campaign, data, "review")
    assert "organisation_name" in answer.context["form"].errors
    answer = send(client, campaign, {**data, "organisation_name": "Menuiserie Lize"}, "confirm")
    back = client.post(answer.url, {"choice": "accept"})
    client.get(back.url)
    text = client.get(campaign.page.url).content.decode()
    assert "Menuiserie Lize" in text
    assert "Zoé Martin" not in text


def test_an_anonymous_backer_is_nowhere_named_in_public(client):
    campaign = a_campaign()
    answer = send(client, campaign, filled(campaign, client, shown_as="anonymous"), "confirm")
    client.get(client.post(answer.url, {"choice": "accept"}).url)
    text = client.get(campaign.page.url).content.decode()
    assert "Zoé" not in text
    assert "Bravo" in text


def test_text_from_people_stays_text(client):
    campaign = a_campaign()
    data = filled(
        campaign, client, backer_name="<script>alert(1)</script>", message="</p><img src=x onerror=alert(1)>"
    )
    answer = send(client, campaign, data, "confirm")
    receipt = client.get(client.post(answer.url, {"choice": "accept"}).url, follow=True).content.decode()
    public = client.get(campaign.page.url).content.decode()
    for text in (receipt, public):
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_my_pledges_lists_mine_only(client):
    me = a_user()
    campaign = a_campaign()
    from tests.builders import a_backer

    mine = a_pledge(campaign, backer=a_backer(user=me))
    a_reservation(campaign)
    assert client.get(reverse("campaigns:my_pledges")).status_code == 302
    client.force_login(me)
    page = client.get(reverse("campaigns:my_pledges"))
    assert [row.pk for row in page.context["pledges"]] == [mine.pk]
    assert "no-store" in page["Cache-Control"]


def test_the_eleventh_pledge_in_a_minute_is_asked_to_wait(client):
    campaign = a_campaign()
    data = filled(campaign, client)
    answers = [send(client, campaign, data, "review").status_code for _try in range(11)]
    assert answers == [200] * 10 + [429]


def test_a_suspended_campaign_says_so_and_takes_nothing(client):
    campaign = a_campaign()
    data = filled(campaign, client)
    launching.suspend(campaign=campaign, at=timezone.now(), reason="Vérification")
    assert client.get(campaign.page.url).status_code == 200
    assert send(client, campaign, data, "confirm").status_code in {200, 422}
    assert not Pledge.objects.exists()


def test_signed_out_campaign_page_sets_no_cookie_and_holds_no_csrf_token(client):
    campaign = a_campaign()
    page = client.get(campaign.page.url)
    assert "csrfmiddlewaretoken" not in page.content.decode()
    assert not page.cookies


def test_an_event_is_taken_once_signed_and_refused_forged(client):
    import json

    from django.conf import settings

    from campaigns.gateways.demo import SIGNATURE_HEADER
    from campaigns.models import ProviderEvent
    from campaigns.services import inbox
    from demo_bank import services as bank
    from demo_bank.signatures import sign

    pledge = a_reservation(a_campaign())
    bank.accept(remote_id(pledge), at=timezone.now())
    body = json.dumps({"id": "evt_1", "kind": "payment.paid", "subject": remote_id(pledge)}).encode()
    now = int(timezone.now().timestamp())
    address = reverse("campaigns:webhook", args=["demo"])
    header = sign(body, secret=settings.DEMO_BANK_SECRET, timestamp=now)

    def deliver(content: bytes, signature: str) -> int:
        headers = {SIGNATURE_HEADER: signature}
        return client.post(address, content, content_type="application/json", headers=headers).status_code

    assert deliver(body, header) == deliver(body, header) == 200
    assert deliver(body + b" ", header) == 400
    assert deliver(body, sign(body, secret="another", timestamp=now)) == 400
    assert deliver(body, sign(body, secret=settings.DEMO_BANK_SECRET, timestamp=now - 301)) == 400
    assert deliver(body, "") == 400
    assert deliver(b"x" * 300_000, header) == 413
    assert client.get(address).status_code == 405
    assert (
        client.post(reverse("campaigns:webhook", args=["other"]), b"{}", content_type="x/y").status_code
        == 404
    )
    assert ProviderEvent.objects.filter(event_id="evt_1").count() == 1
    assert inbox.read_events(at=timezone.now()) >= 1
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.HELD
