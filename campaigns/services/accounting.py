"""The ledger as an accountant's file reads it: one line an entry, no personal data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from base.models import Territory
from campaigns.models import Campaign, LedgerEntry
from campaigns.services.correcting import CORRECTIONS

BROUGHT = (LedgerEntry.Kind.CHARGE, LedgerEntry.Kind.LATE_CHARGE)


def entries_of(campaign: Campaign) -> QuerySet[LedgerEntry]:
    """The entries of one campaign, as written."""
    return LedgerEntry.objects.filter(campaign=campaign)


def entries_between(*, territory: Territory, first: date, last: date) -> QuerySet[LedgerEntry]:
    """The entries of a territory from the first day to the last one included, in its own zone."""
    zone = ZoneInfo(territory.zone)
    start = datetime.combine(first, time.min, tzinfo=zone)
    end = datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone)
    return LedgerEntry.objects.filter(territory=territory, at__gte=start, at__lt=end)


def ledger_lines(entries: QuerySet[LedgerEntry]) -> Iterator[tuple[Any, ...]]:
    """Yield the lines of the accountant's file, as `wording.papers.ENTRY_COLUMNS` names them; memory stays flat."""
    rows = entries.select_related(
        "debit",
        "credit",
        "territory",
        "campaign__page",
        "campaign__invoice",
        "pledge__offline",
        "operation__remittance",
    )
    for entry in rows.order_by("at", "pk").iterator(chunk_size=500):
        local = entry.at.astimezone(ZoneInfo(entry.territory.zone))
        pledge = entry.pledge.reference if entry.pledge else ""
        yield (
            local.date().isoformat(),
            local.strftime("%H:%M:%S"),
            entry.pk,
            str(entry.fact),
            entry.kind,
            entry.get_kind_display(),
            entry.debit.code,
            entry.credit.code,
            Decimal(entry.amount_cents).scaleb(-2),
            entry.campaign_id or "",
            entry.campaign.page.title if entry.campaign else "",
            pledge,
            _paper(entry) or pledge,
            entry.corrects_id or "",
        )


def _paper(entry: LedgerEntry) -> str:
    """Return what justifies an entry: an invoice, a decision, the reference of money brought or given out."""
    if entry.kind in CORRECTIONS:
        return f"D-{entry.fact.hex[:8].upper()}"
    if entry.operation is not None and hasattr(entry.operation, "remittance"):
        return entry.operation.remittance.reference
    if entry.kind in BROUGHT and entry.pledge is not None and entry.pledge.is_offline:
        return entry.pledge.offline.reference
    if entry.kind != LedgerEntry.Kind.COMMISSION:
        return ""
    invoice = getattr(entry.campaign, "invoice", None)
    return invoice.reference if invoice else ""
