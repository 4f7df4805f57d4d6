"""Papers on A4, each as a page to print and as a PDF file: receipt, statement, invoice, tax receipts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from base.caching import never_kept
from base.codes import code_svg
from base.french_numbers import euros_in_words
from base.models import Territory
from base.printing import sheet_response
from campaigns import wording
from campaigns.models import Campaign, CommissionInvoice, PaymentSlip, Pledge, TaxReceipt
from campaigns.rules.vat import VatSplit
from campaigns.services.slips import last_slip_day
from campaigns.services.ways import ways_of
from campaigns.wording.offline import CARD, TAX_WAYS


def paper_response(
    template: str, context: dict[str, Any], *, town: Territory, name: str, as_page: bool
) -> HttpResponse:
    """Send a paper as a PDF file, or as a page to print when asked for, or where the server has no Pango."""

    def html(on_screen: bool) -> str:
        return render_to_string(template, {**context, "town": town, "on_screen": on_screen})

    if as_page:
        return never_kept(HttpResponse(html(True)))
    return sheet_response(html, town=town, name=name)


def receipt_paper(pledge: Pledge, *, as_page: bool) -> HttpResponse:
    """Send the receipt of a pledge: what was given, by whom, for what, and where the money is."""
    campaign = pledge.campaign
    context = {
        "title": _("Reçu de soutien %(reference)s") % {"reference": pledge.reference},
        "pledge": pledge,
        "campaign": campaign,
        "situation": wording.pledge_situation(pledge),
        "history": wording.pledge_history(
            pledge.changes.all(), pledge.reward_changes.select_related("after"), offline=pledge.is_offline
        ),
        "paid_words": wording.paid_words(pledge),
    }
    return paper_response(
        "campaigns/papers/receipt.html",
        context,
        town=campaign.territory,
        name=f"recu-{pledge.reference.lower()}",
        as_page=as_page,
    )


def invoice_paper(invoice: CommissionInvoice, *, as_page: bool) -> HttpResponse:
    """Send an invoice as it was made: nothing on it is computed again."""
    content = invoice.content
    context = {
        "title": _("Facture %(number)s") % {"number": invoice.reference},
        "invoice": invoice,
        "content": content,
        "split": VatSplit(content["total_cents"], content["net_cents"], content["vat_cents"]),
        "campaign": invoice.campaign,
    }
    return paper_response(
        "campaigns/papers/invoice.html",
        context,
        town=invoice.territory,
        name=f"facture-{invoice.reference.lower()}",
        as_page=as_page,
    )


def tax_receipts_paper(
    receipts: list[TaxReceipt], *, town: Territory, name: str, as_page: bool
) -> HttpResponse:
    """Send tax receipts, a page each."""
    sheets = [
        {
            "receipt": receipt,
            "content": receipt.content,
            "in_words": euros_in_words(receipt.amount_cents),
            "paid_on": date.fromisoformat(receipt.content["paid_on"]),
            "way": TAX_WAYS[receipt.content.get("way", CARD)],
        }
        for receipt in receipts
    ]
    context = {"title": _("Reçu fiscal") if len(sheets) == 1 else _("Reçus fiscaux"), "sheets": sheets}
    return paper_response(
        "campaigns/papers/tax_receipts.html", context, town=town, name=name, as_page=as_page
    )


def slip_paper(campaign: Campaign, slip: PaymentSlip | None, *, as_page: bool) -> HttpResponse:
    """Send a slip to hand in with the money, or a blank one to fill in by hand, with what its bearer keeps."""
    if slip is None:
        title = _("Bulletin de soutien à remplir, projet n° %(number)s") % {"number": campaign.pk}
        name = f"bulletin-vierge-{campaign.pk}"
    else:
        title = _("Bulletin de soutien %(reference)s") % {"reference": slip.reference}
        name = f"bulletin-{slip.reference.lower()}"
    context = {
        "title": title,
        "slip": slip,
        "campaign": campaign,
        "code": code_svg(slip.reference, label=slip.reference) if slip else "",
        **otherwise_facts(campaign),
    }
    return paper_response(
        "campaigns/papers/slip.html", context, town=campaign.territory, name=name, as_page=as_page
    )


def otherwise_facts(campaign: Campaign) -> dict[str, Any]:
    """Return what every page and paper about paying otherwise says: where, until when, what becomes of the money."""
    return {
        "ways": ways_of(campaign.territory),
        "last_day": last_slip_day(campaign),
        **wording.terms_sentences(campaign, 0, offline=True),
    }


def wants_page(request: HttpRequest) -> bool:
    """Tell whether the address asks for a page rather than a file."""
    return not request.path.endswith(".pdf")
