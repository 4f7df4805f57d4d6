"""A payout that the provider refused: why, and how two people have it sent again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.confirmation import recently_confirmed, typed_before
from accounts.doors import finance_only
from accounts.models import User
from campaigns.errors import CampaignError
from campaigns.forms.finance import ReleasePayoutForm
from campaigns.links import decision_path
from campaigns.models import Decision, PaymentOperation
from campaigns.rules.decisions import DecisionKind
from campaigns.rules.status import OperationState
from campaigns.services.releasing import ask_to_release
from campaigns.wording.deciding import refusal_words


@finance_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a payout and why it is held; take the request of a second person's agreement. Other operations: 404."""
    rows = PaymentOperation.objects.filter(kind=PaymentOperation.Kind.PAYOUT)
    rows = rows.select_related("campaign__page", "campaign__territory", "payout_account")
    return _shown(request, get_object_or_404(rows, pk=pk))


@recently_confirmed(methods=("POST",))
def _shown(request: HttpRequest, operation: PaymentOperation) -> HttpResponse:
    if request.method != "POST":
        typed = typed_before(request)
        form = ReleasePayoutForm(initial={"reason": typed.get("reason", "")} if typed else None)
        return _page(request, operation, form)
    assert isinstance(request.user, User)
    form = ReleasePayoutForm(request.POST)
    if not form.is_valid():
        return _page(request, operation, form, status=422)
    try:
        decision = ask_to_release(
            operation=operation, asked_by=request.user, at=timezone.now(), **form.cleaned_data
        )
    except CampaignError as error:
        form.add_error(None, refusal_words(error))
        return _page(request, operation, form, status=409)
    return redirect(decision_path(decision))


def _page(
    request: HttpRequest, operation: PaymentOperation, form: ReleasePayoutForm, *, status: int = 200
) -> HttpResponse:
    asked = Decision.objects.waiting_about(
        DecisionKind.RELEASE_PAYOUT, at=timezone.now(), operation=operation
    )
    context = {
        "screen_title": _("Versement de « %(project)s »") % {"project": operation.campaign.page.title},
        "screen_icon": "success",
        "operation": operation,
        "is_held": operation.state == OperationState.ATTENTION,
        "form": form,
        "asked_url": decision_path(asked) if asked else "",
    }
    return render(request, "campaigns/admin/finance/payout.html", context, status=status)
