"""« Compte de versement » at the holder's desk: who receives the money, and what the provider still asks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from base.caching import personal_page
from base.rate_limits import rate_limited
from campaigns.access import may_choose_recipient, may_manage_account
from campaigns.errors import MoveRefused, NotTheirs, RecipientFixed
from campaigns.forms.receiving import HOST, ONESELF, RecipientForm
from campaigns.links import payout_path
from campaigns.models import Campaign, Recipient
from campaigns.rules.recipients import RecipientKind, RecipientState
from campaigns.services import receiving
from campaigns.services.recipient_moves import refuse_when_fixed
from campaigns.services.waiting import give_back_at
from campaigns.views.editor.desk import Desk, desk_for
from campaigns.wording.receiving import RECIPIENT_LABELS, account_situation


@personal_page
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("recipient", limit=20, per=timedelta(hours=1))
def payout(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who receives the money and where their account stands; on POST, choose."""
    desk = desk_for(request, pk)
    if request.method != "POST":
        return _page(request, desk)
    if not may_choose_recipient(desk.user, desk.campaign):
        raise Http404
    form = RecipientForm(request.POST, campaign=desk.campaign, user=desk.user)
    if not form.is_valid():
        return _page(request, desk, form, status=422)
    try:
        chosen = _choose(desk, form)
    except (RecipientFixed, MoveRefused, NotTheirs):
        messages.error(
            request, _("Rien n’a changé : le versement est décidé, ou quelqu’un a répondu entre-temps.")
        )
    else:
        messages.success(request, _said(chosen))
    return redirect(payout_path(desk.campaign))


def _choose(desk: Desk, form: RecipientForm) -> Recipient:
    facts: dict[str, Any] = {
        "campaign": desk.campaign,
        "by": desk.user,
        "at": timezone.now(),
        "reason": form.cleaned_data.get("reason", ""),
    }
    who = form.cleaned_data["who"]
    if who == HOST:
        return receiving.ask_hosting(email=form.cleaned_data["host_email"], **facts)
    if who == ONESELF:
        return receiving.receive_oneself(**facts)
    assert form.organisation is not None
    return receiving.receive_through(organisation=form.organisation, **facts)


def _said(recipient: Recipient) -> str:
    if recipient.state == RecipientState.INVITED:
        return _("La demande est partie. Vous saurez ici, et par courriel, ce que l’association répond.")
    if recipient.state == RecipientState.IN_REVIEW:
        return _("Votre demande est enregistrée : notre équipe la relit avant tout changement.")
    return _("C’est noté. Il reste à mettre le compte en règle.")


@personal_page
@login_required
@require_POST
@rate_limited("recipient", limit=20, per=timedelta(hours=1))
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the request or the change that waits."""
    desk = desk_for(request, pk)
    try:
        receiving.withdraw_proposal(campaign=desk.campaign, by=desk.user, at=timezone.now())
    except (RecipientFixed, MoveRefused):
        messages.error(request, _("Rien n’a changé : quelqu’un a répondu entre-temps."))
    else:
        messages.success(request, _("La demande est retirée."))
    return redirect(payout_path(desk.campaign))


def _page(
    request: HttpRequest, desk: Desk, form: RecipientForm | None = None, *, status: int = 200
) -> HttpResponse:
    campaign = desk.campaign
    current, pending = campaign.recipient, campaign.recipient_under_way
    # After the launch, the account to put in order is the new one's.
    shown = pending if pending is not None and pending.state == RecipientState.VERIFYING else current
    account = shown.account if shown is not None else None
    is_fixed = _is_fixed(campaign)
    may_choose = may_choose_recipient(desk.user, campaign) and not is_fixed
    context = {
        "desk": desk,
        "campaign": campaign,
        "page": None,
        "territory": campaign.territory,
        "on_payout": True,
        "current": current,
        "pending": pending,
        "pending_is_late": pending is not None
        and pending.state == RecipientState.INVITED
        and pending.is_expired_at(timezone.now()),
        "pending_label": RECIPIENT_LABELS[RecipientState(pending.state)] if pending else "",
        "account": account,
        "situation": account_situation(account, zone=campaign.zone) if account else None,
        "is_mine": account is not None and may_manage_account(desk.user, account),
        "is_hosted": shown is not None and shown.kind == RecipientKind.HOST,
        "give_back_at": give_back_at(campaign),
        "form": (form or RecipientForm(campaign=campaign, user=desk.user)) if may_choose else None,
        "may_choose": may_choose,
        "is_over": is_fixed and campaign.is_launched,
    }
    return render(request, "campaigns/editor/payout.html", context, status=status)


def _is_fixed(campaign: Campaign) -> bool:
    try:
        refuse_when_fixed(campaign)
    except RecipientFixed:
        return True
    return False
