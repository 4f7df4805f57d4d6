"""« Les comptes de ma campagne »: statement, invoice, accountant's file and tax receipts, for holder and finance."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from base.audit import record
from base.caching import never_kept, personal_page
from base.rate_limits import rate_limited
from base.spreadsheets import csv_response
from campaigns import wording
from campaigns.access import can
from campaigns.errors import ReceiptsNotYet
from campaigns.links import accounts_path
from campaigns.models import Campaign, CommissionInvoice, TaxReceipt
from campaigns.rules.offline import BANK
from campaigns.services import tax_receipts
from campaigns.services.accounting import entries_of, ledger_lines
from campaigns.services.invoicing import payout_trouble, statement_of
from campaigns.views.papers import invoice_paper, paper_response, tax_receipts_paper, wants_page
from campaigns.wording.papers import ENTRY_COLUMNS, arrival_words, source_words

RECEIPTS_A_FILE = 25
"""Pages of one file of tax receipts: drawn in seconds, whatever the number of backers."""


def campaign_for(request: HttpRequest, pk: int, action: str = "read_accounts") -> Campaign:
    """Return a campaign for who may do `action` to it, or answer 404."""
    rows = Campaign.objects.select_related("page", "territory", "organisation", "holder", "totals")
    campaign = rows.filter(pk=pk).first()
    if campaign is None or not can(request.user, action, campaign):
        raise Http404
    return campaign


def _statement(campaign: Campaign) -> dict[str, Any]:
    statement = statement_of(campaign)
    for pledge in statement.given_back:
        pledge.campaign = campaign
        pledge.situation = wording.pledge_situation(pledge)  # type: ignore[attr-defined]
    return {
        "campaign": campaign,
        "statement": statement,
        "sources": [
            {"name": source_words(source.code), "cents": source.gross_cents, "gifts": source.gifts}
            for source in statement.sources
        ],
        "invoice": CommissionInvoice.objects.filter(campaign=campaign).first(),
        "arrival": arrival_words(
            paid_out_at=statement.paid_out_at,
            waits=payout_trouble(campaign),
            zone=campaign.zone,
            by_hand=any(source.code == BANK for source in statement.sources),
        ),
    }


@personal_page
@login_required
@require_safe
def accounts(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the accounts of a campaign that succeeded, with every paper to take away."""
    campaign = campaign_for(request, pk)
    made = TaxReceipt.objects.filter(campaign=campaign).count()
    may_make = can(request.user, "make_receipts", campaign)
    context = _statement(campaign) | {
        "territory": campaign.territory,
        "may_make": may_make,
        "made": made,
        "due": len(tax_receipts.receipts_due(campaign)) if may_make else 0,
        "files": [
            {
                "number": start // RECEIPTS_A_FILE + 1,
                "first": start + 1,
                "last": min(start + RECEIPTS_A_FILE, made),
            }
            for start in range(0, made, RECEIPTS_A_FILE)
        ],
    }
    return render(request, "campaigns/accounts.html", context)


@login_required
@require_safe
@rate_limited("papers", limit=30, per=timedelta(minutes=1), methods=("GET",))
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the statement."""
    campaign = campaign_for(request, pk)
    context = _statement(campaign) | {
        "title": _("Relevé de « %(project)s »") % {"project": campaign.page.title},
        "now": timezone.now(),
    }
    return paper_response(
        "campaigns/papers/statement.html",
        context,
        town=campaign.territory,
        name=f"releve-{campaign.pk}",
        as_page=wants_page(request),
    )


@login_required
@require_safe
@rate_limited("papers", limit=30, per=timedelta(minutes=1), methods=("GET",))
def invoice(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the invoice of the commission; 404 when none was taken."""
    campaign = campaign_for(request, pk)
    found = CommissionInvoice.objects.filter(campaign=campaign).select_related("territory").first()
    if found is None:
        raise Http404
    found.campaign = campaign
    return invoice_paper(found, as_page=wants_page(request))


@login_required
@require_safe
def entries(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send the accountant's file of the campaign, leaving a line in the audit trail."""
    campaign = campaign_for(request, pk)
    record("ledger.exported", actor=request.user, subject=campaign)
    rows = ledger_lines(entries_of(campaign))
    return never_kept(csv_response(f"ecritures-{campaign.pk}.csv", ENTRY_COLUMNS, rows))


@personal_page
@login_required
@require_POST
@rate_limited("papers", limit=30, per=timedelta(minutes=1))
def make_receipts(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the tax receipts that are due, and write to those who asked for them."""
    campaign = campaign_for(request, pk, "make_receipts")
    assert isinstance(request.user, User)
    try:
        made = tax_receipts.issue_receipts(campaign=campaign, at=timezone.now(), actor=request.user)
    except ReceiptsNotYet:
        messages.error(request, _("Les reçus fiscaux se font une fois la somme versée."))
    else:
        record("tax_receipts.issued", actor=request.user, subject=campaign, detail={"made": made})
        words = ngettext("%(made)d reçu est fait et envoyé.", "%(made)d reçus sont faits et envoyés.", made)
        messages.success(request, words % {"made": made} if made else _("Tous les reçus sont déjà faits."))
    return redirect(f"{accounts_path(campaign)}#recus-fiscaux")


@login_required
@require_safe
@rate_limited("papers", limit=30, per=timedelta(minutes=1), methods=("GET",))
def receipts_file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Send one file of tax receipts, leaving a line in the audit trail: names and addresses are on them."""
    campaign = campaign_for(request, pk, "make_receipts")
    start = (number - 1) * RECEIPTS_A_FILE
    if not 1 <= number <= 10_000:
        raise Http404
    rows = TaxReceipt.objects.filter(campaign=campaign).order_by("year", "number")
    receipts = list(rows[start : start + RECEIPTS_A_FILE])
    if not receipts:
        raise Http404
    record("tax_receipts.exported", actor=request.user, subject=campaign, detail={"count": len(receipts)})
    return tax_receipts_paper(
        receipts,
        town=campaign.territory,
        name=f"recus-fiscaux-{campaign.pk}-{number}",
        as_page=wants_page(request),
    )
