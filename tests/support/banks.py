"""Hands on the other side of a payment provider: the same gestures on Stripe's fake and on the demonstration bank.

The contract suite (`tests/campaigns/gateways/test_contract.py`) asks of both gateways what the product counts on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

import pytest
from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from campaigns.errors import ProviderUnclear
from campaigns.gateways import gateway_named
from campaigns.gateways.base import Gateway
from demo_bank import services as demo
from demo_bank.models import BankKey, BankMovement, BankPayment
from demo_bank.signatures import sign
from tests.support.fake_stripe import FakeStripe
from tests.support.fake_stripe.events import signature

SignedEvent = tuple[bytes, dict[str, str]]


class Bank(Protocol):
    """What a test may do on the provider's side; identifiers are those the gateway gave."""

    gateway: Gateway
    declined_state: str
    """How a payment is read after its card was refused: `open` where another card may be tried on the same page."""
    limits_transfers: bool
    """Whether a transfer needs a verified account and an available balance."""

    def pay(self, page_id: str) -> None:
        """Pay with a good card; nothing when the page is over."""

    def decline(self, page_id: str) -> None:
        """Try a card that is refused."""

    def start_check(self, page_id: str) -> None:
        """Try a card whose bank asks its holder."""

    def end_check(self, page_id: str, *, approved: bool) -> None:
        """Conclude what the bank asked the card's holder."""

    def let_page_end(self, page_id: str) -> None:
        """Let the page's time pass."""

    def fund(self, cents: int) -> None:
        """Have the platform's balance hold that much, available."""

    def refunds_wait(self, page_id: str) -> None:
        """Have the refund of this payment be pending at first; called before paying."""

    def finish_refund(self, refund_id: str) -> None:
        """Have a pending refund succeed."""

    def fail_refund(self, refund_id: str) -> None:
        """Have a refund fail, even one that is done."""

    def open_dispute(self, charge_id: str) -> str:
        """Have a payment contested; return the dispute."""

    def close_dispute(self, dispute_id: str, *, won: bool) -> None:
        """End a dispute."""

    def complete_account(self, account_id: str) -> None:
        """Have the holder give everything asked."""

    def ask_more(self, account_id: str, *, due_by: datetime | None) -> None:
        """Ask one more thing of a holder; without a term, payouts stop at once."""

    def refuse_account(self, account_id: str) -> None:
        """Refuse to serve a holder."""

    def lose_answer(self, call: Callable[[], object]) -> None:
        """Make a call that is done and whose answer never comes."""

    def forget_keys(self) -> None:
        """Forget every idempotency key, as providers do after a day."""

    def balance_cents(self) -> int:
        """What the provider says the platform has."""

    def events(self) -> list[SignedEvent]:
        """Take the events that wait, signed."""

    def sign(self, body: bytes, *, secret: str = "", at: datetime | None = None) -> dict[str, str]:
        """Sign a body, with the right secret and now unless told otherwise."""


class StripeBank:
    """The fake of Stripe."""

    declined_state = "open"
    limits_transfers = True

    def __init__(self, fake: FakeStripe) -> None:
        self.fake = fake
        self.gateway = gateway_named("stripe")
        self._waiting: set[str] = set()

    def pay(self, page_id: str) -> None:
        """Pay on the Checkout page."""
        card = "4000000000007726" if page_id in self._waiting else "4242424242424242"
        self.fake.pay(page_id, card)

    def decline(self, page_id: str) -> None:
        """Try the test card that is always refused."""
        self.fake.pay(page_id, "4000000000000002")

    def start_check(self, page_id: str) -> None:
        """Try a 3-D Secure card."""
        self.fake.try_card(page_id, "4000002500003155")

    def end_check(self, page_id: str, *, approved: bool) -> None:
        """Conclude the 3-D Secure step."""
        self.fake.end_check(page_id, approved=approved)

    def let_page_end(self, page_id: str) -> None:
        """Move the fake's clock."""
        self.fake.let_pass(minutes=32)

    def fund(self, cents: int) -> None:
        """Add money to the balance."""
        self.fake.top_up(cents)

    def refunds_wait(self, page_id: str) -> None:
        """Have the page paid with the card whose refunds wait."""
        self._waiting.add(page_id)

    def finish_refund(self, refund_id: str) -> None:
        """Have it succeed."""
        self.fake.finish_refund(refund_id)

    def fail_refund(self, refund_id: str) -> None:
        """Have it fail."""
        self.fake.fail_refund(refund_id)

    def open_dispute(self, charge_id: str) -> str:
        """Contest a PaymentIntent."""
        return self.fake.open_dispute(charge_id)

    def close_dispute(self, dispute_id: str, *, won: bool) -> None:
        """End it."""
        self.fake.close_dispute(dispute_id, won=won)

    def complete_account(self, account_id: str) -> None:
        """Fill the onboarding."""
        self.fake.complete_account(account_id)

    def ask_more(self, account_id: str, *, due_by: datetime | None) -> None:
        """Add a requirement."""
        self.fake.ask_more(account_id, "individual.verification.document", due_by=due_by)

    def refuse_account(self, account_id: str) -> None:
        """Reject the account."""
        self.fake.reject_account(account_id)

    def lose_answer(self, call: Callable[[], object]) -> None:
        """Break the connection once the thing is done."""
        self.fake.faults.add("reset_after", method="POST")
        with pytest.raises(ProviderUnclear):
            call()

    def forget_keys(self) -> None:
        """Forget the keys."""
        self.fake.keys.forget()

    def balance_cents(self) -> int:
        """Read the fake's balance."""
        return self.fake.balance_cents

    def events(self) -> list[SignedEvent]:
        """Take the outbox."""
        signed = [self.fake.outbox.signed(event) for event in self.fake.outbox.take()]
        return [(body, {"Stripe-Signature": header}) for body, header in signed]

    def sign(self, body: bytes, *, secret: str = "", at: datetime | None = None) -> dict[str, str]:
        """Sign as Stripe does."""
        moment = at.timestamp() if at else None
        return {"Stripe-Signature": signature(body, secret or self.fake.outbox.secret, at=moment)}


class DemoBank:
    """The demonstration bank."""

    declined_state = "declined"
    limits_transfers = False

    def __init__(self) -> None:
        self.gateway = gateway_named("demo")

    def pay(self, page_id: str) -> None:
        """Accept the card."""
        demo.accept(page_id, at=timezone.now())

    def decline(self, page_id: str) -> None:
        """Refuse the card."""
        demo.decline(page_id, at=timezone.now())

    def start_check(self, page_id: str) -> None:
        """Begin the check."""
        demo.start_checking(page_id, at=timezone.now())

    def end_check(self, page_id: str, *, approved: bool) -> None:
        """Conclude it."""
        (demo.accept if approved else demo.decline)(page_id, at=timezone.now())

    def let_page_end(self, page_id: str) -> None:
        """Have its time be past."""
        BankPayment.objects.filter(remote_id=page_id).update(expires_at=timezone.now())

    def fund(self, cents: int) -> None:
        """Nothing: this bank transfers whatever it is asked."""

    def refunds_wait(self, page_id: str) -> None:
        """Say so of the payment."""
        BankPayment.objects.filter(remote_id=page_id).update(refund_fate="pending")

    def finish_refund(self, refund_id: str) -> None:
        """Have it succeed."""
        demo.finish_refund(refund_id, at=timezone.now())

    def fail_refund(self, refund_id: str) -> None:
        """Have it fail."""
        demo.fail_refund(refund_id, at=timezone.now())

    def open_dispute(self, charge_id: str) -> str:
        """Contest a charge."""
        return demo.open_dispute(charge_id, at=timezone.now()).remote_id

    def close_dispute(self, dispute_id: str, *, won: bool) -> None:
        """End it."""
        demo.close_dispute(dispute_id, won=won, at=timezone.now())

    def complete_account(self, account_id: str) -> None:
        """Take everything that was asked."""
        demo.satisfy_account(account_id, at=timezone.now())

    def ask_more(self, account_id: str, *, due_by: datetime | None) -> None:
        """Ask a document."""
        demo.ask_of_account(
            account_id, missing=["identity.document"], due_by=due_by, is_paid=bool(due_by), at=timezone.now()
        )

    def refuse_account(self, account_id: str) -> None:
        """Refuse it."""
        demo.refuse_account(account_id, at=timezone.now())

    def lose_answer(self, call: Callable[[], object]) -> None:
        """Make the call and look away: this bank stands in the same process."""
        call()

    def forget_keys(self) -> None:
        """Forget the keys."""
        BankKey.objects.all().delete()

    def balance_cents(self) -> int:
        """Add its lines up, fees taken off."""
        sums = BankMovement.objects.aggregate(amounts=Sum("amount_cents"), fees=Sum("fee_cents"))
        return (sums["amounts"] or 0) - (sums["fees"] or 0)

    def events(self) -> list[SignedEvent]:
        """Listen while the bank offers what waits."""
        heard: list[SignedEvent] = []

        def listen(sender: Any, body: bytes, header: str, **_facts: Any) -> bool:
            heard.append((body, {"Demo-Bank-Signature": header}))
            return True

        demo.event_signed.connect(listen)
        try:
            demo.deliver_events(limit=1000)
        finally:
            demo.event_signed.disconnect(listen)
        return heard

    def sign(self, body: bytes, *, secret: str = "", at: datetime | None = None) -> dict[str, str]:
        """Sign as the bank does."""
        moment = int((at or timezone.now()).timestamp())
        header = sign(body, secret=secret or settings.DEMO_BANK_SECRET, timestamp=moment)
        return {"Demo-Bank-Signature": header}
