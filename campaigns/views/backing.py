"""A backer's second thoughts, by the signed link of the receipt: taking a pledge back, choosing another reward."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from base.caching import token_page
from base.rate_limits import rate_limited
from campaigns import wording
from campaigns.errors import CampaignError, NotTakenBack, ProviderError
from campaigns.forms.backing import RewardForm
from campaigns.gateways import gateway_named
from campaigns.gateways.breaker import guarded
from campaigns.links import receipt_path
from campaigns.models import Pledge
from campaigns.rules.status import PledgeState
from campaigns.services.cancelling import cancel_pledge, may_change
from campaigns.services.rewarding import change_reward
from campaigns.views.pledges import PLEDGES_A_MINUTE
from campaigns.views.receipts import BEFORE_THE_END, pledge_of

ENDED = frozenset({PledgeState.REFUND_DUE, PledgeState.REFUNDING, PledgeState.REFUNDED, PledgeState.EXPIRED})


@csrf_exempt  # the address itself is the secret; and browsers send `Origin: null` from a page without referrer
@token_page
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("pledge", limit=PLEDGES_A_MINUTE, per=timedelta(minutes=1))
def take_back(request: HttpRequest, token: str) -> HttpResponse:
    """Say what happens when a pledge is taken back; on POST, take it back."""
    pledge = pledge_of(token)
    now = timezone.now()
    if pledge.status in ENDED:
        return redirect(receipt_path(pledge))
    trouble = ""
    if request.method == "POST":
        try:
            # What is in the territory's own bank is given back by a person: there is no provider to ask.
            gateway = None if pledge.is_offline else guarded(gateway_named(pledge.gateway))
            cancel_pledge(pledge=pledge, at=now, gateway=gateway)
        except NotTakenBack:
            pledge = pledge_of(token)  # what it became meanwhile says why
        except ProviderError:
            trouble = _("La banque ne répond pas en ce moment : rien n’est changé. Essayez dans une minute.")
        else:
            return redirect(receipt_path(pledge))
        if pledge.status in ENDED:  # a second click
            return redirect(receipt_path(pledge))
    is_open = pledge.status in BEFORE_THE_END and may_change(campaign=pledge.campaign, at=now)
    context = _context(pledge) | {
        "token": token,
        "is_open": is_open,
        "was_paid": pledge.status == PledgeState.HELD,
        "trouble": trouble,
        "delay": wording.REFUND_DELAY,
        "given_back": wording.how_given_back(pledge) if pledge.is_offline else "",
    }
    refused = not is_open or bool(trouble)
    return render(request, "campaigns/take_back.html", context, status=409 if refused else 200)


@csrf_exempt  # as above
@token_page
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("pledge", limit=PLEDGES_A_MINUTE, per=timedelta(minutes=1))
def reward(request: HttpRequest, token: str) -> HttpResponse:
    """Show the rewards that the amount reaches; on POST, change to one of them, or to none."""
    pledge = pledge_of(token)
    now = timezone.now()
    form = RewardForm(request.POST if request.method == "POST" else None, pledge=pledge)
    if form.is_bound and form.is_valid():
        try:
            change_reward(pledge=pledge, tier=form.cleaned_data["tier"], at=now)
        except NotTakenBack:
            pledge = pledge_of(token)
        except CampaignError as error:
            form.refuse(error)
        else:
            return redirect(receipt_path(pledge))
    is_open = pledge.status == PledgeState.HELD and may_change(campaign=pledge.campaign, at=now)
    tiers = list(pledge.campaign.tiers.all())
    context = _context(pledge) | {
        "token": token,
        "form": form,
        "is_open": is_open,
        "tiers": tiers,
        "dearer": [tier for tier in tiers if tier.price_cents > pledge.amount_cents],
    }
    status = 200 if is_open else 409
    return render(
        request, "campaigns/change_reward.html", context, status=422 if is_open and form.errors else status
    )


def _context(pledge: Pledge) -> dict[str, Any]:
    return {"pledge": pledge, "campaign": pledge.campaign, "territory": pledge.campaign.territory}
