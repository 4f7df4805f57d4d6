"""The two acts that cannot be undone: depositing and withdrawing."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from base.rate_limits import rate_limited
from calls import access
from calls.errors import CallError, CallNotOpen
from calls.forms.steps import field_name
from calls.models import Application
from calls.questionnaire import QuestionKind
from calls.services import depositing
from calls.status import CallStatus
from calls.views.applying.frame import current_form, for_application, person, shared_context


@rate_limited("calls.deposit", limit=30, per=timedelta(hours=1))
@require_http_methods(["GET", "HEAD", "POST"])
@for_application("hold")
def deposit(request: HttpRequest, application: Application) -> HttpResponse:
    """Show what will be deposited and what is missing; on POST deposit, at the instant the request came."""
    at = timezone.now()
    if not access.can(request.user, "deposit", application):
        # Deposited already, by a second press of the button or by somebody else: the receipt says so.
        return redirect("calls:receipt", application.reference)
    if request.method == "POST":
        try:
            depositing.deposit(
                application=application,
                at=at,
                actor=person(request),
                read_form=request.POST.get("form", ""),
            )
        except CallError as error:
            application.refresh_from_db()
            late = isinstance(error, CallNotOpen)
            return _summary(request, application, refusal=error.reason, is_late=late, status=409)
        return redirect("calls:receipt", application.reference)
    return _summary(request, application)


def _summary(
    request: HttpRequest,
    application: Application,
    *,
    refusal: str = "",
    is_late: bool = False,
    status: int = 200,
) -> HttpResponse:
    form = current_form(application)
    declarations = [
        (question, application.answers.get(question.key) is True, section.key, field_name(question))
        for section in form.sections
        for question in section.questions
        if question.kind == QuestionKind.DECLARATION
    ]
    is_open = application.call.status_at(timezone.now()) == CallStatus.OPEN
    context = {
        **shared_context(request, application, form),
        "refusal": refusal,
        "is_late": is_late,
        "is_open": is_open or not application.is_draft,
        "declarations": declarations,
        "read_form": form.digest,
    }
    return render(request, "calls/applying/deposit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_application("withdraw")
def withdraw(request: HttpRequest, application: Application) -> HttpResponse:
    """Ask for a confirmation, then take the application back for good."""
    if request.method == "POST":
        try:
            depositing.withdraw(application=application, at=timezone.now(), actor=person(request))
        except CallError as error:
            messages.error(request, error.reason)
            return redirect("calls:application", application.reference)
        messages.success(request, _("C’est fait : « %(project)s » est retiré.") % {"project": application})
        return redirect("calls:mine")
    context = shared_context(request, application, current_form(application))
    return render(request, "calls/applying/withdraw.html", context)
