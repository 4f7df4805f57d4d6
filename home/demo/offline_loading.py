"""Makes the demonstration's counters, takes in what people bring, pays out by hand, leaves a slip waiting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from base.models import Territory
from base.private_files import CheckedUpload, check_upload
from campaigns.models import Campaign, Counter, PaymentOperation, Pledge, RewardTier
from campaigns.rules.offline import RemittedBy, Way
from campaigns.services.pledging import Backer
from campaigns.services.remitting import remit
from campaigns.services.slips import make_slip
from campaigns.services.taking_in import Evidence, Intention, take_in
from home.demo import offline
from home.demo.clock import PARIS, Clock
from home.demo.offline import BROUGHT, Brought
from home.demo.spread import PlannedPledge

PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
"""An empty page in place of the bank's own paper."""


def write_counters(territory: Territory) -> None:
    """Open the town's counters."""
    for position, counter in enumerate(offline.COUNTERS, start=1):
        Counter.objects.create(
            territory=territory,
            name=counter.name,
            address=counter.address,
            hours=counter.hours,
            phone=counter.phone,
            takes_cheques=counter.takes_cheques,
            position=position,
        )


def brought_in(slug: str, plan: Sequence[PlannedPledge], backers: Sequence[Backer]) -> dict[int, Brought]:
    """Choose which planned pledges of a campaign were brought: the latest of each amount, of nobody with an account."""
    chosen: dict[int, Brought] = {}
    for brought in BROUGHT.get(slug, ()):
        fitting = [
            number
            for number, (planned, backer) in enumerate(zip(plan, backers, strict=True))
            if planned.amount_cents == brought.amount_cents and backer.user is None and number not in chosen
        ]
        if not fitting:
            raise ValueError(f"Nobody gives {brought.amount_cents} cents to {slug}.")
        chosen[fitting[-1]] = brought
    return chosen


def bring(
    *,
    campaign: Campaign,
    planned: PlannedPledge,
    brought: Brought,
    tier: RewardTier | None,
    by: User,
    at: datetime,
) -> Pledge:
    """Take one planned pledge in, as the counter does."""
    counter = Counter.objects.filter(territory=campaign.territory).first()
    return take_in(
        campaign=campaign,
        amount_cents=brought.amount_cents,
        backer=Backer(
            brought.name, brought.email, brought.kind, brought.organisation, postal_address=brought.address
        ),
        evidence=Evidence(
            way=brought.way,
            reference=brought.reference,
            received_on=at.astimezone(PARIS).date(),
            taken_by=by,
            counter=None if brought.way == Way.TRANSFER else counter,
        ),
        submission_key=f"demo-{brought.way}-{brought.reference}",
        intention=Intention(tier=tier, message=planned.message or ""),
        at=at,
    )


def pay_out_by_hand(campaign: Campaign, *, by: User, at: datetime) -> None:
    """Make the transfer of what the town's own bank owes to the holder, where it owes something."""
    owed = PaymentOperation.objects.by_hand().filter(campaign=campaign, kind=PaymentOperation.Kind.PAYOUT)
    for operation in owed:
        remit(
            operation=operation,
            way=RemittedBy.TRANSFER,
            reference=f"VIR {operation.pk}",
            document=_paper(),
            by=by,
            at=at,
        )


def leave_slip(clock: Clock) -> None:
    """Leave a slip that somebody printed yesterday."""
    campaign = Campaign.objects.select_related("territory").get(page__slug=offline.WAITING_IN)
    make_slip(
        campaign=campaign,
        amount_cents=offline.WAITING_CENTS,
        backer=Backer(offline.WAITING_NAME, "", postal_address=offline.WAITING_ADDRESS),
        at=clock.now - timedelta(days=1),
    )


def _paper() -> CheckedUpload:
    return check_upload(SimpleUploadedFile("avis-de-virement.pdf", PAPER))
