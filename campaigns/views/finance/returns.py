"""« Rendu par le porteur »: a pledge that was paid out, given back by its holder once two people say so."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from accounts.confirmation import recently_confirmed, typed_before
from accounts.doors import finance_only
from accounts.models import User
from base.audit import record
from campaigns.errors import CampaignError, MoveRefused
from campaigns.forms.finance import GiveBackForm
from campaigns.links import decision_path
from campaigns.models import Decision, PaymentOperation, Pledge
from campaigns.rules.decisions import DecisionKind
from campaigns.rules.status import OperationState, PledgeState
from campaigns.services.asking_returns import ask_to_return, refusal_of
from campaigns.services.returning import STEPS, give_up, payout_of, steps_of, taken_back_cents, try_again
from campaigns.wording.deciding import refusal_words

Kind = PaymentOperation.Kind


@finance_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show what was paid out and what came back; ask a second person, or take a refused step up again.

    The reading leaves a line. Pledges that were never paid out: 404.
    """
    rows = Pledge.objects.select_related("campaign__page", "campaign__territory", "user")
    paid_out = Q(status__in=[PledgeState.RELEASED, PledgeState.RETURNED]) | Q(operations__kind__in=STEPS)
    return _shown(request, get_object_or_404(rows.filter(paid_out).distinct(), pk=pk))


@recently_confirmed(methods=("POST",))
def _shown(request: HttpRequest, pledge: Pledge) -> HttpResponse:
    if request.method != "POST":
        record("pledge.inspected", actor=request.user, subject=pledge)
        typed = typed_before(request)
        # The document is chosen again: what was typed comes back without a word about it.
        return _page(
            request, pledge, GiveBackForm(initial={"reason": typed.get("reason", "")} if typed else None)
        )
    if request.POST.get("action") in {"again", "abandon"}:
        return _taken_up(request, pledge, request.POST["action"])
    return _asked(request, pledge)


def _taken_up(request: HttpRequest, pledge: Pledge, action: str) -> HttpResponse:
    """Send a refused step again, or call it off: two people decided it already."""
    assert isinstance(request.user, User)
    refused = steps_of(pledge).filter(state=OperationState.ATTENTION).last()
    verb = try_again if action == "again" else give_up
    try:
        if refused is None:
            raise MoveRefused("", "")
        verb(operation=refused, at=timezone.now(), actor=request.user)
    except MoveRefused:
        messages.error(request, _("Plus rien n’attend ici : relisez où en est ce soutien."))
    else:
        said = {
            "again": _(
                "C’est redemandé au prestataire, qui est d’abord interrogé : rien n’est pris deux fois."
            ),
            "abandon": _("La reprise est abandonnée : rien n’a été pris, le soutien reste versé au porteur."),
        }
        messages.success(request, said[action])
    return redirect("finance:return", pledge.pk)


def _asked(request: HttpRequest, pledge: Pledge) -> HttpResponse:
    """Ask a second person; the decision's own page shows what they will read."""
    assert isinstance(request.user, User)
    form = GiveBackForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, pledge, form, status=422)
    try:
        decision = ask_to_return(pledge=pledge, asked_by=request.user, at=timezone.now(), **form.cleaned_data)
    except CampaignError as error:
        if refusal_of(pledge):  # the form is not on the page
            messages.error(request, refusal_words(error))
            return redirect("finance:return", pledge.pk)
        form.add_error(None, refusal_words(error))
        return _page(request, pledge, form, status=409)
    return redirect(decision_path(decision))


def _page(request: HttpRequest, pledge: Pledge, form: GiveBackForm, *, status: int = 200) -> HttpResponse:
    steps = list(steps_of(pledge))
    stopped = next((step for step in steps if step.state == OperationState.ATTENTION), None)
    payout = payout_of(pledge)
    asked = Decision.objects.waiting_about(DecisionKind.RETURN, at=timezone.now(), pledge=pledge)
    context = {
        "screen_title": _("Rendu par le porteur"),
        "screen_icon": "rotate",
        "pledge": pledge,
        "payout": payout,
        "left_cents": payout.amount_cents - taken_back_cents(pledge.campaign_id) if payout else 0,
        "steps": steps,
        "stopped": stopped,
        "may_abandon": stopped is not None and stopped.kind == Kind.REVERSAL,
        "may_ask_again": stopped is not None and pledge.status == PledgeState.RELEASED,
        "is_returned": pledge.status == PledgeState.RETURNED,
        "refusal": refusal_of(pledge),
        "asked_url": decision_path(asked) if asked else "",
        "form": form,
    }
    return render(request, "campaigns/admin/finance/return.html", context, status=status)
