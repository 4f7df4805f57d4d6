"""Back office of applications: the list, one application, a request for more, the spreadsheets."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from accounts.doors import editors_only, finance_only, readers_only
from accounts.groups import EDITORS, belongs
from base import clock
from base.audit import record
from base.context import current_territory
from base.models import Territory
from base.spreadsheets import csv_response, xlsx_file_response
from calls.access import can, readable_applications
from calls.application_columns import columns_for, with_columns
from calls.application_export import Export, export_of
from calls.application_querysets import ApplicationQuerySet
from calls.errors import MoveRefused
from calls.forms.applications import ApplicationFilters, AskMoreForm, CallChoiceForm
from calls.models import Application
from calls.services.depositing import ask_more
from calls.shown_answers import shown_changes, shown_version

PER_PAGE = 50


@readers_only
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the applications asked for, the last deposited first; names are read here, hence the audit line."""
    form, rows = _asked(request)
    columns = columns_for(request.user)
    shown = Paginator(
        with_columns(rows, request.user)
        .select_related("call", "organisation", "current")
        .order_by("-deposited_at", "-pk"),
        PER_PAGE,
    ).get_page(request.GET.get("p"))
    query = request.GET.copy()
    query.pop("p", None)
    record("applications.listed", actor=request.user, detail={"searched": bool(request.GET.get("q"))})
    context = {
        "form": form,
        "shown": shown,
        "rows": [(row, [column.cell(row) for column in columns]) for row in shown],
        "columns": columns,
        "query": query.urlencode(),
        "zone": _zone(request),
        "call": form.cleaned_data.get("appel"),
        "may_export": belongs(request.user, EDITORS),
    }
    return render(request, "calls/admin/applications.html", context)


@readers_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def inspect(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one deposited copy, its changes, its history; take a request for more; 404 when it may not be read."""
    application = _found(request, pk)
    territory = Territory.objects.for_page(application.call)
    zone = territory.zone if territory else settings.TIME_ZONE
    at = clock.now()
    form = AskMoreForm(request.POST or None, at=at, zone=zone)
    if request.method == "POST" and form.is_valid():
        return _ask(request, application, form, at)
    versions = list(application.versions.select_related("form", "deposited_by"))
    number = request.GET.get("depot", "")
    place = next((p for p, v in enumerate(versions) if str(v.number) == number), len(versions) - 1)
    version, before = versions[place], versions[place - 1] if place else None
    changed = shown_changes(before, version) if before else []
    asked = {question.key for question in version.form.questionnaire.questions}
    record(
        "application.inspected",
        actor=request.user,
        subject=application,
        detail={"deposit": version.number},
        at=at,
    )
    context: dict[str, Any] = {
        "application": application,
        "sections": shown_version(version),
        "changed": {change.question.key: change for change in changed},
        "gone": [change for change in changed if change.question.key not in asked],
        "version": version,
        "before": before,
        "versions": versions,
        "changes": application.changes.select_related("actor"),
        "requests": application.requests.select_related("asked_by", "answered_by"),
        "form": form,
        "may_ask": application.state == Application.State.DEPOSITED,
        "zone": zone,
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "calls/admin/application.html", context, status=status)


@editors_only
@require_safe
def export_csv(request: HttpRequest) -> HttpResponseBase:
    """Send the applications asked for as CSV, read as they are sent; nothing in it names or reaches a person."""
    return _as_csv(_plain(request, "csv"))


@editors_only
@require_safe
def export_xlsx(request: HttpRequest) -> HttpResponseBase:
    """Send the same as a workbook."""
    return _as_xlsx(_plain(request, "xlsx"))


@finance_only
@never_cache
@require_safe
def complete(request: HttpRequest) -> HttpResponse:
    """Let finance choose the call whose complete export it needs; no application is shown here."""
    form = CallChoiceForm()
    return render(request, "calls/admin/complete_export.html", {"form": form})


@finance_only
@require_safe
def complete_csv(request: HttpRequest) -> HttpResponseBase:
    """Send the applications of a call, or of all, with names and addresses."""
    return _as_csv(_complete(request, "csv"))


@finance_only
@require_safe
def complete_xlsx(request: HttpRequest) -> HttpResponseBase:
    """Send the same as a workbook."""
    return _as_xlsx(_complete(request, "xlsx"))


def _asked(request: HttpRequest) -> tuple[ApplicationFilters, ApplicationQuerySet]:
    readable = readable_applications(request.user)
    form = ApplicationFilters(request.GET, rows=readable, reader=request.user)
    return form, form.narrowed(readable)


def _plain(request: HttpRequest, kind: str) -> Export:
    form, rows = _asked(request)
    call = form.cleaned_data.get("appel")
    record(
        "applications.exported", actor=request.user, subject=call, detail={"kind": kind, "complete": False}
    )
    return export_of(rows, zone=_zone(request), reader=request.user)


def _complete(request: HttpRequest, kind: str) -> Export:
    form = CallChoiceForm(request.GET)
    call, rows = form.call, Application.objects.read_by_staff()
    record("applications.exported", actor=request.user, subject=call, detail={"kind": kind, "complete": True})
    rows = rows.filter(call=call) if call else rows
    return export_of(rows, zone=_zone(request), reader=request.user, is_complete=True)


def _as_csv(export: Export) -> HttpResponseBase:
    return csv_response(_("candidatures.csv"), export.header, export.rows)


def _as_xlsx(export: Export) -> HttpResponseBase:
    return xlsx_file_response(_("candidatures.xlsx"), _("Candidatures"), export.header, export.rows)


def _found(request: HttpRequest, pk: int) -> Application:
    rows = Application.objects.select_related("call", "holder", "organisation", "current")
    application = rows.filter(pk=pk).first()
    if application is None or not can(request.user, "inspect", application):
        raise Http404
    return application


def _ask(request: HttpRequest, application: Application, form: AskMoreForm, at: datetime) -> HttpResponse:
    if not can(request.user, "ask_more", application):
        raise Http404
    try:
        ask_more(
            application=application,
            text=form.cleaned_data["text"],
            due_at=form.due_at,
            at=at,
            actor=request.user,  # type: ignore[arg-type]
        )
    except MoveRefused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, _("Votre demande est partie ; la candidature attend son complément."))
    return redirect("applications:inspect", application.pk)


def _zone(request: HttpRequest) -> str:
    territory = current_territory(request)
    return territory.zone if territory else settings.TIME_ZONE
