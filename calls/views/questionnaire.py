"""The whole form of a call, to read and print before having an account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from base.models import Territory
from calls.models import CallPage
from calls.reading import events_of, terms_of, timetable_of
from calls.services.forms import questionnaire_now


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form as it is published now; 404 for a call the public does not see."""
    call = get_object_or_404(CallPage.objects.visible().with_zone(), pk=pk)
    territory = Territory.objects.for_page(call)
    context = {
        "call": call,
        "territory": territory,
        "form": questionnaire_now(call),
        "terms": terms_of(call, territory),
        "timetable": timetable_of(call, events_of(call)),
    }
    return render(request, "calls/questionnaire.html", context)
