"""The jury room: entering it, one's calls, one's applications."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.way_back import sign_in_first
from base.caching import personal_page, token_page
from base.rate_limits import address_key, rate_limited
from calls.errors import InvitationGone
from calls.models import Assignment, Juror
from calls.services import assigning
from calls.standings import Progress

PER_PAGE = 50
GONE_PAGE = "calls/jury/invitation_gone.html"


REMEMBERED = "calls.jury_invitation"


@rate_limited("calls.jury_join", limit=30, per=timedelta(hours=1), methods=("GET",), key=address_key)
@token_page
@require_safe
def follow_link(request: HttpRequest, token: str) -> HttpResponse:
    """Remember the invitation a link opens, and leave the address, which holds its secret."""
    try:
        request.session[REMEMBERED] = assigning.open_invitation(token, at=timezone.now()).pk
    except InvitationGone as error:
        return render(request, GONE_PAGE, {"reason": error.reason}, status=404)
    return redirect("calls:jury_invited")


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest) -> HttpResponse:
    """Show what one is invited to; on POST take the seat, after signing in or up when needed."""
    at = timezone.now()
    try:
        invitation = assigning.usable_invitation(request.session.get(REMEMBERED, 0), at=at)
        if request.method == "POST":
            if not request.user.is_authenticated:
                return sign_in_first(request, sign_up="sign_up" in request.POST)
            juror = assigning.accept_invitation(invitation=invitation, user=request.user, at=at)
            del request.session[REMEMBERED]
            messages.success(request, _("Bienvenue dans le jury."))
            return redirect("calls:jury_call", juror.call_id)
    except InvitationGone as error:
        request.session.pop(REMEMBERED, None)
        return render(request, GONE_PAGE, {"reason": error.reason}, status=404)
    return render(request, "calls/jury/invitation.html", {"invitation": invitation})


@personal_page
@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List the calls whose jury one sits in, with what is left to read."""
    mine = Q(assignments__ended_at=None, assignments__isnull=False)
    seats = (
        Juror.objects.filter(user=cast(User, request.user), left_at=None)
        .select_related("call")
        .annotate(
            given=Count("assignments", filter=mine),
            handed_in=Count("assignments", filter=mine & Q(assignments__review__submitted_at__isnull=False)),
        )
        .order_by("-joined_at", "-pk")
    )
    return render(request, "calls/jury/home.html", {"seats": seats})


@personal_page
@login_required
@require_safe
def call(request: HttpRequest, call_id: int) -> HttpResponse:
    """List what is assigned to this juror in the call, unread first; nothing else of the call."""
    juror = get_object_or_404(
        Juror.objects.select_related("call"), call=call_id, user=cast(User, request.user), left_at=None
    )
    readings = (
        Assignment.objects.filter(juror=juror, ended_at=None)
        .select_related("round", "application", "review")
        .annotate(is_done=Count("review", filter=Q(review__submitted_at__isnull=False)))
        .order_by("-round__number", "is_done", "application__number")
    )
    done = sum(reading.is_done for reading in readings)
    round_ = juror.call.rounds.order_by("-number").first()
    context: dict[str, Any] = {
        "juror": juror,
        "call": juror.call,
        "round": round_,
        "progress": Progress(len(readings), done),
        "readings": Paginator(readings, PER_PAGE).get_page(request.GET.get("page")),
        "recusals": juror.recusals.count(),
    }
    return render(request, "calls/jury/call.html", context)


def reading_of(request: HttpRequest, pk: int) -> Assignment:
    """Return a reading of the visitor's own that still holds; Http404 for anything else."""
    if not request.user.is_authenticated:
        raise Http404
    return get_object_or_404(
        Assignment.objects.select_related(
            "round__call",
            "juror__user",
            "application__call",
            "application__current__form",
            "application__organisation",
            "review__version__form",
        ),
        pk=pk,
        juror__user=request.user,
        juror__left_at=None,
        ended_at=None,
    )
