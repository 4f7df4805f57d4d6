"""The demonstration bank's pages: every answer a card, or somebody's papers, may get, as a button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from demo_bank import services as bank
from demo_bank.models import BankPayment

Choice = Callable[..., BankPayment]
CHOICES: dict[str, Choice] = {
    "accept": bank.accept,
    "decline": bank.decline,
    "three_d_secure": bank.start_checking,
    "three_d_secure_ok": bank.accept,
    "three_d_secure_fail": bank.decline,
    "cancel": bank.end,
}


def pay_late(remote_id: str, *, at: datetime) -> BankPayment:
    """Let the page end, then charge the card all the same: the payment arrives too late and must be given back."""
    bank.end(remote_id, at=at)
    return bank.accept_late(remote_id, at=at)


def pay_with_a_card_that_closes(remote_id: str, *, at: datetime) -> BankPayment:
    """Charge a card to which nothing can be given back: its refund will fail."""
    return bank.accept(remote_id, at=at, refund_fate="failed")


CHOICES |= {"late": pay_late, "unrefundable": pay_with_a_card_that_closes}


@never_cache
@require_http_methods(["GET", "POST"])
def payment(request: HttpRequest, remote_id: str) -> HttpResponse:
    """Show the page, or take the visitor's choice and send them back to the site."""
    if not settings.DEMO_GATEWAY_ALLOWED:
        raise Http404
    now = timezone.now()
    try:
        session = bank.read_payment(remote_id, at=now)
    except bank.BankError as error:
        raise Http404 from error
    if request.method == "POST":
        choice = CHOICES.get(request.POST.get("choice", ""))
        if choice and session.state in {"open", "checking"}:
            session = choice(remote_id, at=now)
    # An answered payment is never offered again, to somebody who comes « Back » either.
    is_waiting = session.state == "checking" or (request.method == "GET" and session.state == "open")
    if not is_waiting:
        return redirect(session.return_url)
    return render(request, "demo_bank/payment.html", {"session": session})


@never_cache
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, remote_id: str) -> HttpResponse:
    """Show what the bank asks of who receives money, or take the visitor's choice and send them back to the site."""
    if not settings.DEMO_GATEWAY_ALLOWED:
        raise Http404
    try:
        found = bank.read_account(remote_id)
    except bank.BankError as error:
        raise Http404 from error
    if request.method == "GET":
        return render(request, "demo_bank/account.html", {"account": found})
    now = timezone.now()
    choice = request.POST.get("choice", "")
    if choice == "all":
        bank.satisfy_account(remote_id, at=now)
    elif choice == "document":
        bank.ask_of_account(
            remote_id, missing=["identity.document"], due_by=now + timedelta(days=14), is_paid=False, at=now
        )
    elif choice == "refuse":
        bank.refuse_account(remote_id, at=now)
    back = request.GET.get("retour", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if is_ours else "/")
