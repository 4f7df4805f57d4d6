"""A hosting association answers a request: by its link, left at once, with an account one has or opens on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from base.caching import personal_page, token_page
from base.rate_limits import rate_limited
from campaigns.errors import HostingUnusable, MoveRefused, NotTheirs
from campaigns.forms.receiving import DeclineForm, HostingForm
from campaigns.links import account_path
from campaigns.models import Recipient
from campaigns.services import hosting
from campaigns.wording.receiving import HOSTING_UNUSABLE

REMEMBERED = "hosting"
"""Where a visitor's session keeps the number of the request whose link was followed."""


@token_page
@require_safe
@rate_limited("hosting_link", limit=30, per=timedelta(minutes=10), methods=["GET"])
def follow_link(request: HttpRequest, token: str) -> HttpResponse:
    """Remember the request a link names, and go to the page that shows it."""
    try:
        recipient = hosting.hosting_of(token, at=timezone.now())
    except HostingUnusable as refusal:
        return _unusable(request, refusal)
    request.session[REMEMBERED] = str(recipient.uuid)
    return redirect("campaigns:hosting")


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("hosting", limit=20, per=timedelta(minutes=10))
def answer(request: HttpRequest) -> HttpResponse:
    """Show what hosting takes on; on POST, accept in an organisation's name or decline."""
    try:
        recipient = _remembered(request)
        if request.method != "POST":
            return _page(request, recipient)
        if "decline" in request.POST:
            return _decline(request, recipient)
        if not request.user.is_authenticated:
            return _page(request, recipient)
        return _accept(request, recipient)
    except (HostingUnusable, MoveRefused) as refusal:
        request.session.pop(REMEMBERED, None)
        return _unusable(
            request, refusal if isinstance(refusal, HostingUnusable) else HostingUnusable("answered")
        )


def _remembered(request: HttpRequest) -> Recipient:
    number = str(request.session.get(REMEMBERED, ""))
    if not number:
        raise HostingUnusable("unknown")
    return hosting.waiting_hosting(number, at=timezone.now())


def _accept(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    user = cast(User, request.user)
    form = HostingForm(request.POST, user=user)
    if not form.is_valid():
        return _page(request, recipient, form=form, status=422)
    try:
        accepted = hosting.accept_hosting(
            recipient=recipient,
            organisation=form.organisations[form.cleaned_data["organisation"]],
            fee_bps=form.fee_bps,
            by=user,
            at=timezone.now(),
        )
    except NotTheirs:
        return _page(request, recipient, status=422)  # the right was taken away a moment before
    request.session.pop(REMEMBERED, None)
    messages.success(request, _("C’est accepté, le porteur le sait. Il reste à mettre le compte en règle."))
    assert accepted.account is not None
    return redirect(account_path(accepted.account))


def _decline(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, recipient, decline=form, status=422)
    by = request.user if request.user.is_authenticated else None
    hosting.refuse_hosting(recipient=recipient, reason=form.cleaned_data["reason"], by=by, at=timezone.now())
    request.session.pop(REMEMBERED, None)
    messages.success(request, _("C’est noté : le porteur sait que vous déclinez."))
    return redirect("/")


def _page(
    request: HttpRequest,
    recipient: Recipient,
    *,
    form: HostingForm | None = None,
    decline: DeclineForm | None = None,
    status: int = 200,
) -> HttpResponse:
    if form is None and request.user.is_authenticated:
        form = HostingForm(user=request.user)
    context = {
        "recipient": recipient,
        "campaign": recipient.campaign,
        "draft": recipient.campaign.page.get_latest_revision_as_object(),
        "territory": recipient.campaign.territory,
        "form": form,
        "decline": decline or DeclineForm(auto_id="decline_%s"),
    }
    return render(request, "campaigns/hosting.html", context, status=status)


def _unusable(request: HttpRequest, refusal: HostingUnusable) -> HttpResponse:
    context = {"reason": HOSTING_UNUSABLE[refusal.reason]}
    return render(request, "campaigns/hosting_unusable.html", context, status=404)
