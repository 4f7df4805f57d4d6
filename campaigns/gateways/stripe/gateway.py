"""The methods of `Gateway` on Stripe: separate charges and transfers, Checkout pages, Connect accounts of holders.

A charge of ours is a PaymentIntent (`pi_…`): it is what a page is paid by, what is refunded and what is disputed.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import stripe
from django.conf import settings

from campaigns.gateways.base import (
    AccountRequest,
    AccountSnapshot,
    DisputeSnapshot,
    Event,
    Movement,
    PaymentPage,
    PaymentRequest,
    PaymentSnapshot,
    PayoutSnapshot,
    RefundSnapshot,
    ReversalSnapshot,
)
from campaigns.gateways.stripe import reading, signed_events
from campaigns.gateways.stripe.asking import CURRENCY, account_params, page_params
from campaigns.gateways.stripe.calling import answered, client, is_unknown
from campaigns.gateways.stripe.reading import bears, marks

PAGE_OF_LIST = 100
CHARGE_OF_SESSION = ["payment_intent.latest_charge"]


def _once(verb: str, subject: str) -> str:
    """Return the key of a write that does no harm twice: a new one each time, so that no saved error is replayed."""
    return f"{settings.SITE_KEY}:{verb}:{subject}:{uuid.uuid4()}"


class StripeGateway:
    """Implements `Gateway` with stripe-python."""

    name = "stripe"
    # Enough for a batch of calls that all time out to end within its lease.
    calls_at_once = 10

    def __init__(self) -> None:
        self.calls_per_second = settings.STRIPE_CALLS_PER_SECOND

    def open_payment(self, request: PaymentRequest, *, key: str) -> PaymentPage:
        """Open a Checkout page: cards only, in euros, in the backer's language."""
        params = page_params(request)
        with answered():
            sessions = client().v1.checkout.sessions
            try:
                session = sessions.create(params, {"idempotency_key": key})
            except stripe.InvalidRequestError as error:
                if error.param != "customer_email":
                    raise
                # An address that Stripe does not like must not keep somebody from pledging: its page asks for another.
                del params["customer_email"]
                session = sessions.create(params, {"idempotency_key": f"{key}:no-email"})
        return PaymentPage(remote_id=session.id, url=session.url or "")

    def read_payment(self, remote_id: str) -> PaymentSnapshot:
        """Return the Checkout session with its charge."""
        with answered():
            session = client().v1.checkout.sessions.retrieve(remote_id, {"expand": CHARGE_OF_SESSION})
        return reading.payment_of(session)

    def end_payment(self, remote_id: str) -> PaymentSnapshot:
        """Expire the session; one that is paid, over or being paid is not expired and says so."""
        with answered():
            try:
                session = client().v1.checkout.sessions.expire(
                    remote_id, {"expand": CHARGE_OF_SESSION}, {"idempotency_key": _once("end", remote_id)}
                )
            except stripe.InvalidRequestError:
                return self.read_payment(remote_id)
        return reading.payment_of(session)

    def find_payment(self, charge_id: str) -> PaymentSnapshot | None:
        """Return the session of a PaymentIntent."""
        with answered():
            try:
                found = client().v1.checkout.sessions.list(
                    {
                        "payment_intent": charge_id,
                        "limit": 1,
                        "expand": [f"data.{path}" for path in CHARGE_OF_SESSION],
                    }
                )
            except stripe.InvalidRequestError as error:
                if not is_unknown(error):
                    raise
                return None
        return next((reading.payment_of(session) for session in found.data if bears(session)), None)

    def refund(self, charge_id: str, amount_cents: int, *, reference: str, key: str) -> RefundSnapshot:
        """Give a PaymentIntent back."""
        with answered():
            refund = client().v1.refunds.create(
                {
                    "payment_intent": charge_id,
                    "amount": amount_cents,
                    "metadata": marks(reference=reference),
                },
                {"idempotency_key": key},
            )
        return reading.refund_of(refund)

    def find_refund(self, charge_id: str, *, reference: str) -> RefundSnapshot | None:
        """Return the refund of a PaymentIntent, preferring one that did not fail, then the one of this reference."""
        with answered():
            refunds = list(
                client()
                .v1.refunds.list({"payment_intent": charge_id, "limit": PAGE_OF_LIST})
                .auto_paging_iter()
            )
        alive = [refund for refund in refunds if reading.refund_of(refund).state != "failed"]
        mine = [refund for refund in refunds if bears(refund, reference=reference)]
        return next((reading.refund_of(refund) for refund in [*alive, *mine]), None)

    def read_refund(self, remote_id: str) -> RefundSnapshot:
        """Return the refund."""
        with answered():
            return reading.refund_of(client().v1.refunds.retrieve(remote_id))

    def pay_out(self, account: str, amount_cents: int, *, group: str, key: str) -> PayoutSnapshot:
        """Transfer from the platform's available balance to a connected account."""
        with answered():
            transfer = client().v1.transfers.create(
                {
                    "amount": amount_cents,
                    "currency": CURRENCY,
                    "destination": account,
                    "transfer_group": group,
                    "metadata": marks(),
                },
                {"idempotency_key": key},
            )
        return reading.payout_of(transfer)

    def find_payout(self, group: str) -> PayoutSnapshot | None:
        """Return the transfer of a group."""
        with answered():
            found = client().v1.transfers.list({"transfer_group": group, "limit": PAGE_OF_LIST})
        return next((reading.payout_of(transfer) for transfer in found.data), None)

    def reverse_payout(
        self, payout_id: str, amount_cents: int, *, reference: str, key: str
    ) -> ReversalSnapshot:
        """Take money of a transfer back from the connected account's balance."""
        with answered():
            reversal = client().v1.transfers.reversals.create(
                payout_id,
                {"amount": amount_cents, "metadata": marks(reference=reference)},
                {"idempotency_key": key},
            )
        return reading.reversal_of(reversal)

    def find_reversal(self, payout_id: str, *, reference: str) -> ReversalSnapshot | None:
        """Return the reversal that bears this reference."""
        with answered():
            reversals = client().v1.transfers.reversals.list(payout_id, {"limit": PAGE_OF_LIST})
            mine = (one for one in reversals.auto_paging_iter() if bears(one, reference=reference))
            return next((reading.reversal_of(one) for one in mine), None)

    def open_account(self, request: AccountRequest, *, key: str) -> AccountSnapshot:
        """Open a connected account that may receive transfers and nothing else; Stripe asks its holder the rest."""
        with answered():
            account = client().v1.accounts.create(account_params(request), {"idempotency_key": key})
        return reading.account_of(account)

    def find_account(self, reference: str, *, since: datetime) -> AccountSnapshot | None:
        """Return the connected account that bears this reference."""
        with answered():
            accounts = client().v1.accounts.list(
                {"created": {"gte": math.floor(since.timestamp())}, "limit": PAGE_OF_LIST}
            )
            mine = (one for one in accounts.auto_paging_iter() if bears(one, reference=reference))
            return next((reading.account_of(account) for account in mine), None)

    def read_account(self, remote_id: str) -> AccountSnapshot:
        """Return the connected account."""
        with answered():
            return reading.account_of(client().v1.accounts.retrieve(remote_id))

    def account_page(self, remote_id: str, *, return_url: str, again_url: str) -> str:
        """Make an account link: it works once, for minutes."""
        with answered():
            link = client().v1.account_links.create(
                {
                    "account": remote_id,
                    "return_url": return_url,
                    "refresh_url": again_url,
                    "type": "account_onboarding",
                    # All at once: a holder asked again in the middle of a campaign would be paid late.
                    "collection_options": {"fields": "eventually_due"},
                },
                {"idempotency_key": _once("link", remote_id)},
            )
        return link.url

    def read_dispute(self, remote_id: str) -> DisputeSnapshot:
        """Return the dispute."""
        with answered():
            return reading.dispute_of(client().v1.disputes.retrieve(remote_id))

    def movements(self, *, since: datetime, until: datetime) -> Iterator[Movement]:
        """Yield the balance transactions in euros, latest first, a page of them in memory at a time."""
        with answered():
            lines = client().v1.balance_transactions.list(
                {
                    # Stripe's moments are whole seconds.
                    "created": {"gte": math.ceil(since.timestamp()), "lt": math.ceil(until.timestamp())},
                    "currency": CURRENCY,
                    "limit": PAGE_OF_LIST,
                    "expand": ["data.source"],
                }
            )
            for line in lines.auto_paging_iter():
                yield reading.movement_of(line)

    def verify_event(self, body: bytes, headers: Mapping[str, str]) -> Event:
        """Check that Stripe signed the event, with either of the two secrets."""
        return signed_events.verified(body, headers)


if TYPE_CHECKING:
    from campaigns.gateways.base import Gateway

    _keeps_the_protocol: Gateway = StripeGateway()
