"""One debt: what happened to a refund that failed, and the two ways to give the money back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from accounts.doors import finance_only
from accounts.models import User
from base.audit import record
from campaigns.errors import MoveRefused
from campaigns.forms.finance import CloseDebtForm
from campaigns.models import PaymentOperation, Pledge
from campaigns.rules.status import PledgeState
from campaigns.services.closing_debts import ask_to_close, can_ask_to_close
from campaigns.services.debts import send_again
from campaigns.wording import pledge_history


@finance_only
@never_cache
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show whose money it is, what was tried, what the books say; the reading leaves a line."""
    pledge = _found(pk)
    record("debt.read", actor=request.user, subject=pledge)
    return _page(request, pledge, CloseDebtForm())


@finance_only
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the provider once more: an ordinary refund, that needs nobody else."""
    assert isinstance(request.user, User)
    pledge = _found(pk)
    try:
        send_again(pledge=pledge, at=timezone.now(), actor=request.user)
    except MoveRefused:
        messages.error(request, _("Ce n’est plus une dette : rien n’est envoyé."))
    else:
        messages.success(
            request,
            _("Le remboursement est redemandé : il part dans la minute, et la personne sera prévenue."),
        )
    return redirect("finance:debt", pk)


@finance_only
@never_cache
@require_http_methods(["POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that a debt paid by other means be closed; a second person answers."""
    assert isinstance(request.user, User)
    pledge = _found(pk)
    form = CloseDebtForm(request.POST, request.FILES)
    if pledge.status != PledgeState.REFUND_FAILED or not can_ask_to_close():
        messages.error(request, _("Cette dette ne peut pas être close ainsi : rien n’est demandé."))
        return redirect("finance:debt", pk)
    if not form.is_valid():
        return _page(request, pledge, form, status=422)
    ask_to_close(pledge=pledge, asked_by=request.user, at=timezone.now(), **form.cleaned_data)
    return redirect("finance:debt", pk)


def _page(request: HttpRequest, pledge: Pledge, form: CloseDebtForm, *, status: int = 200) -> HttpResponse:
    changes = list(pledge.changes.select_related("actor"))
    refunds = pledge.operations.filter(kind=PaymentOperation.Kind.REFUND).order_by("pk")
    context: dict[str, Any] = {
        "screen_title": _("Dette %(reference)s") % {"reference": pledge.reference},
        "screen_icon": "warning",
        "pledge": pledge,
        "is_debt": pledge.status == PledgeState.REFUND_FAILED,
        "refunds": refunds,
        "changes": [
            {"at": at, "label": words, "actor": change.actor, "reason": change.reason}
            for (at, words), change in zip(pledge_history(changes), changes, strict=True)
        ],
        "form": form,
        "can_ask_to_close": can_ask_to_close(),
    }
    return render(request, "campaigns/admin/finance/debt.html", context, status=status)


def _found(pk: int) -> Pledge:
    """Return a pledge that is or was a debt: other pledges are read elsewhere."""
    rows = Pledge.objects.select_related("campaign__page", "campaign__territory", "user")
    return get_object_or_404(rows.filter(changes__after=PledgeState.REFUND_FAILED).distinct(), pk=pk)
