"""Campaigns past their deadline whose payments are at the fake Stripe, and what became of them there."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import connection
from django.test import override_settings
from django.utils import timezone

from campaigns.gateways.base import PaymentRequest
from campaigns.gateways.stripe import StripeGateway
from campaigns.models import Campaign, PaymentOperation, Pledge
from campaigns.services.paying import campaign_group
from tests.builders import a_campaign, a_user
from tests.support.doomed_workers import Workers
from tests.support.fake_stripe import FakeStripe
from tests.support.many_pledges import many_held_pledges

AMOUNT = 2_000
MISSED_AT_MOST = 100
"""Pledges of one campaign that misses its threshold."""


def database_address() -> str:
    """The address of the very database this test writes to."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


class StripeWorld:
    """One transfer to make for each funded campaign, one refund for each pledge of the missed ones.

    Their deadlines have passed by the clock of the wall, for workers that look at it.
    """

    workers: Workers

    def __init__(self, *, transfers: int, refunds: int) -> None:
        self.transfers, self.refunds = transfers, refunds
        self.stripe = FakeStripe()
        self.missed_campaigns = 0

    @classmethod
    @contextmanager
    def with_workers(cls, folder: Path, *, transfers: int, refunds: int) -> Iterator[StripeWorld]:
        """Make a world and the parent of its workers, whose log is in this folder."""
        with (
            cls(transfers=transfers, refunds=refunds) as made,
            Workers(made.environment(folder), folder / "log") as workers,
        ):
            made.workers = workers
            yield made

    def __enter__(self) -> StripeWorld:
        self.stripe.__enter__()
        self._settings = override_settings(PAYMENT_GATEWAY="stripe", **self.stripe.settings())
        self._settings.enable()
        self.holder = a_user()
        began = timezone.now() - timedelta(days=31)
        for _number in range(self.transfers):
            self._campaign(1, threshold_cents=AMOUNT, at=began)
        left = self.refunds
        while left:
            number = min(left, MISSED_AT_MOST)
            self._campaign(number, threshold_cents=number * AMOUNT + 1, at=began)
            self.missed_campaigns += 1
            left -= number
        self.stripe.let_pass(days=7)  # what was charged is available
        return self

    def __exit__(self, *error: object) -> None:
        self._settings.disable()
        self.stripe.__exit__(*error)

    def _campaign(self, pledges: int, *, threshold_cents: int, at: Any) -> Campaign:
        campaign = a_campaign(
            holder=self.holder, at=at, threshold_cents=threshold_cents, goal_cents=threshold_cents + AMOUNT
        )
        many_held_pledges(
            campaign, pledges, AMOUNT, at=at, charges=[self._charge(campaign) for _each in range(pledges)]
        )
        return campaign

    def _charge(self, campaign: Campaign) -> str:
        """Have somebody pay at the fake; return the charge."""
        key = f"charge-{self.stripe.served}"
        page = StripeGateway().open_payment(
            PaymentRequest(
                reference=key,
                amount_cents=AMOUNT,
                description="Un projet",
                return_url="http://testserver/",
                cancel_url="http://testserver/",
                expires_at=timezone.now() + timedelta(minutes=31),
                email="camille@example.org",
                group=campaign_group(campaign.pk),
            ),
            key=key,
        )
        self.stripe.pay(page.remote_id)
        return StripeGateway().read_payment(page.remote_id).charge_id

    def environment(self, folder: Path) -> dict[str, str]:
        """What a worker's process needs to know."""
        return {
            "DATABASE_URL": database_address(),
            "TERREAU_VAR": str(folder),
            "PAYMENT_GATEWAY": "stripe",
            "STRIPE_CALLS_PER_SECOND": "0",
            **self.stripe.settings(),
        }

    def live(self, **orders: Any) -> str:
        """Have a worker live until it is killed or has nothing left to do."""
        return self.workers.live(at=timezone.now().isoformat(), **orders)

    def left(self) -> int:
        """How much is still to be done."""
        return Campaign.objects.exclude(status__in=["settled", "refunded"]).count() + self.operations_left()

    def operations_left(self) -> int:
        """How many operations no worker has finished."""
        return PaymentOperation.objects.exclude(state__in=["done", "attention"]).count()

    @property
    def faults_met(self) -> int:
        """How many requests met a fault."""
        return self.stripe.faults.met

    def duplicates(self) -> list[str]:
        """What was sent more than once at Stripe."""
        transfers = Counter(each["transfer_group"] for each in self.stripe.all("transfer"))
        refunds = Counter(
            each["payment_intent"] for each in self.stripe.all("refund") if each["status"] != "failed"
        )
        return [name for counter in (transfers, refunds) for name, number in counter.items() if number > 1]

    def missing(self) -> list[str]:
        """What should have been sent, and was not."""
        sent = {each["transfer_group"] for each in self.stripe.all("transfer")}
        given_back = {each["payment_intent"] for each in self.stripe.all("refund")}
        funded = Campaign.objects.filter(threshold_cents=AMOUNT).values_list("pk", flat=True)
        owed = Pledge.objects.exclude(campaign__threshold_cents=AMOUNT).values_list("charge_id", flat=True)
        return [
            *(group for pk in funded if (group := campaign_group(pk)) not in sent),
            *(charge for charge in owed if charge not in given_back),
        ]
