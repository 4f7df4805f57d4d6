"""What the product asks of any payment provider. Our dataclasses in, provider calls out; cents and UTC throughout.

Every method may raise `ProviderRefused` (definite), `BalanceTooLow` (later, by itself) or `ProviderUnclear` (look it
up before sending again). None is ever called inside a transaction. Every write takes an idempotency `key`; since
providers forget keys, every write that moves money has a look-up beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

PaymentState = Literal["open", "paid", "declined", "over"]
RefundState = Literal["pending", "done", "failed"]
DisputeState = Literal["open", "won", "lost"]
HolderForm = Literal["individual", "association", "company", "public_body"]
MovementKind = Literal[
    "charge",
    "refund",
    "refund_failed",
    "payout",
    "reversal",
    "dispute",
    "dispute_won",
    "fee",
    "bank",
    "other",
]
EventSubject = Literal["payment", "refund", "account", "dispute", "other"]


@dataclass(frozen=True)
class PaymentRequest:
    """A payment page to open. `reference` is the pledge's uuid, `group` the campaign's name at the provider.

    The provider sends the backer to `return_url` once done, to `cancel_url` when they turn back.
    """

    reference: str
    amount_cents: int
    description: str
    return_url: str
    cancel_url: str
    expires_at: datetime
    email: str
    group: str = ""
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
    """A refund as the provider sees it now; `done` may become `failed` days later."""

    remote_id: str
    state: RefundState
    charge_id: str = ""
    amount_cents: int = 0


@dataclass(frozen=True)
class PayoutSnapshot:
    """A transfer to a holder's account."""

    remote_id: str
    amount_cents: int = 0


@dataclass(frozen=True)
class ReversalSnapshot:
    """Money of a transfer taken back from a holder's account."""

    remote_id: str
    amount_cents: int


@dataclass(frozen=True)
class AccountRequest:
    """An account to open for who receives the money. `reference` is the recipient's uuid."""

    reference: str
    email: str
    name: str
    form: HolderForm
    country: str = "FR"


@dataclass(frozen=True)
class AccountSnapshot:
    """A holder's account as the provider sees it now.

    `missing` holds the provider's own codes of what it still asks (`individual.verification.document`); `due_by` is
    when it will stop paying without them; `refused` says that it will never serve this account.
    """

    remote_id: str
    reference: str
    payouts_enabled: bool
    details_submitted: bool = False
    missing: tuple[str, ...] = ()
    due_by: datetime | None = None
    refused: bool = False


@dataclass(frozen=True)
class DisputeSnapshot:
    """A payment contested at the backer's bank; the provider takes the amount out as soon as it is open."""

    remote_id: str
    charge_id: str
    state: DisputeState
    amount_cents: int


@dataclass(frozen=True)
class Movement:
    """One line of the platform's balance at the provider.

    `amount_cents` is signed (a charge is positive, a refund negative), before the provider's fee; `subject_id` is the
    charge, refund, transfer, reversal or dispute it is about, as the other methods name it.
    """

    remote_id: str
    kind: MovementKind
    subject_id: str
    amount_cents: int
    fee_cents: int
    at: datetime

    @property
    def net_cents(self) -> int:
        """What the balance really gained or lost."""
        return self.amount_cents - self.fee_cents


@dataclass(frozen=True)
class Event:
    """A verified event: only its identity and the object it is about; the object is re-read.

    `kind` begins with an `EventSubject` and a dot (`payment.paid`); an event of no interest is `other.…`.
    """

    event_id: str
    kind: str
    subject_id: str


class Gateway(Protocol):
    """One payment provider.

    `calls_at_once` is how many calls one worker may make side by side, in threads; `calls_per_second` how many all
    workers together may make, 0 without limit.
    """

    name: str
    calls_at_once: int
    calls_per_second: int

    def open_payment(self, request: PaymentRequest, *, key: str) -> PaymentPage:
        """Open a page for one payment; the same key gives the same page."""
        ...

    def read_payment(self, remote_id: str) -> PaymentSnapshot:
        """Return the payment as it is now."""
        ...

    def end_payment(self, remote_id: str) -> PaymentSnapshot:
        """Close a page that is not paid, so that it never will be; return the payment as it is after that."""
        ...

    def find_payment(self, charge_id: str) -> PaymentSnapshot | None:
        """Return the payment of this charge, None when it was not made through a page of ours."""
        ...

    def refund(self, charge_id: str, amount_cents: int, *, reference: str, key: str) -> RefundSnapshot:
        """Give a charge back; `reference` is the operation's uuid, kept beside the refund."""
        ...

    def find_refund(self, charge_id: str, *, reference: str) -> RefundSnapshot | None:
        """Return the refund of this charge that did not fail, else the one of this reference, else None."""
        ...

    def read_refund(self, remote_id: str) -> RefundSnapshot:
        """Return the refund as it is now."""
        ...

    def pay_out(self, account: str, amount_cents: int, *, group: str, key: str) -> PayoutSnapshot:
        """Transfer to a holder's account; `group` names the campaign at the provider."""
        ...

    def find_payout(self, group: str) -> PayoutSnapshot | None:
        """Return the transfer of this group, None when there is none."""
        ...

    def reverse_payout(
        self, payout_id: str, amount_cents: int, *, reference: str, key: str
    ) -> ReversalSnapshot:
        """Take money of a transfer back; `reference` is the operation's uuid."""
        ...

    def find_reversal(self, payout_id: str, *, reference: str) -> ReversalSnapshot | None:
        """Return the reversal of this transfer that bears this reference, None when there is none."""
        ...

    def open_account(self, request: AccountRequest, *, key: str) -> AccountSnapshot:
        """Open an account for who receives the money."""
        ...

    def find_account(self, reference: str, *, since: datetime) -> AccountSnapshot | None:
        """Return the account of this reference opened at or after `since`, None when there is none."""
        ...

    def read_account(self, remote_id: str) -> AccountSnapshot:
        """Return the account as it is now."""
        ...

    def account_page(self, remote_id: str, *, return_url: str, again_url: str) -> str:
        """Return a single-use address where the holder gives the provider what it asks."""
        ...

    def read_dispute(self, remote_id: str) -> DisputeSnapshot:
        """Return the dispute as it is now."""
        ...

    def movements(self, *, since: datetime, until: datetime) -> Iterator[Movement]:
        """Yield the balance's lines made in [since, until), without holding them all in memory."""
        ...

    def verify_event(self, body: bytes, headers: Mapping[str, str]) -> Event:
        """Check the signature and return the event; `BadSignature` otherwise."""
        ...
