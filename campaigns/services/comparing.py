"""Comparing the books with the provider's own balance, line by line, both ways (invariant 11).

Each line of the balance is kept once, then explained by the entry that says the same. What the books miss is repaired
where the provider can tell what it was (a payment whose answers were all lost, a refund that came back), and raised
where nobody can. An entry for which no line comes is raised too. Fees enter the books here, from the lines.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from base.models import Territory
from campaigns.errors import ProviderError
from campaigns.gateways import gateway_named
from campaigns.gateways.base import Gateway
from campaigns.models import CheckRun, Dispute, LedgerEntry, PaymentOperation, ProviderMovement
from campaigns.rules.offline import BANK
from campaigns.rules.status import OperationState
from campaigns.services import books
from campaigns.services.disputing import sync_dispute
from campaigns.services.paying import sync_payment
from campaigns.services.rereading import sync_refund

GRACE = timedelta(hours=1)
"""How long a line may wait for its entry, or an entry for its line, before a person is told."""
OVERLAP = timedelta(days=3)
"""How far back lines are read again: providers may list some late."""
AT_ONCE = 500
MOST_LINES = 200
WAITING = "attend son écriture"

K = LedgerEntry.Kind
ENTRY_KINDS = {
    "charge": (K.CHARGE, K.LATE_CHARGE, K.STRAY_CHARGE),
    "refund": (K.REFUND, K.STRAY_REFUND, K.RETURN),
    "refund_failed": (K.REFUND_FAILED, K.STRAY_REFUND_FAILED, K.RETURN_BACK),
    "payout": (K.PAYOUT,),
    "reversal": (K.REVERSAL,),
    "dispute": (K.DISPUTE,),
    "dispute_won": (K.DISPUTE_WON,),
}

logger = logging.getLogger(__name__)


def gateways_in_use() -> list[str]:
    """Return the names of the providers that anything was ever asked of."""
    asked = PaymentOperation.objects.exclude(gateway=BANK).order_by()
    return sorted(asked.values_list("gateway", flat=True).distinct())


def compare_with_provider(*, gateway_name: str, at: datetime, gateway: Gateway | None = None) -> CheckRun:
    """Read the new lines of a provider's balance, explain them, and write down what differs.

    `ProviderError` when the provider does not answer: nothing is concluded then, and the next run reads the same lines.
    """
    began = timezone.now()
    provider = gateway or gateway_named(gateway_name)
    read = _read_lines(provider, gateway_name, at=at)
    lines = ProviderMovement.objects.filter(gateway=gateway_name)
    for line in lines.filter(entry=None).order_by("at", "pk").iterator(chunk_size=AT_ONCE):
        _explain(line, provider, at=at)
    differences = [*_unexplained(lines, at=at), *_without_line(gateway_name, at=at), *_balance(gateway_name)]
    return CheckRun.objects.create(
        kind=CheckRun.Kind.PROVIDER,
        began_at=began,
        ended_at=timezone.now(),
        examined=read,
        differences=len(differences),
        lines=differences[:MOST_LINES],
    )


def _read_lines(provider: Gateway, name: str, *, at: datetime) -> int:
    """Keep the lines not yet known; return how many were read."""
    latest = (
        ProviderMovement.objects.filter(gateway=name).order_by("-at").values_list("at", flat=True).first()
    )
    first = PaymentOperation.objects.filter(gateway=name).order_by("created_at").first()
    since = (latest or (first.created_at if first else at)) - OVERLAP
    read = 0
    movements = provider.movements(since=since, until=at)
    while part := list(islice(movements, AT_ONCE)):
        ProviderMovement.objects.bulk_create(
            (
                ProviderMovement(
                    gateway=name,
                    remote_id=line.remote_id,
                    kind=line.kind,
                    subject_id=line.subject_id,
                    amount_cents=line.amount_cents,
                    fee_cents=line.fee_cents,
                    at=line.at,
                    read_at=at,
                )
                for line in part
            ),
            ignore_conflicts=True,
        )
        read += len(part)
    return read


def _explain(line: ProviderMovement, provider: Gateway, *, at: datetime) -> None:
    """Find the entry of a line, after repairing what can be; one that cannot be explained holds no other back."""
    try:
        problem = "" if _match(line, at=at) else _repair(line, provider, at=at)
        if problem is None:
            problem = "" if _match(line, at=at) else WAITING
    except (OperationalError, ProviderError):
        raise
    except Exception as error:
        logger.exception("line %s cannot be explained", line.remote_id)
        problem = type(error).__name__
    if problem != line.problem:
        ProviderMovement.objects.filter(pk=line.pk).update(problem=problem)


def _match(line: ProviderMovement, *, at: datetime) -> bool:
    """Tie a line to its entry and enter its fee, in one transaction; tell whether it is explained now."""
    with transaction.atomic():
        mine = ProviderMovement.objects.select_for_update(of=("self",)).filter(pk=line.pk, entry=None).first()
        if mine is None:
            return True
        entry = _entry_of(line, at=at)
        if entry is None:
            return False
        fee = line.fee_cents if line.kind in ENTRY_KINDS else 0
        ProviderMovement.objects.filter(pk=line.pk).update(
            entry=entry, fee_entry=_enter_fee(entry, fee, at=line.at) if fee else None, problem=""
        )
    return True


def _entry_of(line: ProviderMovement, *, at: datetime) -> LedgerEntry | None:
    if line.kind in {"fee", "bank"}:
        return _enter_general(line)
    if line.kind not in ENTRY_KINDS:
        return None
    rows = LedgerEntry.objects.filter(
        kind__in=ENTRY_KINDS[line.kind], amount_cents=abs(line.amount_cents), movement=None
    )
    mine = Q(operation__gateway=line.gateway, operation__remote_id=line.subject_id)
    if line.kind == "charge":
        mine = Q(operation=None, pledge__gateway=line.gateway, pledge__charge_id=line.subject_id) | Q(
            operation__gateway=line.gateway, operation__charge_id=line.subject_id
        )
    elif line.kind.startswith("dispute"):
        disputes = Dispute.objects.filter(gateway=line.gateway, remote_id=line.subject_id)
        mine = Q(pledge__in=disputes.values("pledge"))
    return rows.filter(mine).order_by("pk").first()


def _enter_fee(entry: LedgerEntry, cents: int, *, at: datetime) -> LedgerEntry:
    """Enter the provider's fee on one line; a negative one was given back."""
    debit, credit = (
        (books.PROVIDER_FEES, books.PROVIDER) if cents > 0 else (books.PROVIDER, books.PROVIDER_FEES)
    )
    return books.enter(
        kind=K.FEE,
        debit=debit,
        credit=credit,
        amount_cents=abs(cents),
        campaign=entry.campaign,
        pledge=entry.pledge,
        territory_id=entry.territory_id,
        at=at,
    )


def _enter_general(line: ProviderMovement) -> LedgerEntry | None:
    """Enter a line that concerns no campaign: general fees, transfers to our bank; None when it is nobody's.

    With several territories nobody can tell whose bank it was: a person must say.
    """
    territories = list(Territory.objects.order_by("pk").values_list("pk", flat=True)[:2])
    net = line.amount_cents - line.fee_cents
    if not net or (line.kind == "bank" and len(territories) != 1):
        return None
    other = books.PROVIDER_FEES if line.kind == "fee" else books.bank(territories[0])
    return books.enter(
        kind=K.FEE if line.kind == "fee" else K.WITHDRAWAL,
        debit=other if net < 0 else books.PROVIDER,
        credit=books.PROVIDER if net < 0 else other,
        amount_cents=abs(net),
        campaign=None,
        territory_id=territories[0],
        at=line.at,
    )


def _repair(line: ProviderMovement, provider: Gateway, *, at: datetime) -> str | None:
    """Have the books learn what a line tells; None when they may know now, else why nobody can say what it is."""
    names: dict[str, Any] = {"gateway_name": line.gateway, "at": at, "gateway": provider}
    match line.kind:
        case "charge":
            payment = provider.find_payment(line.subject_id)
            if payment is None or sync_payment(remote_id=payment.remote_id, **names) is None:
                return "un paiement que le site n’a pas demandé"
        case "refund" | "refund_failed":
            if not sync_refund(remote_id=line.subject_id, **names):
                return "un remboursement que le site n’a pas demandé"
        case "dispute" | "dispute_won":
            if sync_dispute(remote_id=line.subject_id, **names) is None:
                return "la contestation d’un paiement que le site ne connaît pas"
        case "payout" | "reversal":
            sending = PaymentOperation.objects.filter(kind=line.kind, gateway=line.gateway)
            if not sending.filter(state=OperationState.SENDING).exists():
                what = "un versement" if line.kind == "payout" else "une reprise sur un versement"
                return f"{what} que le site n’a pas demandé"
        case _:
            return "une ligne que le site ne sait pas lire"
    return None


def _unexplained(lines: QuerySet[ProviderMovement], *, at: datetime) -> Iterable[str]:
    """Yield the lines without entry; a refund the provider has begun and not finished is no difference yet."""
    begun = PaymentOperation.objects.refunds().filter(state=OperationState.SENDING)
    waiting = lines.filter(entry=None, read_at__lte=at - GRACE).exclude(
        kind="refund", subject_id__in=begun.exclude(remote_id="").values("remote_id")
    )
    for line in waiting.order_by("at", "pk"):
        yield f"{line.kind} {line.amount_cents} ({line.remote_id}, {line.subject_id}): {line.problem or 'unexplained'}"


def _without_line(name: str, *, at: datetime) -> Iterable[str]:
    """Yield the entries that say money moved at the provider when no line of it does."""
    mine = Q(operation__gateway=name) | Q(operation=None, pledge__gateway=name)
    rows = LedgerEntry.objects.filter(mine, at__lte=at - GRACE, movement=None, fee_movement=None).filter(
        Q(debit__code=books.PROVIDER) | Q(credit__code=books.PROVIDER)
    )
    # A correction moves nothing there: it undoes what no line says, or leaves the account as it was.
    rows = rows.filter(corrected_by=None).exclude(kind__in=[K.CORRECTION, K.REPLACEMENT])
    for entry in rows.order_by("pk").iterator(chunk_size=AT_ONCE):
        yield f"entry {entry.pk} ({entry.kind} {entry.amount_cents}): no line at the provider"


def _balance(name: str) -> Iterable[str]:
    """Yield a difference when the lines that are explained do not add up to their entries."""
    explained = ProviderMovement.objects.filter(gateway=name).exclude(entry=None)
    lines = explained.aggregate(net=Sum(F("amount_cents") - F("fee_cents")))["net"] or 0
    entries = LedgerEntry.objects.filter(Q(movement__gateway=name) | Q(fee_movement__gateway=name))
    booked = entries.balance(books.PROVIDER)
    if lines != booked:
        yield f"balance at the provider {lines}, in the books {booked}"
