"""Proving that every figure shown equals the facts it is derived from (invariants of docs/money.md)."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from campaigns.models import Campaign, LedgerEntry, PaymentOperation, Pledge, RewardTier
from campaigns.rules.settlement import settlement_plan
from campaigns.rules.status import KEPT_STATES, PledgeState
from campaigns.services.invoicing import compare_invoices
from campaigns.services.launching import frozen_terms

PAID_BACK = {PledgeState.REFUNDED}
NEVER_PAID = {PledgeState.AWAITING_PAYMENT, PledgeState.EXPIRED, PledgeState.DECLINED}
CLAIMING = {
    PledgeState.AWAITING_PAYMENT,
    PledgeState.HELD,
    PledgeState.RELEASED,
    PledgeState.DISPUTED,
    PledgeState.LOST,
    PledgeState.RETURNED,
}


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


def check_books() -> Report:
    """Check invariants 1 to 5 and 7 and the totals, on one consistent view of the database."""
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone and connection.vendor == "postgresql":
            with connection.cursor() as cursor:  # one snapshot for every query, while others go on writing
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        balances = _account_balances()
        checks = (
            _zero_sum(balances),
            _held(balances),
            _outcomes(balances),
            _charges(),
            _stock(),
            _totals(),
            _frozen(),
            _invoices(),
        )
        return Report(checks, LedgerEntry.objects.count())


def _account_balances() -> dict[str, int]:
    """Debits less credits of every account."""
    balances: dict[str, int] = {}
    for side, sign in (("debit", 1), ("credit", -1)):
        for code, amount in LedgerEntry.objects.values_list(f"{side}__code").annotate(
            sum=Sum("amount_cents")
        ):
            balances[code] = balances.get(code, 0) + sign * amount
    return balances


def _zero_sum(balances: dict[str, int]) -> Check:
    check = Check("1 the ledger sums to zero")
    check.compare("all accounts", sum(balances.values()), 0)
    wrong = LedgerEntry.objects.filter(Q(amount_cents__lte=0) | Q(debit=F("credit")))
    check.compare("entries that move nothing", wrong.count(), 0)
    astray = LedgerEntry.objects.exclude(territory=F("campaign__territory"))
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
        paid = entered.get((campaign.pk, "payout"), 0)
        check.compare(
            f"campaign {campaign.pk} payable", -balances.get(f"payable:{campaign.pk}", 0), owed - paid
        )
        if campaign.status == "settled":
            check.compare(f"campaign {campaign.pk} paid out", paid, owed)
    return check


def _charges() -> Check:
    check = Check("4 one charge at most, refunds never above it")
    in_kinds = Q(entries__kind__in=["charge", "late_charge"])
    rows = Pledge.objects.annotate(
        charges=Count("entries", filter=in_kinds),
        charged=Coalesce(Sum("entries__amount_cents", filter=in_kinds), 0),
        refunded=Coalesce(Sum("entries__amount_cents", filter=Q(entries__kind="refund")), 0),
    ).values_list("pk", "status", "amount_cents", "charges", "charged", "refunded")
    for pk, status, amount, charges, charged, refunded in rows.iterator():
        paid = status not in NEVER_PAID
        check.compare(f"pledge {pk} charges", (charges, charged), (1, amount) if paid else (0, 0))
        check.compare(f"pledge {pk} refunded", refunded, amount if status in PAID_BACK else 0)
    unsent = PaymentOperation.objects.filter(kind="refund", state="done").exclude(entries__kind="refund")
    check.compare("refunds done but not entered", unsent.count(), 0)
    return check


def _stock() -> Check:
    check = Check("5 units claimed equal pledges, within limits")
    for tier in RewardTier.objects.annotate(
        taken=Count(
            "pledges", filter=Q(pledges__status__in=CLAIMING) | Q(pledges__counted=True), distinct=True
        )
    ).order_by("pk"):
        check.compare(f"tier {tier.pk} claimed", tier.claimed, tier.taken)
        if tier.limit is not None:
            check.compare(f"tier {tier.pk} within limit", tier.claimed <= tier.limit, True)
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


def _frozen() -> Check:
    check = Check("7 terms as they were at launch")
    for campaign in (
        Campaign.objects.filter(launched_at__isnull=False).prefetch_related("tiers").order_by("pk")
    ):
        check.compare(f"campaign {campaign.pk} terms", frozen_terms(campaign), campaign.launched_terms)
    return check
