"""Taking money in: one form, one screen to read again, one pledge however often it is sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.doors import counter_only
from accounts.models import User
from base.errors import FileRefused
from base.rate_limits import rate_limited
from campaigns import wording
from campaigns.access import can
from campaigns.errors import AlreadyTakenIn, CampaignError
from campaigns.forms.counter import ScanForm, TakeInForm, first_values
from campaigns.models import Campaign, PaymentSlip, Pledge
from campaigns.rules.offline import Way
from campaigns.services.slips import find_slip
from campaigns.services.taking_in import Evidence, take_in, take_in_to_give_back
from campaigns.wording.counter import slip_used

FORMS_A_MINUTE = 60
GIVE_BACK = ("give_back", "confirm_give_back")


@counter_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("counter.take_in", limit=FORMS_A_MINUTE, per=timedelta(minutes=1))
def without_slip(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in for a campaign what somebody brings without a slip."""
    campaign = (
        Campaign.objects.visible()
        .filter(pk=pk)
        .select_related("page", "territory", "totals", "organisation")
        .first()
    )
    if campaign is None or not can(request.user, "take_in", campaign):
        raise Http404
    return _step(request, campaign, None)


@counter_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("counter.take_in", limit=FORMS_A_MINUTE, per=timedelta(minutes=1))
def with_slip(request: HttpRequest, code: str) -> HttpResponse:
    """Take in what a slip announces; a slip that has served leads back to the desk, which says so."""
    slip = find_slip(code)
    if slip is None or not can(request.user, "take_in", slip.campaign):
        raise Http404
    if slip.pledge_id and request.method != "POST":
        return redirect("counter:pledge", slip.pledge.uuid)  # type: ignore[union-attr]
    return _step(request, slip.campaign, slip)


def _step(request: HttpRequest, campaign: Campaign, slip: PaymentSlip | None) -> HttpResponse:
    """Show the form; on POST go to the review, back to the form, or take in, as `step` asks."""
    at = timezone.now()
    if request.method != "POST":
        today = at.astimezone(ZoneInfo(campaign.zone)).date()
        form = TakeInForm(initial=first_values(slip, today=today), campaign=campaign, at=at)
        return _form_page(request, campaign, slip, form)
    step = request.POST.get("step", "review")
    if step == "edit":
        typed = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
        return _form_page(request, campaign, slip, TakeInForm(initial=typed, campaign=campaign, at=at))
    form = TakeInForm(request.POST, campaign=campaign, at=at, to_give_back=step in GIVE_BACK)
    if not form.is_valid() or not form.cleaned_data["submission_key"]:
        return _form_page(request, campaign, slip, form, status=422)
    if step in {"confirm", "confirm_give_back"}:
        return _confirm(request, campaign, slip, form)
    if slip is not None and slip.pledge is not None:
        form.add_error(None, slip_used(slip.pledge))
    elif form.check_room():
        return _review_page(request, campaign, slip, form, ScanForm())
    return _form_page(request, campaign, slip, form, status=422)


def _confirm(
    request: HttpRequest, campaign: Campaign, slip: PaymentSlip | None, form: TakeInForm
) -> HttpResponse:
    assert isinstance(request.user, User)
    scan = ScanForm(request.POST, request.FILES)
    if not scan.is_valid():
        return _review_page(request, campaign, slip, form, scan, status=422)
    values = form.cleaned_data
    facts: dict[str, Any] = {
        "campaign": campaign,
        "amount_cents": values["amount"],
        "backer": form.backer(slip.user if slip and slip.user else None),
        "evidence": Evidence(
            way=Way(values["way"]),
            reference=values["reference"],
            received_on=values["received_on"],
            taken_by=request.user,
            counter=values["counter"],
            document=scan.cleaned_data["document"],
        ),
        "submission_key": form.confirmation_key(),
        "slip": slip,
        "at": timezone.now(),
    }
    try:
        pledge = _written(form, facts)
    except FileRefused as refused:  # no room left for this pledge's documents
        scan.add_error("document", str(refused))
        return _review_page(request, campaign, slip, form, scan, status=422)
    except CampaignError as error:
        if slip is not None:
            slip = find_slip(slip.code)
        if isinstance(error, AlreadyTakenIn) and slip is not None and slip.pledge is not None:
            form.add_error(None, slip_used(slip.pledge))
        else:
            form.refuse(error)
        return _form_page(request, campaign, slip, form, status=409)
    messages.success(request, _taken_in_words(pledge, form))
    return redirect("counter:pledge", pledge.uuid)


def _written(form: TakeInForm, facts: dict[str, Any]) -> Pledge:
    if form.to_give_back:
        return take_in_to_give_back(**facts)
    return take_in(**facts, intention=form.intention())


def _taken_in_words(pledge: Pledge, form: TakeInForm) -> str:
    if form.to_give_back:
        return _("C’est écrit : cette somme n’est pas comptée, elle est à rendre.")
    return _("C’est encaissé : le soutien %(reference)s compte dans la collecte.") % {
        "reference": pledge.reference
    }


def _form_page(
    request: HttpRequest, campaign: Campaign, slip: PaymentSlip | None, form: TakeInForm, *, status: int = 200
) -> HttpResponse:
    if form.is_bound and not form.data.get("submission_key"):
        # A form sent without its key: give it one, keep everything typed.
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["submission_key"] = first_values(None, today=form.at.date())["submission_key"]  # type: ignore[index]
    if form.is_bound and form.to_give_back:
        form = form.whole()
    context = {
        "screen_title": campaign.page.title,
        "screen_icon": "user",
        "campaign": campaign,
        "slip": slip,
        "form": form,
        "is_open": campaign.accepts_pledges_at(form.at),
        "most_cash": campaign.territory.largest_cash_cents,
    }
    return render(request, "campaigns/admin/counter/take_in.html", context, status=status)


def _review_page(
    request: HttpRequest,
    campaign: Campaign,
    slip: PaymentSlip | None,
    form: TakeInForm,
    scan: ScanForm,
    *,
    status: int = 200,
) -> HttpResponse:
    values = form.cleaned_data
    shown_as = values.get("shown_as", Pledge.ShownAs.ANONYMOUS)
    shown = Pledge(
        shown_as=shown_as,
        backer_name=values["backer_name"],
        organisation_name=values["organisation_name"],
    )
    context = {
        "screen_title": campaign.page.title,
        "screen_icon": "user",
        "campaign": campaign,
        "slip": slip,
        "form": form,
        "scan": scan,
        "values": values,
        "way": wording.WAYS[Way(values["way"])],
        "tier": values.get("tier"),
        "shown_name": shown.shown_name,
        "step": "confirm_give_back" if form.to_give_back else "confirm",
    }
    return render(request, "campaigns/admin/counter/review.html", context, status=status)
