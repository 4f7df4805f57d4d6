"""The shared page of a promotion: for its holders, its mentors and the call's staff, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.second_factor import way_to_second_factor
from accounts.way_back import sign_in_first
from base.caching import personal_page
from base.rate_limits import rate_limited
from calls import access
from calls.models import Application, Promotion, PromotionStep
from calls.progress import progress_of
from calls.services.promoting import mark_step


def followed(request: HttpRequest, call_id: int) -> Promotion:
    """Return the promotion of a call when the visitor follows it; 404 otherwise, the same as for none."""
    found = Promotion.objects.select_related("call").filter(call=call_id).first()
    if found is None or not access.may_follow(request.user, found):
        raise Http404
    return found


@personal_page
@require_safe
def promotion(request: HttpRequest, call_id: int) -> HttpResponse:
    """Show where each project stands, what comes next, who accompanies it, and the workshops."""
    if not request.user.is_authenticated:
        return sign_in_first(request)
    found = followed(request, call_id)
    is_staff_reader = access.can_run(request.user, "read_decisions", found.call)
    missing_factor = way_to_second_factor(request) if is_staff_reader else None
    if missing_factor is not None:
        return missing_factor
    context = {
        "promotion": found,
        "call": found.call,
        "progress": progress_of(found, at=timezone.now(), user=request.user),
        "is_staff_reader": is_staff_reader,
    }
    return render(request, "calls/promotion.html", context)


@rate_limited("calls.promotion_step", limit=120, per=timedelta(hours=1))
@personal_page
@require_POST
def step(request: HttpRequest, call_id: int, pk: int) -> HttpResponse:
    """Tick a step of one's own project, or untick it, as `done` says."""
    if not request.user.is_authenticated:
        return sign_in_first(request)
    found = followed(request, call_id)
    wanted = PromotionStep.objects.filter(promotion=found, pk=pk).first()
    application = (
        Application.objects.filter(call=call_id, reference=_reference(request))
        .select_related("holder", "organisation")
        .first()
    )
    if wanted is None or application is None or not access.can(request.user, "tick", application):
        raise Http404
    mark_step(
        step=wanted,
        application=application,
        is_done=request.POST.get("done") == "1",
        at=timezone.now(),
        actor=request.user,
    )
    return redirect(f"{reverse('calls:promotion', args=[call_id])}#projet-{application.pk}")


def _reference(request: HttpRequest) -> UUID:
    """Return the project that was named; 404 for what names none."""
    try:
        return UUID(request.POST.get("project", ""))
    except ValueError:
        raise Http404 from None
