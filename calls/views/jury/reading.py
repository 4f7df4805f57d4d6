"""One application before one juror: the interest declared, the copy read, the review written."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from base.audit import record
from base.caching import personal_page
from base.private_files import download_response
from base.rate_limits import rate_limited
from calls.conflicts import known_link
from calls.errors import CallError, ReviewUnfinished
from calls.forms.jury import ConflictForm, ReviewForm
from calls.models import ApplicationVersion, Assignment, Review
from calls.services import reviewing
from calls.shown_answers import ShownSection, shown_changes, shown_version
from calls.standings import READ_STATES
from calls.views.jury.room import reading_of


@personal_page
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("jury_reading", limit=240, per=timedelta(minutes=10))
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the declaration first; then show the copy and the review, and do what `action` asks."""
    assignment = reading_of(request, pk)
    if assignment.cleared_at is None:
        return _declare(request, assignment)
    review = getattr(assignment, "review", None)
    version = _version_read(request, assignment)
    action = request.POST.get("action", "") if request.method == "POST" else ""
    if action == "conflict":
        return _declare(request, assignment)
    if action == "reopen":
        try:
            reviewing.reopen_review(assignment=assignment, at=timezone.now())
        except CallError as error:
            messages.error(request, error.reason)
        return redirect("calls:jury_reading", assignment.pk)
    criteria = version.form.questionnaire.criteria
    if not action:
        form = ReviewForm(initial=ReviewForm.first_values(review, criteria), criteria=criteria)
        return _page(request, assignment, version, form)
    form = ReviewForm(request.POST, criteria=criteria)
    return _write(request, assignment, version, form, action)


@personal_page
@login_required
@require_safe
def file(request: HttpRequest, pk: int, name: Any) -> HttpResponseBase:
    """Hand over a file of the copy that is read, under a name that reveals nothing when the call is read so."""
    assignment = reading_of(request, pk)
    version = assignment.application.current
    if assignment.cleared_at is None or version is None:
        raise Http404
    shown = [file for section in _sections(version) for answer in section.answers for file in answer.files]
    found = next((file for file in shown if file.reference == name), None)
    if found is None:
        raise Http404
    record(
        "applications.file_read", actor=request.user, subject=assignment.application, detail={"by": "juror"}
    )
    if assignment.application.call.is_read_without_names:
        found.file.original_name = f"piece-{shown.index(found) + 1}.{found.file.ending.lower()}"
    return download_response(found.file)


def _declare(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """The step before reading: no interest, or recused at once."""
    form = ConflictForm()
    if request.method == "POST":
        at = timezone.now()
        if request.POST.get("action") == "clear" and assignment.cleared_at is None:
            if not _is_linked(assignment):
                reviewing.declare_free(assignment=assignment, at=at)
                return redirect("calls:jury_reading", assignment.pk)
        else:
            form = ConflictForm(request.POST)
            if form.is_valid():
                reviewing.declare_conflict(assignment=assignment, reason=form.cleaned_data["reason"], at=at)
                messages.success(request, _("Vous êtes déporté : ce dossier ne vous est plus confié."))
                return redirect("calls:jury_call", assignment.round.call_id)
    context = {
        "assignment": assignment,
        "call": assignment.application.call,
        "application": assignment.application,
        "applicant": _applicant(assignment),
        "is_linked": _is_linked(assignment),
        "form": form,
    }
    return render(request, "calls/jury/declare.html", context, status=422 if form.errors else 200)


def _write(
    request: HttpRequest,
    assignment: Assignment,
    version: ApplicationVersion,
    form: ReviewForm,
    action: str,
) -> HttpResponse:
    """Save or hand in; a refusal is said beside what it concerns, with everything typed."""
    verb = reviewing.submit_review if action == "submit" else reviewing.save_review
    if form.is_valid():
        try:
            verb(assignment=assignment, version=version, draft=form.draft, at=timezone.now())
        except ReviewUnfinished as error:
            # Handing in takes its save back with it: what was typed is kept all the same.
            reviewing.save_review(assignment=assignment, version=version, draft=form.draft, at=timezone.now())
            form.say_lacking(error.lacking, error.reason)
        except CallError as error:
            form.add_error(None, error.reason)
        else:
            if request.headers.get("X-Requested-With") == "autosave":
                return HttpResponse(status=204)
            if action == "submit":
                messages.success(request, _("Votre avis est rendu. Merci."))
                return redirect("calls:jury_call", assignment.round.call_id)
            messages.success(request, _("Brouillon enregistré : votre avis n’est pas encore rendu."))
            return redirect("calls:jury_reading", assignment.pk)
    return _page(request, assignment, version, form, status=422)


def _page(
    request: HttpRequest,
    assignment: Assignment,
    version: ApplicationVersion,
    form: ReviewForm,
    status: int = 200,
) -> HttpResponse:
    application, call = assignment.application, assignment.application.call
    review: Review | None = (
        Review.objects.filter(assignment=assignment).select_related("version__form").first()
    )
    newer = review is not None and version.pk != review.version_id
    context = {
        "assignment": assignment,
        "application": application,
        "call": call,
        "round": assignment.round,
        "version": version,
        "applicant": _applicant(assignment),
        "sections": _sections(version),
        "review": review,
        "is_handed_in": bool(review and review.submitted_at),
        "is_over": timezone.now() >= assignment.round.due_at or application.state not in READ_STATES,
        "differences": (
            shown_changes(review.version, version, hidden=hidden_from_jurors(version))
            if newer and review
            else []
        ),
        "is_newer": newer,
        "form": form,
        "others": _others(assignment) if review and review.submitted_at else [],
    }
    return render(request, "calls/jury/reading.html", context, status=status)


def hidden_from_jurors(version: ApplicationVersion) -> frozenset[str]:
    """Return the keys of the questions whose answers would say who answers, when the call is read without names."""
    if not version.application.call.is_read_without_names:
        return frozenset()
    return frozenset(q.key for q in version.form.questionnaire.questions if q.says_who_answers)


def _sections(version: ApplicationVersion) -> list[ShownSection]:
    return shown_version(version, hidden=hidden_from_jurors(version))


def _version_read(request: HttpRequest, assignment: Assignment) -> ApplicationVersion:
    """Return the copy the page speaks of: the one a form was shown with, else the last."""
    named = request.POST.get("version", "")
    if named.isdecimal() and len(named) < 6:
        found = (
            ApplicationVersion.objects.filter(application=assignment.application, number=int(named))
            .select_related("form", "application__call")
            .first()
        )
        if found is not None:
            return found
    current = assignment.application.current
    if current is None:
        raise Http404
    return current


def _others(assignment: Assignment) -> list[Review]:
    """Return what the other jurors of the round handed in: shown once one's own is, never before; notes stay away."""
    return list(
        Review.objects.filter(
            assignment__application=assignment.application,
            assignment__round=assignment.round,
            submitted_at__isnull=False,
        )
        .exclude(assignment=assignment)
        .exclude(assignment__ending=Assignment.Ending.RECUSED)
        .defer("notes")
        .order_by("submitted_at", "pk")
    )


def _applicant(assignment: Assignment) -> dict[str, Any]:
    """Return who answers, as they were called at the deposit: never an address, nothing when read without names."""
    version = assignment.application.current
    if version is None or assignment.application.call.is_read_without_names:
        return {}
    return {
        "organisation": version.applicant.get("organisation", ""),
        "people": ", ".join(version.applicant.get("people", ())),
    }


def _is_linked(assignment: Assignment) -> bool:
    return known_link(assignment.juror, assignment.application)
