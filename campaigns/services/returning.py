"""Giving a pledge back after the payout: taken from that campaign's own transfer, then given to its backer.

Two operations follow one another. The *reversal* takes the amount back from the holder's account: once recorded the
money is in `returned:{campaign}`, the pledge is still released. The *return* gives it to the card: done, the pledge is
`returned`. A card that does not take it makes an ordinary debt. A contest meanwhile keeps the money where it is: what
the bank gave to the backer is then covered by what the holder gave back, and by nobody else's money.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from base.audit import record
from base.money_display import euros
from campaigns.errors import MoveRefused
from campaigns.models import Campaign, LedgerEntry, PaymentOperation, Pledge
from campaigns.notices import tell_backer, tell_holder
from campaigns.rules.status import OperationState, PledgeState
from campaigns.services import books
from campaigns.services.counting import change_held
from campaigns.services.flags import flag_campaign
from campaigns.services.moves import lock_campaign, move_pledge

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

K, Kind, State, P = LedgerEntry.Kind, PaymentOperation.Kind, OperationState, PledgeState
STEPS = (Kind.REVERSAL, Kind.RETURN)
WAITS = (State.PENDING, State.SENDING, State.ATTENTION)


def steps_of(pledge: Pledge) -> QuerySet[PaymentOperation]:
    """Return what was asked of the provider to give this pledge back, in order."""
    return PaymentOperation.objects.filter(pledge=pledge, kind__in=STEPS).order_by("pk")


def payout_of(pledge: Pledge) -> PaymentOperation | None:
    """Return the transfer this pledge's money left with; None when none was made, or not by a provider.

    What left the territory's own bank is nobody's but the holder's to send back.
    """
    if pledge.is_offline:
        return None
    rows = PaymentOperation.objects.filter(campaign=pledge.campaign_id, kind=Kind.PAYOUT, state=State.DONE)
    return rows.filter(gateway=pledge.gateway).exclude(remote_id="").first()


def taken_back_cents(campaign_id: int, *, but: Pledge | None = None) -> int:
    """Return what is taken back from a campaign's transfer, or asked to be; `but` leaves one pledge's aside."""
    rows = PaymentOperation.objects.filter(campaign=campaign_id, kind=Kind.REVERSAL).exclude(
        state=State.CANCELLED
    )
    if but is not None:
        rows = rows.exclude(pledge=but)
    return int(rows.aggregate(sum=Coalesce(Sum("amount_cents"), 0))["sum"])


def owe_reversal(*, pledge: Pledge, payout: PaymentOperation, at: datetime) -> PaymentOperation:
    """Write down that the amount of a pledge is to be taken back from its campaign's transfer."""
    earlier = steps_of(pledge).filter(kind=Kind.REVERSAL).count()
    return PaymentOperation.objects.create(
        kind=Kind.REVERSAL,
        purpose=f"reversal:{pledge.uuid}:{earlier + 1}",
        campaign_id=pledge.campaign_id,
        pledge=pledge,
        amount_cents=pledge.amount_cents,
        payout_account=payout.payout_account,
        charge_id=payout.remote_id,
        gateway=payout.gateway,
        created_at=at,
        next_try_at=at,
    )


def record_reversal(*, operation: PaymentOperation, at: datetime) -> None:
    """Write that the holder's account gave the amount back, and that its backer is owed it."""
    campaign, pledge = _locked(operation)
    books.enter(
        kind=K.REVERSAL,
        debit=books.PROVIDER,
        credit=books.returned(campaign),
        amount_cents=operation.amount_cents,
        campaign=campaign,
        pledge=pledge,
        operation=operation,
        at=at,
    )
    if pledge.status == P.LOST:  # the bank has given it to the backer already
        _cover(operation, campaign, at=at)
    else:
        _owe_return(pledge, at=at)


def record_return(*, operation: PaymentOperation, at: datetime) -> None:
    """Write that the backer has the money; the pledge is given back, and both hear of it."""
    campaign, pledge = _locked(operation)
    books.enter(
        kind=K.RETURN,
        debit=books.returned(campaign),
        credit=books.PROVIDER,
        amount_cents=operation.amount_cents,
        campaign=campaign,
        pledge=pledge,
        operation=operation,
        at=at,
    )
    if pledge.status != P.RELEASED:  # contested at the very moment: `after_contest` concludes
        flag_campaign(campaign_id=campaign.pk, reason=f"rendu et contesté : {pledge.reference}")
        return
    move_pledge(pledge=pledge, to=P.RETURNED, at=at)
    tell_backer(pledge=pledge, kind="pledge_returned", at=at, again=operation.pk)
    words = f"{euros(operation.amount_cents)} ({pledge.reference})"
    tell_holder(
        campaign=campaign, kind="campaign_pledge_returned", at=at, reason=words, about=str(operation.uuid)
    )


def record_return_failure(
    *, operation: PaymentOperation, problem: str, at: datetime, attempt: int | None = None
) -> bool:
    """Write that the card did not take the money, or gave it back days later: a debt, whose money is kept for it.

    In the caller's transaction; False when somebody else recorded it, or took the operation over since this `attempt`.
    A payment that is contested waits for its bank's answer.
    """
    campaign, pledge = _locked(operation)
    row = (
        PaymentOperation.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=operation.pk, state__in=[State.SENDING, State.DONE])
        .first()
    )
    if row is None or attempt not in {None, row.attempt}:
        return False
    was_done, remote_id = row.state == State.DONE, operation.remote_id
    waits = pledge.status == P.DISPUTED
    PaymentOperation.objects.filter(pk=row.pk).update(
        state=State.ATTENTION if waits else State.CANCELLED,
        problem=problem[:300],
        lease_until=None,
        remote_id=remote_id,
    )
    if remote_id:  # it was made, then failed: both are in the provider's own lines
        names = {"campaign": campaign, "pledge": pledge, "operation": row, "at": at}
        amount, kept = row.amount_cents, books.returned(campaign)
        if not was_done:
            books.enter(kind=K.RETURN, debit=kept, credit=books.PROVIDER, amount_cents=amount, **names)  # type: ignore[arg-type]
        books.enter(kind=K.RETURN_BACK, debit=books.PROVIDER, credit=kept, amount_cents=amount, **names)  # type: ignore[arg-type]
    if pledge.status == P.LOST:
        _cover(row, campaign, at=at)
    elif not waits:
        _make_debt(row, campaign, pledge, problem, at=at)
    flag_campaign(campaign_id=campaign.pk, reason=f"{row.get_kind_display()} : {problem}")
    return True


def after_contest(*, pledge: Pledge, at: datetime) -> None:
    """Conclude, once a contest has ended, what waited for its answer; the caller holds the campaign's lock."""
    waiting = steps_of(pledge).filter(kind=Kind.RETURN)
    if pledge.status == P.LOST:
        for operation in waiting.filter(state__in=[State.PENDING, State.ATTENTION]):
            if _moved(operation, State.CANCELLED, at=at):
                _cover(operation, pledge.campaign, at=at)
    elif pledge.status == P.RELEASED:
        if waiting.filter(state=State.DONE).exists():
            move_pledge(pledge=pledge, to=P.RETURNED, at=at)
        for operation in waiting.filter(state=State.ATTENTION):
            _again(operation, pledge, at=at)


def try_again(*, operation: PaymentOperation, at: datetime, actor: User) -> None:
    """Ask the provider once more for a step it refused: two people decided it already. `MoveRefused` otherwise."""
    _campaign, pledge = _locked(operation)
    if operation.kind not in STEPS or pledge.status != P.RELEASED or not _again(operation, pledge, at=at):
        raise MoveRefused(operation.state, State.SENDING)
    record("return.sent_again", actor=actor, subject=pledge, detail=_detail(operation), at=at)


def give_up(*, operation: PaymentOperation, at: datetime, actor: User) -> None:
    """Call off a reversal that the provider refused: nothing was taken, the pledge stays paid out.

    `MoveRefused` for anything else: money that the holder has given back is never forgotten.
    """
    _campaign, pledge = _locked(operation)
    if operation.kind != Kind.REVERSAL or not _moved(operation, State.CANCELLED, at=at, only=State.ATTENTION):
        raise MoveRefused(operation.state, State.CANCELLED)
    record("return.called_off", actor=actor, subject=pledge, detail=_detail(operation), at=at)


def compare_returns(compare: Callable[[object, object, object], None]) -> None:
    """Give `compare` (subject, found, expected) what must be true of what holders give back.

    What waits in each campaign's own account is what its backers are still owed; no more is taken back than was paid
    out; a pledge is returned when its backer has the money.
    """
    balances = LedgerEntry.objects.balances()
    sums = (
        PaymentOperation.objects.filter(kind__in=(*STEPS, Kind.PAYOUT))
        .order_by()
        .values("campaign")
        .annotate(
            owed=Coalesce(Sum("amount_cents", filter=Q(kind=Kind.RETURN, state__in=WAITS)), 0),
            taken=Coalesce(Sum("amount_cents", filter=Q(kind=Kind.REVERSAL, state=State.DONE)), 0),
            paid=Coalesce(Sum("amount_cents", filter=Q(kind=Kind.PAYOUT, state=State.DONE)), 0),
        )
    )
    for row in sums:
        name = f"campaign {row['campaign']}"
        held = -balances.pop(f"returned:{row['campaign']}", 0)
        compare(f"{name} given back by its holder and still owed", held, row["owed"])
        compare(f"{name} taken back within its payout", row["taken"] <= row["paid"], True)
    left = {code: cents for code, cents in balances.items() if code.startswith("returned:") and cents}
    compare("money given back of which nothing is known", left, {})
    given = Q(entries__kind=K.RETURN)
    rows = Pledge.objects.filter(status=P.RETURNED).annotate(
        given=Coalesce(Sum("entries__amount_cents", filter=given), 0)
        - Coalesce(Sum("entries__amount_cents", filter=Q(entries__kind=K.RETURN_BACK)), 0)
    )
    for pledge in rows.order_by("pk").only("pk", "amount_cents"):
        compare(f"pledge {pledge.pk} given back", pledge.given, pledge.amount_cents)


def _locked(operation: PaymentOperation) -> tuple[Campaign, Pledge]:
    campaign = lock_campaign(operation.campaign_id)
    pledge = Pledge.objects.select_for_update(no_key=True).get(pk=operation.pledge_id or 0)
    pledge.campaign = campaign
    return campaign, pledge


def _owe_return(pledge: Pledge, *, at: datetime) -> None:
    earlier = steps_of(pledge).filter(kind=Kind.RETURN).count()
    PaymentOperation.objects.create(
        kind=Kind.RETURN,
        purpose=f"return:{pledge.uuid}:{earlier + 1}",
        campaign_id=pledge.campaign_id,
        pledge=pledge,
        amount_cents=pledge.amount_cents,
        charge_id=pledge.charge_id,
        gateway=pledge.gateway,
        created_at=at,
        next_try_at=at,
    )


def _moved(operation: PaymentOperation, to: OperationState, *, at: datetime, only: str = "") -> bool:
    """Move a step from the state it was read in, unless somebody else did meanwhile."""
    if only and operation.state != only:
        return False
    rows = PaymentOperation.objects.filter(pk=operation.pk, state=operation.state)
    return bool(rows.update(state=to, lease_until=None, next_try_at=at))


def _again(operation: PaymentOperation, pledge: Pledge, *, at: datetime) -> bool:
    """Hand a refused step back to the worker, which looks it up first; one that was made and failed is made anew."""
    if operation.kind == Kind.RETURN and operation.remote_id:
        anew = _moved(operation, State.CANCELLED, at=at, only=State.ATTENTION)
        if anew:
            _owe_return(pledge, at=at)
        return anew
    return _moved(operation, State.SENDING, at=at, only=State.ATTENTION)


def _cover(operation: PaymentOperation, campaign: Campaign, *, at: datetime) -> None:
    """Write that what the holder gave back covers what the backer's bank took from the platform."""
    books.enter(
        kind=K.RETURN_COVERS,
        debit=books.returned(campaign),
        credit=books.LOSSES,
        amount_cents=operation.amount_cents,
        campaign=campaign,
        pledge=operation.pledge,
        operation=operation,
        at=at,
    )


def _make_debt(
    operation: PaymentOperation, campaign: Campaign, pledge: Pledge, problem: str, *, at: datetime
) -> None:
    """Put the money back where the campaign keeps what it owes its backers: an ordinary debt from here on.

    The entry names no pledge, like the one by which the money had left that account at the settlement.
    """
    books.enter(
        kind=K.RETURN_KEPT,
        debit=books.returned(campaign),
        credit=books.held(campaign),
        amount_cents=operation.amount_cents,
        campaign=campaign,
        operation=operation,
        at=at,
    )
    move_pledge(pledge=pledge, to=P.REFUND_FAILED, at=at, reason=problem[:200])
    change_held(pledge, operation.amount_cents)
    tell_backer(pledge=pledge, kind="refund_failed", at=at, again=operation.pk)


def _detail(operation: PaymentOperation) -> dict[str, object]:
    return {"campaign": operation.campaign_id, "amount_cents": operation.amount_cents, "kind": operation.kind}
