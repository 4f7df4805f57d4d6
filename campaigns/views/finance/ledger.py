"""The accounts of one campaign, entry by entry, with what is held and payable after each."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.doors import finance_only
from base import clock
from campaigns.models import Campaign
from campaigns.services import campaign_ledger
from campaigns.services.correcting import corrected_by
from campaigns.services.progress import refund_progress
from campaigns.views.finance.exports import KINDS, Column, in_euros, moment_of, send_table
from campaigns.wording.finance import account_words, progress_words

PER_PAGE = 100

COLUMNS = (
    Column(gettext_lazy("écriture"), lambda line: line.entry.pk),
    Column(gettext_lazy("le"), lambda line: moment_of("at")(line.entry)),
    Column(gettext_lazy("nature"), lambda line: line.entry.get_kind_display()),
    Column(gettext_lazy("débit"), lambda line: line.entry.debit.code),
    Column(gettext_lazy("crédit"), lambda line: line.entry.credit.code),
    Column(gettext_lazy("montant (€)"), lambda line: in_euros(line.entry.amount_cents)),
    Column(gettext_lazy("conservé après (€)"), lambda line: in_euros(line.held_cents)),
    Column(gettext_lazy("dû au porteur après (€)"), lambda line: in_euros(line.payable_cents)),
    Column(gettext_lazy("soutien"), lambda line: line.entry.pledge.reference if line.entry.pledge else ""),
    Column(gettext_lazy("fait comptable"), lambda line: line.entry.fact),
    Column(gettext_lazy("corrige"), lambda line: line.entry.corrects_id or ""),
    Column(gettext_lazy("corrigée par"), lambda line: corrected_by(line.entry)),
)


@finance_only
@never_cache
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a page of entries, and what went through each account."""
    campaign = _found(pk)
    entries = campaign_ledger.entries_of(campaign).select_related("debit", "credit", "pledge", "corrected_by")
    shown = Paginator(entries, PER_PAGE).get_page(request.GET.get("p"))
    lines = [
        (line, account_words(line.entry.debit.code), account_words(line.entry.credit.code))
        for line in campaign_ledger.running(campaign, shown.object_list)
    ]
    progress = refund_progress(campaign=campaign, at=clock.now())
    context = {
        "screen_title": _("Comptes"),
        "screen_icon": "table",
        "campaign": campaign,
        "shown": shown,
        "lines": lines,
        "totals": [(total, account_words(total.code)) for total in campaign_ledger.totals_of(campaign)],
        "progress": progress,
        "progress_words": progress_words(progress) if progress.total else "",
    }
    return render(request, "campaigns/admin/finance/ledger.html", context)


@finance_only
@require_safe
def export(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """Send every entry of the campaign."""
    campaign = _found(pk)
    if kind not in KINDS:
        raise Http404
    return send_table(
        request,
        kind=kind,
        title=_("Comptes %(project)s") % {"project": campaign.page.title},
        columns=COLUMNS,
        rows=campaign_ledger.everything(campaign),
        action="campaign_ledger.exported",
        page=reverse("finance:ledger", args=[campaign.pk]),
        subject=campaign,
    )


def _found(pk: int) -> Campaign:
    return get_object_or_404(Campaign.objects.select_related("page", "territory", "totals"), pk=pk)
