"""The demonstration gateway: our dataclasses on one side, the demonstration bank on the other. No money moves."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from campaigns.errors import BadSignature, ProviderRefused
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
from demo_bank import services as bank
from demo_bank.models import BankAccount, BankPayment, BankRefund
from demo_bank.signatures import is_genuine

SIGNATURE_HEADER = "Demo-Bank-Signature"


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except bank.BankError as error:
        raise ProviderRefused(str(error)) from error


def _payment(payment: BankPayment) -> PaymentSnapshot:
    state = "open" if payment.state == "checking" else payment.state
    return PaymentSnapshot(
        remote_id=payment.remote_id,
        reference=payment.reference,
        state=state,  # type: ignore[arg-type]
        amount_cents=payment.amount_cents,
        charge_id=payment.charge_id,
        paid_at=payment.paid_at,
    )


def _refund(refund: BankRefund) -> RefundSnapshot:
    return RefundSnapshot(refund.remote_id, refund.state, refund.payment.charge_id, refund.amount_cents)  # type: ignore[arg-type]


def _account(account: BankAccount) -> AccountSnapshot:
    return AccountSnapshot(
        remote_id=account.remote_id,
        reference=account.reference,
        payouts_enabled=account.payouts_enabled,
        details_submitted=account.details_submitted,
        missing=tuple(account.missing),
        due_by=account.due_by,
        refused=account.refused,
    )


class DemoGateway:
    """Implements `Gateway` on the demonstration bank."""

    name = "demo"
    calls_at_once = 1  # its tables are this site's own
    calls_per_second = 0

    def open_payment(self, request: PaymentRequest, *, key: str) -> PaymentPage:
        """Open a page on this very site."""
        payment = bank.open_payment(
            reference=request.reference,
            amount_cents=request.amount_cents,
            description=request.description,
            return_url=request.return_url,
            expires_at=request.expires_at,
            key=key,
        )
        return PaymentPage(payment.remote_id, reverse("demo_bank:payment", args=[payment.remote_id]))

    def read_payment(self, remote_id: str) -> PaymentSnapshot:
        """Return the payment as the bank has it."""
        with _refusals():
            return _payment(bank.read_payment(remote_id))

    def end_payment(self, remote_id: str) -> PaymentSnapshot:
        """Close the page."""
        with _refusals():
            bank.end(remote_id, at=timezone.now())
        return self.read_payment(remote_id)

    def find_payment(self, charge_id: str) -> PaymentSnapshot | None:
        """Return the payment of a charge."""
        payment = bank.find_payment(charge_id)
        return _payment(payment) if payment else None

    def refund(self, charge_id: str, amount_cents: int, *, reference: str, key: str) -> RefundSnapshot:
        """Give a charge back, at once unless the visitor chose otherwise on the payment page."""
        with _refusals():
            return _refund(
                bank.refund(charge_id, amount_cents, reference=reference, key=key, at=timezone.now())
            )

    def find_refund(self, charge_id: str, *, reference: str) -> RefundSnapshot | None:
        """Return the refund of a charge."""
        found = bank.find_refund(charge_id, reference=reference)
        return _refund(found) if found else None

    def read_refund(self, remote_id: str) -> RefundSnapshot:
        """Return the refund as the bank has it."""
        with _refusals():
            return _refund(bank.read_refund(remote_id))

    def pay_out(self, account: str, amount_cents: int, *, group: str, key: str) -> PayoutSnapshot:
        """Transfer at once."""
        with _refusals():
            sent = bank.transfer(account, amount_cents, group=group, key=key, at=timezone.now())
        return PayoutSnapshot(sent.remote_id, sent.amount_cents)

    def find_payout(self, group: str) -> PayoutSnapshot | None:
        """Return the transfer of a campaign."""
        found = bank.find_transfer(group)
        return PayoutSnapshot(found.remote_id, found.amount_cents) if found else None

    def reverse_payout(
        self, payout_id: str, amount_cents: int, *, reference: str, key: str
    ) -> ReversalSnapshot:
        """Take money of a transfer back at once."""
        with _refusals():
            back = bank.reverse(payout_id, amount_cents, reference=reference, key=key, at=timezone.now())
        return ReversalSnapshot(back.remote_id, back.amount_cents)

    def find_reversal(self, payout_id: str, *, reference: str) -> ReversalSnapshot | None:
        """Return the reversal of this reference."""
        found = bank.find_reversal(payout_id, reference=reference)
        return ReversalSnapshot(found.remote_id, found.amount_cents) if found else None

    def open_account(self, request: AccountRequest, *, key: str) -> AccountSnapshot:
        """Open an account that the bank does not pay yet."""
        with _refusals():
            return _account(
                bank.open_account(
                    reference=request.reference,
                    name=request.name,
                    email=request.email,
                    form=request.form,
                    key=key,
                    at=timezone.now(),
                )
            )

    def find_account(self, reference: str, *, since: datetime) -> AccountSnapshot | None:
        """Return the account of a reference."""
        found = bank.find_account(reference, since=since)
        return _account(found) if found else None

    def read_account(self, remote_id: str) -> AccountSnapshot:
        """Return the account as the bank has it."""
        with _refusals():
            return _account(bank.read_account(remote_id))

    def account_page(self, remote_id: str, *, return_url: str, again_url: str) -> str:
        """Return the address of the bank's page on this very site."""
        with _refusals():
            account = bank.read_account(remote_id)
        query = urlencode({"retour": return_url})
        return f"{reverse('demo_bank:account', args=[account.remote_id])}?{query}"

    def read_dispute(self, remote_id: str) -> DisputeSnapshot:
        """Return the contest as the bank has it."""
        with _refusals():
            found = bank.read_dispute(remote_id)
        return DisputeSnapshot(found.remote_id, found.payment.charge_id, found.state, found.amount_cents)  # type: ignore[arg-type]

    def movements(self, *, since: datetime, until: datetime) -> Iterator[Movement]:
        """Yield the lines of the site's balance."""
        for line in bank.movements(since=since, until=until):
            yield Movement(
                line.remote_id,
                line.kind,  # type: ignore[arg-type]
                line.subject_id,
                line.amount_cents,
                line.fee_cents,
                line.at,
            )

    def verify_event(self, body: bytes, headers: Mapping[str, str]) -> Event:
        """Check the demonstration bank's signature."""
        header = headers.get(SIGNATURE_HEADER, "")
        now = int(timezone.now().timestamp())
        if not is_genuine(body, header, secret=settings.DEMO_BANK_SECRET, now=now):
            raise BadSignature
        try:
            content = json.loads(body)
            return Event(str(content["id"]), str(content["kind"]), str(content["subject"]))
        except (ValueError, KeyError, TypeError) as error:
            raise BadSignature from error
