"""A pledge given back by its holder through Stripe: every line has its entry; an empty account stops it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings
from django.utils import timezone

from campaigns.models import Campaign, LedgerEntry, Pledge
from campaigns.services import paying
from tests.builders import a_campaign, a_reservation, remote_id, settle
from tests.campaigns.giving_back import books_are_right, granted, step, work
from tests.support.fake_stripe import FakeStripe

pytestmark = pytest.mark.django_db
K = LedgerEntry.Kind


@pytest.fixture
def fake() -> Iterator[FakeStripe]:
    """Serve a fake of Stripe, and have the site speak to it."""
    with FakeStripe() as stripe, override_settings(PAYMENT_GATEWAY="stripe", **stripe.settings()):
        yield stripe


def test_the_same_through_stripe_and_every_line_has_its_entry(fake: FakeStripe) -> None:
    campaign = a_campaign(threshold_cents=1_000)
    for _number in range(2):
        reserved = a_reservation(campaign, 1_000)
        fake.pay(remote_id(reserved), "4242424242424242")
        paying.sync_payment(gateway_name="stripe", remote_id=remote_id(reserved), at=timezone.now())
    fake.let_pass(days=8)
    settle(campaign)
    assert Campaign.objects.get().status == "settled"
    pledge = Pledge.objects.order_by("pk")[0]
    granted(pledge)
    work()
    work(minutes=1)
    pledge.refresh_from_db()
    assert pledge.status == "returned"
    assert LedgerEntry.objects.filter(kind=K.REVERSAL).count() == 1
    books_are_right("stripe", days=9)


def test_through_stripe_a_holder_whose_account_is_empty_stops_it_and_nothing_is_taken(
    fake: FakeStripe,
) -> None:
    campaign = a_campaign(threshold_cents=1_000)
    reserved = a_reservation(campaign, 2_000)
    fake.pay(remote_id(reserved), "4242424242424242")
    paying.sync_payment(gateway_name="stripe", remote_id=remote_id(reserved), at=timezone.now())
    rest = a_reservation(campaign, 2_000)
    fake.pay(remote_id(rest), "4242424242424242")
    paying.sync_payment(gateway_name="stripe", remote_id=remote_id(rest), at=timezone.now())
    fake.let_pass(days=8)
    settle(campaign)
    account = step("payout").payout_account
    assert account is not None
    fake.pay_holder(account.remote_id)
    granted(Pledge.objects.get(pk=rest.pk))
    assert work()["attention"] == 1
    assert "n’a pas assez" in step("reversal").problem
    assert fake.all("transfer_reversal") == []
    books_are_right("stripe", days=9)
