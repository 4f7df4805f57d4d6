"""What may be corrected in the books, and by what: what no other verb governs, and never what the provider moved.

An account that follows other facts (what is held, payable, given back, the commission) says the same before and after a
correction; the provider's says what the provider's own lines say.
"""

from __future__ import annotations

from collections.abc import Iterable

PROVIDER = "provider"
CORRECTABLE = frozenset({"fee", "withdrawal", "replacement"})
"""Kinds of entries that carry the state of nothing: fees, transfers to our bank, what replaced one of them."""
CHOICES = (PROVIDER, "provider_fees", "losses", "bank")
"""First words of the accounts that a replacing entry may name."""

Move = tuple[str, str, int]
"""(debited account, credited account, cents)."""


def effect(moves: Iterable[Move]) -> dict[str, int]:
    """Return debits less credits of each account that these moves change, in cents."""
    found: dict[str, int] = {}
    for debit, credit, cents in moves:
        found[debit] = found.get(debit, 0) + cents
        found[credit] = found.get(credit, 0) - cents
    return {code: cents for code, cents in found.items() if cents}


def reversing(move: Move) -> Move:
    """Return the move that undoes another one."""
    debit, credit, cents = move
    return credit, debit, cents


def correction_refused(
    *, kind: str, entry: Move, replaced_by: Move | None, has_line: bool, is_reversed: bool
) -> str:
    """Return why an entry may not be corrected so, as a code; empty when it may.

    `has_line` says that a line of the provider's balance stands behind it, or may: then the correction leaves the
    provider's account as it is. Without one, it may also take back what the provider never moved.
    """
    if kind not in CORRECTABLE:
        return "governed"
    if is_reversed:
        return "reversed"
    if replaced_by is None:
        return "provider_moved" if has_line and PROVIDER in entry[:2] else ""
    if any(code.partition(":")[0] not in CHOICES for code in replaced_by[:2]):
        return "governed_account"
    if replaced_by[0] == replaced_by[1]:
        return "same_account"
    if replaced_by[:2] == entry[:2]:
        return "nothing_changes"
    at_provider = effect([entry]).get(PROVIDER, 0), effect([replaced_by]).get(PROVIDER, 0)
    if at_provider[0] == at_provider[1] or (not has_line and at_provider[1] == 0):
        return ""
    return "provider_moved"
