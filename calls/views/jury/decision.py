"""The decision as its holders read it, once published: reasons, what else there is, another look asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from base.caching import personal_page
from base.models import Territory
from base.rate_limits import rate_limited
from calls.access import can
from calls.errors import CallError
from calls.forms.jury import SecondLookForm
from calls.letters.deciding import reasons_of
from calls.models import Application, CallPage, SecondLook
from calls.services.deciding import ask_second_look, decision_in_force


@personal_page
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("second_look", limit=10, per=timedelta(hours=1))
def decision(request: HttpRequest, reference: Any) -> HttpResponse:
    """Show a published decision to those who hold the application; anything else does not exist."""
    application = get_object_or_404(
        Application.objects.select_related("call", "current__form", "campaign"), reference=reference
    )
    found = decision_in_force(application)
    if found is None or application.current is None or not can(request.user, "read_decision", application):
        raise Http404
    may_ask = can(request.user, "ask_second_look", application)
    asked = SecondLook.objects.filter(decision=found).first()
    form = SecondLookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and may_ask and form.is_valid():
        try:
            ask_second_look(
                application=application,
                text=form.cleaned_data["text"],
                at=timezone.now(),
                actor=request.user,  # type: ignore[arg-type]
            )
        except CallError as error:
            messages.error(request, error.reason)
        else:
            messages.success(request, _("Votre demande est enregistrée : vous recevrez une réponse écrite."))
        return redirect("calls:decision", application.reference)
    territory = Territory.objects.for_page(application.call)
    standing = CallPage.objects.visible().in_territory(territory).standing().exclude(pk=application.call_id)
    context = {
        "application": application,
        "call": application.call,
        "decision": found,
        "reasons": reasons_of(found, application.current.form.questionnaire.criteria),
        "territory": territory,
        "standing": standing.first(),
        "may_ask": may_ask and asked is None,
        "asked": asked,
        "form": form,
    }
    return render(request, "calls/decision.html", context, status=422 if form.errors else 200)
