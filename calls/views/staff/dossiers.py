"""One application before staff: its reviews, its readers, its decision with the letter as it will leave."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from base.audit import record
from calls.access import can
from calls.forms.deciding import AssignForm, DecisionForm
from calls.models import Application, Assignment, Decision, Juror
from calls.services import assigning, deciding
from calls.services.campaigns import prepare_campaign
from calls.services.publishing import letter_of
from calls.shown_answers import shown_version
from calls.standings import best_first, current_round
from calls.views.staff.frame import attempt, screen, staff_call


def dossier_of(request: HttpRequest, call_id: int, number: int) -> Application:
    """Return a deposited application of a call the visitor runs; Http404 for anything else."""
    call = staff_call(request, call_id, "run_jury")
    application = get_object_or_404(
        Application.objects.select_related("call", "current__form", "holder", "organisation"),
        call=call,
        number=number,
    )
    if application.current is None:
        raise Http404
    return application


@require_http_methods(["GET", "HEAD", "POST"])
def dossier(request: HttpRequest, call_id: int, number: int) -> HttpResponse:
    """Show everything the jury wrote of an application, and write its decision."""
    application = dossier_of(request, call_id, number)
    version = application.current
    assert version is not None
    criteria = version.form.questionnaire.criteria
    drafted = Decision.objects.filter(application=application, publication=None).first()
    form = DecisionForm(
        request.POST or None, initial=DecisionForm.first_values(drafted, criteria), criteria=criteria
    )
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            request,
            lambda: deciding.save_decision(
                application=application,
                draft=form.draft,
                at=timezone.now(),
                actor=request.user,  # type: ignore[arg-type]
            ),
            _("La décision est rédigée. Personne ne la voit avant sa publication."),
        )
        if saved:
            return redirect("juries:dossier", call_id, number)
    record("applications.read", actor=request.user, subject=application)
    if drafted is not None:
        drafted.application = application
    readings = list(
        Assignment.objects.filter(application=application, ended_at=None)
        .select_related("juror__user", "round", "review")
        .defer("review__notes")
        .order_by("-round__number", "pk")
    )
    context = {
        "application": application,
        "sections": shown_version(version),
        "criteria": criteria,
        "readings": readings,
        "recusals": application.recusals.select_related("juror__user"),
        "standing": best_first(application.call).get(application.pk),
        "assign_form": AssignForm(jurors=_free_jurors(application)),
        "drafted": drafted,
        "letter": letter_of(drafted) if drafted else None,
        "in_force": deciding.decision_in_force(application),
        "may_decide": application.state in deciding.DECIDABLE,
        "may_prepare": can(request.user, "prepare_campaign", application),
        "form": form,
    }
    return screen(request, "calls/admin/dossier.html", application.call, "juries:ranking", **context)


@require_POST
def readers(request: HttpRequest, call_id: int, number: int) -> HttpResponse:
    """Give the application to a juror, hand it over, or take it back."""
    application = dossier_of(request, call_id, number)
    at, actor = timezone.now(), request.user
    round_ = current_round(application.call)
    named = request.POST.get("reading", "")
    held = (
        Assignment.objects.filter(application=application, ended_at=None, pk=int(named)).first()
        if named.isdecimal() and len(named) < 18
        else None
    )
    form = AssignForm(request.POST, jurors=_free_jurors(application))
    facts: dict[str, Any] = {"at": at, "actor": actor}
    if held and form.is_valid():
        juror = form.cleaned_data["juror"]
        attempt(
            request, lambda: assigning.reassign(assignment=held, juror=juror, **facts), _("C’est confié.")
        )
    elif held:
        attempt(request, lambda: assigning.free(assignment=held, **facts), _("La lecture est retirée."))
    elif round_ and form.is_valid():
        juror = form.cleaned_data["juror"]
        attempt(
            request,
            lambda: assigning.assign(round_=round_, application=application, juror=juror, **facts),
            _("C’est confié."),
        )
    return redirect("juries:dossier", call_id, number)


@require_POST
def drop(request: HttpRequest, call_id: int, number: int) -> HttpResponse:
    """Forget the draft of a decision."""
    application = dossier_of(request, call_id, number)
    attempt(request, lambda: deciding.drop_decision(application=application), _("Le brouillon est effacé."))
    return redirect("juries:dossier", call_id, number)


@require_POST
def campaign(request: HttpRequest, call_id: int, number: int) -> HttpResponse:
    """Make the draft campaign of an accepted application, once."""
    application = dossier_of(request, call_id, number)
    if not can(request.user, "prepare_campaign", application):
        raise Http404
    attempt(
        request,
        lambda: prepare_campaign(
            application=application,
            at=timezone.now(),
            actor=request.user,  # type: ignore[arg-type]
        ),
        _("La campagne est en brouillon : son porteur vient de recevoir le lien pour la compléter."),
    )
    return redirect("juries:dossier", call_id, number)


def _free_jurors(application: Application) -> Any:
    """Jurors of the call who do not read it yet and did not recuse themselves."""
    taken = Assignment.objects.filter(application=application, ended_at=None).values("juror")
    recused = application.recusals.values("juror")
    return (
        Juror.objects.filter(call=application.call_id, left_at=None)
        .exclude(pk__in=taken)
        .exclude(pk__in=recused)
        .select_related("user")
    )
