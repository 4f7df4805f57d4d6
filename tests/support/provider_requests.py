"""What tests ask of a payment provider: a page, a payment made, a verified account."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from campaigns.gateways.base import AccountRequest, PaymentRequest
from tests.support.banks import Bank

AMOUNT = 4_250


def a_request(**changes: Any) -> PaymentRequest:
    """A payment page of half an hour."""
    request = PaymentRequest(
        reference="2f5a3c1e-0d3b-4b67-9d4b-0c1a8f6f3e11",
        amount_cents=AMOUNT,
        description="Un four à pain pour la place",
        return_url="https://rivelaine.example/merci/",
        cancel_url="https://rivelaine.example/retour/",
        expires_at=timezone.now() + timedelta(minutes=31),
        email="citoyenne@example.org",
        group="terreau-campaign-1",
    )
    return replace(request, **changes)


def a_charge(bank: Bank, number: int = 1, *, refunds_wait: bool = False) -> str:
    """Have a payment made; return its charge."""
    page = bank.gateway.open_payment(a_request(), key=f"open:{number}")
    if refunds_wait:
        bank.refunds_wait(page.remote_id)
    bank.pay(page.remote_id)
    return bank.gateway.read_payment(page.remote_id).charge_id


def a_ready_account(bank: Bank, reference: str = "holder") -> str:
    """Open a holder's account and have it verified."""
    request = AccountRequest(reference, "holder@example.org", "Les Amis du four", "association")
    account = bank.gateway.open_account(request, key=f"account:{reference}").remote_id
    bank.complete_account(account)
    return account
