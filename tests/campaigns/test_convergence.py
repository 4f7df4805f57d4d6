"""Crashes, lost answers and odd orders: everything ends by itself, and what cannot end stops nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from base.schedule import stopping
from campaigns.errors import CampaignClosed, ProviderRefused, ProviderUnclear, TermsFrozen
from campaigns.gateways.base import RefundSnapshot
from campaigns.gateways.demo import DemoGateway
from campaigns.links import pledge_token
from campaigns.models import CampaignTotals, PaymentOperation, Pledge, ProviderEvent
from campaigns.rules.status import CampaignState, OperationState, PledgeState
from campaigns.services import inbox, launching, operating, paying, pledging, settling
from campaigns.services.reconciling import check_books
from demo_bank import services as bank
from demo_bank.models import BankPayment, BankRefund
from tests.builders import a_backer, a_campaign, a_pledge, a_reservation, remote_id, settle, some_terms, tier

pytestmark = pytest.mark.django_db


def look(pledge: Pledge, at: Any = None, *, page: str = "") -> None:
    paying.sync_payment(gateway_name="demo", remote_id=page or remote_id(pledge), at=at or timezone.now())
    pledge.refresh_from_db()


class ToldToEnd(DemoGateway):
    """A provider whose first answer comes to a worker that was told to end meanwhile."""

    sent = 0

    def refund(self, charge_id, amount_cents, *, reference, key):
        self.sent += 1
        stopping.set()
        return super().refund(charge_id, amount_cents, reference=reference, key=key)


def test_a_worker_told_to_end_writes_down_what_it_sent_and_sends_no_more():
    campaign = a_campaign()
    for _number in range(3):
        a_pledge(campaign)
    now = timezone.now()
    settling.cancel(campaign=campaign, at=now, reason="Arrêt.")
    gateway = ToldToEnd()
    try:
        counts = operating.run_operations(at=now, gateway=gateway)
        assert counts == {"done": 1, "later": 2, "attention": 0}
        assert gateway.sent == 1
        assert operating.run_operations(at=now + timedelta(minutes=1)) == dict.fromkeys(counts, 0)
    finally:
        stopping.clear()
    operating.run_operations(at=now + timedelta(minutes=1))
    campaign.refresh_from_db()
    assert campaign.status == CampaignState.REFUNDED
    assert BankRefund.objects.count() == 3


def test_a_worker_told_to_end_leaves_the_other_campaigns_to_the_next_one(monkeypatch):
    for _number in range(2):
        a_campaign(threshold_cents=1_000)
    at = timezone.now() + timedelta(days=40)
    real = settling.close_campaign

    def close(**facts: Any) -> None:
        real(**facts)
        stopping.set()

    monkeypatch.setattr(settling, "close_campaign", close)
    try:
        assert len(settling.settle_due(at=at)) == 1
    finally:
        stopping.clear()
    monkeypatch.undo()
    assert len(settling.settle_due(at=at)) == 3


@pytest.mark.parametrize("answer", ["declined", "over", "never opened"])
def test_a_cancelled_campaign_ends_with_its_last_reservation_even_unpaid(answer):
    campaign = a_campaign()
    now = timezone.now()
    if answer == "never opened":
        pledging.start_pledge(
            campaign=campaign, amount_cents=1_000, backer=a_backer(), submission_key="k", at=now
        )
    else:
        pledge = a_reservation(campaign)
    settling.cancel(campaign=campaign, at=now, reason="Arrêt.")
    campaign.refresh_from_db()
    assert campaign.status == CampaignState.CANCELLED
    if answer == "never opened":
        paying.expire_reservations(at=now + timedelta(minutes=31))
    else:
        {"declined": bank.decline, "over": bank.end}[answer](remote_id(pledge), at=now)
        look(pledge)
    campaign.refresh_from_db()
    assert campaign.status == CampaignState.REFUNDED


def test_a_payment_taken_after_a_cancellation_gives_its_unit_back():
    campaign = a_campaign()
    pledge = a_reservation(campaign, 2_000, tier=tier(campaign, 1))
    settling.cancel(campaign=campaign, at=timezone.now(), reason="Arrêt.")
    bank.accept(remote_id(pledge), at=timezone.now())
    look(pledge)
    assert pledge.status == PledgeState.REFUND_DUE
    assert tier(campaign, 1).claimed == 0
    assert check_books().differences == 0


class Slow(DemoGateway):
    """Opens a page, and before it answers lets another request do the same."""

    def __init__(self, meanwhile: Any) -> None:
        self.meanwhile = meanwhile

    def open_payment(self, request, *, key):
        page = super().open_payment(request, key=key)
        self.meanwhile()
        return page


def test_a_page_whose_answer_comes_too_late_is_not_given_out():
    campaign = a_campaign()
    now = timezone.now()
    pledge = pledging.start_pledge(
        campaign=campaign, amount_cents=1_000, backer=a_backer(), submission_key="k", at=now
    )
    again = now + timedelta(minutes=2)
    second: list[str | None] = []

    def open_again() -> None:
        second.append(paying.open_payment_page(pledge=pledge, return_url="http://testserver/", at=again))

    first = paying.open_payment_page(
        pledge=pledge, return_url="http://testserver/", at=now, gateway=Slow(open_again)
    )
    assert BankPayment.objects.count() == 2
    assert first == second[0]
    assert remote_id(pledge) in str(first)


def test_a_forgotten_page_that_ends_does_not_end_the_next_attempt():
    campaign = a_campaign()
    now = timezone.now()
    pledge = a_reservation(campaign)
    forgotten = bank.open_payment(  # made by a request whose answer was lost
        reference=str(pledge.uuid),
        amount_cents=pledge.amount_cents,
        description="",
        return_url="http://testserver/",
        expires_at=now + timedelta(minutes=31),
        key="lost",
    ).remote_id
    bank.end(forgotten, at=now)
    look(pledge, page=forgotten)
    assert pledge.status == PledgeState.AWAITING_PAYMENT
    bank.accept(remote_id(pledge), at=now)
    look(pledge)
    assert pledge.status == PledgeState.HELD


def test_a_payment_page_is_not_shown_again_once_it_is_over():
    campaign = a_campaign()
    pledge = a_reservation(campaign)
    bank.decline(remote_id(pledge), at=timezone.now())
    look(pledge)
    with pytest.raises(CampaignClosed):
        paying.open_payment_page(pledge=pledge, return_url="http://testserver/", at=timezone.now())


def an_event(subject: str, *, gateway: str = "demo") -> ProviderEvent:
    now = timezone.now()
    return ProviderEvent.objects.create(
        gateway=gateway,
        event_id=f"event-{ProviderEvent.objects.count()}",
        kind="payment.paid",
        subject_id=subject,
        received_at=now,
        next_try_at=now,
    )


def test_an_event_that_cannot_be_read_holds_no_other_back():
    an_event("x", gateway="removed")
    pledge = a_reservation(a_campaign())
    bank.accept(remote_id(pledge), at=timezone.now())
    an_event(remote_id(pledge))
    inbox.read_events(at=timezone.now())
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.HELD
    assert ProviderEvent.objects.get(subject_id="x").attempts == 1


def test_events_are_read_a_quarter_of_an_hour_after_a_day_without_provider(monkeypatch):
    pledge = a_reservation(a_campaign())
    bank.accept(remote_id(pledge), at=timezone.now())
    bank.deliver_events()
    start = timezone.now()

    def down(self, remote_id):
        raise ProviderUnclear("down")

    with monkeypatch.context() as away:
        away.setattr(DemoGateway, "read_payment", down)
        for minute in range(0, 24 * 60, 5):
            inbox.read_events(at=start + timedelta(minutes=minute))
    for minute in range(0, 16, 5):
        inbox.read_events(at=start + timedelta(days=1, minutes=minute))
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.HELD


def test_one_campaign_that_cannot_be_decided_holds_no_other_back():
    first, second = a_campaign(threshold_cents=1_000), a_campaign(threshold_cents=1_000)
    for campaign in (first, second):
        a_pledge(campaign, 2_500)
    PaymentOperation.objects.create(  # takes the payout's unique purpose: its decision can never be written
        kind="payout",
        purpose=f"payout:{first.pk}",
        campaign=first,
        amount_cents=1,
        gateway="demo",
        state="done",
        created_at=timezone.now(),
        next_try_at=timezone.now(),
    )
    settling.settle_due(at=second.deadline + timedelta(seconds=1))
    for campaign in (first, second):
        campaign.refresh_from_db()
    assert (first.status, second.status) == (CampaignState.CLOSING, CampaignState.FUNDED)
    assert first.needs_attention


def test_one_operation_that_cannot_be_recorded_holds_no_other_back():
    campaign = a_campaign()
    pledges = [a_pledge(campaign) for _number in range(3)]
    settling.cancel(campaign=campaign, at=timezone.now(), reason="Arrêt.")
    Pledge.objects.filter(pk=pledges[0].pk).update(status=PledgeState.REFUNDED)
    operating.run_operations(at=timezone.now())
    done = PaymentOperation.objects.filter(kind="refund", state=OperationState.DONE)
    assert {operation.pledge_id for operation in done} == {pledges[1].pk, pledges[2].pk}


class Pending(DemoGateway):
    """A provider that takes days to say that a refund is done."""

    state = "pending"
    sent = 0

    def refund(self, charge_id, amount_cents, *, reference, key):
        self.sent += 1
        return RefundSnapshot(
            super().refund(charge_id, amount_cents, reference=reference, key=key).remote_id, self.state
        )

    def find_refund(self, charge_id, *, reference):
        found = super().find_refund(charge_id, reference=reference)
        return RefundSnapshot(found.remote_id, self.state) if found else None

    def read_refund(self, remote_id):
        return RefundSnapshot(remote_id, self.state)


@pytest.mark.parametrize(("end", "state"), [("done", "refunded"), ("failed", "refund_failed")])
def test_a_refund_is_done_when_the_provider_says_so_and_is_sent_once(end, state):
    campaign = a_campaign()
    pledge = a_pledge(campaign)
    now = timezone.now()
    settling.cancel(campaign=campaign, at=now, reason="Arrêt.")
    gateway = Pending()
    for turn in range(3):
        operating.run_operations(at=now + timedelta(hours=turn), gateway=gateway)
    pledge.refresh_from_db()
    assert (pledge.status, gateway.sent) == (PledgeState.REFUNDING, 1)
    gateway.state = end
    operating.run_operations(at=now + timedelta(days=1), gateway=gateway)
    pledge.refresh_from_db()
    assert (pledge.status, gateway.sent) == (state, 1)
    assert check_books().differences == 0


def test_a_refusal_told_after_another_worker_recorded_the_refund_changes_nothing():
    campaign = a_campaign()
    a_pledge(campaign)
    now = timezone.now()

    class Late(DemoGateway):
        def refund(self, charge_id, amount_cents, *, reference, key):
            super().refund(charge_id, amount_cents, reference=reference, key=key)
            operating.run_operations(at=now + timedelta(minutes=20), gateway=DemoGateway())
            raise ProviderRefused("charge already refunded")

    settling.cancel(campaign=campaign, at=now, reason="Arrêt.")
    operating.run_operations(at=now, gateway=Late())
    campaign.refresh_from_db()
    assert PaymentOperation.objects.get(kind="refund").state == OperationState.DONE
    assert (campaign.status, campaign.needs_attention) == (CampaignState.REFUNDED, False)


def test_deciding_asks_the_same_number_of_questions_for_few_or_many_backers(django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.builders import a_user

    def cost(backers: int) -> int:
        campaign = a_campaign(threshold_cents=100)
        for _number in range(backers):
            a_pledge(campaign, 2_000, tier=tier(campaign, 1), backer=a_backer(user=a_user()))
        settling.close_campaign(campaign=campaign, at=campaign.deadline)
        with CaptureQueriesContext(connection) as captured:
            settling.decide(campaign=campaign, at=campaign.deadline)
        return len(captured)

    assert cost(6) == cost(2)


def test_totals_are_zero_once_everything_is_given_back():
    campaign = a_campaign()
    a_pledge(campaign)
    settle(campaign)
    totals = CampaignTotals.objects.get(campaign=campaign)
    assert (totals.held_cents, totals.reserved_cents) == (0, 0)


def test_the_waiting_page_opens_the_payment_page_that_could_not_be_opened(client):
    campaign = a_campaign()
    pledge = pledging.start_pledge(
        campaign=campaign, amount_cents=1_000, backer=a_backer(), submission_key="k", at=timezone.now()
    )
    retry = reverse("campaigns:retry", args=[pledge_token(pledge)])
    assert retry in client.get(reverse("campaigns:return", args=[pledge_token(pledge)])).content.decode()
    answer = client.post(retry)
    assert answer.url == reverse("demo_bank:payment", args=[remote_id(pledge)])
    waiting = client.get(reverse("campaigns:return", args=[pledge_token(pledge)])).content.decode()
    assert retry not in waiting
    assert answer.url in waiting
    assert client.head(reverse("campaigns:pledge", args=[campaign.pk])).status_code == 200


def test_money_that_came_late_and_is_still_owed_back_does_not_hold_the_decision():
    campaign = a_campaign(threshold_cents=2_500)
    a_pledge(campaign, 2_500)
    late = a_reservation(campaign, 1_000)
    bank.end(remote_id(late), at=timezone.now())
    bank.accept_late(remote_id(late), at=timezone.now())
    look(late)
    assert late.status == PledgeState.REFUND_DUE
    settling.close_campaign(campaign=campaign, at=campaign.deadline)
    assert settling.decide(campaign=campaign, at=campaign.deadline) == "funded"
    campaign.refresh_from_db()
    assert (campaign.decided_cents, campaign.needs_attention) == (2_500, False)
    operating.run_operations(at=campaign.deadline)
    assert check_books().differences == 0


@pytest.mark.parametrize("state", ["live", "suspended", "refused"])
def test_the_service_itself_writes_no_terms_after_launch(state):
    campaign = a_campaign(state=state)
    with pytest.raises(TermsFrozen):
        launching.save_terms(campaign=campaign, terms=some_terms(threshold_cents=1))
    campaign.refresh_from_db()
    assert campaign.threshold_cents == 100_000


class Hanging(DemoGateway):
    """A provider that hangs at its first call, until the lease of the whole batch is nearly over."""

    def __init__(self, clock: Any) -> None:
        self.clock, self.calls = clock, 0

    def refund(self, charge_id, amount_cents, *, reference, key):
        self.calls += 1
        given = super().refund(charge_id, amount_cents, reference=reference, key=key)
        self.clock.shift(operating.LEASE - operating.LAST_CALL)
        return given


def test_a_worker_that_hung_sends_nothing_that_another_may_be_sending(time_machine):
    campaign = a_campaign()
    for _number in range(3):
        a_pledge(campaign)
    settling.cancel(campaign=campaign, at=timezone.now(), reason="Arrêt.")
    time_machine.move_to(timezone.now(), tick=False)
    gateway = Hanging(time_machine)
    assert operating.run_operations(at=timezone.now(), gateway=gateway) == {
        "done": 1,
        "later": 2,
        "attention": 0,
    }
    assert gateway.calls == 1
    operating.run_operations(at=timezone.now() + timedelta(minutes=10))
    campaign.refresh_from_db()
    assert campaign.status == CampaignState.REFUNDED
