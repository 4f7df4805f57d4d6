"""Drafting decisions, in private; and what a refused applicant may ask afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from base.audit import record
from base.models import Territory
from calls.errors import DecisionRefused
from calls.letters import deciding as letters
from calls.models import Application, CallPage, Decision, SecondLook
from calls.notices import holders_of, notice_draft
from calls.rules import may_move
from calls.services.moves import lock_application, move_application
from calls.standings import best_first
from notices.services import queue_notices

O = Decision.Outcome  # noqa: E741
S = Application.State
DECIDABLE = (S.DEPOSITED, S.MORE_ASKED, S.RESERVE)


@dataclass(frozen=True)
class DecisionDraft:
    """A decision as typed; `reserve_rank` counts for the reserve alone, `public_sentence` for the kept ones."""

    outcome: str
    reasons: Mapping[str, str] = field(default_factory=dict)
    public_sentence: str = ""
    addition: str = ""
    reserve_rank: int | None = None


def lock_for_drafting(call: CallPage) -> CallPage:
    """Return the call, locked; DecisionRefused while a publication is planned: what was read is what leaves."""
    locked = CallPage.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if locked.publications.filter(published_at=None, cancelled_at=None).exists():
        raise DecisionRefused(
            _("Une publication est prévue : annulez-la d’abord, puis modifiez les décisions.")
        )
    return locked


@transaction.atomic
def save_decision(*, application: Application, draft: DecisionDraft, at: datetime, actor: User) -> Decision:
    """Keep the draft of a decision; nobody but staff sees it before its publication."""
    lock_for_drafting(application.call)
    locked = lock_application(application)
    if locked.state not in DECIDABLE or (
        locked.state == S.RESERVE and not may_move(S.RESERVE, draft.outcome)
    ):
        raise DecisionRefused(_("Cette candidature ne peut plus être décidée ainsi."))
    decision, _created = Decision.objects.update_or_create(
        application=locked,
        publication=None,
        defaults={
            "outcome": O(draft.outcome),
            "reasons": {key: text for key, text in draft.reasons.items() if text},
            "public_sentence": draft.public_sentence,
            "addition": draft.addition,
            "reserve_rank": draft.reserve_rank if draft.outcome == O.RESERVE else None,
            "drafted_by": actor,
            "drafted_at": at,
        },
    )
    return decision


@transaction.atomic
def drop_decision(*, application: Application) -> None:
    """Forget the draft of a decision."""
    lock_for_drafting(application.call)
    Decision.objects.filter(application=application, publication=None).delete()


@transaction.atomic
def draft_from_ranking(*, call: CallPage, kept: int, reserve: int, at: datetime, actor: User) -> int:
    """Draft decisions for whatever has none, in the order of the ranking; return how many.

    The first `kept` places, those already drafted counted in, are kept, then `reserve` in reserve, then refused.
    Applications that nobody marked are left for people to decide.
    """
    locked = lock_for_drafting(call)
    states = dict(locked.applications.filter(state__in=DECIDABLE).values_list("pk", "state"))
    drafted = dict(
        Decision.objects.filter(application__call=locked, publication=None).values_list(
            "application", "outcome"
        )
    )
    taken = sum(outcome == O.ACCEPTED for outcome in drafted.values())
    ranks = sum(outcome == O.RESERVE for outcome in drafted.values())
    rows = []
    for application in best_first(locked):
        if states.get(application) not in {S.DEPOSITED, S.MORE_ASKED} or application in drafted:
            continue
        outcome, rank = O.REFUSED, None
        if taken < kept:
            outcome, taken = O.ACCEPTED, taken + 1
        elif ranks < reserve:
            outcome, ranks = O.RESERVE, ranks + 1
            rank = ranks
        rows.append(
            Decision(
                application_id=application,
                outcome=outcome,
                reserve_rank=rank,
                drafted_by=actor,
                drafted_at=at,
            )
        )
    Decision.objects.bulk_create(rows, batch_size=500)
    record("decisions.drafted_from_ranking", actor=actor, subject=locked, detail={"count": len(rows)}, at=at)
    return len(rows)


def decision_in_force(application: Application) -> Decision | None:
    """Return the last published decision, None before any: a draft is never returned."""
    return (
        application.decisions.filter(publication__published_at__isnull=False)
        .select_related("publication")
        .order_by("-publication__published_at", "-pk")
        .first()
    )


@transaction.atomic
def ask_second_look(*, application: Application, text: str, at: datetime, actor: User) -> SecondLook:
    """Ask that a refused application be looked at again, once per decision."""
    locked = lock_application(application)
    decision = decision_in_force(locked)
    if decision is None or locked.state != S.REFUSED:
        raise DecisionRefused(_("Un nouvel examen ne se demande qu’après un refus."))
    if SecondLook.objects.filter(decision=decision).exists():
        raise DecisionRefused(_("Votre demande est déjà enregistrée."))
    return SecondLook.objects.create(decision=decision, text=text, asked_by=actor, asked_at=at)


@transaction.atomic
def answer_second_look(
    *, second_look: SecondLook, answer: str, is_judged_again: bool, at: datetime, actor: User
) -> None:
    """Answer in words, once; the application may go back to the jury with it."""
    locked = SecondLook.objects.select_for_update(of=("self",)).get(pk=second_look.pk)
    if locked.answered_at:
        raise DecisionRefused(_("Cette demande a déjà reçu une réponse."))
    application = lock_application(locked.decision.application)
    locked.answer, locked.answered_by, locked.answered_at = answer, actor, at
    locked.save()
    if is_judged_again:
        move_application(application=application, to=S.DEPOSITED, at=at, actor=actor, reason=answer)
    letter = letters.second_look_answered(locked.decision, answer)
    queue_notices(
        notice_draft(
            kind="second_look_answered",
            letter=letter,
            territory=Territory.objects.for_page(application.call),
            recipient=person.email,
            user=person,
            purpose=f"second_look_answered:{locked.pk}:{person.pk}",
        )
        for person in holders_of(application)
    )
