"""One payment taken in by the team: what it was, its documents, and what became of it."""

from __future__ import annotations

from typing import Any

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
from base.models import PrivateFile
from base.private_files import download_response
from campaigns.errors import CampaignError, NotRemitted
from campaigns.forms.counter import ReturnForm, UnpaidForm
from campaigns.forms.finance import VoidForm
from campaigns.links import decision_path
from campaigns.models import Decision, Dispute, OfflinePayment, PaymentOperation
from campaigns.rules.decisions import DecisionKind
from campaigns.rules.offline import BANK, RemittedBy, Way
from campaigns.rules.status import OperationState
from campaigns.services.remitting import record_return
from campaigns.services.unpaid import record_unpaid
from campaigns.services.voiding import ask_to_void, refusal_of
from campaigns.wording.deciding import refusal_words


@finance_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show one payment; write what became of it, or ask that a mistake be voided. The reading leaves a line."""
    return _shown(request, _found(pk))


@recently_confirmed(methods=("POST",))
def _shown(request: HttpRequest, payment: OfflinePayment) -> HttpResponse:
    if request.method != "POST":
        record("offline.read", actor=request.user, subject=payment)
        typed = typed_before(request)
        forms: dict[str, Any] = {}
        if typed is not None:  # the document is chosen again
            kept = {"reference": typed.get("unpaid-reference", "")}
            forms["unpaid"] = UnpaidForm(initial=kept, prefix="unpaid")
            kept = {"reason": typed.get("returned-reason", "")}
            forms["returned"] = ReturnForm(initial=kept, prefix="returned")
            forms["void"] = VoidForm(initial={"reason": typed.get("void-reason", "")}, prefix="void")
        return _page(request, payment, forms)
    action = request.POST.get("action", "")
    if action == "unpaid":
        return _unpaid(request, payment)
    if action == "returned":
        return _returned(request, payment)
    if action == "void":
        return _ask_to_void(request, payment)
    return _page(request, payment, {}, status=422)


def _unpaid(request: HttpRequest, payment: OfflinePayment) -> HttpResponse:
    assert isinstance(request.user, User)
    form = UnpaidForm(request.POST, request.FILES, prefix="unpaid")
    if not form.is_valid():
        return _page(request, payment, {"unpaid": form}, status=422)
    try:
        record_unpaid(pledge=payment.pledge, by=request.user, at=timezone.now(), **form.cleaned_data)
    except FileRefused as refused:
        form.add_error("document", str(refused))
        return _page(request, payment, {"unpaid": form}, status=422)
    except NotRemitted as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("C’est écrit : ce soutien ne compte plus, et la personne est prévenue."))
    return redirect("finance:offline", payment.pk)


def _returned(request: HttpRequest, payment: OfflinePayment) -> HttpResponse:
    assert isinstance(request.user, User)
    form = ReturnForm(request.POST, prefix="returned")
    if not form.is_valid():
        return _page(request, payment, {"returned": form}, status=422)
    operation = _transfer_made(payment)
    try:
        if operation is None:
            raise NotRemitted(_("Aucun remboursement par virement n’a été fait pour ce soutien."))
        record_return(operation=operation, by=request.user, at=timezone.now(), **form.cleaned_data)
    except NotRemitted as refused:
        messages.error(request, str(refused))
        return redirect("finance:offline", payment.pk)
    messages.success(request, _("C’est écrit : la somme est de nouveau due, elle est dans les dettes."))
    return redirect("finance:debt", payment.pledge_id)


def _ask_to_void(request: HttpRequest, payment: OfflinePayment) -> HttpResponse:
    """Ask a second person; the decision's own page shows what they will read."""
    assert isinstance(request.user, User)
    form = VoidForm(request.POST, request.FILES, prefix="void")
    if not form.is_valid():
        return _page(request, payment, {"void": form}, status=422)
    try:
        decision = ask_to_void(
            pledge=payment.pledge, asked_by=request.user, at=timezone.now(), **form.cleaned_data
        )
    except CampaignError as error:
        form.add_error(None, refusal_words(error))
        return _page(request, payment, {"void": form}, status=409)
    return redirect(decision_path(decision))


@finance_only
@never_cache
@require_safe
def document(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """Hand over one document of a payment: its own, no other pledge's. The reading leaves a line."""
    payment = _found(pk)
    file = get_object_or_404(PrivateFile.objects.owned_by(payment.pledge), pk=number)
    record("offline.document_read", actor=request.user, subject=payment)
    return download_response(file)


def _page(
    request: HttpRequest, payment: OfflinePayment, forms: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    pledge = payment.pledge
    waiting = Decision.objects.waiting_about(DecisionKind.VOID, at=timezone.now(), pledge=pledge)
    is_unpaid = Dispute.objects.filter(pledge=pledge, gateway=BANK).exists()
    context = {
        "screen_title": _("Paiement hors ligne"),
        "screen_icon": "download",
        "payment": payment,
        "pledge": pledge,
        "campaign": pledge.campaign,
        "documents": PrivateFile.objects.owned_by(pledge).order_by("pk"),
        "operations": PaymentOperation.objects.refunds().filter(pledge=pledge).select_related("remittance"),
        "is_unpaid": is_unpaid,
        "may_bounce": payment.way == Way.CHEQUE and not is_unpaid,
        "may_return": _transfer_made(payment) is not None,
        "may_void": not refusal_of(pledge),
        "voiding_url": decision_path(waiting) if waiting else "",
        "unpaid_form": forms.get("unpaid") or UnpaidForm(prefix="unpaid"),
        "void_form": forms.get("void") or VoidForm(prefix="void"),
        "return_form": forms.get("returned") or ReturnForm(prefix="returned"),
    }
    return render(request, "campaigns/admin/finance/offline.html", context, status=status)


def _transfer_made(payment: OfflinePayment) -> PaymentOperation | None:
    refunds = PaymentOperation.objects.refunds().filter(pledge=payment.pledge_id, state=OperationState.DONE)
    return refunds.filter(remittance__way=RemittedBy.TRANSFER).first()


def _found(pk: int) -> OfflinePayment:
    rows = OfflinePayment.objects.select_related(
        "pledge__campaign__page",
        "pledge__campaign__territory",
        "pledge__tier",
        "counter",
        "taken_by",
        "territory",
    )
    return get_object_or_404(rows, pk=pk)
