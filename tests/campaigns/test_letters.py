"""The letters: right person, right words, a link that works, one line of subject whatever people typed."""

import pytest
from django.core import mail
from django.utils import timezone

from campaigns.links import receipt_path
from campaigns.models import Campaign, PayoutAccount, Pledge
from campaigns.notices import BACKER_LETTERS
from campaigns.services import settling
from campaigns.services.operating import run_operations
from notices.services import send_due_notices
from tests.builders import a_backer, a_campaign, a_pledge, settle

pytestmark = pytest.mark.django_db


def test_the_receipt_letter_names_amount_nature_deadline_and_leads_to_the_receipt(client):
    campaign = a_campaign(page={"title": "Le café de quartier"})
    a_pledge(campaign, 2_550, backer=a_backer(name="Zoé", email="zoe@example.org"))
    send_due_notices(at=timezone.now())
    [letter] = [message for message in mail.outbox if message.to == ["zoe@example.org"]]
    assert "Le café de quartier" in letter.subject
    for words in (
        "25,50\u00a0€",
        "don sans contrepartie",
        "heure de Paris",
        "remboursé intégralement",
        "5\u00a0%",
    ):
        assert words in letter.body, words
        assert words in letter.alternatives[0][0], words
    [link] = [line for line in letter.body.splitlines() if "/recu/" in line]
    answer = client.get(link.replace("http://testserver", ""))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"


def test_a_title_with_line_breaks_or_markup_stays_words():
    campaign = a_campaign(page={"title": "Café\r\nBcc: tous@example.org <script>"})
    a_pledge(campaign)
    send_due_notices(at=timezone.now())
    for message in mail.outbox:
        assert "\n" not in message.subject
        assert "<script>" not in message.alternatives[0][0]


@pytest.mark.parametrize(
    ("amount", "words"), [(1_000, "remboursé"), (10_000, "a atteint son seuil, grâce à vous")]
)
def test_every_person_hears_the_outcome(amount, words):
    campaign = a_campaign(threshold_cents=10_000, goal_cents=20_000)
    a_pledge(campaign, amount, backer=a_backer(email="zoe@example.org"))
    settle(campaign)
    send_due_notices(at=timezone.now())
    to_zoe = [message for message in mail.outbox if message.to == ["zoe@example.org"]]
    assert any(words in message.subject for message in to_zoe)
    holder = Campaign.objects.get(pk=campaign.pk).holder
    assert any(message.to == [holder.email] for message in mail.outbox)


def test_while_a_payout_waits_for_its_account_no_letter_nor_receipt_says_that_it_is_made(client):
    campaign = a_campaign(threshold_cents=10_000, goal_cents=20_000)
    pledge = a_pledge(campaign, 10_000, backer=a_backer(email="zoe@example.org"))
    PayoutAccount.objects.update(payouts_enabled=False)
    settle(campaign)
    send_due_notices(at=timezone.now())
    [letter] = [
        message for message in mail.outbox if message.to == ["zoe@example.org"] and "seuil" in message.subject
    ]
    body = " ".join(letter.body.split())
    assert "attribuée au projet" in body
    assert "dès que ce compte est en règle" in body
    assert "est versée" not in body
    receipt = client.get(receipt_path(pledge)).content.decode()
    assert "versement au porteur est en cours" in receipt
    assert "est versé au projet" not in receipt
    PayoutAccount.objects.update(payouts_enabled=True)
    assert run_operations(at=campaign.deadline)["done"] == 1
    assert "est versé au projet" in client.get(receipt_path(pledge)).content.decode()


def test_the_letter_of_a_refund_to_a_card_asks_the_database_nothing(django_assert_num_queries):
    """Thousands are written in one go: a query in each would be most of the work."""
    campaign = a_campaign()
    pledge = a_pledge(campaign)
    settling.cancel(campaign=campaign, at=timezone.now(), reason="Arrêt.")
    run_operations(at=timezone.now())
    pledge = Pledge.objects.for_receipts().get(pk=pledge.pk)
    assert pledge.status == "refunded"
    with django_assert_num_queries(0):
        BACKER_LETTERS["pledge_refunded"](pledge)
