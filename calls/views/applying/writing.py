"""Writing one step: saved with its button, on leaving a field, and never lost on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from base import clock
from base.caching import personal_page
from base.dates_display import hour
from base.errors import FileRefused
from base.rate_limits import hit, too_many_requests, visitor_key
from calls import access
from calls.errors import CallError
from calls.forms.steps import OF_FILES, StepForm, field_name, read_marks, seen_mark, seen_marks, stored_fields
from calls.forms.typed import plain_form, without_line
from calls.kept_text import forget_text, keep_text, kept_text, mark_of, written_by
from calls.models import Application
from calls.questionnaire import Conflict, Questionnaire, Section
from calls.services import drafting
from calls.shown_answers import shown_answer
from calls.views.applying.attaching import attach_chosen, documents_for, remove_asked
from calls.views.applying.frame import (
    current_form,
    found_application,
    person,
    shared_context,
    to_mend_in,
    zone_of,
)

SAVES, _MINUTE = 120, timedelta(minutes=1)


@dataclass
class Row:
    """One question as its step shows it."""

    question: Any
    field: Any
    name: str
    is_lacking: bool
    files: list[Any]
    documents: list[Any]
    tables: list[dict[str, Any]]
    place: dict[str, str]
    kept: Any = None  # the stored answer, when somebody else wrote another one meanwhile


@csrf_exempt  # the form's own mark, signed for one person and one application, outlives a session; see kept_text
@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, reference: UUID, section: str) -> HttpResponse:
    """Show a step; on POST save what fits, and show the rest again beside its message."""
    if not request.user.is_authenticated:
        return keep_text(request, reference, section)
    application = found_application(request, reference, "hold")
    may_write = access.can(request.user, "write", application)
    if request.method != "POST":
        if not may_write:
            return redirect("calls:application", application.reference)
        return _show(request, application, section)
    wait = hit("calls.save", visitor_key(request), limit=SAVES, per=_MINUTE, at=timezone.now())
    if wait:
        return too_many_requests(request, wait)
    typed = without_line(plain_form(request.POST))
    form = _section_form(application, section, typed, request.FILES)
    if not may_write:
        return _too_late(request, application, section, form)
    if written_by(request.POST.get("mark", ""), reference) != person(request).pk:
        messages.warning(request, _("Cette page datait d’une autre connexion : relisez, puis enregistrez."))
        return _page(request, application, section, form, status=409)
    forget_text(request, reference, section)
    return _save(request, application, section, form)


def _show(request: HttpRequest, application: Application, section: str) -> HttpResponse:
    kept = kept_text(request, application.reference, section)
    if kept is not None:
        messages.warning(
            request,
            _(
                "Voici ce que vous aviez tapé avant d’être déconnecté. Ce n’est pas encore enregistré :"
                " relisez, puis enregistrez."
            ),
        )
        form = _section_form(application, section, kept)
        return _page(
            request, application, section, form, seen=kept.get("seen", ""), base=_number(kept.get("base"))
        )
    found = _section(application, section)
    form = StepForm(found, stored_fields(found, application.answers, application.unfit))
    return _page(request, application, section, form)


def _too_late(request: HttpRequest, application: Application, section: str, form: StepForm) -> HttpResponse:
    """Somebody deposited or withdrew it meanwhile: what was typed is shown, to be copied, and not saved."""
    words = _(
        "Cette candidature vient d’être déposée ou retirée : elle ne se modifie plus. Rien n’a été enregistré."
    )
    if _wants_json(request):
        return JsonResponse({"state": "failed", "words": words}, status=409)
    messages.error(request, words)
    return _page(request, application, section, form, status=409)


def _save(request: HttpRequest, application: Application, section: str, form: StepForm) -> HttpResponse:
    at = timezone.now()
    seen, base = read_marks(form.typed.get("seen", "")), _number(form.typed.get("base"))
    undecided = _undecided(form)
    answers, unfit = _touched(application, form, seen, skipped=undecided | _given_up(form))
    try:
        merged = drafting.save_answers(
            application=application, typed=answers, unfit=unfit, base=base, at=at, actor=person(request)
        )
        refusals = attach_chosen(application, form, at=at, actor=person(request))
        refusals += remove_asked(application, form.section, request.POST, at=at)
    except (CallError, FileRefused) as error:
        messages.error(request, getattr(error, "reason", "") or str(error))
        return redirect("calls:application", application.reference)
    for name, words in refusals:
        form.add_error(name, words)
    conflicts = {conflict.key: conflict for conflict in merged.conflicts}
    for key in undecided - set(conflicts):
        conflicts[key] = Conflict(key, application.answers.get(key), None)
    if _wants_json(request):
        return _saved_in_words(application, form, conflicts)
    if conflicts or form.errors:
        return _page(
            request, application, section, form, conflicts=conflicts, status=409 if conflicts else 422
        )
    return _go_on(request, application, section)


def _go_on(request: HttpRequest, application: Application, section: str) -> HttpResponse:
    """Go where the button leads: the next step, the summary, or this step again."""
    asked = request.POST
    if "continue" in asked:
        keys = [known.key for known in current_form(application).sections]
        later = keys[keys.index(section) + 1 :] if section in keys else []
        if later:
            return redirect("calls:step", application.reference, later[0])
        return redirect("calls:application", application.reference)
    if "leave" in asked:
        messages.success(request, _("Votre brouillon est enregistré. Il n’est pas encore déposé."))
        return redirect("calls:mine")
    pressed = next((asked[name] for name in ("at", "remove", "reattach", "clear") if name in asked), "")
    anchor = f"#{pressed.split()[0]}" if pressed.startswith("q-") else ""
    if not anchor:
        messages.success(request, _("Enregistré. Votre candidature n’est pas encore déposée."))
    response = redirect("calls:step", application.reference, section)
    response["Location"] += anchor
    return response


def _touched(
    application: Application, form: StepForm, seen: dict[str, str], *, skipped: set[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the person changed: answers, then what does not fit. What they only read is no change."""
    unfit = {key: raw for key, raw in form.unfit().items() if key not in skipped}
    answers = {key: value for key, value in form.answers().items() if key not in skipped}

    def is_unchanged(key: str, answer: Any, raw: Any) -> bool:
        return seen.get(key) == seen_mark([answer, raw])

    touched = {key: value for key, value in answers.items() if not is_unchanged(key, value, None)}
    wrong = {
        key: raw for key, raw in unfit.items() if not is_unchanged(key, application.answers.get(key), raw)
    }
    return touched, wrong


def _undecided(form: StepForm) -> set[str]:
    """Return the questions two people answered, for which no version was chosen yet."""
    return {
        key
        for key in form.typed.getlist("conflict")
        if form.typed.get(f"keep-{key}") not in ("mine", "stored")
    }


def _given_up(form: StepForm) -> set[str]:
    """Return the questions for which the stored version was preferred to one's own."""
    return {key for key in form.typed.getlist("conflict") if form.typed.get(f"keep-{key}") == "stored"}


def _saved_in_words(application: Application, form: StepForm, conflicts: dict[str, Conflict]) -> JsonResponse:
    """Answer the script: a word on the state, the errors by field, and what the page must know from now on."""
    lacking = len(to_mend_in(application, current_form(application)))
    if conflicts:
        words = _("Quelqu’un d’autre a changé la même réponse : appuyez sur « Enregistrer » pour choisir.")
    elif form.errors:
        words = _("Enregistré, sauf ce qui est à corriger.")
    else:
        words = _("Enregistré à %(hour)s, pas encore déposé.") % {
            "hour": hour(application.saved_at, zone_of(application))
        }
    return JsonResponse(
        {
            "state": "conflict" if conflicts else "errors" if form.errors else "saved",
            "words": words,
            "lacking": ngettext("%(n)s réponse à compléter", "%(n)s réponses à compléter", lacking)
            % {"n": lacking}
            if lacking
            else _("Tout est rempli"),
            "errors": {name: list(errors) for name, errors in form.errors.items()},
            "base": application.revision,
            "seen": "" if conflicts else seen_marks(form.section, application.answers, application.unfit),
        }
    )


def _page(
    request: HttpRequest,
    application: Application,
    section: str,
    form: StepForm,
    *,
    conflicts: dict[str, Conflict] | None = None,
    seen: str = "",
    base: int | None = None,
    status: int = 200,
) -> HttpResponse:
    questionnaire = current_form(application)
    context = shared_context(request, application, questionnaire, current=section)
    rows = _rows(application, form, conflicts or {})
    keys = [known.key for known in questionnaire.sections]
    number = keys.index(section) + 1 if section in keys else 1
    return render(
        request,
        "calls/applying/step.html",
        {
            **context,
            "form": form,
            "section": form.section,
            "rows": rows,
            "conflicts": [row for row in rows if row.kept is not None],
            "number": number,
            "total": len(keys),
            "is_last": number == len(keys),
            "base": application.revision if base is None else base,
            "seen": seen or seen_marks(form.section, application.answers, application.unfit),
            "mark": mark_of(person(request), application.reference),
            "at": clock.now(),
        },
        status=status,
    )


def _rows(application: Application, form: StepForm, conflicts: dict[str, Conflict]) -> list[Row]:
    attached = {str(file.reference): file for file in application.files.select_related("file")}
    lacking = {question.key for question in to_mend_in(application, Questionnaire((form.section,)))}
    documents = documents_for(application) if any(q.kind in OF_FILES for q in form.section.questions) else []
    rows = []
    for question in form.section.questions:
        field = form[field_name(question)]
        widget = field.field.widget
        answer = application.answers.get(question.key)
        rows.append(
            Row(
                question=question,
                field=field,
                name=field_name(question),
                is_lacking=question.key in lacking,
                files=[attached[name] for name in answer or [] if name in attached]
                if question.kind in OF_FILES
                else [],
                documents=documents if question.kind in OF_FILES else [],
                tables=widget.tables(field.html_name, field.value()) if question.kind == "budget" else [],
                place=field.value() if question.kind == "place" else {},
                kept=shown_answer(question, conflicts[question.key].kept)
                if question.key in conflicts
                else None,
            )
        )
    return rows


def _section(application: Application, key: str) -> Section:
    """Return the section of that key in the form as it is, else as it was last shown; 404 when neither has it."""
    for form in (current_form(application), application.form.questionnaire):
        for section in form.sections:
            if section.key == key:
                return section
    raise Http404


def _section_form(application: Application, key: str, data: QueryDict, files: Any = None) -> StepForm:
    return StepForm(_section(application, key), data, files)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("accept", "").startswith("application/json")


def _number(text: Any) -> int:
    return int(text) if str(text or "").isascii() and str(text or "").isdigit() and len(str(text)) < 10 else 0
