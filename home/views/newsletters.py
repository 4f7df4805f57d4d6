"""Newsletters in the admin: writing, looking at, trying, scheduling; the worker sends them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from accounts.doors import editors_only
from base.audit import record
from base.dates_display import moment
from home.forms.newsletters import NewsletterForm, ScheduleForm
from home.models import Newsletter, Selection
from home.outlets.letters import preview_of
from home.services import newsletters as service
from home.services.newsletters import NewsletterRefused
from home.views.selections import show_outlets

REFUSALS = {
    "started": gettext_lazy("Cette lettre a commencé à partir : elle ne change plus."),
    "empty": gettext_lazy("Aucune page de la sélection n’est publique : la lettre serait vide."),
    "past": gettext_lazy("Cette heure est passée : choisissez-en une à venir."),
}


@editors_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the letters, the last written first."""
    letters = Newsletter.objects.select_related("selection", "theme")[:100]
    context = {
        "newsletters": letters,
        "header_title": _("Lettres"),
        "header_icon": "mail",
        "breadcrumbs_items": [{"url": "", "label": _("Lettres")}],
    }
    return render(request, "home/admin/newsletters.html", context)


@editors_only
@require_POST
def add(request: HttpRequest, selection_id: int) -> HttpResponse:
    """Write the draft of a letter made of a selection, and open it."""
    selection = get_object_or_404(Selection.objects.select_related("territory"), pk=selection_id)
    form = NewsletterForm(request.POST, territory=selection.territory)
    if not form.is_valid():
        return show_outlets(request, selection, form)
    letter = service.prepare(
        selection=selection,
        subject=form.cleaned_data["subject"],
        theme=form.cleaned_data["theme"],
        author=request.user,  # type: ignore[arg-type]
    )
    return redirect("newsletters:edit", letter.pk)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a letter: where it stands, who gets it, what it looks like; on POST do what was asked."""
    letter = _letter(pk)
    forms = _forms(letter)
    if request.method == "POST":
        action = ACTIONS.get(request.POST.get("action", ""))
        if action is None:
            raise Http404
        try:
            answer = action(request, letter, forms)
        except NewsletterRefused as refused:
            messages.error(request, str(REFUSALS[refused.code]))
            answer = redirect("newsletters:edit", pk)
        if answer is not None:
            return answer
    changeable = letter.state in service.CHANGEABLE
    context = {
        "letter": letter,
        **forms,
        "changeable": changeable,
        "readers": service.audience(letter).count(),
        "progress": service.progress(letter) if not changeable else {},
        "preview": preview_of(letter, at=timezone.now()),
        "email": request.user.email,  # type: ignore[union-attr]
        "zone": letter.selection.territory.zone,
        "header_title": letter.subject,
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": reverse("newsletters:list"), "label": _("Lettres")},
            {"url": "", "label": letter.subject},
        ],
    }
    has_errors = any(form.errors for form in forms.values())
    return render(request, "home/admin/newsletter.html", context, status=422 if has_errors else 200)


@editors_only
@require_safe
@xframe_options_sameorigin
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the letter itself, for the frame of its screen."""
    return HttpResponse(preview_of(_letter(pk), at=timezone.now()).html)


def _letter(pk: int) -> Newsletter:
    rows = Newsletter.objects.select_related("selection__territory__logo", "theme")
    return get_object_or_404(rows, pk=pk)


def _forms(letter: Newsletter) -> dict[str, Any]:
    territory = letter.selection.territory
    # A copy: a refused form must not change what the screen says of the letter.
    return {
        "form": NewsletterForm(
            territory=territory, initial={"subject": letter.subject, "theme": letter.theme_id}
        ),
        "schedule_form": ScheduleForm(territory=territory),
    }


def _revise(request: HttpRequest, letter: Newsletter, forms: dict[str, Any]) -> HttpResponse | None:
    form = forms["form"] = NewsletterForm(request.POST, territory=letter.selection.territory)
    if not form.is_valid():
        return None
    service.revise(newsletter=letter, subject=form.cleaned_data["subject"], theme=form.cleaned_data["theme"])
    messages.success(request, _("La lettre est enregistrée."))
    return redirect("newsletters:edit", letter.pk)


def _test(request: HttpRequest, letter: Newsletter, forms: dict[str, Any]) -> HttpResponse:
    service.send_test(newsletter=letter, user=request.user, at=timezone.now())  # type: ignore[arg-type]
    messages.success(
        request,
        _("L’essai part vers %(email)s dans la minute.") % {"email": request.user.email},  # type: ignore[union-attr]
    )
    return redirect("newsletters:edit", letter.pk)


def _schedule(request: HttpRequest, letter: Newsletter, forms: dict[str, Any]) -> HttpResponse | None:
    territory = letter.selection.territory
    form = forms["schedule_form"] = ScheduleForm(request.POST, territory=territory)
    if not form.is_valid():
        return None
    send_at = form.cleaned_data["send_at"]
    service.schedule(newsletter=letter, send_at=send_at, at=timezone.now())
    record(
        "newsletter.scheduled", actor=request.user, subject=letter, detail={"send_at": send_at.isoformat()}
    )
    messages.success(
        request, _("La lettre partira le %(moment)s.") % {"moment": moment(send_at, territory.zone)}
    )
    return redirect("newsletters:edit", letter.pk)


def _send_now(request: HttpRequest, letter: Newsletter, forms: dict[str, Any]) -> HttpResponse:
    now = timezone.now()
    service.schedule(newsletter=letter, send_at=now, at=now)
    record("newsletter.sent", actor=request.user, subject=letter)
    messages.success(request, _("La lettre part dans la minute ; cette page dit où elle en est."))
    return redirect("newsletters:edit", letter.pk)


def _unschedule(request: HttpRequest, letter: Newsletter, forms: dict[str, Any]) -> HttpResponse:
    service.unschedule(newsletter=letter)
    record("newsletter.unscheduled", actor=request.user, subject=letter)
    messages.success(request, _("L’envoi est annulé : la lettre est de nouveau un brouillon."))
    return redirect("newsletters:edit", letter.pk)


def _discard(request: HttpRequest, letter: Newsletter, forms: dict[str, Any]) -> HttpResponse:
    service.discard(newsletter=letter)
    messages.success(request, _("La lettre est supprimée."))
    return redirect("selections:outlets", letter.selection_id)


ACTIONS = {
    "revise": _revise,
    "test": _test,
    "schedule": _schedule,
    "send_now": _send_now,
    "unschedule": _unschedule,
    "discard": _discard,
}
