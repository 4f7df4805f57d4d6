"""Reading an application: where it stands, all of it, on paper, what was deposited and what changed since."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from base import clock
from base.audit import record
from calls import access
from calls.models import Application, ApplicationVersion
from calls.shown_answers import shown_changes, shown_draft, shown_version
from calls.views.applying.frame import current_form, for_application, shared_context, zone_of


@require_safe
@for_application("hold")
def overview(request: HttpRequest, application: Application) -> HttpResponse:
    """Show where the application stands and what to do next."""
    form = current_form(application)
    context = {
        **shared_context(request, application, form),
        "members": application.members.select_related("user").order_by("joined_at", "pk"),
        "versions": application.versions.all(),
        "requests": application.requests.all(),
        "may_withdraw": application.state in {"draft", "deposited", "more_asked"},
        "is_late": application.is_draft and application.call.is_closed,
    }
    return render(request, "calls/applying/overview.html", context)


@require_safe
@for_application("hold")
def preview(request: HttpRequest, application: Application) -> HttpResponse:
    """Show the whole application as the jury will read it."""
    return render(request, "calls/applying/preview.html", _whole(request, application))


@require_safe
@for_application("hold")
def printed(request: HttpRequest, application: Application) -> HttpResponse:
    """Show the same on sheets of paper, for a meeting of the bureau."""
    return render(request, "calls/applying/printed.html", _whole(request, application))


@require_safe
@for_application("hold")
def receipt(request: HttpRequest, application: Application) -> HttpResponse:
    """Show the receipt of the last deposit; to the application when nothing was deposited."""
    if application.current is None:
        return redirect("calls:application", application.reference)
    context = {
        **shared_context(request, application, application.form.questionnaire),
        "version": application.current,
        "versions": application.versions.all(),
    }
    return render(request, "calls/applying/receipt.html", context)


@require_safe
@for_application("read")
def version(request: HttpRequest, application: Application, number: int) -> HttpResponse:
    """Show a deposited copy, as it was."""
    found = _version(application, number)
    _note_reader(request, application, "application.read")
    context = {
        "application": application,
        "call": application.call,
        "version": found,
        "sections": shown_version(found),
        "zone": zone_of(application),
        "is_holder": access.is_holder(request.user, application),
    }
    return render(request, "calls/applying/version.html", context)


@require_safe
@for_application("read")
def changes(request: HttpRequest, application: Application, number: int) -> HttpResponse:
    """Show what a deposit changed since the one before; 404 for the first."""
    after, before = _version(application, number), _version(application, number - 1)
    _note_reader(request, application, "application.differences_read")
    context = {
        "application": application,
        "call": application.call,
        "before": before,
        "after": after,
        "changes": shown_changes(before, after),
        "asked": application.requests.filter(answered_by=after).first(),
        "zone": zone_of(application),
    }
    return render(request, "calls/applying/differences.html", context)


def _whole(request: HttpRequest, application: Application) -> dict[str, Any]:
    form = current_form(application)
    return {
        **shared_context(request, application, form),
        "sections": shown_draft(application, form),
        "members": application.members.select_related("user").order_by("joined_at", "pk"),
        "at": clock.now(),
    }


def _version(application: Application, number: int) -> ApplicationVersion:
    found = application.versions.filter(number=number).select_related("form", "application").first()
    if found is None:
        raise Http404
    return found


def _note_reader(request: HttpRequest, application: Application, action: str) -> None:
    """Leave an audit line when the reader is not one of those who wrote it."""
    if not access.is_holder(request.user, application):
        record(action, actor=request.user, subject=application)
