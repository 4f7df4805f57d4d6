"""After the payment: the return page, the receipt, the list of one's pledges."""

from __future__ import annotations

import contextlib
from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from base.caching import personal_page, token_page
from base.rate_limits import rate_limited
from campaigns import wording
from campaigns.errors import CampaignError, ProviderError
from campaigns.gateways import gateway_named
from campaigns.gateways.breaker import guarded
from campaigns.links import pledge_token, pledge_uuid, receipt_path
from campaigns.models import Pledge, TaxReceipt
from campaigns.rules.status import PledgeState
from campaigns.rules.tax_receipts import TaxAnswer
from campaigns.services.cancelling import may_change
from campaigns.services.invoicing import GIVEN_BACK
from campaigns.services.paying import page_operation, sync_payment
from campaigns.services.pledging import try_again
from campaigns.services.tax_receipts import pledge_answer
from campaigns.views.papers import receipt_paper, tax_receipts_paper, wants_page
from campaigns.views.pledges import PLEDGES_A_MINUTE, payment_address

BEFORE_THE_END = frozenset({PledgeState.HELD, PledgeState.AWAITING_PAYMENT})
"""A pledge that its backer may still take back, while the campaign lasts."""


def pledge_of(token: str) -> Pledge:
    """Return the pledge a signed link names, or answer 404."""
    uuid = pledge_uuid(token)
    pledge = Pledge.objects.for_receipts().filter(uuid=uuid).first() if uuid else None
    if pledge is None:
        raise Http404
    return pledge


@token_page
@require_safe
def payment_return(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the provider what became of the payment and say it; a pledge that is kept goes on to its receipt."""
    pledge = pledge_of(token)
    if pledge.is_offline:  # no page of a provider was ever opened for it
        return redirect(receipt_path(pledge))
    operation = page_operation(pledge)
    if pledge.status == PledgeState.AWAITING_PAYMENT and operation.remote_id:
        # When the provider does not answer, the page says so and looks again.
        with contextlib.suppress(ProviderError):
            sync_payment(
                gateway_name=pledge.gateway,
                remote_id=operation.remote_id,
                at=timezone.now(),
                gateway=guarded(gateway_named(pledge.gateway)),
            )
        pledge = pledge_of(token)
    if pledge.status not in {PledgeState.AWAITING_PAYMENT, PledgeState.DECLINED, PledgeState.EXPIRED}:
        return redirect(receipt_path(pledge))
    awaiting = pledge.status == PledgeState.AWAITING_PAYMENT
    # No page was opened, or its answer was lost: asking again is the only way to pay.
    may_open = awaiting and not operation.remote_url
    context = {
        "pledge": pledge,
        "campaign": pledge.campaign,
        "territory": pledge.campaign.territory,
        "situation": wording.provider_silent(pledge) if may_open else wording.pledge_situation(pledge),
        "payment_url": operation.remote_url if awaiting else "",
        "may_open": may_open,
        "token": token,
    }
    return render(request, "campaigns/payment_return.html", context)


@csrf_exempt  # the address itself is the secret; and browsers send `Origin: null` from a page without referrer
@token_page
@require_POST
@rate_limited("pledge", limit=PLEDGES_A_MINUTE, per=timedelta(minutes=1))
def retry(request: HttpRequest, token: str) -> HttpResponse:
    """Try a declined payment again, or open the page whose answer was lost."""
    pledge = pledge_of(token)
    if pledge.is_offline:
        return redirect(receipt_path(pledge))
    if pledge.status == PledgeState.DECLINED:
        try:
            try_again(pledge=pledge, at=timezone.now())
        except CampaignError as error:
            context = {
                "pledge": pledge,
                "campaign": pledge.campaign,
                "territory": pledge.campaign.territory,
                "situation": wording.retry_refused(error),
                "token": token,
            }
            return render(request, "campaigns/payment_return.html", context, status=409)
    return redirect(payment_address(request, pledge))


@token_page
@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Show the receipt: what was given, in what name, of what legal nature, and where the money is now."""
    pledge = pledge_of(token)
    situation = wording.pledge_situation(pledge, receipt_url=receipt_path(pledge))
    context = {
        "pledge": pledge,
        "campaign": pledge.campaign,
        "territory": pledge.campaign.territory,
        "situation": situation,
        "history": wording.pledge_history(
            pledge.changes.all(), pledge.reward_changes.select_related("after"), offline=pledge.is_offline
        ),
        "paid_words": wording.paid_words(pledge),
        "may_change": pledge.status in BEFORE_THE_END
        and may_change(campaign=pledge.campaign, at=timezone.now()),
        "token": token,
        "tax_words": _tax_words(pledge),
        "tax_receipt": TaxReceipt.objects.filter(pledge=pledge).first(),
        "terms": wording.terms_sentences(pledge.campaign, pledge.amount_cents, offline=pledge.is_offline),
        "return_url": f"../../paiement/{token}/" if situation.waiting or situation.can_retry else "",
    }
    return render(request, "campaigns/receipt.html", context)


def _tax_words(pledge: Pledge) -> str:
    """Answer, for a pledge that was paid, whether it gives a tax receipt, and what becomes of it."""
    answer = pledge_answer(pledge)
    if answer != TaxAnswer.GIVES:
        return wording.tax_sentence(answer, pledge.campaign.territory)
    if not pledge.wants_tax_receipt:
        return str(_("Vous n’en avez pas demandé."))
    if pledge.status in GIVEN_BACK:
        return str(_("Non : ce soutien vous est rendu."))
    return str(
        _("Demandé : l’association le fait une fois la somme versée au projet, et nous vous écrivons.")
    )


@token_page
@require_safe
@rate_limited("papers", limit=30, per=timedelta(minutes=1), methods=("GET",))
def paper(request: HttpRequest, token: str) -> HttpResponse:
    """Send the receipt on paper."""
    return receipt_paper(pledge_of(token), as_page=wants_page(request))


@token_page
@require_safe
@rate_limited("papers", limit=30, per=timedelta(minutes=1), methods=("GET",))
def tax_receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Send the tax receipt of a pledge; 404 before it is made."""
    pledge = pledge_of(token)
    found = TaxReceipt.objects.filter(pledge=pledge).first()
    if found is None:
        raise Http404
    return tax_receipts_paper(
        [found],
        town=pledge.campaign.territory,
        name=f"recu-fiscal-{found.reference}",
        as_page=wants_page(request),
    )


@personal_page
@login_required
@require_safe
def my_pledges(request: HttpRequest) -> HttpResponse:
    """List the signed-in person's pledges, the latest first, each with its receipt."""
    assert isinstance(request.user, User)
    mine = Pledge.objects.filter(user=request.user).for_receipts()
    rows = list(mine.prefetch_related("changes", "operations__remittance"))
    now = timezone.now()
    for row in rows:
        row.situation = wording.pledge_situation(row)  # type: ignore[attr-defined]
        row.token = pledge_token(row)  # type: ignore[attr-defined]
        row.may_change = row.status in BEFORE_THE_END and may_change(campaign=row.campaign, at=now)  # type: ignore[attr-defined]
    return render(request, "campaigns/my_pledges.html", {"pledges": rows})
