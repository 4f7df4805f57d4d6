"""The invoice of a commission, made once with the payout; and what the statement of a holder adds up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, Sum

from base.identifiers import spaced_siret
from base.models import Territory
from campaigns.models import Campaign, CommissionInvoice, LedgerEntry, PaymentOperation, Pledge
from campaigns.rules.status import CampaignState, PledgeState
from campaigns.rules.vat import split_vat
from campaigns.services import books
from campaigns.services.numbering import take_numbers, year_of

GIVEN_BACK = (
    PledgeState.REFUND_DUE,
    PledgeState.REFUNDING,
    PledgeState.REFUNDED,
    PledgeState.REFUND_FAILED,
    PledgeState.RETURNED,
)


PAYOUTS = (LedgerEntry.Kind.PAYOUT, LedgerEntry.Kind.BANK_PAYOUT)
"""One for each source of money; the campaign is settled with the last one."""


def issue_invoice(*, campaign: Campaign, at: datetime) -> CommissionInvoice | None:
    """Make the invoice of a campaign's commission inside the transaction that pays out; None without commission.

    Called last: the series of numbers is the last lock of the settlement.
    """
    taken = LedgerEntry.objects.filter(campaign=campaign, kind=LedgerEntry.Kind.COMMISSION).first()
    if taken is None:
        return None
    territory: Territory = campaign.territory
    year = year_of(at, territory.zone)
    split = split_vat(taken.amount_cents, territory.vat_bps)
    content = {
        "seller": _seller(territory),
        "customer": _customer(campaign),
        "project": campaign.page.title,
        "gathered_cents": campaign.decided_cents,
        "commission_bps": campaign.commission_bps,
        "total_cents": split.total_cents,
        "net_cents": split.net_cents,
        "vat_cents": split.vat_cents,
        "vat_bps": territory.vat_bps,
        "vat_exemption": "" if territory.vat_bps else territory.vat_exemption,
    }
    number = take_numbers(f"invoice:{territory.pk}:{year}")
    return CommissionInvoice.objects.create(
        campaign=campaign,
        territory=territory,
        year=year,
        number=number,
        reference=f"{territory.invoice_prefix}{year}-{number:04d}",
        issued_at=at,
        total_cents=split.total_cents,
        vat_cents=split.vat_cents,
        content=content,
    )


def _seller(territory: Territory) -> dict[str, Any]:
    return {
        "name": territory.legal_name or territory.name,
        "address": territory.legal_address or territory.contact_address,
        "siret": spaced_siret(territory.legal_siret),
        "vat_number": territory.vat_number,
    }


def _customer(campaign: Campaign) -> dict[str, Any]:
    """Return who receives the money, hence who pays the commission."""
    recipient = campaign.recipient
    account = recipient.account if recipient else None
    organisation = account.organisation if account else campaign.organisation
    if organisation is not None:
        return {
            "name": organisation.name,
            "address": organisation.address,
            "siret": organisation.spaced_siret,
        }
    person = account.user if account and account.user else campaign.holder
    name = person.get_full_name() if person else ""
    return {"name": name or campaign.holder_name, "address": "", "siret": ""}


@dataclass(frozen=True)
class Source:
    """What one source brought; `code` is the first word of the ledger's account (`provider`, `bank`, `match`)."""

    code: str
    gross_cents: int
    gifts: int


@dataclass(frozen=True)
class Statement:
    """What a holder's statement says, from the ledger; `paid_out_at` is when the last payout left, once all did."""

    sources: tuple[Source, ...]
    gross_cents: int
    commission_cents: int
    payout_cents: int
    paid_out_at: datetime | None
    returned_cents: int
    given_back: tuple[Pledge, ...]


def statement_of(campaign: Campaign) -> Statement:
    """Return the statement of a campaign that succeeded; a constant number of queries."""
    held = books.held(campaign)
    entries = LedgerEntry.objects.filter(campaign=campaign)
    # Gifts taken back or come too late went in and out again: they are listed below, and part of no sum.
    stayed = Q(pledge=None) | Q(pledge__counted=True)
    kinds = (LedgerEntry.Kind.DECISION, LedgerEntry.Kind.COMMISSION)
    stayed_entries = entries.filter(stayed).exclude(kind__in=kinds)
    # What a holder gives back after the outcome changes no source.
    outcome = entries.filter(kind__in=kinds, pk__lt=OuterRef("pk"))
    stayed_entries = stayed_entries.exclude(Exists(outcome))
    sources: dict[str, Source] = {}
    # What came in, less what went out again and came back: a contest that was rejected leaves the gift once.
    for mine, other, sign in (("credit", "debit", 1), ("debit", "credit", -1)):
        rows = (
            stayed_entries.filter(**{f"{mine}__code": held})
            .values_list(f"{other}__code")
            .annotate(sum=Sum("amount_cents"), gifts=Count("pledge", distinct=True))
            .order_by(f"{other}__code")
        )
        for account, cents, gifts in rows:
            code = account.partition(":")[0]
            known = sources.get(code, Source(code, 0, 0))
            count = known.gifts + (gifts if sign > 0 else 0)
            sources[code] = Source(code, known.gross_cents + sign * cents, count)
    figures = entries.aggregate(
        owed=Sum("amount_cents", filter=Q(kind=LedgerEntry.Kind.DECISION)),
        commission=Sum("amount_cents", filter=Q(kind=LedgerEntry.Kind.COMMISSION)),
        returned=Sum("amount_cents", filter=Q(kind=LedgerEntry.Kind.REVERSAL)),
        paid_out_at=Max("at", filter=Q(kind__in=PAYOUTS)),
    )
    commission = figures["commission"] or 0
    payout = figures["owed"] or 0
    back = Pledge.objects.filter(campaign=campaign, status__in=GIVEN_BACK).select_related("offline__counter")
    back = back.prefetch_related("changes", "operations__remittance")
    return Statement(
        sources=tuple(sources.values()),
        gross_cents=sum(source.gross_cents for source in sources.values()),
        commission_cents=commission,
        payout_cents=payout,
        paid_out_at=figures["paid_out_at"] if campaign.status == CampaignState.SETTLED else None,
        returned_cents=figures["returned"] or 0,
        given_back=tuple(back.order_by("created_at", "pk")),
    )


def payout_trouble(campaign: Campaign) -> bool:
    """Tell whether the payout waits for a person."""
    return PaymentOperation.objects.filter(
        campaign=campaign, kind=PaymentOperation.Kind.PAYOUT, state="attention"
    ).exists()


def compare_invoices(compare: Callable[[object, object, object], None]) -> None:
    """Give `compare` (subject, found, expected) what must be true: one invoice per commission paid out, no gap."""
    paid_out = LedgerEntry.objects.filter(kind__in=PAYOUTS, campaign__status=CampaignState.SETTLED).values(
        "campaign"
    )
    commissions = LedgerEntry.objects.filter(kind=LedgerEntry.Kind.COMMISSION, campaign__in=paid_out)
    taken = dict(commissions.values_list("campaign", "amount_cents"))
    billed = dict(CommissionInvoice.objects.values_list("campaign", "total_cents"))
    for pk in sorted({*taken, *billed}):
        compare(f"campaign {pk} invoiced", billed.get(pk, 0), taken.get(pk, 0))
    series = CommissionInvoice.objects.values("territory", "year").annotate(
        count=Count("pk"), last=Max("number")
    )
    for row in series.order_by("territory", "year"):
        compare(f"invoices of {row['territory']} in {row['year']} without gap", row["last"], row["count"])
