"""« Promotion »: the common launch of a call's projects, their timetable, workshops and mentors, where each stands."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from base.models import Territory
from calls.access import can_run
from calls.forms.promotions import LaunchForm, PreparationForms
from calls.models import Application, CallPage, Promotion
from calls.progress import progress_of
from calls.services import promoting
from calls.views.staff.frame import attempt, screen, staff_call
from stories.models import EventPage

TEMPLATE, HERE = "calls/admin/promotion.html", "juries:promotion"
PROPOSED_AFTER, PROPOSED_HOUR = timedelta(weeks=8), time(18)
MOST_EVENTS = 60


@require_http_methods(["GET", "HEAD", "POST"])
def promotion(request: HttpRequest, call_id: int) -> HttpResponse:
    """Form the promotion, then show and change all of it; `action` says which part was sent."""
    call = staff_call(request, call_id, "read_decisions")
    action = request.POST.get("action", "") if request.method == "POST" else ""
    may_prepare = can_run(request.user, "prepare_promotion", call)
    if request.method == "POST" and not may_prepare:
        raise Http404
    found = Promotion.objects.filter(call=call).first()
    if found is None:
        return _not_formed(request, call, action, may_prepare=may_prepare)
    found.call = call
    launch = LaunchForm(
        request.POST if action == "move" else None,
        zone=call.zone,
        initial={"launches_at": found.launches_at},
    )
    projects = list(Application.objects.selected(call.pk).select_related("mentor", "organisation", "holder"))
    typed = request.POST if action == "save" else None
    forms = PreparationForms(found, projects, _events(call, found), typed)
    if action == "move" and launch.is_valid() and _move(request, found, launch):
        return redirect(HERE, call.pk)
    if action == "save" and forms.is_valid() and _save(request, found, forms):
        return redirect(HERE, call.pk)
    context = {
        "promotion": found,
        "progress": progress_of(found, at=timezone.now()),
        "may_prepare": may_prepare and found.launched_at is None,
        "launch": launch,
        "forms": forms,
        "has_errors": bool(launch.errors) or (typed is not None and not forms.is_valid()),
    }
    return screen(request, TEMPLATE, call, HERE, **context)


def _not_formed(request: HttpRequest, call: CallPage, action: str, *, may_prepare: bool) -> HttpResponse:
    """Ask for the one thing a promotion starts from: its moment."""
    form = LaunchForm(
        request.POST if action == "open" else None,
        zone=call.zone,
        is_new=True,
        initial={"launches_at": _proposed(call)},
    )
    if action == "open" and form.is_valid():
        formed = attempt(
            request,
            lambda: promoting.open_promotion(
                call=call,
                launches_at=form.cleaned_data["launches_at"],
                at=timezone.now(),
                actor=request.user,  # type: ignore[arg-type]
            ),
            _("La promotion est formée : relisez les étapes, nommez les mentors."),
        )
        if formed:
            return redirect(HERE, call.pk)
    selected = Application.objects.selected(call.pk)
    is_possible = call.has_published_decisions and selected.exists()
    context = {"promotion": None, "launch": form, "projects": selected, "is_possible": is_possible}
    return screen(request, TEMPLATE, call, HERE, may_prepare=may_prepare, **context)


def _proposed(call: CallPage) -> datetime:
    """Propose a launch two months on, at an hour when people are home."""
    zone = ZoneInfo(call.zone)
    day = (timezone.now().astimezone(zone) + PROPOSED_AFTER).date()
    return datetime.combine(day, PROPOSED_HOUR, tzinfo=zone)


def _events(call: CallPage, found: Promotion) -> Any:
    """Return the events that may be chosen: those of the territory to come, and those chosen already."""
    territory = Territory.objects.for_page(call)
    here = EventPage.objects.visible().in_territory(territory) if territory else EventPage.objects.none()
    coming = here.upcoming(at=timezone.now()).values_list("pk", flat=True)[:MOST_EVENTS]
    chosen = found.workshops.values_list("pk", flat=True)
    return (
        EventPage.objects.filter(Q(pk__in=list(coming)) | Q(pk__in=list(chosen)))
        .coming_first(at=timezone.now())
        .with_cards()
    )


def _move(request: HttpRequest, found: Promotion, form: LaunchForm) -> bool:
    return attempt(
        request,
        lambda: promoting.move_launch(
            promotion=found,
            at=timezone.now(),
            actor=request.user,  # type: ignore[arg-type]
            **form.cleaned_data,
        ),
        _("Le lancement commun est déplacé : les porteurs et leurs mentors reçoivent un courriel."),
    )


def _save(request: HttpRequest, found: Promotion, forms: PreparationForms) -> bool:
    return attempt(
        request,
        lambda: promoting.save_preparation(
            promotion=found,
            at=timezone.now(),
            actor=request.user,  # type: ignore[arg-type]
            **forms.drafts,
        ),
        _("La préparation est enregistrée."),
    )
