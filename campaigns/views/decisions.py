"""Pages of decisions of two people: what waits, one decision with all its approver must know, asking for new terms.

They are front pages: whoever approves may work elsewhere. One signs in, with the second factor where the team must
have it, and confirms again before answering.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.confirmation import recently_confirmed, typed_before
from accounts.models import User
from base import clock
from base.audit import record
from base.caching import personal_page
from base.private_files import download_response
from base.rate_limits import rate_limited
from campaigns.access import (
    answerable_decisions,
    answerers,
    may_answer,
    may_ask,
    may_read,
    readable_decisions,
    ready_for_decisions,
)
from campaigns.errors import CampaignError, DecisionRefused
from campaigns.forms.decisions import NewTermsForm, RefuseDecisionForm
from campaigns.links import decision_path
from campaigns.models import Campaign, Decision
from campaigns.rules.decisions import DecisionKind, DecisionState, is_over
from campaigns.services import deciding
from campaigns.services.changing_terms import OPEN, ask_new_terms
from campaigns.wording import deciding as wording

PER_PAGE = 30
ANSWERS_A_MINUTE = 20
TWO = 2


@personal_page
@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List what waits for a second person, then what became of the others; 404 for whoever decides nothing."""
    if not any(may_ask(request.user, kind, None) for kind in DecisionKind):
        raise Http404
    return _listed(request)


@recently_confirmed(methods=())
def _listed(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    user = request.user
    assert isinstance(user, User)
    readable = readable_decisions(user).with_subjects()
    waiting = readable.waiting(at=at)
    answerable = set(answerable_decisions(user).waiting(at=at).values_list("pk", flat=True))
    past = readable.exclude(pk__in=waiting.values("pk"))
    context = {
        "waiting": [(row, row.pk in answerable) for row in waiting],
        "past": Paginator(past, PER_PAGE).get_page(request.GET.get("p")),
        "lacks_people": ready_for_decisions().count() < TWO,
    }
    return render(request, "campaigns/decisions/index.html", context)


@personal_page
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("decision", limit=ANSWERS_A_MINUTE, per=timedelta(minutes=1))
def show(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one decision; take an approval, a refusal with its reason, or a withdrawal."""
    return _shown(request, _found(request, uuid))


@recently_confirmed(methods=("POST",))
def _shown(request: HttpRequest, decision: Decision) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    typed = request.POST if request.method == "POST" else typed_before(request)
    action = typed.get("action", "") if typed else ""
    form = RefuseDecisionForm(typed if action == "refuse" else None)
    status = 200
    if request.method == "POST":
        if action != "refuse" or form.is_valid():
            answer = _answer(request, decision, user, action, form)
            if answer is not None:
                return answer
            status = 409
        else:
            status = 422
    at = clock.now()
    waits = decision.is_waiting and not is_over(decision.expires_at, at)
    context = {
        "decision": decision,
        "words": wording.KINDS[DecisionKind(decision.kind)],
        "state": wording.STATES[
            DecisionState(decision.state if waits or not decision.is_waiting else "expired")
        ],
        "figures": deciding.figures_of(decision),
        "changes": [(change, wording.CHANGES[DecisionState(change.after)]) for change in _changes(decision)],
        "form": form,
        "territory": decision.territory,
        "waits": waits,
        "may_answer": waits and may_answer(user, decision),
        "is_own": decision.asked_by_id == user.pk,
        "nobody_else": waits and not answerers(decision).exists(),
    }
    return render(request, "campaigns/decisions/decision.html", context, status=status)


def _answer(
    request: HttpRequest, decision: Decision, user: User, action: str, form: RefuseDecisionForm
) -> HttpResponse | None:
    """Answer and go back to the page; None, with a message, when the answer could not be taken."""
    at = clock.now()
    try:
        if action == "approve":
            deciding.approve(decision=decision, by=user, at=at)
            messages.success(request, _("C’est approuvé, et fait."))
        elif action == "refuse":
            deciding.refuse(decision=decision, by=user, reason=form.cleaned_data["reason"], at=at)
            messages.success(request, _("C’est refusé : rien ne change."))
        elif action == "withdraw":
            deciding.withdraw(decision=decision, by=user, at=at)
            messages.success(request, _("Votre demande est retirée."))
        else:
            return None
    except CampaignError as error:
        messages.error(request, wording.refusal_words(error))
        decision.refresh_from_db()
        return None
    return redirect(decision_path(decision))


@personal_page
@login_required
@require_safe
def proof(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Hand over the document that proves a decision; the reading leaves an audit line."""
    decision = _found(request, uuid)
    if decision.proof is None:
        raise Http404
    return _handed_over(request, decision)


@recently_confirmed(methods=())
def _handed_over(request: HttpRequest, decision: Decision) -> HttpResponseBase:
    assert decision.proof is not None
    record("decision.proof_read", actor=request.user, subject=decision)
    return download_response(decision.proof)


@personal_page
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("decision", limit=ANSWERS_A_MINUTE, per=timedelta(minutes=1))
def new_terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that the deadline or the threshold of a launched campaign change; 404 for whoever may not ask."""
    rows = Campaign.objects.filter(pk=pk, status__in=OPEN).select_related(
        "page", "territory", "holder", "totals"
    )
    campaign = rows.first()
    if campaign is None or not may_ask(request.user, DecisionKind.TERMS, campaign):
        raise Http404
    return _asked_new_terms(request, campaign)


@recently_confirmed(methods=("POST",))
def _asked_new_terms(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    typed: Any = request.POST if request.method == "POST" else typed_before(request)
    form = NewTermsForm(typed, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        try:
            decision = ask_new_terms(campaign=campaign, asked_by=user, at=clock.now(), **form.cleaned_data)
        except DecisionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("C’est demandé. Rien ne change avant l’accord d’une seconde personne.")
            )
            return redirect(decision_path(decision))
    context = {"campaign": campaign, "territory": campaign.territory, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "campaigns/decisions/new_terms.html", context, status=status)


def _found(request: HttpRequest, uuid: UUID) -> Decision:
    decision = Decision.objects.with_subjects().filter(uuid=uuid).first()
    if decision is None or not may_read(request.user, decision):
        raise Http404
    return decision


def _changes(decision: Decision) -> Any:
    return decision.changes.select_related("actor")
