"""Requests killed at every step: a delivery of the webhook, the reading of events, a pledge and the sweep that ends it.

The provider is the fake Stripe over real HTTP; each request is a process of its own, killed by SIGKILL. Stripe
delivers again what was not answered, people come back with the same form or do not.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from campaigns.models import (
    Campaign,
    CampaignTotals,
    Dispute,
    LedgerEntry,
    Pledge,
    ProviderEvent,
)
from campaigns.services import operating, paying, settling
from campaigns.services.comparing import compare_with_provider
from campaigns.services.reconciling import check_books
from notices.models import Notice
from tests.builders import a_campaign, a_reservation, remote_id, tier
from tests.money.conftest import size
from tests.money.stripe_world import database_address
from tests.support.doomed_lives import READING, RESERVATION, SWEEP, WEBHOOK
from tests.support.doomed_workers import Workers
from tests.support.fake_stripe import FakeStripe

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.timeout(3_600),
]

PLEDGES = size(6, 60, 300)
PEOPLE = size(12, 100, 500)
AMOUNT = 2_000


@contextmanager
def stripe_and_requests(folder: Path) -> Iterator[tuple[FakeStripe, Workers]]:
    """A Stripe, the site set to it, and a parent of processes that each are one request."""
    with FakeStripe() as stripe, override_settings(PAYMENT_GATEWAY="stripe", **stripe.settings()):
        environment = {
            "DATABASE_URL": database_address(),
            "TERREAU_VAR": str(folder),
            "PAYMENT_GATEWAY": "stripe",
            **stripe.settings(),
        }
        with Workers(environment, folder / "log") as workers:
            yield stripe, workers


def told_by_stripe(stripe: FakeStripe) -> tuple[Campaign, Campaign]:
    """Payments made, pages ended, contests, refunds come back: done at Stripe, nothing of it told yet."""
    campaign, stopped = a_campaign(), a_campaign()
    at = timezone.now()
    pledges = [a_reservation(campaign, AMOUNT) for _number in range(PLEDGES)]
    given_back = [a_reservation(stopped, AMOUNT) for _number in range(PLEDGES // 4)]
    for pledge in given_back:
        stripe.pay(remote_id(pledge))
        paying.sync_payment(gateway_name="stripe", remote_id=remote_id(pledge), at=at)
    settling.cancel(campaign=stopped, at=at, reason="Arrêt.")
    operating.run_operations(at=timezone.now())
    stripe.outbox.take()
    for number, pledge in enumerate(pledges):
        if number % 3:
            stripe.pay(remote_id(pledge))
    for intent in [each["id"] for each in stripe.all("payment_intent") if each["status"] == "succeeded"][
        -PLEDGES // 4 :
    ]:
        stripe.open_dispute(intent)
    for refund in stripe.all("refund")[::2]:
        stripe.fail_refund(refund["id"])
    stripe.let_pass(minutes=32)
    return campaign, stopped


class Deliveries:
    """Deliveries and readings, each a process that may be killed on its way."""

    def __init__(self, stripe: FakeStripe, workers: Workers, seed: random.Random) -> None:
        self.stripe, self.workers, self.seed = stripe, workers, seed
        self.killed: Counter[str] = Counter()

    def take(self, body: bytes, signature: str) -> int:
        """Be the site's address; a request killed before its answer left is a connection that broke."""
        point = self.seed.choice([*WEBHOOK, "", ""])
        orders = {"die_at": point} if point else {}
        ended = self.workers.live(life="take", body=body.decode(), signature=signature, **orders)
        self.killed[point] += ended == "killed"
        if self.seed.random() < 0.3:
            self.read()
        if ended == "killed" and point != "event, answered":
            raise ConnectionResetError
        return 200

    def read(self) -> None:
        """Have the worker read what waits, and be killed meanwhile."""
        point = self.seed.choice([*READING])
        ended = self.workers.live(
            life="read",
            at=(timezone.now() + timedelta(days=1)).isoformat(),
            die_at=point,
            times=self.seed.choice((0, 0, 1, 3)),
        )
        self.killed[point] += ended == "killed"

    def deliver_everything(self) -> None:
        """Deliver everything twice, then what was not answered until Stripe has nothing left to tell."""
        self.stripe.deliver(self.take, times=2, shuffled=self.seed)
        while self.stripe.outbox.waiting:
            self.stripe.deliver(self.take, shuffled=self.seed)


def test_events_are_read_once_whatever_request_is_killed(tmp_path: Path, figure: Any) -> None:
    with stripe_and_requests(tmp_path) as (stripe, workers):
        campaign, _stopped = told_by_stripe(stripe)
        told = len(stripe.outbox.waiting)
        deliveries = Deliveries(stripe, workers, random.Random(20261126))
        deliveries.deliver_everything()
        for point in READING:  # what is left to be read meets each step once more
            workers.live(life="read", at=(timezone.now() + timedelta(days=1)).isoformat(), die_at=point)
        workers.live(life="read", at=(timezone.now() + timedelta(days=2)).isoformat())

        killed = +deliveries.killed
        assert set(WEBHOOK) <= set(killed), "each step of the webhook must have been cut"
        assert len(set(READING) & set(killed)) >= len(READING) // 2
        assert not ProviderEvent.objects.filter(processed_at=None).exists()
        paid = [each for each in stripe.all("checkout.session") if each["payment_status"] == "paid"]
        assert LedgerEntry.objects.filter(kind="charge").count() == len(paid)
        assert Notice.objects.filter(kind="pledge_held").count() == len(paid)
        assert not Pledge.objects.filter(campaign=campaign, status="awaiting_payment").exists()
        assert Dispute.objects.count() == len(stripe.all("dispute"))
        failed = [each for each in stripe.all("refund") if each["status"] == "failed"]
        assert LedgerEntry.objects.filter(kind="refund_failed").count() == len(failed) > 0
        assert check_books().differences == 0
        later = datetime.fromtimestamp(stripe.world.now(), tz=UTC) + timedelta(seconds=1)
        assert compare_with_provider(gateway_name="stripe", at=later).differences == 0
    figure(
        f"webhooks: {told} events, {killed.total()} requests and readings killed at {len(killed)} named points: "
        "each told fact written once, none missing"
    )


def test_an_event_marked_before_it_is_read_is_lost(tmp_path: Path, figure: Any) -> None:
    """Negative control: the order of reading and marking is what saves the fact."""
    with stripe_and_requests(tmp_path) as (stripe, workers):
        pledge = a_reservation(a_campaign(), AMOUNT)
        stripe.outbox.take()
        stripe.pay(remote_id(pledge))
        at = timezone.now().isoformat()

        def take(body: bytes, signature: str) -> int:
            assert workers.live(life="take", body=body.decode(), signature=signature) == "done"
            return 200

        stripe.deliver(take)
        assert workers.live(life="read", at=at, die_at="reading, answered", guards=False) == "killed"
        workers.live(life="read", at=at)
        pledge.refresh_from_db()
        assert pledge.status == "awaiting_payment"
        figure("webhooks, negative control (marked, then read): the payment is lost until the sweep")


class Person:
    """Somebody with a form, who comes, perhaps comes back, perhaps pays."""

    def __init__(self, number: int, seed: random.Random) -> None:
        self.key = f"form-{number}"
        self.email = f"personne-{number}@example.org"
        self.point = seed.choice([*RESERVATION, ""])
        self.comes_back = bool(self.point) and seed.random() < 0.5
        self.pays = seed.random() < 0.6

    def confirm(self, workers: Workers, campaign: Campaign, *, die_at: str = "", key: str = "") -> str:
        """Send the form."""
        return workers.live(
            life="pledge",
            campaign=campaign.pk,
            amount=AMOUNT,
            email=self.email,
            key=key or self.key,
            # A page whose request died is claimed for a minute.
            at=(timezone.now() + timedelta(minutes=0 if die_at else 2)).isoformat(),
            **({"die_at": die_at} if die_at else {}),
        )


def come(people: list[Person], workers: Workers, campaign: Campaign) -> Counter[str]:
    """Have everybody come, and some of those whose request was killed come back; return where it was."""
    killed: Counter[str] = Counter()
    for person in people:
        killed[person.point] += person.confirm(workers, campaign, die_at=person.point) == "killed"
        if person.comes_back:
            assert person.confirm(workers, campaign) == "done"
    return +killed


def end_reservations(workers: Workers, seed: random.Random) -> Counter[str]:
    """Sweep what is past its time, killed at each step several times, then to the end."""
    killed: Counter[str] = Counter()
    at = (timezone.now() + timedelta(minutes=45)).isoformat()
    for point in [*SWEEP] * size(1, 4, 10):
        killed[point] += (
            workers.live(life="sweep", at=at, die_at=point, times=seed.choice((0, 1))) == "killed"
        )
    assert workers.live(life="sweep", at=at) == "done"
    return +killed


def test_a_reservation_is_made_once_or_not_at_all(tmp_path: Path, figure: Any) -> None:
    seed = random.Random(20261127)
    people = [Person(number, seed) for number in range(PEOPLE)]
    with stripe_and_requests(tmp_path) as (stripe, workers):
        campaign = a_campaign(threshold_cents=AMOUNT, goal_cents=AMOUNT * PEOPLE)
        meal = tier(campaign, 1)
        meal.limit = PEOPLE
        meal.save(update_fields=["limit"])
        killed = come(people, workers, campaign)

        made = {pledge.submission_key: pledge for pledge in Pledge.objects.all()}
        expected = {
            person.key for person in people if person.comes_back or person.point != "reservation, uncommitted"
        }
        assert set(made) == expected, "a request killed before its commit leaves nothing, after it one pledge"
        assert Pledge.objects.count() == len(made)
        assert tier(campaign, 1).claimed == len(made)
        assert CampaignTotals.objects.get(campaign=campaign).reserved_cents == len(made) * AMOUNT
        opened = [person for person in people if person.key in made and remote_id(made[person.key])]
        paying_people = {person.key for person in opened if person.pays}
        for key in paying_people:
            stripe.pay(remote_id(made[key]))
        stripe.let_pass(minutes=45)
        ends = end_reservations(workers, seed)

        states = dict(Pledge.objects.values_list("submission_key", "status"))
        assert states == {key: "held" if key in paying_people else "expired" for key in made}
        assert tier(campaign, 1).claimed == len(paying_people)
        totals = CampaignTotals.objects.get(campaign=campaign)
        assert (totals.reserved_cents, totals.gathered_cents) == (0, len(paying_people) * AMOUNT)
        assert not Campaign.objects.filter(needs_attention=True).exists()
        assert set(killed) == set(RESERVATION)
        assert set(ends) == set(SWEEP)
        assert check_books().differences == 0
        later = datetime.fromtimestamp(stripe.world.now(), tz=UTC) + timedelta(seconds=1)
        assert compare_with_provider(gateway_name="stripe", at=later).differences == 0
    figure(
        f"reservations: {PEOPLE} people, {killed.total()} requests and {ends.total()} sweeps killed at "
        f"{len(killed) + len(ends)} named points: {len(made)} pledges, {len(paying_people)} paid and held, "
        "0 twice, every unit and every euro of room back"
    )


def test_without_the_forms_key_people_pledge_twice(tmp_path: Path, figure: Any) -> None:
    """Negative control: a new key at each sending is a new pledge."""
    with stripe_and_requests(tmp_path) as (_stripe, workers):
        campaign = a_campaign()
        person = Person(0, random.Random(0))
        assert person.confirm(workers, campaign, die_at="reservation, committed") == "killed"
        assert person.confirm(workers, campaign, key="another form") == "done"
        assert Pledge.objects.count() == 2
    figure("reservations, negative control without the form's key: 2 pledges of one person")
