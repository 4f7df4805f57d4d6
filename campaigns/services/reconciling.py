"""Proving that every figure shown equals the facts it is derived from (invariants of docs/money.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from campaigns.models import (
    Campaign,
    CheckRun,
    Dispute,
    LedgerEntry,
    PaymentOperation,
    Pledge,
    ProviderEvent,
    ProviderMovement,
    RewardTier,
)
from campaigns.rules.deadlines import RESERVATION
from campaigns.rules.settlement import settlement_plan
from campaigns.rules.status import KEPT_STATES, PledgeState
from campaigns.services.changing_terms import decided_terms
from campaigns.services.comparing import MOST_LINES, WAITING
from campaigns.services.correcting import compare_corrections
from campaigns.services.invoicing import compare_invoices
from campaigns.services.launching import frozen_terms
from campaigns.services.remitting import compare_bank_money
from campaigns.services.returning import compare_returns

NEVER_PAID = {PledgeState.AWAITING_PAYMENT, PledgeState.EXPIRED, PledgeState.DECLINED}
GIVEN_BACK = {PledgeState.REFUNDED}
BORNE_BY_THE_BACKER_S_BANK = {PledgeState.DISPUTED, PledgeState.LOST}
LATE_EVENT = timedelta(hours=1)


@dataclass
class Check:
    """One invariant: how many rows were examined, and what differs, in words for staff."""

    name: str
    examined: int = 0
    differences: list[str] = field(default_factory=list)

    def compare(self, subject: object, found: object, expected: object) -> None:
        """Count one comparison and note it when it fails."""
        self.examined += 1
        if found != expected:
            self.differences.append(f"{subject}: {found} instead of {expected}")


@dataclass(frozen=True)
class Report:
    """All checks of one run, read in one transaction."""

    checks: tuple[Check, ...]
    entries: int

    @property
    def differences(self) -> int:
        """How many differences in all."""
        return sum(len(check.differences) for check in self.checks)


def check_books(*, at: datetime | None = None) -> Report:
    """Check invariants 1 to 7, 9, 10 and 11, on one consistent view of the database, as of `at` (now by default)."""
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone and connection.vendor == "postgresql":
            with connection.cursor() as cursor:  # one snapshot for every query, while others go on writing
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        balances = LedgerEntry.objects.balances()
        checks = (
            _zero_sum(balances),
            _held(balances),
            _outcomes(balances),
            _charges(),
            _stock(),
            _in_time(),
            _frozen(),
            _invoices(),
            _offline(),
            _corrections(),
            _returns(),
            _totals(),
            _events(at or timezone.now()),
            _provider(),
        )
        return Report(checks, LedgerEntry.objects.count())


def run_check(*, at: datetime | None = None) -> Report:
    """Check the books and keep the run, for the finance dashboard."""
    began = timezone.now()
    report = check_books(at=at)
    CheckRun.objects.create(
        kind=CheckRun.Kind.BOOKS,
        began_at=began,
        ended_at=timezone.now(),
        examined=sum(check.examined for check in report.checks),
        differences=report.differences,
        lines=[f"{check.name} : {line}" for check in report.checks for line in check.differences][
            :MOST_LINES
        ],
    )
    return report


def _zero_sum(balances: dict[str, int]) -> Check:
    check = Check("1 the ledger sums to zero")
    check.compare("all accounts", sum(balances.values()), 0)
    wrong = LedgerEntry.objects.filter(Q(amount_cents__lte=0) | Q(debit=F("credit")))
    check.compare("entries that move nothing", wrong.count(), 0)
    astray = LedgerEntry.objects.exclude(campaign=None).exclude(territory=F("campaign__territory"))
    check.compare("entries of another territory", astray.count(), 0)
    return check


def _held(balances: dict[str, int]) -> Check:
    check = Check("2 held equals the pledges in held and refund states")
    kept = Coalesce(Sum("pledges__amount_cents", filter=Q(pledges__status__in=KEPT_STATES)), 0)
    for campaign in Campaign.objects.annotate(kept=kept).select_related("totals").order_by("pk"):
        held = -balances.get(f"held:{campaign.pk}", 0)
        check.compare(f"campaign {campaign.pk} held", held, campaign.kept)
        check.compare(f"campaign {campaign.pk} total held", campaign.totals.held_cents, held)
    return check


def _outcomes(balances: dict[str, int]) -> Check:
    check = Check("3 one outcome, decided by the ledger's figure")
    entered = {
        (row["campaign"], row["kind"]): row["sum"]
        for row in LedgerEntry.objects.values("campaign", "kind").annotate(sum=Sum("amount_cents")).order_by()
    }
    for campaign in Campaign.objects.exclude(outcome="").order_by("pk"):
        plan = settlement_plan(
            gathered_cents=campaign.decided_cents or 0,
            threshold_cents=campaign.threshold_cents,
            commission_bps=campaign.commission_bps,
        )
        if campaign.outcome != "cancelled":
            check.compare(f"campaign {campaign.pk} outcome", campaign.outcome == "funded", plan.funded)
        funded = campaign.outcome == "funded"
        owed = entered.get((campaign.pk, "decision"), 0)
        check.compare(f"campaign {campaign.pk} owed to the holder", owed, plan.payout_cents if funded else 0)
        taken = entered.get((campaign.pk, "commission"), 0)
        check.compare(f"campaign {campaign.pk} commission", taken, plan.commission_cents if funded else 0)
        paid = sum(entered.get((campaign.pk, kind), 0) for kind in ("payout", "bank_payout"))
        undone = entered.get((campaign.pk, "decision_undone"), 0)
        check.compare(
            f"campaign {campaign.pk} payable",
            -balances.get(f"payable:{campaign.pk}", 0),
            owed - paid - undone,
        )
        if undone:  # everything was given back: nothing is owed to anybody, no commission is kept
            kept = taken - entered.get((campaign.pk, "commission_undone"), 0)
            check.compare(
                f"campaign {campaign.pk} undone, paid, commission", (undone, paid, kept), (owed, 0, 0)
            )
        if campaign.status == "settled":
            check.compare(f"campaign {campaign.pk} paid out", paid, owed)
    return check


def _charges() -> Check:
    """Charges, and what is left of each in its campaign's own account.

    What a contest took away weighs on that account when the money was still kept, on the platform's losses otherwise.
    """
    check = Check("4 one charge at most, refunds never above it")
    charged = Q(entries__kind__in=["charge", "late_charge"])
    into, out_of = Q(entries__credit__code__startswith="held:"), Q(entries__debit__code__startswith="held:")
    taken = Dispute.objects.filter(pledge=OuterRef("pk"), account__startswith="held:").exclude(state="won")
    rows = Pledge.objects.annotate(
        charges=Count("entries", filter=charged),
        charged=Coalesce(Sum("entries__amount_cents", filter=charged), 0),
        left=Coalesce(Sum("entries__amount_cents", filter=into), 0)
        - Coalesce(Sum("entries__amount_cents", filter=out_of), 0),
        is_taken=Exists(taken),
    ).values_list("pk", "status", "amount_cents", "charges", "charged", "left", "is_taken")
    for pk, status, amount, charges, charge, left, is_taken in rows.iterator():
        paid = status not in NEVER_PAID
        check.compare(f"pledge {pk} charges", (charges, charge), (1, amount) if paid else (0, 0))
        is_gone = status in GIVEN_BACK or (status in BORNE_BY_THE_BACKER_S_BANK and is_taken)
        check.compare(f"pledge {pk} left of its charge", left, amount if paid and not is_gone else 0)
    done = PaymentOperation.objects.filter(kind__in=PaymentOperation.REFUNDS, state="done")
    check.compare("refunds done but not entered", done.exclude(entries__isnull=False).count(), 0)
    stray = PaymentOperation.objects.filter(kind="stray_refund")
    for operation in stray.annotate(
        still=Coalesce(Sum("entries__amount_cents", filter=Q(entries__credit__code="unclaimed")), 0)
        - Coalesce(Sum("entries__amount_cents", filter=Q(entries__debit__code="unclaimed")), 0)
    ):
        owed = 0 if operation.state == "done" else operation.amount_cents
        check.compare(f"{operation.purpose} still owed", operation.still, owed)
    return check


def _stock() -> Check:
    check = Check("5 units claimed equal pledges, within limits")
    rows = RewardTier.objects.annotate(taken=Count("pledges", filter=Q(pledges__holds_unit=True)))
    for tier in rows.order_by("pk"):
        check.compare(f"tier {tier.pk} claimed", tier.claimed, tier.taken)
        if tier.limit is not None:
            check.compare(f"tier {tier.pk} within limit", tier.claimed <= tier.limit, True)
    keeping = Q(status=PledgeState.AWAITING_PAYMENT) | Q(counted=True)
    without = Pledge.objects.filter(keeping, tier__isnull=False, holds_unit=False)
    check.compare("rewards promised without a unit", without.count(), 0)
    idle = Pledge.objects.filter(status__in=[PledgeState.EXPIRED, PledgeState.DECLINED], holds_unit=True)
    check.compare("units kept by payments that ended", idle.count(), 0)
    return check


def _in_time() -> Check:
    check = Check("6 no pledge after the deadline")
    rows = Pledge.objects.filter(counted=True).select_related("campaign")
    late = rows.filter(Q(paid_at__gt=F("reserved_until")) | Q(paid_at=None))
    check.examined += rows.count()
    check.compare("paid after their reservation and counted", late.count(), 0)
    begun = Pledge.objects.exclude(campaign__deadline=None).filter(
        reserved_until__gte=F("campaign__deadline") + RESERVATION, attempts__gt=0
    )
    check.compare("reserved at the deadline or after", begun.count(), 0)
    return check


def _events(at: datetime) -> Check:
    check = Check("10 every event is read")
    waiting = ProviderEvent.objects.filter(processed_at=None, received_at__lte=at - LATE_EVENT)
    check.examined += ProviderEvent.objects.count()
    check.compare("events received and not read for an hour", waiting.count(), 0)
    return check


def _provider() -> Check:
    """What the provider's own lines say, as far as they were read (see `comparing`)."""
    check = Check("11 the provider's account equals its lines")
    for name in ProviderMovement.objects.order_by().values_list("gateway", flat=True).distinct():
        lines = ProviderMovement.objects.filter(gateway=name)
        check.examined += lines.count()
        read = lines.exclude(entry=None).aggregate(net=Sum(F("amount_cents") - F("fee_cents")))["net"] or 0
        tied = LedgerEntry.objects.filter(Q(movement__gateway=name) | Q(fee_movement__gateway=name))
        check.compare(f"{name} lines and their entries", tied.balance("provider"), read)
        problems = lines.filter(entry=None).exclude(problem="").exclude(problem=WAITING)
        check.compare(f"{name} lines nobody can explain", problems.count(), 0)
    return check


def _totals() -> Check:
    check = Check("9 totals equal pledges")
    counted = Q(pledges__counted=True)
    waiting = Q(pledges__status=PledgeState.AWAITING_PAYMENT)
    rows = Campaign.objects.annotate(
        gathered=Coalesce(Sum("pledges__amount_cents", filter=counted), 0),
        reserved=Coalesce(Sum("pledges__amount_cents", filter=waiting), 0),
        gifts=Count("pledges", filter=counted),
        people=Count("pledges__backer_key", filter=counted, distinct=True),
    ).select_related("totals")
    for campaign in rows.order_by("pk"):
        totals = campaign.totals
        found = (totals.gathered_cents, totals.reserved_cents, totals.pledges, totals.backers)
        check.compare(
            f"campaign {campaign.pk} gathered, reserved, pledges, backers",
            found,
            (campaign.gathered, campaign.reserved, campaign.gifts, campaign.people),
        )
        if campaign.decided_cents is not None:
            check.compare(f"campaign {campaign.pk} decided", campaign.decided_cents, totals.gathered_cents)
        if campaign.launched_at:
            within = totals.gathered_cents + totals.reserved_cents <= campaign.ceiling_cents
            check.compare(f"campaign {campaign.pk} within its ceiling", within, True)
    return check


def _invoices() -> Check:
    check = Check("commissions are invoiced once, numbers have no gap")
    compare_invoices(check.compare)
    return check


def _offline() -> Check:
    check = Check("money in the territory's bank has its evidence")
    compare_bank_money(check.compare)
    return check


def _corrections() -> Check:
    check = Check("corrections reverse one entry each, and touch nothing else")
    compare_corrections(check.compare)
    return check


def _returns() -> Check:
    check = Check("what holders give back is what their backers are owed")
    compare_returns(check.compare)
    return check


def _frozen() -> Check:
    check = Check("7 terms as they were at launch")
    decided = decided_terms()
    for campaign in (
        Campaign.objects.filter(launched_at__isnull=False).prefetch_related("tiers").order_by("pk")
    ):
        expected = (campaign.launched_terms or {}) | decided.get(campaign.pk, {})
        check.compare(f"campaign {campaign.pk} terms", frozen_terms(campaign), expected)
    return check
