"""One debt: what happened to a refund that failed, and the two ways to give the money back."""

from __future__ import annotations

from typing import Any

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
from campaigns.errors import CampaignError, DecisionRefused, MoveRefused
from campaigns.forms.finance import CloseDebtForm
from campaigns.links import decision_path
from campaigns.models import Decision, PaymentOperation, Pledge
from campaigns.rules.decisions import DecisionKind
from campaigns.rules.status import PledgeState
from campaigns.services.closing_debts import ask_to_close
from campaigns.services.debts import send_again
from campaigns.wording import pledge_history
from campaigns.wording.deciding import refusal_words


@finance_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show whose money it is, what was tried; send again, or ask that the debt be closed. The reading leaves a line."""
    return _shown(request, _found(pk))


@recently_confirmed(methods=("POST",))
def _shown(request: HttpRequest, pledge: Pledge) -> HttpResponse:
    if request.method != "POST":
        record("debt.read", actor=request.user, subject=pledge)
        typed = typed_before(request)
        # The document is chosen again: what was typed comes back without a word about it.
        form = CloseDebtForm(initial={"reason": typed.get("reason", "")} if typed else None)
        return _page(request, pledge, form)
    if request.POST.get("action") == "close":
        return _ask_to_close(request, pledge)
    return _send_again(request, pledge)


def _send_again(request: HttpRequest, pledge: Pledge) -> HttpResponse:
    """Ask the provider once more: an ordinary refund, that needs nobody else."""
    assert isinstance(request.user, User)
    try:
        send_again(pledge=pledge, at=timezone.now(), actor=request.user)
    except MoveRefused:
        messages.error(request, _("Ce n’est plus une dette : rien n’est envoyé."))
    except DecisionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("Le remboursement est redemandé : il part dans la minute, et la personne sera prévenue.")
        if pledge.is_offline:
            words = _("C’est de nouveau à régler par la banque.")
        messages.success(request, words)
    return redirect("finance:debt", pledge.pk)


def _ask_to_close(request: HttpRequest, pledge: Pledge) -> HttpResponse:
    """Ask a second person; the decision's own page shows what they will read."""
    assert isinstance(request.user, User)
    form = CloseDebtForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, pledge, form, status=422)
    try:
        decision = ask_to_close(pledge=pledge, asked_by=request.user, at=timezone.now(), **form.cleaned_data)
    except CampaignError as error:
        if pledge.status != PledgeState.REFUND_FAILED:  # the form is no longer on the page
            messages.error(request, refusal_words(error))
            return redirect("finance:debt", pledge.pk)
        form.add_error(None, refusal_words(error))
        return _page(request, pledge, form, status=409)
    return redirect(decision_path(decision))


def _page(request: HttpRequest, pledge: Pledge, form: CloseDebtForm, *, status: int = 200) -> HttpResponse:
    changes = list(pledge.changes.select_related("actor"))
    context: dict[str, Any] = {
        "screen_title": _("Dette %(reference)s") % {"reference": pledge.reference},
        "screen_icon": "warning",
        "pledge": pledge,
        "is_debt": pledge.status == PledgeState.REFUND_FAILED,
        "refunds": pledge.operations.filter(kind=PaymentOperation.Kind.REFUND).order_by("pk"),
        "changes": [
            {"at": at, "label": words, "actor": change.actor, "reason": change.reason}
            for (at, words), change in zip(pledge_history(changes), changes, strict=True)
        ],
        "form": form,
        "closing": Decision.objects.waiting_about(
            DecisionKind.MANUAL_REFUND, at=timezone.now(), pledge=pledge
        ),
    }
    if context["closing"]:
        context["closing_url"] = decision_path(context["closing"])
    return render(request, "campaigns/admin/finance/debt.html", context, status=status)


def _found(pk: int) -> Pledge:
    """Return a pledge that is or was a debt: other pledges are read elsewhere."""
    rows = Pledge.objects.select_related("campaign__page", "campaign__territory", "user")
    return get_object_or_404(rows.filter(changes__after=PledgeState.REFUND_FAILED).distinct(), pk=pk)
