"""Coming in: the list of one's applications, and beginning one."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.way_back import sign_in_first
from base import clock
from base.caching import personal_page
from base.context import current_territory
from base.rate_limits import rate_limited
from calls.errors import CallError
from calls.forms.applying import ALONE, ApplicantForm
from calls.models import Application, CallPage, Promotion
from calls.services import drafting
from calls.status import CallStatus
from calls.views.applying.frame import TONES, person
from stories.kit_reading import kit_asked


@personal_page
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List the applications one writes or wrote, alone or with others."""
    if not request.user.is_authenticated:
        return sign_in_first(request)
    rows = list(Application.objects.held_by(request.user).filter(erased_at=None).for_list())
    territory = current_territory(request)
    calls = CallPage.objects.visible().in_territory(territory)
    context = {
        "drafts": [row for row in rows if row.is_draft],
        "deposited": [row for row in rows if row.state not in {"draft", "withdrawn"}],
        "withdrawn": [row for row in rows if row.state == "withdrawn"],
        "tones": TONES,
        "open_calls": calls.open(at=clock.now()).with_cards()[:3] if not rows else [],
        "standing": calls.standing().first(),
        "mentored": Promotion.objects.followed_by_mentor(request.user),
    }
    return render(request, "calls/applying/mine.html", context)


def open_call(call: int) -> CallPage:
    """Return a published call that the public sees; 404 otherwise."""
    found = CallPage.objects.visible().filter(pk=call).first()
    if found is None:
        raise Http404
    return found


@rate_limited("calls.begin", limit=10, per=timedelta(hours=1))
@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, call: int) -> HttpResponse:
    """Ask who answers, then open the draft; signing in is asked here, and not before."""
    page = open_call(call)
    if page.status_at(timezone.now()) != CallStatus.OPEN:
        messages.error(request, _("Cet appel n’est pas ouvert : on ne peut pas y répondre maintenant."))
        return redirect(page.url)
    if not request.user.is_authenticated:
        return sign_in_first(request)
    kit = kit_asked(request, current_territory(request))
    form = ApplicantForm(
        request.POST if request.method == "POST" else None,
        call=page,
        user=person(request),
        initial={"who": ALONE},
    )
    if request.method == "POST" and form.is_valid():
        try:
            application = drafting.begin_application(
                call=page, holder=person(request), at=timezone.now(), kit=kit, **form.applicant()
            )
        except CallError as error:
            form.add_error("who", error.reason)
        else:
            first = application.form.questionnaire.sections[0].key
            return redirect("calls:step", application.reference, first)
    begun = Application.objects.held_by(request.user).filter(call=page, state="draft", erased_at=None)
    context = {
        "call": page,
        "form": form,
        "begun": begun.for_list(),
        "kit": kit,
        "address": request.get_full_path(),
    }
    return render(request, "calls/applying/begin.html", context, status=422 if form.errors else 200)
