"""What a territory takes besides cards, as its counters and its own bank account say it."""

from __future__ import annotations

from dataclasses import dataclass

from base.identifiers import spaced_iban
from base.models import Territory
from campaigns.models import Counter


@dataclass(frozen=True)
class Ways:
    """The ways to pay otherwise; a way that nobody can take is not there."""

    counters: tuple[Counter, ...]
    cash: bool
    cheques: bool
    posted_to: str
    iban: str
    largest_cash_cents: int

    @property
    def any(self) -> bool:
        """Whether money can be brought at all."""
        return self.cash or self.cheques or bool(self.iban)

    @property
    def only_cash(self) -> bool:
        """Whether nothing above the largest sum in cash can be paid."""
        return self.cash and not self.cheques and not self.iban


def ways_of(territory: Territory) -> Ways:
    """Return what a territory takes, and where; one query.

    A cheque needs somebody to be made out to, and a counter or a postal address to go to.
    """
    everywhere = list(Counter.objects.filter(territory=territory, is_open=True))
    counters = [row for row in everywhere if row.takes_cash or (row.takes_cheques and territory.cheque_payee)]
    posted_to = territory.contact_address if territory.cheque_payee else ""
    return Ways(
        counters=tuple(counters),
        cash=any(row.takes_cash for row in counters),
        cheques=bool(territory.cheque_payee)
        and (bool(posted_to) or any(row.takes_cheques for row in counters)),
        posted_to=posted_to,
        iban=spaced_iban(territory.transfer_iban),
        largest_cash_cents=territory.largest_cash_cents,
    )
