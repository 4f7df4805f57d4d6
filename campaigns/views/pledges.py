"""The pledge in two screens, form then review, before the payment provider's page. Works without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from base.caching import personal_page
from base.rate_limits import rate_limited
from campaigns import wording
from campaigns.errors import CampaignError, ProviderError
from campaigns.forms.backers import first_values
from campaigns.forms.pledges import PledgeForm, new_key
from campaigns.gateways import gateway_named
from campaigns.gateways.breaker import guarded
from campaigns.links import return_path
from campaigns.models import Campaign, Pledge
from campaigns.rules.rewards import legal_nature
from campaigns.services.paying import open_payment_page
from campaigns.services.pledging import start_pledge
from campaigns.services.tax_receipts import answer_for

PLEDGES_A_MINUTE = 10


def public_campaign(pk: int) -> Campaign:
    """Return a campaign the public sees, or answer 404 as for one that does not exist."""
    campaign = (
        Campaign.objects.visible()
        .filter(pk=pk)
        .select_related("page__picture", "territory", "totals", "organisation")
        .prefetch_related("tiers")
        .first()
    )
    if campaign is None:
        raise Http404
    return campaign


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("pledge", limit=PLEDGES_A_MINUTE, per=timedelta(minutes=1))
def pledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form; on POST go to the review, back to the form, or to the payment page, as `step` asks."""
    campaign = public_campaign(pk)
    if request.method == "POST":
        form = PledgeForm(request.POST, campaign=campaign)
        step = request.POST.get("step", "review")
        if step == "edit":
            return _form_page(request, campaign, PledgeForm(initial=_typed(request), campaign=campaign))
        if form.is_valid() and form.cleaned_data["submission_key"]:
            if step == "confirm":
                return _confirm(request, campaign, form)
            if campaign.accepts_pledges and form.check_room():
                return _review_page(request, campaign, form)
        return _form_page(request, campaign, form, status=422 if form.errors else 200)
    initial = {"submission_key": new_key(), **first_values(campaign, request.GET, request.user)}
    return _form_page(request, campaign, PledgeForm(initial=initial, campaign=campaign))


def _typed(request: HttpRequest) -> dict[str, Any]:
    """Return what was typed, to show it again unchecked."""
    return {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}


def _form_page(
    request: HttpRequest, campaign: Campaign, form: PledgeForm, *, status: int = 200
) -> HttpResponse:
    if form.is_bound and not form.data.get("submission_key"):
        # A form sent without its key (an old tab, a robot): give it one, keep everything typed.
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["submission_key"] = new_key()  # type: ignore[index]
    context = {
        "campaign": campaign,
        "form": form,
        "suggested": campaign.territory.suggested_amounts,
        "is_open": campaign.accepts_pledges,
        "tax": wording.campaign_tax_answer(campaign),
        "territory": campaign.territory,
    }
    return render(
        request, "campaigns/pledge.html", context, status=status if campaign.accepts_pledges else 200
    )


def _review_page(request: HttpRequest, campaign: Campaign, form: PledgeForm) -> HttpResponse:
    values = form.cleaned_data
    tier = values["tier"]
    shown = Pledge(
        shown_as=values["shown_as"],
        backer_name=values["backer_name"],
        organisation_name=values["organisation_name"],
    )
    summary = SimpleNamespace(
        amount_cents=values["amount"],
        tier=tier,
        legal_nature=wording.LEGAL_NATURES[legal_nature(tier.kind if tier else None)],
        shown_name=shown.shown_name,
        is_anonymous=values["shown_as"] == Pledge.ShownAs.ANONYMOUS,
        message=values["message"],
        email=values["backer_email"],
        tax_receipt=_tax_words(campaign, values),
        postal_address=values["postal_address"],
        **wording.terms_sentences(campaign, values["amount"]),
    )
    context = {
        "campaign": campaign,
        "form": form,
        "hidden": form.hidden,
        "summary": summary,
        "territory": campaign.territory,
    }
    return render(request, "campaigns/review.html", context)


def _tax_words(campaign: Campaign, values: dict[str, Any]) -> str:
    """Answer for this very pledge: does it give a tax receipt?"""
    if values.get("wants_tax_receipt"):
        return str(_("Oui : il est fait une fois la somme versée au projet."))
    answer = answer_for(
        campaign=campaign,
        amount_cents=values["amount"],
        tier=values["tier"],
        is_person=values["backer_kind"] == Pledge.BackerKind.INDIVIDUAL,
    )
    return wording.tax_sentence(answer, campaign.territory)


def _confirm(request: HttpRequest, campaign: Campaign, form: PledgeForm) -> HttpResponse:
    """Make the pledge (one, however often this is sent) and go to the payment page."""
    now = timezone.now()
    values = form.cleaned_data
    try:
        pledge = start_pledge(
            campaign=campaign,
            amount_cents=values["amount"],
            tier=values["tier"],
            backer=form.backer(request.user),
            shown_as=values["shown_as"],
            message=values["message"],
            submission_key=form.confirmation_key(),
            wants_tax_receipt=values.get("wants_tax_receipt", False),
            at=now,
        )
    except CampaignError as error:
        form.refuse(error)
        return _form_page(request, public_campaign(campaign.pk), form, status=422)
    return redirect(payment_address(request, pledge))


def payment_address(request: HttpRequest, pledge: Pledge) -> str:
    """Return where the backer pays, or the return page when that is not known (yet)."""
    back = request.build_absolute_uri(return_path(pledge))
    try:
        pages = guarded(gateway_named(pledge.gateway))
        return open_payment_page(pledge=pledge, return_url=back, at=timezone.now(), gateway=pages) or back
    except (CampaignError, ProviderError):
        return back
