"""Accounts of those who receive money, and what the bank asks of them before it pays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from demo_bank.models import BankAccount
from demo_bank.services.books import BankError, remember, replayed
from demo_bank.services.events import emit

ASKED_AT_FIRST = ["identity.document", "bank_account"]


@transaction.atomic
def open_account(*, reference: str, name: str, email: str, form: str, key: str, at: datetime) -> BankAccount:
    """Open an account that cannot be paid yet."""
    facts = (reference, name, email, form)
    if remote_id := replayed(key, *facts):
        return BankAccount.objects.get(remote_id=remote_id)
    account = BankAccount.objects.create(
        reference=reference, name=name[:200], email=email, form=form, missing=ASKED_AT_FIRST, created_at=at
    )
    remember(key, account.remote_id, *facts)
    return account


def find_account(reference: str, *, since: datetime) -> BankAccount | None:
    """Return the account of a reference opened at or after `since`."""
    return BankAccount.objects.filter(reference=reference, created_at__gte=since).order_by("-pk").first()


def read_account(remote_id: str) -> BankAccount:
    """Return an account as it is now."""
    account = BankAccount.objects.filter(remote_id=remote_id).first()
    if account is None:
        raise BankError("no such account")
    return account


def satisfy_account(remote_id: str, *, at: datetime) -> BankAccount:
    """Take everything that was asked: the account may be paid."""
    return _change(
        remote_id, at=at, details_submitted=True, payouts_enabled=True, refused=False, missing=[], due_by=None
    )


def ask_of_account(
    remote_id: str, *, missing: Sequence[str], due_by: datetime | None, is_paid: bool, at: datetime
) -> BankAccount:
    """Ask for more; until `due_by` the account may still be paid when `is_paid`."""
    return _change(
        remote_id,
        at=at,
        details_submitted=True,
        payouts_enabled=is_paid,
        missing=list(missing),
        due_by=due_by,
    )


def refuse_account(remote_id: str, *, at: datetime) -> BankAccount:
    """Refuse to serve this account."""
    return _change(remote_id, at=at, payouts_enabled=False, refused=True)


def _change(remote_id: str, *, at: datetime, **fields: object) -> BankAccount:
    with transaction.atomic():
        BankAccount.objects.filter(remote_id=remote_id).update(**fields)
        account = read_account(remote_id)
        emit("account.updated", remote_id, at=at)
    return account
