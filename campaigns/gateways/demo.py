"""The demonstration gateway: our dataclasses on one side, the demonstration bank on the other. No money moves."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from campaigns.errors import BadSignature, ProviderRefused
from campaigns.gateways.base import (
    Event,
    PaymentPage,
    PaymentRequest,
    PaymentSnapshot,
    PayoutSnapshot,
    RefundSnapshot,
)
from demo_bank import services as bank
from demo_bank.signatures import is_genuine

SIGNATURE_HEADER = "Demo-Bank-Signature"


class DemoGateway:
    """Implements `Gateway` on the demonstration bank."""

    name = "demo"

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
        try:
            payment = bank.read_payment(remote_id)
        except bank.BankError as error:
            raise ProviderRefused(str(error)) from error
        state = "open" if payment.state == "checking" else payment.state
        return PaymentSnapshot(
            remote_id=payment.remote_id,
            reference=payment.reference,
            state=state,  # type: ignore[arg-type]
            amount_cents=payment.amount_cents,
            charge_id=payment.charge_id,
            paid_at=payment.paid_at,
        )

    def refund(self, charge_id: str, amount_cents: int, *, key: str) -> RefundSnapshot:
        """Give a charge back at once."""
        try:
            return RefundSnapshot(
                bank.refund(charge_id, amount_cents, key=key, at=timezone.now()).remote_id, "done"
            )
        except bank.BankError as error:
            raise ProviderRefused(str(error)) from error

    def find_refund(self, charge_id: str) -> RefundSnapshot | None:
        """Return the refund of a charge."""
        found = bank.find_refund(charge_id)
        return RefundSnapshot(found.remote_id, "done") if found else None

    def pay_out(self, account: str, amount_cents: int, *, group: str, key: str) -> PayoutSnapshot:
        """Transfer at once."""
        try:
            return PayoutSnapshot(
                bank.transfer(account, amount_cents, group=group, key=key, at=timezone.now()).remote_id
            )
        except bank.BankError as error:
            raise ProviderRefused(str(error)) from error

    def find_payout(self, group: str) -> PayoutSnapshot | None:
        """Return the transfer of a campaign."""
        found = bank.find_transfer(group)
        return PayoutSnapshot(found.remote_id) if found else None

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
