"""What the product asks of any payment provider. Our dataclasses in, provider calls out; cents and UTC throughout.

Every method may raise `ProviderRefused` (definite) or `ProviderUnclear` (look it up before sending again). None is
ever called inside a transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

PaymentState = Literal["open", "paid", "declined", "over"]
RefundState = Literal["pending", "done", "failed"]


@dataclass(frozen=True)
class PaymentRequest:
    """A payment page to open. `reference` is the pledge's uuid; the provider sends the backer to `return_url`."""

    reference: str
    amount_cents: int
    description: str
    return_url: str
    expires_at: datetime
    email: str
    language: str = "fr"


@dataclass(frozen=True)
class PaymentPage:
    """A page where the backer pays."""

    remote_id: str
    url: str


@dataclass(frozen=True)
class PaymentSnapshot:
    """A payment as the provider sees it now. `over` means it can never be paid any more."""

    remote_id: str
    reference: str
    state: PaymentState
    amount_cents: int
    charge_id: str = ""
    paid_at: datetime | None = None


@dataclass(frozen=True)
class RefundSnapshot:
    """A refund as the provider sees it now."""

    remote_id: str
    state: RefundState


@dataclass(frozen=True)
class PayoutSnapshot:
    """A transfer to a holder's account."""

    remote_id: str


@dataclass(frozen=True)
class Event:
    """A verified event: only its identity and the object it is about; the object is re-read."""

    event_id: str
    kind: str
    subject_id: str


class Gateway(Protocol):
    """One payment provider."""

    name: str

    def open_payment(self, request: PaymentRequest, *, key: str) -> PaymentPage:
        """Open a page for one payment; the same key gives the same page."""
        ...

    def read_payment(self, remote_id: str) -> PaymentSnapshot:
        """Return the payment as it is now."""
        ...

    def refund(self, charge_id: str, amount_cents: int, *, key: str) -> RefundSnapshot:
        """Give the whole charge back."""
        ...

    def find_refund(self, charge_id: str) -> RefundSnapshot | None:
        """Return the refund of this charge, None when there is none."""
        ...

    def pay_out(self, account: str, amount_cents: int, *, group: str, key: str) -> PayoutSnapshot:
        """Transfer to a holder's account; `group` names the campaign at the provider."""
        ...

    def find_payout(self, group: str) -> PayoutSnapshot | None:
        """Return the transfer of this group, None when there is none."""
        ...

    def verify_event(self, body: bytes, headers: Mapping[str, str]) -> Event:
        """Check the signature and return the event; `BadSignature` otherwise."""
        ...
