"""Value-added tax inside the commission: what is withheld includes it, so the parts are taken out of the whole."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class VatSplit:
    """An amount with its tax: `net_cents + vat_cents == total_cents`, always."""

    total_cents: int
    net_cents: int
    vat_cents: int


def split_vat(total_cents: int, rate_bps: int) -> VatSplit:
    """Part a total, tax included, at `rate_bps` (2000 = 20 %): the tax is rounded half up once, the net is the rest."""
    whole = 10_000 + rate_bps
    vat = (2 * total_cents * rate_bps + whole) // (2 * whole)
    return VatSplit(total_cents, total_cents - vat, vat)
