"""« Payer autrement »: what is taken besides cards, the slip that somebody fills in, and the papers to print."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from base.caching import personal_page, token_page
from base.rate_limits import rate_limited
from campaigns import wording
from campaigns.errors import CampaignError
from campaigns.forms.backers import first_values
from campaigns.forms.slips import SlipForm, slip_facts
from campaigns.links import receipt_path, slip_code, slip_path, slip_token
from campaigns.models import Campaign, PaymentSlip
from campaigns.services.slips import find_slip, make_slip, takes_slips
from campaigns.views.papers import otherwise_facts, slip_paper, wants_page
from campaigns.views.pledges import public_campaign

SLIPS_A_MINUTE = 10
PAPERS_A_MINUTE = 30


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("slip", limit=SLIPS_A_MINUTE, per=timedelta(minutes=1))
def otherwise(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how to pay without a card; on POST make the slip, reserving nothing, and go to it."""
    campaign = public_campaign(pk)
    facts = otherwise_facts(campaign)
    asked = request.POST if request.method == "POST" else None
    form = SlipForm(
        asked,
        campaign=campaign,
        ways=facts["ways"],
        initial=first_values(campaign, request.GET, request.user),
    )
    is_open = takes_slips(campaign, at=timezone.now()) and facts["ways"].any and campaign.room_cents > 0
    if is_open and form.is_bound and form.is_valid() and form.check_room():
        try:
            made = make_slip(campaign=campaign, at=timezone.now(), **slip_facts(form, request.user))
        except CampaignError as error:
            form.refuse(error)
        else:
            return redirect(slip_path(made))
    context = {
        "campaign": campaign,
        "territory": campaign.territory,
        "form": form,
        "is_open": is_open,
        "suggested": campaign.territory.suggested_amounts,
        "tax": wording.campaign_tax_answer(campaign),
        **facts,
    }
    status = 422 if is_open and form.errors else 200
    return render(request, "campaigns/otherwise.html", context, status=status)


@require_safe
@rate_limited("papers", limit=PAPERS_A_MINUTE, per=timedelta(minutes=1), methods=("GET",))
def blank(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a slip to fill in by hand, while money may be brought; then the page that says what remains possible."""
    campaign = public_campaign(pk)
    if not takes_slips(campaign, at=timezone.now()):
        return redirect("campaigns:otherwise", pk)
    return slip_paper(campaign, None, as_page=wants_page(request))


def slip_of(token: str) -> tuple[Campaign, PaymentSlip]:
    """Return the slip a signed link names and its campaign as the public sees it, or answer 404."""
    code = slip_code(token)
    found = find_slip(code) if code else None
    if found is None:
        raise Http404
    found.campaign = public_campaign(found.campaign_id)
    return found.campaign, found


@token_page
@require_safe
def slip(request: HttpRequest, token: str) -> HttpResponse:
    """Show a slip: its code, what to do with it, and its papers; the receipt once its money was taken in."""
    campaign, found = slip_of(token)
    context = {
        "campaign": campaign,
        "territory": campaign.territory,
        "slip": found,
        "token": slip_token(found),
        "is_open": takes_slips(campaign, at=timezone.now()),
        "receipt_url": receipt_path(found.pledge) if found.pledge else "",
        **otherwise_facts(campaign),
    }
    return render(request, "campaigns/slip.html", context)


@token_page
@require_safe
@rate_limited("papers", limit=PAPERS_A_MINUTE, per=timedelta(minutes=1), methods=("GET",))
def paper(request: HttpRequest, token: str) -> HttpResponse:
    """Send a slip on paper."""
    campaign, found = slip_of(token)
    return slip_paper(campaign, found, as_page=wants_page(request))
