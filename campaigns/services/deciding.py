"""Decisions of two people: asking, approving, refusing, withdrawing, ending what nobody answered.

What is decided is carried out by the *executor* of its kind, in the very transaction of the approval:

    from campaigns.services.deciding import register_executor

    def release(*, decision: Decision, by: User, at: datetime) -> None: ...

    register_executor(DecisionKind.RELEASE_PAYOUT, release, figures=..., check=...)

The executor finds what to do in `decision.payload` (frozen when it was asked), `campaign`, `pledge`, `operation`,
`entry` and `amount_cents`. It runs with the campaign's row locked, calls no provider (it inserts the operation that
will), and raises a `CampaignError` when the thing may no longer be done: then nothing at all was written, the approval
included.
`figures` tells the page what changes, before and after; `check` raises `DecisionRefused` when it is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from base.audit import record
from base.private_files import CheckedUpload, keep_file
from campaigns.access import answerers, may_answer, may_ask
from campaigns.errors import DecisionOver, DecisionRefused, NeedsSomebodyElse
from campaigns.models import Campaign, Decision, DecisionChange, LedgerEntry, PaymentOperation, Pledge
from campaigns.notices import tell_about_decision
from campaigns.rules.decisions import LASTS, NEED_PROOF, DecisionKind, DecisionState, decision_may, is_over
from campaigns.services.moves import lock_campaign

if TYPE_CHECKING:
    from accounts.models import User


class Executor(Protocol):
    """Does what was decided."""

    def __call__(self, *, decision: Decision, by: User, at: datetime) -> None:
        """Do it, or raise a `CampaignError`."""


@dataclass(frozen=True)
class Figure:
    """One thing that changes, in words: as it is, and as it will be."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class _Way:
    """How one kind is carried out, shown and checked."""

    execute: Executor
    figures: Callable[[Decision], Sequence[Figure]]
    check: Callable[[Decision, datetime], None]


_ways: dict[DecisionKind, _Way] = {}


def register_executor(
    kind: str,
    function: Executor,
    *,
    figures: Callable[[Decision], Sequence[Figure]] = lambda decision: (),
    check: Callable[[Decision, datetime], None] = lambda decision, at: None,
) -> None:
    """Say how decisions of a kind are carried out, shown and checked; ValueError when another one does already."""
    way = _Way(function, figures, check)
    known = _ways.setdefault(DecisionKind(kind), way)
    if known != way:
        raise ValueError(f"Two executors of {kind!r}.")


def figures_of(decision: Decision) -> Sequence[Figure]:
    """Return what changes, before and after, as the approver must read it."""
    way = _ways.get(DecisionKind(decision.kind))
    return way.figures(decision) if way else ()


@transaction.atomic
def ask(
    *,
    kind: str,
    asked_by: User,
    reason: str,
    at: datetime,
    campaign: Campaign | None = None,
    pledge: Pledge | None = None,
    operation: PaymentOperation | None = None,
    entry: LedgerEntry | None = None,
    payload: dict[str, Any] | None = None,
    proof: CheckedUpload | None = None,
) -> Decision:
    """Ask for a decision about one thing and write to those who may answer it.

    The campaign, the territory and the amount are those of the pledge, operation or entry.
    `NeedsSomebodyElse` when this person may not ask; `DecisionRefused`, in words, when one waits about the same thing,
    a proof is missing, or the kind's own check says no.
    """
    subject = pledge or operation or entry
    campaign = subject.campaign if subject else campaign
    if campaign is not None:
        campaign = lock_campaign(campaign.pk)
    about = campaign or entry
    assert about is not None
    if not may_ask(asked_by, kind, campaign):
        raise NeedsSomebodyElse
    if DecisionKind(kind) in NEED_PROOF and proof is None:
        raise DecisionRefused(_("Joignez la pièce qui le prouve."))
    same = Decision.objects.filter(
        kind=kind, campaign=campaign, pledge=pledge, operation=operation, entry=entry
    )
    if same.waiting(at=at).exists():
        raise DecisionRefused(_("Une décision attend déjà à ce sujet : faites-la répondre, ou retirez-la."))
    decision = Decision(
        kind=kind,
        territory=about.territory,
        campaign=campaign,
        pledge=pledge,
        operation=operation,
        entry=entry,
        amount_cents=subject.amount_cents if subject else None,
        payload=payload or {},
        reason=reason,
        asked_by=asked_by,
        asked_at=at,
        expires_at=at + LASTS,
    )
    _ways[DecisionKind(kind)].check(decision, at)
    decision.save(force_insert=True)
    if proof is not None:
        decision.proof = keep_file(
            upload=proof, owner=decision, at=at, quota=settings.PRIVATE_FILE_MAX_BYTES, uploaded_by=asked_by
        )
        decision.save(update_fields=["proof"])
    _log(decision, before="", at=at, actor=asked_by, reason=reason)
    tell_about_decision(decision=decision, kind="decision_asked", people=answerers(decision))
    return decision


@transaction.atomic
def approve(*, decision: Decision, by: User, at: datetime) -> Decision:
    """Approve, and carry out at once; return the decision as it is now.

    `NeedsSomebodyElse`, `DecisionOver`, or whatever the executor raises: then nothing was written.
    """
    taken = _taken_to_answer(decision, by, at)
    _move(taken, DecisionState.APPROVED, at=at, actor=by, answered_by=by, answered_at=at)
    _ways[DecisionKind(taken.kind)].execute(decision=taken, by=by, at=at)
    _move(taken, DecisionState.CARRIED_OUT, at=at, actor=by)
    tell_about_decision(decision=taken, kind="decision_answered", people=[taken.asked_by])
    return taken


@transaction.atomic
def refuse(*, decision: Decision, by: User, reason: str, at: datetime) -> Decision:
    """Refuse with a reason, which the asker reads. Same errors as `approve`."""
    taken = _taken_to_answer(decision, by, at)
    facts = {"answered_by": by, "answered_at": at, "answer": reason}
    _move(taken, DecisionState.REFUSED, at=at, actor=by, reason=reason, **facts)
    tell_about_decision(decision=taken, kind="decision_answered", people=[taken.asked_by])
    return taken


@transaction.atomic
def withdraw(*, decision: Decision, by: User, at: datetime) -> Decision:
    """Take back what one asked for oneself."""
    taken = _taken(decision.pk)
    if by.pk != taken.asked_by_id:
        raise NeedsSomebodyElse
    _move(taken, DecisionState.WITHDRAWN, at=at, actor=by)
    return taken


def end_unanswered(*, at: datetime) -> int:
    """End the decisions nobody answered in their seven days; return how many."""
    ended = 0
    for pk in list(Decision.objects.run_out(at=at).values_list("pk", flat=True)):
        with transaction.atomic():
            taken = _taken(pk)
            if taken.is_waiting:
                _move(taken, DecisionState.EXPIRED, at=at)
                tell_about_decision(decision=taken, kind="decision_answered", people=[taken.asked_by])
                ended += 1
    return ended


def _taken_to_answer(decision: Decision, by: User, at: datetime) -> Decision:
    taken = _taken(decision.pk)
    if not may_answer(by, taken):
        raise NeedsSomebodyElse
    if not taken.is_waiting or is_over(taken.expires_at, at):
        raise DecisionOver
    return taken


def _taken(pk: int) -> Decision:
    """Return the decision as it is now, its campaign and itself locked, in that order like every other verb."""
    campaign_id = Decision.objects.values_list("campaign_id", flat=True).get(pk=pk)
    campaign = lock_campaign(campaign_id) if campaign_id else None
    taken = (
        Decision.objects.select_for_update(of=("self",)).select_related("territory", "asked_by").get(pk=pk)
    )
    taken.campaign = campaign
    return taken


def _move(
    decision: Decision,
    to: DecisionState,
    *,
    at: datetime,
    actor: User | None = None,
    reason: str = "",
    **facts: Any,
) -> None:
    before = decision.state
    if not decision_may(before, to) or not _written(decision, before, {"state": to.value, **facts}):
        raise DecisionOver
    for name, value in {"state": to.value, **facts}.items():
        setattr(decision, name, value)
    _log(decision, before=before, at=at, actor=actor, reason=reason)


def _written(decision: Decision, before: str, facts: dict[str, Any]) -> bool:
    """Write the move, unless somebody moved the decision meanwhile."""
    return bool(Decision.objects.filter(pk=decision.pk, state=before).update(**facts))


def _log(decision: Decision, *, before: str, at: datetime, actor: User | None, reason: str) -> None:
    DecisionChange.objects.create(
        decision=decision, before=before, after=decision.state, at=at, actor=actor, reason=reason
    )
    record(
        f"decision.{decision.state}",
        actor=actor,
        subject=decision,
        detail={
            "kind": decision.kind,
            "campaign": decision.campaign_id,
            "amount_cents": decision.amount_cents,
        },
        at=at,
    )
