"""The accounts of one campaign: its entries in order, with what is held and payable after each. Pure reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from campaigns.models import Campaign, LedgerEntry
from campaigns.services import books

AT_ONCE = 500
GROWS_BY_DEBIT = frozenset({"provider", "bank", "provider_fees", "losses"})


@dataclass(frozen=True)
class Line:
    """One entry, and what the campaign's two accounts hold once it is written, in cents."""

    entry: LedgerEntry
    held_cents: int
    payable_cents: int


@dataclass(frozen=True)
class AccountTotal:
    """What went in and out of one account for this campaign, in cents."""

    code: str
    debit_cents: int
    credit_cents: int

    @property
    def balance_cents(self) -> int:
        """Debits less credits."""
        return self.debit_cents - self.credit_cents

    @property
    def holds_cents(self) -> int:
        """What it holds, as people say it: what is owed to somebody counts above zero too."""
        kind = self.code.partition(":")[0]
        return self.balance_cents if kind in GROWS_BY_DEBIT else -self.balance_cents


def entries_of(campaign: Campaign) -> QuerySet[LedgerEntry]:
    """Return the campaign's entries, in the order they were written."""
    return LedgerEntry.objects.filter(campaign=campaign).order_by("pk")


def running(campaign: Campaign, entries: Iterable[LedgerEntry]) -> Iterator[Line]:
    """Yield consecutive entries with what is held and payable after each.

    What came before the first one is added up by the database: a page of ten thousand costs what the first one does.
    """
    held, payable = books.held(campaign), books.payable(campaign)
    amounts: dict[str, int] | None = None
    for entry in entries:
        if amounts is None:
            amounts = _before(campaign, entry, (held, payable))
        for code in amounts:
            amounts[code] += entry.amount_cents * ((entry.credit.code == code) - (entry.debit.code == code))
        yield Line(entry, amounts[held], amounts[payable])


def everything(campaign: Campaign) -> Iterator[Line]:
    """Yield every entry so, without holding them all in memory."""
    rows = entries_of(campaign).select_related("debit", "credit", "pledge", "corrected_by")
    return running(campaign, rows.iterator(chunk_size=AT_ONCE))


def totals_of(campaign: Campaign) -> list[AccountTotal]:
    """Return what went through each account; two queries."""
    found: dict[str, list[int]] = {}
    for place, side in enumerate(("debit", "credit")):
        rows = entries_of(campaign).order_by().values_list(f"{side}__code").annotate(sum=Sum("amount_cents"))
        for code, cents in rows:
            found.setdefault(code, [0, 0])[place] = cents
    own = (books.held(campaign), books.payable(campaign))
    return [
        AccountTotal(code, *found[code]) for code in sorted(found, key=lambda code: (code not in own, code))
    ]


def _before(campaign: Campaign, entry: LedgerEntry, codes: Iterable[str]) -> dict[str, int]:
    sums = {}
    for number, code in enumerate(codes):
        sums[f"credit_{number}"] = Coalesce(Sum("amount_cents", filter=Q(credit__code=code)), 0)
        sums[f"debit_{number}"] = Coalesce(Sum("amount_cents", filter=Q(debit__code=code)), 0)
    row = LedgerEntry.objects.filter(campaign=campaign, pk__lt=entry.pk).aggregate(**sums)
    return {code: row[f"credit_{number}"] - row[f"debit_{number}"] for number, code in enumerate(codes)}
