"""The books beside Stripe's balance: what its lines say is what ours say, fees, contests and late failures included."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign, CheckRun, LedgerEntry, Pledge
from campaigns.rules.status import PledgeState
from campaigns.services import books, inbox, operating, paying, settling
from campaigns.services.comparing import compare_with_provider
from tests.builders import a_campaign, a_reservation, remote_id
from tests.support.fake_stripe import FakeStripe

pytestmark = pytest.mark.django_db


@pytest.fixture
def fake() -> Iterator[FakeStripe]:
    with FakeStripe() as stripe, override_settings(PAYMENT_GATEWAY="stripe", **stripe.settings()):
        yield stripe


def paid(fake: FakeStripe, campaign: Campaign, card: str = "4242424242424242") -> Pledge:
    """Return a pledge paid by this card."""
    pledge = a_reservation(campaign, 1000)
    fake.pay(remote_id(pledge), card)
    paying.sync_payment(gateway_name="stripe", remote_id=remote_id(pledge), at=timezone.now())
    return Pledge.objects.get(pk=pledge.pk)


def compared(hours: int = 0) -> CheckRun:
    """Compare the books with Stripe's balance, some hours from now."""
    at = timezone.now() + timedelta(hours=hours, seconds=1)
    return compare_with_provider(gateway_name="stripe", at=at)


def told(fake: FakeStripe, client: Client) -> None:
    """Deliver the events that wait, and read them."""
    address = reverse("campaigns:webhook", args=["stripe"])

    def post(body: bytes, header: str) -> int:
        headers = {"Stripe-Signature": header}
        return client.post(address, body, content_type="application/json", headers=headers).status_code

    fake.deliver(post, times=2)
    inbox.read_events(at=timezone.now() + timedelta(seconds=1))


def refund_everybody(campaign: Campaign) -> None:
    at = campaign.deadline
    assert at
    settling.close_campaign(campaign=campaign, at=at)
    settling.decide(campaign=campaign, at=at)
    operating.run_operations(at=at)


def test_every_line_has_its_entry_and_every_entry_its_line(fake: FakeStripe) -> None:
    campaign = a_campaign()
    for _ in range(3):
        paid(fake, campaign)
    refund_everybody(campaign)

    compared()
    run = compared(hours=2)

    assert (run.differences, run.lines) == (0, [])
    fees = LedgerEntry.objects.filter(kind=LedgerEntry.Kind.FEE)
    assert sum(entry.amount_cents for entry in fees) == 3 * 40
    assert LedgerEntry.objects.all().balance(books.PROVIDER) == fake.balance_cents == -120


def test_a_payment_nobody_told_us_of_is_found_in_the_balance(fake: FakeStripe) -> None:
    pledge = a_reservation(a_campaign(), 1000)
    fake.pay(remote_id(pledge))

    compared()

    pledge.refresh_from_db()
    assert pledge.status == PledgeState.HELD


def test_a_contest_is_in_the_books_as_it_is_in_the_balance(fake: FakeStripe, client: Client) -> None:
    pledge = paid(fake, a_campaign())
    dispute = fake.open_dispute(pledge.charge_id)

    told(fake, client)
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.DISPUTED
    assert compared().differences == 0

    fake.close_dispute(dispute, won=True)
    told(fake, client)
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.HELD
    run = compared(hours=2)
    assert (run.differences, run.lines) == (0, [])
    assert LedgerEntry.objects.all().balance(books.PROVIDER) == fake.balance_cents


def test_an_inquiry_changes_nothing_until_it_takes_money(fake: FakeStripe, client: Client) -> None:
    pledge = paid(fake, a_campaign())
    fake.open_dispute(pledge.charge_id, inquiry=True)

    told(fake, client)

    pledge.refresh_from_db()
    assert pledge.status == PledgeState.HELD
    assert not LedgerEntry.objects.filter(kind__startswith="dispute").exists()
    assert compared(hours=2).differences == 0


def test_a_refund_that_fails_days_later_is_a_debt_again(fake: FakeStripe, client: Client) -> None:
    campaign = a_campaign()
    pledge = paid(fake, campaign, "4000000000005126")
    refund_everybody(campaign)
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.REFUNDED
    told(fake, client)

    fake.let_pass(days=6)
    told(fake, client)

    pledge.refresh_from_db()
    assert pledge.status == PledgeState.REFUND_FAILED
    run = compared(hours=24 * 7)
    assert (run.differences, run.lines) == (0, [])


def test_money_we_did_not_ask_for_is_raised(fake: FakeStripe) -> None:
    paid(fake, a_campaign())
    with override_settings(SITE_KEY="voisine"):
        stranger = a_reservation(a_campaign(), 700)
        fake.pay(remote_id(stranger))
        Pledge.objects.filter(pk=stranger.pk).update(gateway="demo")

    compared()
    run = compared(hours=2)

    assert run.differences == 1
    assert "que le site n’a pas demandé" in run.lines[0]
