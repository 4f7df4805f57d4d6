"""« Décisions »: what is drafted, what the fund would cover, the letters, and the moment all of it becomes public."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from calls.access import can_run
from calls.errors import CallError
from calls.forms.deciding import AnswerForm, FromRankingForm, PlanForm
from calls.fund import Simulation, simulate
from calls.models import Application, CallPage, Decision, Publication, SecondLook
from calls.ranking import Standing
from calls.services import deciding, publishing
from calls.standings import best_first, fund_rules
from calls.views.staff.frame import attempt, screen, staff_call

PER_PAGE = 50
LETTERS_PER_PAGE = 20
O = Decision.Outcome  # noqa: E741


@require_http_methods(["GET", "HEAD", "POST"])
def decisions(request: HttpRequest, call_id: int) -> HttpResponse:
    """Show every decision in the order of the ranking; draft, plan, approve or cancel as `action` asks."""
    call = staff_call(request, call_id, "read_decisions")
    action = request.POST.get("action", "") if request.method == "POST" else ""
    planned = call.publications.filter(published_at=None, cancelled_at=None).select_related(
        "prepared_by", "approved_by"
    ).first()  # fmt: skip
    if action in {"approve", "cancel"}:
        return _settle(request, call, planned, action)
    plan = PlanForm(
        request.POST if action == "plan" else None,
        zone=call.zone,
        initial={"planned_at": call.results_at, "needs_second": True},
    )
    from_ranking = FromRankingForm(
        request.POST if action == "draft" else None, initial={"kept": call.places or 0, "reserve": 0}
    )
    if action and not can_run(request.user, "decide", call):
        raise Http404
    if action == "plan" and plan.is_valid() and _plan(request, call, plan):
        return redirect("juries:decisions", call.pk)
    if action == "draft" and from_ranking.is_valid() and _draft(request, call, from_ranking):
        return redirect("juries:decisions", call.pk)
    standings = best_first(call)
    order = _in_order(call, standings)
    drafted = {
        row.application_id: row for row in Decision.objects.filter(application__call=call, publication=None)
    }
    shown = Paginator(order, PER_PAGE).get_page(request.GET.get("p"))
    context: dict[str, Any] = {
        "rows": [(row, standings.get(row.pk), drafted.get(row.pk)) for row in shown],
        "shown": shown,
        "counts": [
            (outcome.label, sum(row.outcome == outcome for row in drafted.values())) for outcome in O
        ],
        "undecided": publishing.undecided_of(call),
        "planned": planned,
        "may_approve": planned is not None
        and planned.awaits_second
        and planned.prepared_by_id != request.user.pk
        and can_run(request.user, "approve_publication", call),
        "may_decide": can_run(request.user, "decide", call),
        "plan": plan,
        "from_ranking": from_ranking,
        "published": call.publications.filter(published_at__isnull=False).first(),
        # What people wrote is read by those who run the call; who only approves reads titles and outcomes.
        "second_looks": SecondLook.objects.filter(decision__application__call=call, answered_at=None)
        .select_related("decision__application") if can_run(request.user, "decide", call) else [],
        **_fund(call, order, drafted),
    }  # fmt: skip
    return screen(request, "calls/admin/decisions.html", call, "juries:decisions", **context)


@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest, call_id: int) -> HttpResponse:
    """Show each letter as it will leave; on POST change what is added to one."""
    call = staff_call(request, call_id, "decide")
    if request.method == "POST":
        named = request.POST.get("decision", "")
        drafted = get_object_or_404(
            Decision.objects.select_related("application__call"),
            application__call=call,
            publication=None,
            pk=int(named) if named.isdecimal() and len(named) < 18 else 0,
        )
        added = request.POST.get("addition", "").replace("\x00", "")[:3000].strip()
        draft = deciding.DecisionDraft(
            outcome=drafted.outcome,
            reasons=drafted.reasons,
            public_sentence=drafted.public_sentence,
            reserve_rank=drafted.reserve_rank,
            addition=added,
        )
        attempt(
            request,
            lambda: deciding.save_decision(
                application=drafted.application,
                draft=draft,
                at=timezone.now(),
                actor=request.user,  # type: ignore[arg-type]
            ),
            _("Le courrier est changé."),
        )
        return redirect(f"{request.path}?p={request.GET.get('p', '1')}")
    rows = (
        Decision.objects.filter(application__call=call, publication=None)
        .select_related("application__call", "application__current__form")
        .order_by("outcome", "reserve_rank", "application__number")
    )
    shown = Paginator(rows, LETTERS_PER_PAGE).get_page(request.GET.get("p"))
    context = {"rows": [(row, publishing.letter_of(row)) for row in shown], "shown": shown}
    return screen(request, "calls/admin/letters.html", call, "juries:decisions", **context)


@require_POST
def answer(request: HttpRequest, call_id: int, pk: int) -> HttpResponse:
    """Answer somebody who asked for another look."""
    call = staff_call(request, call_id, "decide")
    asked = get_object_or_404(SecondLook, pk=pk, decision__application__call=call)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Écrivez la réponse."))
        return redirect("juries:decisions", call.pk)
    attempt(
        request,
        lambda: deciding.answer_second_look(
            second_look=asked,
            at=timezone.now(),
            actor=request.user,  # type: ignore[arg-type]
            **form.cleaned_data,
        ),
        _("La réponse est partie."),
    )
    return redirect("juries:decisions", call.pk)


def _in_order(call: CallPage, standings: dict[int, Standing]) -> list[Application]:
    """Return the applications that may be decided, best ranked first, then those nobody marked."""
    places = {application: place for place, application in enumerate(standings)}
    rows = call.applications.filter(
        state__in=[*deciding.DECIDABLE, Application.State.ACCEPTED, Application.State.REFUSED]
    ).defer("answers", "changed_at_revision")
    return sorted(rows, key=lambda row: (places.get(row.pk, len(places)), row.number or 0))


def _fund(call: CallPage, order: list[Application], drafted: dict[int, Decision]) -> dict[str, Any]:
    """Return what the envelope would give the kept, and what if the reserve moved up."""
    rules = fund_rules(call)
    if rules is None:
        return {"fund": None}

    def goals(*outcomes: str) -> list[tuple[int, int]]:
        chosen: list[tuple[int, int]] = []
        for outcome in outcomes:
            kept = [
                row
                for row in order
                if (drafted[row.pk].outcome if row.pk in drafted else row.state) == outcome
            ]
            kept.sort(key=lambda row: (drafted[row.pk].reserve_rank if row.pk in drafted else None) or 0)
            chosen += [(row.pk, row.goal_cents or 0) for row in kept]
        return chosen

    kept: Simulation = simulate(goals(O.ACCEPTED), rules)
    return {
        "fund": rules,
        "simulation": kept,
        "with_reserve": simulate(goals(O.ACCEPTED, O.RESERVE), rules),
        "shares": {share.project: share for share in kept.shares},
    }


def _plan(request: HttpRequest, call: CallPage, form: PlanForm) -> bool:
    try:
        publishing.plan_publication(
            call=call,
            at=timezone.now(),
            actor=request.user,  # type: ignore[arg-type]
            **form.cleaned_data,
        )
    except CallError as error:
        form.add_error(None, error.reason)
        messages.error(request, error.reason)
        return False
    messages.success(request, _("La publication est prévue."))
    return True


def _draft(request: HttpRequest, call: CallPage, form: FromRankingForm) -> bool:
    def draft() -> None:
        count = deciding.draft_from_ranking(
            call=call,
            at=timezone.now(),
            actor=request.user,  # type: ignore[arg-type]
            **form.cleaned_data,
        )
        messages.success(
            request,
            ngettext("%(count)d décision rédigée.", "%(count)d décisions rédigées.", count)
            % {"count": count},
        )

    return attempt(request, draft)


def _settle(request: HttpRequest, call: CallPage, planned: Publication | None, action: str) -> HttpResponse:
    right = "approve_publication" if action == "approve" else "decide"
    if planned is None or not can_run(request.user, right, call):
        raise Http404
    verb = publishing.approve_publication if action == "approve" else publishing.cancel_publication
    done = _("La publication est approuvée.") if action == "approve" else _("La publication est annulée.")
    facts: dict[str, Any] = {"publication": planned, "at": timezone.now(), "actor": request.user}
    attempt(request, lambda: verb(**facts), done)
    return redirect("juries:decisions", call.pk)
