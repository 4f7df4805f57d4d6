"""« À régler par la banque »: what a person carries out from the territory's own bank, one operation at a time."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from accounts.confirmation import recently_confirmed, typed_before
from accounts.doors import finance_only
from accounts.models import User
from base.audit import record
from base.errors import FileRefused
from base.private_files import download_response
from campaigns.errors import NotRemitted
from campaigns.forms.counter import RemitForm
from campaigns.models import PaymentOperation, Remittance
from campaigns.rules.offline import BANK, RemittedBy, Way
from campaigns.rules.status import OperationState
from campaigns.services.remitting import must_wait, remit, waiting_campaigns
from campaigns.wording.offline import PAID_BY

PER_PAGE = 50
Kind = PaymentOperation.Kind


@finance_only
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List what waits, the oldest first; a payout that waits for the other source is there, with its reason."""
    record("bank.listed", actor=request.user)
    rows = _operations().filter(pk__in=PaymentOperation.objects.by_hand().order_by().values("pk"))
    shown = Paginator(rows.order_by("created_at", "pk"), PER_PAGE).get_page(request.GET.get("p"))
    waiting = waiting_campaigns(shown.object_list)
    context = {
        "screen_title": _("À régler par la banque"),
        "screen_icon": "success",
        "shown": shown,
        "rows": [(row, _whom(row), row.kind == Kind.PAYOUT and row.campaign_id in waiting) for row in shown],
    }
    return render(request, "campaigns/admin/finance/bank.html", context)


@finance_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show one operation and whom it goes to; take how it was carried out, with its proof."""
    return _shown(request, get_object_or_404(_operations(), pk=pk))


@recently_confirmed(methods=("POST",))
def _shown(request: HttpRequest, operation: PaymentOperation) -> HttpResponse:
    is_payout = operation.kind == Kind.PAYOUT
    if request.method != "POST":
        record("bank.read", actor=request.user, subject=operation)
        typed = typed_before(request)
        # The document is chosen again: what was typed comes back without a word about it.
        kept = {name: typed.get(name, "") for name in ("way", "reference")} if typed else None
        return _page(request, operation, RemitForm(initial=kept, is_payout=is_payout))
    form = RemitForm(request.POST, request.FILES, is_payout=is_payout)
    if not form.is_valid():
        return _page(request, operation, form, status=422)
    assert isinstance(request.user, User)
    values = form.cleaned_data
    try:
        remit(
            operation=operation,
            way=RemittedBy(values["way"]),
            reference=values["reference"],
            document=values["document"],
            by=request.user,
            at=timezone.now(),
        )
    except FileRefused as refused:
        form.add_error("document", str(refused))
        return _page(request, operation, form, status=422)
    except NotRemitted as refused:
        messages.error(request, str(refused))
        return redirect("finance:bank_operation", operation.pk)
    messages.success(request, _("C’est écrit, et les livres le disent. La personne est prévenue."))
    return redirect("finance:bank")


@finance_only
@never_cache
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand over what proves that an operation was carried out. The reading leaves a line."""
    remittance = get_object_or_404(Remittance.objects.select_related("document"), operation=pk)
    record("offline.document_read", actor=request.user, subject=remittance)
    return download_response(remittance.document)


def _page(
    request: HttpRequest, operation: PaymentOperation, form: RemitForm, *, status: int = 200
) -> HttpResponse:
    is_waiting = operation.state == OperationState.PENDING
    remittance = Remittance.objects.filter(operation=operation).select_related("carried_out_by").first()
    context: dict[str, Any] = {
        "screen_title": _("Opération de la banque"),
        "screen_icon": "success",
        "operation": operation,
        "is_payout": operation.kind == Kind.PAYOUT,
        "account": operation.payout_account,
        "recipient": operation.campaign.recipient,
        "whom": _whom(operation),
        "is_waiting": is_waiting,
        "must_wait": is_waiting and must_wait(operation),
        "remittance": remittance,
        "form": form,
    }
    if operation.pledge is not None:
        context["paid_by"] = PAID_BY[Way(operation.pledge.offline.way)]
    return render(request, "campaigns/admin/finance/bank_operation.html", context, status=status)


def _operations() -> Any:
    return PaymentOperation.objects.filter(gateway=BANK).select_related(
        "campaign__page",
        "campaign__territory",
        "campaign__holder",
        "pledge__offline__counter",
        "payout_account__user",
        "payout_account__organisation",
    )


def _whom(operation: PaymentOperation) -> str:
    """Return the name of whom the money goes to."""
    if operation.pledge is not None:
        return operation.pledge.organisation_name or operation.pledge.backer_name
    return operation.payout_account.owner_name if operation.payout_account else operation.campaign.holder_name
