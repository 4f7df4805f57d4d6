"""What finance carries out by hand: the list, one operation with its proof, cheques and transfers that come back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.groups import CLERKS
from base.models import AuditLine
from campaigns.links import decision_path
from campaigns.models import Campaign, Decision, LedgerEntry, OfflinePayment, PaymentOperation, Pledge
from campaigns.rules.decisions import DecisionKind
from campaigns.rules.offline import RemittedBy, Way
from campaigns.rules.status import CampaignState, PledgeState
from campaigns.services import settling, slips, standing
from campaigns.services.cancelling import cancel_pledge
from campaigns.services.deciding import approve
from campaigns.services.operating import run_operations
from campaigns.services.progress import refund_progress
from campaigns.services.reconciling import check_books
from campaigns.wording.finance import progress_words
from tests.builders import a_campaign, a_pledge
from tests.campaigns.finance_room import a_colleague, page
from tests.offline import a_document, an_evidence, an_offline_pledge, hand_out, without_email
from tests.second_factor import confirm
from tests.support.hostile_files import upload
from tests.support.html import check_markup

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance(client: Client) -> Client:
    """Somebody of finance, signed in and just confirmed."""
    client.force_login(a_colleague())
    confirm(client)
    return client


def a_paper(name: str = "avis.pdf") -> SimpleUploadedFile:
    """A scanned paper, as a browser sends it."""
    return upload(name, b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")


def owed_back(way: Way = Way.CASH, **facts: Any) -> Pledge:
    """Money brought, taken back, and not given back yet."""
    pledge = an_offline_pledge(a_campaign(), way=way, **facts)
    return cancel_pledge(pledge=pledge, at=timezone.now())


def funded_from_both() -> Campaign:
    """A campaign that succeeded with money of both sources, the provider's share not paid yet."""
    campaign = a_campaign(threshold_cents=1_000)
    a_pledge(campaign, 10_000)
    an_offline_pledge(campaign, 4_000)
    assert campaign.deadline is not None
    settling.close_campaign(campaign=campaign, at=campaign.deadline)
    settling.decide(campaign=campaign, at=campaign.deadline)
    return campaign


def the_books_are_right() -> None:
    report = check_books()
    assert not report.differences, [check.differences for check in report.checks if check.differences]


def test_the_list_says_who_how_much_and_which_payout_must_wait(finance: Client) -> None:
    assert "Rien à régler" in page(finance, "finance:bank")
    owed_back()
    campaign = funded_from_both()
    found = page(finance, "finance:bank")
    assert "2 opérations à faire" in found
    assert "Mme Arnaud" in found
    assert found.count("bank-waits") == 1
    assert "la part encaissée en ligne est versée d’abord" in found
    payout = PaymentOperation.objects.by_hand().get(kind="payout")
    screen = page(finance, "finance:bank_operation", payout.pk)
    assert 'name="document"' not in screen, "nothing to fill in while it must wait"
    address = reverse("finance:bank_operation", args=[payout.pk])
    finance.post(address, {"way": "transfer", "reference": "VIR", "document": a_paper()})
    payout.refresh_from_db()
    assert payout.state == "pending"
    assert campaign.deadline is not None
    run_operations(at=campaign.deadline)
    assert "bank-waits" not in page(finance, "finance:bank")
    screen = page(finance, "finance:bank_operation", payout.pk)
    assert 'value="counter"' not in screen, "a payout leaves by transfer alone"
    assert (
        finance.post(address, {"way": "counter", "reference": "V", "document": a_paper()}).status_code == 422
    )
    answer = finance.post(address, {"way": "transfer", "reference": "VIR-1", "document": a_paper()})
    assert answer["Location"] == reverse("finance:bank")
    campaign.refresh_from_db()
    assert campaign.status == CampaignState.SETTLED
    the_books_are_right()


def test_one_operation_is_carried_out_once_with_a_reference_and_a_document(finance: Client) -> None:
    pledge = owed_back()
    operation = PaymentOperation.objects.by_hand().get()
    address = reverse("finance:bank_operation", args=[operation.pk])
    for missing in ({"way": "transfer", "reference": "V-1"}, {"reference": "V-1"}, {"way": "transfer"}):
        answer = finance.post(address, missing)
        assert answer.status_code == 422
        assert "_error" in answer.content.decode()
    assert 'value="V-1"' in finance.post(address, {"way": "transfer", "reference": "V-1"}).content.decode()
    for _time in range(2):
        finance.post(address, {"way": "transfer", "reference": "V-1", "document": a_paper()})
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.REFUNDED
    screen = page(finance, "finance:bank_operation", operation.pk)
    assert "V-1" in screen
    proof = finance.get(reverse("finance:bank_document", args=[operation.pk]))
    assert b"".join(proof.streaming_content).startswith(b"%PDF")
    assert AuditLine.objects.filter(action="offline.document_read").count() == 1
    the_books_are_right()


def test_what_the_provider_carries_out_has_no_screen_here(finance: Client) -> None:
    campaign = funded_from_both()
    card = PaymentOperation.objects.get(campaign=campaign, kind="payout", gateway="demo")
    assert finance.get(reverse("finance:bank_operation", args=[card.pk])).status_code == 404
    assert finance.get(reverse("finance:bank_document", args=[card.pk])).status_code == 404
    assert finance.get(reverse("finance:bank_operation", args=[10**9])).status_code == 404
    assert finance.get(reverse("finance:offline", args=[10**9])).status_code == 404


@pytest.mark.parametrize("route", ["finance:bank_operation", "finance:offline"])
def test_nothing_is_carried_out_without_a_recent_confirmation_and_what_was_typed_comes_back(
    client: Client, route: str
) -> None:
    pledge = (
        owed_back() if route == "finance:bank_operation" else an_offline_pledge(a_campaign(), way=Way.CHEQUE)
    )
    before = pledge.status
    key = (
        PaymentOperation.objects.by_hand().get().pk
        if route == "finance:bank_operation"
        else pledge.offline.pk
    )
    client.force_login(a_colleague())
    confirm(client, ago=10_000)
    typed = {"way": "transfer", "reference": "V-1", "document": a_paper()}
    if route == "finance:offline":
        typed = {"action": "unpaid", "unpaid-reference": "V-1", "unpaid-document": a_paper()}
    address = reverse(route, args=[key])
    assert "confirmer" in client.post(address, typed)["Location"]
    pledge.refresh_from_db()
    assert pledge.status == before
    confirm(client)
    assert 'value="V-1"' in page(client, route, key)


def test_a_bounced_cheque_is_noted_once_with_the_bank_s_notice(finance: Client) -> None:
    pledge = an_offline_pledge(a_campaign(), way=Way.CHEQUE)
    address = reverse("finance:offline", args=[pledge.offline.pk])
    refused = finance.post(address, {"action": "unpaid", "unpaid-reference": "REJ-1"})
    assert refused.status_code == 422
    assert "Joignez l’avis de rejet" in refused.content.decode()
    noted = {"action": "unpaid", "unpaid-reference": "REJ-1"}
    for _time in range(2):
        assert finance.post(address, {**noted, "unpaid-document": a_paper()})["Location"] == address
    pledge.refresh_from_db()
    assert (pledge.status, pledge.counted) == (PledgeState.LOST, False)
    screen = page(finance, "finance:offline", pledge.offline.pk)
    assert "chèque impayé" in screen
    assert "avis.pdf" in screen
    the_books_are_right()


def test_a_cheque_that_bounces_once_its_money_was_given_back_is_the_territory_s_loss(finance: Client) -> None:
    pledge = owed_back(Way.CHEQUE)
    hand_out(PaymentOperation.objects.by_hand().get(), at=timezone.now())
    noted = {"action": "unpaid", "unpaid-reference": "REJ-1", "unpaid-document": a_paper()}
    address = reverse("finance:offline", args=[pledge.offline.pk])
    assert finance.post(address, noted)["Location"] == address
    assert LedgerEntry.objects.balance("losses") == pledge.amount_cents
    the_books_are_right()


def test_cash_does_not_bounce_and_a_signed_refund_does_not_come_back(finance: Client) -> None:
    pledge = owed_back(Way.CASH)
    address = reverse("finance:offline", args=[pledge.offline.pk])
    finance.post(address, {"action": "unpaid", "unpaid-reference": "R", "unpaid-document": a_paper()})
    hand_out(PaymentOperation.objects.by_hand().get(), at=timezone.now(), way=RemittedBy.COUNTER)
    finance.post(address, {"action": "returned", "returned-reason": "compte clos"})
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.REFUNDED
    screen = page(finance, "finance:offline", pledge.offline.pk)
    assert "Noter" not in screen
    assert finance.post(address, {"action": "steal"}).status_code == 422


def test_a_transfer_that_comes_back_leads_to_the_debt(finance: Client) -> None:
    pledge = owed_back(Way.TRANSFER)
    hand_out(PaymentOperation.objects.by_hand().get(), at=timezone.now())
    address = reverse("finance:offline", args=[pledge.offline.pk])
    assert finance.post(address, {"action": "returned", "returned-reason": " "}).status_code == 422
    answer = finance.post(address, {"action": "returned", "returned-reason": "compte clos"})
    assert answer["Location"] == reverse("finance:debt", args=[pledge.pk])
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.REFUND_FAILED
    assert "compte clos" in page(finance, "finance:debt", pledge.pk)
    the_books_are_right()


def test_a_document_is_handed_over_with_its_own_payment_only(finance: Client) -> None:
    ours, other = (
        an_offline_pledge(a_campaign(), evidence=an_evidence(document=a_document())) for _number in range(2)
    )
    number = ours.offline.document_id
    given = finance.get(reverse("finance:offline_document", args=[ours.offline.pk, number]))
    assert b"".join(given.streaming_content).startswith(b"%PDF")
    assert (
        finance.get(reverse("finance:offline_document", args=[other.offline.pk, number])).status_code == 404
    )
    clerk = Client()
    clerk.force_login(a_colleague(CLERKS))
    confirm(clerk)
    assert clerk.get(reverse("finance:offline_document", args=[ours.offline.pk, number])).status_code == 302


def test_the_list_of_payments_leads_to_each_and_its_export_has_harmless_cells(finance: Client) -> None:
    a_cheque = an_evidence(Way.CHEQUE, received_on=timezone.localdate())
    an_offline_pledge(a_campaign(), backer=without_email("=HYPERLINK(1)"), evidence=a_cheque)
    index = reverse("paiements-hors-ligne_modeladmin_index")
    found = finance.get(index, {"way__exact": "cheque"}).content.decode()
    check_markup(found)
    assert "20\xa0€" in found
    assert "20\xa0€" in finance.get(index, {"jour": "mois"}).content.decode()
    assert "Any date" not in found
    long_ago = timezone.localdate() - timedelta(days=40)
    an_offline_pledge(a_campaign(), 7_700, evidence=an_evidence(Way.TRANSFER, received_on=long_ago))
    assert "77\xa0€" in finance.get(index).content.decode()
    assert "77\xa0€" not in finance.get(index, {"jour": "mois"}).content.decode()
    assert "20\xa0€" not in finance.get(index, {"way__exact": "cash"}).content.decode()
    row = OfflinePayment.objects.get(way="cheque")
    inspected = finance.get(reverse("paiements-hors-ligne_modeladmin_inspect", args=[row.pk]))
    assert inspected["Location"] == reverse("finance:offline", args=[row.pk])
    exported = b"".join(finance.get(index, {"export": "csv"}).streaming_content).decode()
    assert "'=HYPERLINK(1)" in exported
    assert {"offline.listed", "offline.exported"} <= set(AuditLine.objects.values_list("action", flat=True))


def test_the_dashboard_says_what_waits_since_when_and_which_slips_are_not_entered(finance: Client) -> None:
    finance.post(reverse("finance:verify"))
    campaign = a_campaign(deadline=timezone.now() + timedelta(days=10))
    slips.make_slip(campaign=campaign, amount_cents=2_000, backer=without_email(), at=timezone.now())
    found = page(finance)
    assert "à régler par la banque" not in found.split("Ce qui vous attend")[1].split("Dénouements")[0]
    assert "bulletin imprimé" not in found
    owed_back()
    Campaign.objects.filter(pk=campaign.pk).update(deadline=timezone.now() + timedelta(days=2))
    found = page(finance)
    assert "1 opération à régler par la banque" in found
    assert "1 bulletin imprimé pour une campagne qui se termine dans 3 jours" in found
    assert standing.slips_ending(at=timezone.now()).cents == 2_000


def test_refunds_by_hand_are_told_apart_and_no_minutes_are_promised_for_them() -> None:
    campaign = a_campaign(threshold_cents=100_000)
    a_pledge(campaign, 3_000)
    for _number in range(3):
        an_offline_pledge(campaign, 2_000)
    at = timezone.now()
    settling.cancel(campaign=campaign, at=at, reason="Arrêt.")
    run_operations(at=at)
    hand_out(PaymentOperation.objects.by_hand().first(), at=at)  # type: ignore[arg-type]
    progress = refund_progress(campaign=campaign, at=at + timedelta(seconds=10))
    assert (progress.done, progress.waiting, progress.by_hand, progress.total) == (2, 0, 2, 4)
    assert progress.seconds_left == 0
    words = progress_words(progress)
    assert "2 remboursements à faire au guichet ou par virement" in words
    assert "minute" not in words


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_lists_cost_the_same_whatever_their_length(finance: Client) -> None:
    owed_back()
    an_offline_pledge(a_campaign())
    addresses = [
        reverse("finance:bank"),
        reverse("paiements-hors-ligne_modeladmin_index"),
        reverse("finance:dashboard"),
        reverse("counter:desk"),
    ]
    before = [_queries(finance, address) for address in addresses]
    for _number in range(4):
        owed_back()
        an_offline_pledge(a_campaign())
    assert [_queries(finance, address) for address in addresses] == before


def test_a_mistake_is_voided_by_somebody_else(finance: Client) -> None:
    pledge = an_offline_pledge(a_campaign(), 20_000)
    address = reverse("finance:offline", args=[pledge.offline.pk])
    words = "200 € saisis pour 20 €"
    refused = finance.post(address, {"action": "void", "void-reason": words})
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert "Joignez la pièce" in refused.content.decode()
    asked = finance.post(address, {"action": "void", "void-reason": words, "void-proof": a_paper()})
    waiting = Decision.objects.waiting_about(DecisionKind.VOID, at=timezone.now(), pledge=pledge)
    assert waiting is not None
    assert asked["Location"] == decision_path(waiting)
    screen = page(finance, "finance:offline", pledge.offline.pk)
    assert decision_path(waiting) in screen
    assert "Demander l’annulation" not in screen
    again = finance.post(address, {"action": "void", "void-reason": words, "void-proof": a_paper()})
    assert again.status_code == 409
    approve(decision=waiting, by=a_colleague(), at=timezone.now())
    screen = page(finance, "finance:offline", pledge.offline.pk)
    assert "saisie annulée" in screen
    assert check_books().differences == 0
