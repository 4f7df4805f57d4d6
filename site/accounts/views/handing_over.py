"""Handing an organisation to a new bureau: proposing, seeing who has accepted, withdrawing."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import OrganisationRefusal
from accounts.models import Organisation
from accounts.organisation_forms import HandoverForm
from accounts.services.handing_over import propose_handover, withdraw_handover
from accounts.views.doors import bound, for_members, signed_in
from base import clock
from base.context import current_territory
from base.rate_limits import rate_limited

AN_HOUR = timedelta(hours=1)


@for_members("hand_over")
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("organisation_invitation", limit=10, per=AN_HOUR)
def propose(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the proposal under way, or the form of a new one."""
    form = HandoverForm(*bound(request))
    if request.method == "POST" and form.is_valid():
        try:
            propose_handover(
                organisation=organisation,
                emails=form.cleaned_data["emails"],
                by=signed_in(request),
                at=clock.now(),
                territory=current_territory(request),
            )
        except OrganisationRefusal as refusal:
            form.add_error("emails", str(refusal))
        else:
            messages.success(
                request, _("La proposition part. Rien ne change tant que tout le monde n’a pas accepté.")
            )
            return redirect("accounts:hand_over", organisation.uuid)
    handover = organisation.handovers.under_way().select_related("proposed_by").first()
    context = {
        "organisation": organisation,
        "form": form,
        "handover": handover,
        "seats": [(seat, seat.is_expired_at(clock.now())) for seat in handover.invitations.all()]
        if handover
        else [],
    }
    return render(request, "accounts/hand_over.html", context, status=422 if form.errors else 200)


@for_members("hand_over")
@require_POST
def withdraw(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Take the proposal under way back."""
    handover = organisation.handovers.under_way().first()
    if handover is not None:
        withdraw_handover(
            handover=handover,
            by=signed_in(request),
            at=clock.now(),
            territory=current_territory(request),
        )
        messages.success(request, _("La transmission est retirée. Aucun droit n’a changé."))
    return redirect("accounts:organisation", organisation.uuid)
