"""What people read of a pledge paid otherwise than by card: receipts, accounts, papers; never a card nor a provider."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Organisation
from campaigns.links import pledge_token, receipt_path, return_path
from campaigns.models import Campaign, PaymentOperation, Pledge, TaxReceipt
from campaigns.rules.offline import RemittedBy, Way
from campaigns.services import cancelling, remitting, tax_receipts, unpaid
from campaigns.services.accounting import entries_of, ledger_lines
from campaigns.wording.papers import ENTRY_COLUMNS
from tests.builders import a_backer, a_campaign, a_pledge, a_user, settle
from tests.offline import (
    ADDRESS,
    a_cashier,
    a_counter,
    a_document,
    an_evidence,
    an_offline_pledge,
    hand_out,
)

pytestmark = pytest.mark.django_db

CARD = ("carte", "débit")


def at_the_counter(**facts: Any) -> Pledge:
    """A pledge paid in cash at the town hall."""
    campaign = facts.pop("campaign", None) or a_campaign()
    counter = a_counter(campaign.territory)
    return an_offline_pledge(campaign, evidence=an_evidence(counter=counter, reference="Reçu 7012"), **facts)


def read(client: Client, address: str) -> str:
    """The main part of a page, in which non-breaking spaces are spaces."""
    response = client.get(address)
    assert response.status_code == 200
    text = response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")
    return text[text.index("<main") : text.index("</main>")]


def says_no_card(text: str) -> None:
    """Fail when the page speaks of a card or of a debit."""
    assert [word for word in CARD if word in text.lower()] == []


def test_the_receipt_says_how_where_and_under_which_reference(client: Client) -> None:
    pledge = at_the_counter()
    for address in (receipt_path(pledge), reverse("campaigns:receipt_page", args=[pledge_token(pledge)])):
        text = read(client, address)
        assert "20 novembre 2026, en espèces, Accueil de la mairie, référence Reçu 7012" in text
        says_no_card(text)
    assert "au guichet contre signature, ou par virement" in read(client, receipt_path(pledge))


def test_a_card_is_still_said_for_who_paid_by_card(client: Client) -> None:
    token = pledge_token(a_pledge(a_campaign()))
    assert "par carte" in read(client, reverse("campaigns:receipt_page", args=[token]))


def test_whoever_takes_a_pledge_back_reads_how_the_money_comes_back(client: Client) -> None:
    pledge = at_the_counter()
    address = reverse("campaigns:take_back", args=[pledge_token(pledge)])
    text = read(client, address)
    assert "contre signature, au guichet « Accueil de la mairie »" in text
    assert "RIB" in text
    says_no_card(text)
    assert client.post(address).status_code == 302
    text = read(client, receipt_path(pledge))
    assert "Nous vous devons 20 €" in text
    assert "04 65 71 00 00" in text
    says_no_card(text)


@pytest.mark.parametrize(
    ("way", "words"),
    [(RemittedBy.COUNTER, "au guichet, contre signature"), (RemittedBy.TRANSFER, "par virement")],
)
def test_what_was_given_back_says_how(client: Client, way: RemittedBy, words: str) -> None:
    pledge = cancelling.cancel_pledge(pledge=at_the_counter(), at=timezone.now())
    hand_out(PaymentOperation.objects.by_hand().get(), at=timezone.now(), way=way)
    text = read(client, receipt_path(pledge))
    assert "Votre argent vous a été rendu" in text
    assert f", {words}." in text
    assert "Argent rendu" in text
    assert "Remboursement demandé à la banque" not in text
    says_no_card(text)


def test_a_transfer_that_came_back_asks_for_another_account(client: Client) -> None:
    pledge = cancelling.cancel_pledge(
        pledge=an_offline_pledge(a_campaign(), way=Way.TRANSFER), at=timezone.now()
    )
    operation = PaymentOperation.objects.by_hand().get()
    hand_out(operation, at=timezone.now())
    remitting.record_return(operation=operation, reason="compte clos", by=a_cashier(), at=timezone.now())
    text = read(client, receipt_path(pledge))
    assert "est revenu à notre banque" in text
    assert "RIB" in text
    says_no_card(text)


def test_an_unpaid_cheque_is_called_so_and_not_a_contest(client: Client) -> None:
    user = a_user()
    campaign = a_campaign()
    pledge = an_offline_pledge(campaign, way=Way.CHEQUE, backer=a_backer(user=user))
    unpaid.record_unpaid(
        pledge=pledge, reference="REJ", document=a_document(), by=a_cashier(), at=timezone.now()
    )
    text = read(client, receipt_path(pledge))
    assert "Votre chèque est revenu impayé" in text
    assert "contest" not in text.lower()
    client.force_login(user)
    assert "Chèque impayé" in read(client, reverse("campaigns:my_pledges"))


def test_the_pages_of_a_provider_lead_to_the_receipt(client: Client) -> None:
    pledge = at_the_counter()
    assert client.get(return_path(pledge)).url == receipt_path(pledge)
    again = client.post(reverse("campaigns:retry", args=[pledge_token(pledge)]))
    assert again.url == receipt_path(pledge)


def test_my_pledges_asks_the_same_for_one_and_for_many(client: Client) -> None:
    user = a_user()
    client.force_login(user)

    def given_back() -> None:
        pledge = an_offline_pledge(a_campaign(), backer=a_backer(user=user))
        cancelling.cancel_pledge(pledge=pledge, at=timezone.now())
        hand_out(PaymentOperation.objects.by_hand().get(), at=timezone.now())

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            read(client, reverse("campaigns:my_pledges"))
        return len(captured)

    given_back()
    asked()
    few = asked()
    for _number in range(4):
        given_back()
    assert asked() == few


def paid_out(**terms: Any) -> Campaign:
    """A campaign that succeeded, paid by card and at the counter."""
    campaign = a_campaign(threshold_cents=1_000, **terms)
    a_pledge(campaign, 10_000)
    at_the_counter(campaign=campaign, amount_cents=4_000)
    settle(campaign)
    return campaign


def test_the_holder_reads_both_sources_and_that_two_payouts_come(client: Client) -> None:
    campaign = paid_out()
    client.force_login(campaign.holder)
    text = read(client, reverse("campaigns:accounts", args=[campaign.pk]))
    assert "Paiements hors ligne : espèces, chèques, virements" in text
    assert "vous arrive séparément" in text


def test_the_accountant_finds_the_receipt_and_the_transfer_behind_each_line() -> None:
    campaign = paid_out()
    assert campaign.deadline is not None
    share = PaymentOperation.objects.by_hand().get()
    hand_out(share, at=campaign.deadline)
    columns = ENTRY_COLUMNS.index("nature_code"), ENTRY_COLUMNS.index("piece")
    lines = list(ledger_lines(entries_of(campaign)))
    pieces = {tuple(line[column] for column in columns) for line in lines}
    assert ("charge", "Reçu 7012") in pieces
    assert ("bank_payout", f"VIR-{share.pk}") in pieces


def test_a_tax_receipt_says_how_the_gift_was_paid(client: Client) -> None:
    holder = a_user()
    association = Organisation.objects.create(
        name="Les Tanneries", kind=Organisation.Kind.ASSOCIATION, address=ADDRESS
    )
    Membership.objects.create(user=holder, organisation=association, right=Membership.Right.ADMINISTRATOR)
    campaign = a_campaign(
        threshold_cents=1_000,
        holder=holder,
        organisation=association,
        gives_tax_receipts=True,
        receipt_signatory="Zoé Martin",
        receipt_purpose="Un café",
    )
    pledge = an_offline_pledge(campaign, 4_000, way=Way.CHEQUE, wants_tax_receipt=True)
    settle(campaign)
    assert campaign.deadline is not None
    hand_out(PaymentOperation.objects.by_hand().get(), at=campaign.deadline)
    tax_receipts.issue_receipts(campaign=campaign, at=campaign.deadline, actor=holder)
    content = TaxReceipt.objects.get().content
    assert (content["way"], content["paid_on"]) == ("cheque", "2026-11-20")
    text = read(client, reverse("campaigns:tax_receipt_page", args=[pledge_token(pledge)]))
    assert "Chèque" in text
    says_no_card(text)
