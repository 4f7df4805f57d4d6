"""The site with Stripe behind it: pledges paid on its page, its events taken at the site's address and read."""

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from campaigns.errors import ProviderUnclear
from campaigns.models import Campaign, LedgerEntry, PaymentOperation, Pledge, ProviderEvent
from campaigns.rules.status import CampaignState, PledgeState
from campaigns.services import inbox, operating, paying, settling
from notices.models import Notice
from tests.builders import a_campaign, a_reservation, remote_id
from tests.support.fake_stripe import FakeStripe
from tests.support.fake_stripe.events import Receiver

pytestmark = pytest.mark.django_db


@pytest.fixture
def fake() -> Iterator[FakeStripe]:
    with FakeStripe() as stripe, override_settings(PAYMENT_GATEWAY="stripe", **stripe.settings()):
        yield stripe


@pytest.fixture
def post(client: Client) -> Receiver:
    """Deliver an event to the site's address."""

    def receive(body: bytes, header: str) -> int:
        return client.post(
            reverse("campaigns:webhook", args=["stripe"]),
            body,
            content_type="application/json",
            headers={"Stripe-Signature": header},
        ).status_code

    return receive


def read(minutes: int = 0) -> None:
    """Read the events that wait."""
    inbox.read_events(at=timezone.now() + timedelta(minutes=minutes))


def state(pledge: Pledge) -> str:
    pledge.refresh_from_db()
    return str(pledge.status)


def submit(address: str, **fields: str) -> tuple[str, str]:
    """Post a form as a browser would, without following where it leads; return the page and that address."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_args: Any) -> None:
            return None

    opener = urllib.request.build_opener(Stay)
    try:
        with opener.open(address, urllib.parse.urlencode(fields).encode() if fields else None) as answer:
            return answer.read().decode(), ""
    except urllib.error.HTTPError as answer:
        with answer:
            return "", answer.headers.get("Location", "")


def test_a_pledge_is_paid_on_stripes_page_and_held_once_its_event_is_read(
    fake: FakeStripe, post: Receiver
) -> None:
    campaign = a_campaign()
    fake.deliver(post)  # what is told of the holder's account
    pledge = a_reservation(campaign, 2500)
    page = paying.page_operation(pledge).remote_url
    assert page.startswith(fake.base)

    shown, _ = submit(page)
    assert "25,00 €" in shown
    refused, _ = submit(page, card="4000000000000002")
    assert "declined" in refused
    asked, _ = submit(page, card="4000 0025 0000 3155")
    assert "3-D Secure" in asked
    _, back = submit(page, check="yes")

    assert back == "http://testserver/retour/"
    assert state(pledge) == PledgeState.AWAITING_PAYMENT
    assert fake.deliver(post) == 4
    assert not fake.outbox.waiting
    read()
    assert state(pledge) == PledgeState.HELD
    assert pledge.charge_id.startswith("pi_")
    assert pledge.campaign.gateway == "stripe"


def test_events_repeated_and_shuffled_over_real_http_change_nothing(
    fake: FakeStripe, post: Receiver, live_server: Any
) -> None:
    campaign = a_campaign()
    pledges = [a_reservation(campaign, 1000) for _ in range(8)]
    for pledge in pledges[:5]:
        fake.pay(remote_id(pledge))
    fake.let_pass(minutes=32)
    address = live_server.url + reverse("campaigns:webhook", args=["stripe"])

    fake.deliver(address, times=4, shuffled=Random(5))
    read()

    assert [state(pledge) for pledge in pledges] == [PledgeState.HELD] * 5 + [PledgeState.EXPIRED] * 3
    assert ProviderEvent.objects.filter(kind="payment.paid").count() == 5
    campaign.refresh_from_db()
    assert campaign.totals.gathered_cents == 5000


def test_an_event_that_never_comes_is_made_up_for_by_the_sweep(fake: FakeStripe, post: Receiver) -> None:
    pledge = a_reservation(a_campaign(), 2500)
    fake.pay(remote_id(pledge))

    fake.deliver(post, shuffled=Random(1), lost=1.0)
    read()
    assert state(pledge) == PledgeState.AWAITING_PAYMENT
    paying.expire_reservations(at=timezone.now() + timedelta(minutes=32))

    assert state(pledge) == PledgeState.HELD


def test_an_event_that_comes_days_late_changes_nothing(fake: FakeStripe, post: Receiver) -> None:
    pledge = a_reservation(a_campaign(), 2500)
    fake.pay(remote_id(pledge))
    paying.expire_reservations(at=timezone.now() + timedelta(minutes=32))
    told = LedgerEntry.objects.count(), Notice.objects.count(), pledge.changes.count()

    fake.let_pass(days=3)
    assert fake.deliver(post) > 0
    read(minutes=3 * 24 * 60)

    assert state(pledge) == PledgeState.HELD
    assert told == (LedgerEntry.objects.count(), Notice.objects.count(), pledge.changes.count())
    assert not ProviderEvent.objects.filter(processed_at=None).exists()


def test_a_payout_waits_for_stripe_to_make_the_money_available(fake: FakeStripe) -> None:
    campaign = a_campaign(threshold_cents=2_000)
    pledge = a_reservation(campaign, 2500)
    fake.pay(remote_id(pledge))
    paying.sync_payment(gateway_name="stripe", remote_id=remote_id(pledge), at=timezone.now())
    at = campaign.deadline
    assert at
    settling.settle_due(at=at)

    assert operating.run_operations(at=at) == {"done": 0, "later": 1, "attention": 0}
    campaign.refresh_from_db()
    assert (campaign.status, campaign.needs_attention) == (CampaignState.FUNDED, False)
    fake.let_pass(days=7)
    assert operating.run_operations(at=at + timedelta(minutes=59))["done"] == 0, "not asked every minute"
    operating.run_operations(at=at + timedelta(minutes=61))
    campaign.refresh_from_db()
    assert campaign.status == CampaignState.SETTLED
    assert len(fake.all("transfer")) == 1


def test_stripe_being_down_keeps_the_event_for_later(fake: FakeStripe, post: Receiver) -> None:
    pledge = a_reservation(a_campaign(), 2500)
    fake.pay(remote_id(pledge))
    fake.deliver(post)
    fake.faults.add("500", method="GET", times=100)

    read()
    assert state(pledge) == PledgeState.AWAITING_PAYMENT
    fake.faults.asked.clear()
    read(minutes=15)

    assert state(pledge) == PledgeState.HELD


def test_a_page_that_cannot_be_opened_is_opened_at_the_next_try(fake: FakeStripe) -> None:
    fake.faults.add("reset_after", path="sessions")
    campaign = a_campaign()

    with pytest.raises(ProviderUnclear):
        a_reservation(campaign, 2500)
    pledge = Pledge.objects.get()
    later = timezone.now() + timedelta(minutes=12)
    page = paying.open_payment_page(pledge=pledge, return_url="http://testserver/retour/", at=later)

    assert page == fake.all("checkout.session")[-1]["url"]
    fake.pay(remote_id(pledge))
    paying.sync_payment(gateway_name="stripe", remote_id=remote_id(pledge), at=later)
    assert state(pledge) == PledgeState.HELD


def test_what_nobody_reads_yet_is_kept_without_effect(fake: FakeStripe, post: Receiver) -> None:
    pledge = a_reservation(a_campaign(), 2500)
    fake.pay(remote_id(pledge))
    fake.deliver(post)
    read()
    assert state(pledge) == PledgeState.HELD
    dispute = fake.open_dispute(pledge.charge_id)

    fake.deliver(post)
    ProviderEvent.objects.create(
        gateway="stripe",
        event_id="evt_unknown",
        kind="unheard-of",
        subject_id=dispute,
        received_at=timezone.now(),
        next_try_at=timezone.now(),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inbox, "READERS", {"payment": inbox.READERS["payment"]})
        read()

    assert not ProviderEvent.objects.filter(processed_at=None).exists()
    assert state(pledge) == PledgeState.HELD


def test_a_reader_that_is_registered_gets_the_events_of_its_subject(
    fake: FakeStripe, post: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = []
    monkeypatch.setitem(
        inbox.READERS, "dispute", lambda **facts: heard.append((facts["gateway_name"], facts["remote_id"]))
    )
    pledge = a_reservation(a_campaign(), 2500)
    fake.pay(remote_id(pledge))
    charge = fake.all("payment_intent")[0]["id"]
    dispute = fake.open_dispute(charge)

    fake.deliver(post)
    read()

    assert set(heard) == {("stripe", dispute)}


@pytest.mark.parametrize("keys_forgotten", [False, True])
def test_a_failed_campaign_is_given_back_exactly_once_whatever_breaks(
    fake: FakeStripe, keys_forgotten: bool
) -> None:
    campaign = a_campaign(threshold_cents=100_000)
    for _ in range(20):
        pledge = a_reservation(campaign, 1000)
        fake.pay(remote_id(pledge))
        paying.sync_payment(gateway_name="stripe", remote_id=remote_id(pledge), at=timezone.now())
    at = campaign.deadline
    assert at
    settling.close_campaign(campaign=campaign, at=at)
    settling.decide(campaign=campaign, at=at)
    faults = ("500", "429", "reset_before", "reset_after", "saved_500_done", "saved_500_undone")
    fake.faults.draw(7, share=0.4, kinds=faults)

    for turn in range(60):
        at += timedelta(minutes=15)
        if keys_forgotten:
            fake.keys.forget()
        operating.run_operations(at=at)
        if turn == 50:
            fake.faults.draw(7, share=0.0, kinds=faults)

    campaign = Campaign.objects.get(pk=campaign.pk)
    refunds = fake.all("refund")
    assert campaign.status == CampaignState.REFUNDED
    assert len(refunds) == len({refund["payment_intent"] for refund in refunds}) == 20
    assert not PaymentOperation.objects.filter(kind="refund").exclude(state="done").exists()


def pledge_form(client: Client, campaign: Campaign) -> dict[str, str]:
    """Return the pledge form, filled in and confirmed."""
    from tests.campaigns.test_pledge_views import filled

    return {**filled(campaign, client), "step": "confirm"}


@pytest.mark.parametrize("fault", ["500", "429", "409", "reset_before", "reset_after", "saved_500_undone"])
def test_a_pledge_that_cannot_be_paid_now_says_so_and_can_be_paid_later(
    fake: FakeStripe, client: Client, fault: Any
) -> None:
    campaign = a_campaign()
    form = pledge_form(client, campaign)
    fake.faults.add(fault, path="sessions", times=2)

    answer = client.post(reverse("campaigns:pledge", args=[campaign.pk]), form)
    assert answer.status_code == 302
    assert client.get(answer.url).status_code in {200, 503}
    assert client.get(campaign.page.url).status_code == 200
    fake.faults.asked.clear()

    pledge = Pledge.objects.get()
    page = paying.open_payment_page(
        pledge=pledge, return_url="http://testserver/retour/", at=timezone.now() + timedelta(minutes=2)
    )
    assert page
    assert page.startswith(fake.base)
