"""One pledge at the desk: its receipt, taking it back, and giving its money back against a signature."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.confirmation import recently_confirmed, typed_before
from accounts.doors import counter_only
from accounts.models import User
from base.audit import record
from base.errors import FileRefused
from base.rate_limits import rate_limited
from campaigns.errors import NotRemitted, NotTakenBack
from campaigns.forms.counter import SignedReceiptForm
from campaigns.models import PaymentOperation, Pledge, Remittance
from campaigns.rules.offline import RemittedBy, Way
from campaigns.rules.status import PledgeState
from campaigns.services.cancelling import cancel_pledge, may_change
from campaigns.services.desk import offline_pledges, owed
from campaigns.services.remitting import remit
from campaigns.views.papers import receipt_paper, refund_receipt_paper, wants_page
from campaigns.wording.offline import PAID_BY

MOVES_A_MINUTE = 20


@counter_only
@never_cache
@require_safe
def show(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a pledge that came to the counter, and what may be done with it. The reading leaves a line."""
    pledge = _found(uuid)
    record("counter.pledge_read", actor=request.user, subject=pledge)
    return _page(request, pledge)


@counter_only
@never_cache
@require_safe
def receipt(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send the receipt that the person leaves with."""
    return receipt_paper(_found(uuid), as_page=wants_page(request))


@counter_only
@never_cache
@require_safe
def to_sign(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send the receipt that the person signs when the money is given back; 404 when nothing is owed."""
    pledge = _found(uuid)
    if owed(pledge) is None:
        raise Http404
    return refund_receipt_paper(pledge, as_page=wants_page(request))


@counter_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("counter.take_back", limit=MOVES_A_MINUTE, per=timedelta(minutes=1))
def take_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say what happens when a person takes a pledge back; on POST, take it back."""
    return _taken_back(request, _found(uuid))


@recently_confirmed(methods=("POST",))
def _taken_back(request: HttpRequest, pledge: Pledge) -> HttpResponse:
    if request.method != "POST":
        typed_before(request)
        if not _may_take_back(pledge):
            return redirect("counter:pledge", pledge.uuid)
        context = _context(pledge) | {"screen_title": _("Reprendre un soutien")}
        return render(request, "campaigns/admin/counter/take_back.html", context)
    try:
        cancel_pledge(pledge=pledge, at=timezone.now())
    except NotTakenBack:
        messages.error(request, _("Ce soutien ne peut plus être repris : rien n’est changé."))
    else:
        record("counter.taken_back", actor=request.user, subject=pledge)
        messages.success(request, _("Le soutien est repris : il ne compte plus, et la somme est à rendre."))
    return redirect("counter:pledge", pledge.uuid)


@counter_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("counter.give_back", limit=MOVES_A_MINUTE, per=timedelta(minutes=1))
def give_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write that the money was given back at the counter, with the receipt the person signed."""
    return _given_back(request, _found(uuid))


@recently_confirmed(methods=("POST",))
def _given_back(request: HttpRequest, pledge: Pledge) -> HttpResponse:
    operation = owed(pledge)
    if operation is None:
        messages.info(request, _("Rien n’est à rendre pour ce soutien, ou c’est déjà fait."))
        return redirect("counter:pledge", pledge.uuid)
    if request.method != "POST":
        typed = typed_before(request)
        # The document is chosen again: what was typed comes back without a word about it.
        form = SignedReceiptForm(initial={"reference": typed.get("reference", "")} if typed else None)
        return _page(request, pledge, form=form)
    form = SignedReceiptForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, pledge, form=form, status=422)
    assert isinstance(request.user, User)
    try:
        remit(
            operation=operation,
            way=RemittedBy.COUNTER,
            by=request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )
    except FileRefused as refused:
        form.add_error("document", str(refused))
        return _page(request, pledge, form=form, status=422)
    except NotRemitted as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("C’est écrit : la somme est rendue, et le reçu signé est gardé."))
    return redirect("counter:pledge", pledge.uuid)


def _page(
    request: HttpRequest, pledge: Pledge, *, form: SignedReceiptForm | None = None, status: int = 200
) -> HttpResponse:
    context = _context(pledge)
    operation = owed(pledge)
    context |= {
        "screen_title": _("Soutien %(reference)s") % {"reference": pledge.reference},
        "owed": operation,
        "form": (form or SignedReceiptForm()) if operation else None,
        "remittance": Remittance.objects.filter(operation__in=_refunds(pledge))
        .select_related("carried_out_by")
        .first(),
        "is_counted": pledge.counted,
        "is_debt": pledge.status == PledgeState.REFUND_FAILED,
        "may_take_back": _may_take_back(pledge),
    }
    return render(request, "campaigns/admin/counter/pledge.html", context, status=status)


def _refunds(pledge: Pledge) -> Any:
    """The last refund that was really made; one that came back is a debt again."""
    return PaymentOperation.objects.refunds().filter(pledge=pledge, state="done")


def _context(pledge: Pledge) -> dict[str, Any]:
    return {
        "screen_icon": "user",
        "pledge": pledge,
        "campaign": pledge.campaign,
        "payment": pledge.offline,
        "paid_by": PAID_BY[Way(pledge.offline.way)],
        "is_cheque": pledge.offline.way == Way.CHEQUE,
    }


def _may_take_back(pledge: Pledge) -> bool:
    return pledge.status == PledgeState.HELD and may_change(campaign=pledge.campaign, at=timezone.now())


def _found(uuid: UUID) -> Pledge:
    """Return a pledge whose money was brought, by the long code that its short one leads to."""
    pledge = offline_pledges().filter(uuid=uuid).first()
    if pledge is None:
        raise Http404
    return pledge
