"""Payments that do not pass through a provider: cash, cheques, bank transfers. Amounts in cents.

Such money is in the territory's own bank. What a provider would be asked by the worker is carried out by a person of
finance, who proves it with a document.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from .settlement import SettlementPlan

BANK = "bank"
"""What stands for the provider's name where the money is in the territory's own bank."""


class Way(StrEnum):
    """How money came in."""

    CASH = "cash"
    CHEQUE = "cheque"
    TRANSFER = "transfer"


class RemittedBy(StrEnum):
    """How a person gave money out: a bank transfer, or at the counter against a signature."""

    TRANSFER = "transfer"
    COUNTER = "counter"


CODE_ALPHABET = "ACDEFGHJKLMNPQRTUVWXY34679"
"""Letters and digits that nobody takes for another one, read out on the telephone or copied by hand."""
CODE_LENGTH = 8


def last_day(deadline: datetime, *, zone: str, days_before: int) -> date:
    """Return the last day on which money may be brought: some days before the deadline's own, in the campaign's zone.

    It leaves the time to take it in; what counts is the instant at which it is taken in (invariant 6).
    """
    return deadline.astimezone(ZoneInfo(zone)).date() - timedelta(days=days_before)


def read_code(text: str) -> str:
    """Return a slip's code as it is kept, however it was typed: case, spaces and dashes do not matter."""
    return "".join(character for character in text.upper() if character.isalnum())


def shown_code(code: str) -> str:
    """Return a slip's code in two groups of four, as it is printed."""
    return f"{code[:4]}-{code[4:]}"


def payouts_by_source(plan: SettlementPlan, *, bank_gross_cents: int) -> tuple[int, int]:
    """Share what is owed to the holder between the provider and the bank: (from the provider, from the bank).

    One transfer for each source, which never gives more than it holds. The commission stays at the provider; only what
    the provider's share does not cover is kept back from the bank's.
    """
    provider_gross = plan.gross_cents - bank_gross_cents
    kept_at_provider = min(plan.commission_cents, provider_gross)
    kept_at_bank = plan.commission_cents - kept_at_provider
    return provider_gross - kept_at_provider, bank_gross_cents - kept_at_bank
