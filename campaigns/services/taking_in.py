"""Money brought to a counter, sent by cheque or by transfer: taken in by a person of the team, with its evidence.

The reservation and its payment are one transaction: same gate, same ceiling, same units as on line, and the same
refund duty for what comes too late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction

from base.audit import record
from base.plain_text import plain
from base.private_files import CheckedUpload, keep_file
from campaigns.errors import AlreadyTakenIn, CashTooLarge
from campaigns.models import Campaign, Counter, OfflinePayment, PaymentSlip, Pledge, RewardTier, StateChange
from campaigns.rules.offline import BANK, Way
from campaigns.rules.status import PledgeState
from campaigns.services.moves import lock_campaign
from campaigns.services.paying import keep_payment, take_late_payment
from campaigns.services.pledging import Backer, check_amount, new_pledge, reserve

if TYPE_CHECKING:
    from accounts.models import User

EVIDENCE_QUOTA_FILES = 3
"""Documents a pledge may have, each as heavy as one may be: what came in, and what its bank says later."""


@dataclass(frozen=True)
class Evidence:
    """What proves that money came in: how, the number it is found by, on which day, who took it and where."""

    way: Way
    reference: str
    received_on: date
    taken_by: User
    counter: Counter | None = None
    document: CheckedUpload | None = None


@dataclass(frozen=True)
class Intention:
    """What the backer wants of it: the reward, and what the public reads."""

    tier: RewardTier | None = None
    shown_as: str = Pledge.ShownAs.NAME
    message: str = ""
    wants_tax_receipt: bool = False


NO_WISH = Intention(shown_as=Pledge.ShownAs.ANONYMOUS)
"""Nothing was said: no reward, and nobody is named in public."""


def take_in(
    *,
    campaign: Campaign,
    amount_cents: int,
    backer: Backer,
    evidence: Evidence,
    submission_key: str,
    at: datetime,
    intention: Intention = NO_WISH,
    slip: PaymentSlip | None = None,
) -> Pledge:
    """Make a held pledge of money that was brought; the same `submission_key` gives the same pledge.

    Raises what `start_pledge` raises, `CashTooLarge`, or `AlreadyTakenIn` when this reference was taken in before;
    then nothing was written, and the money goes back to who brought it (or `take_in_to_give_back`).
    """
    check_amount(campaign, amount_cents, intention.tier)
    most = campaign.territory.largest_cash_cents
    if evidence.way == Way.CASH and amount_cents > most:
        raise CashTooLarge(most)
    return _taken_in(
        campaign, amount_cents, backer, evidence, intention, submission_key, slip, at, late=False
    )


def take_in_to_give_back(
    *,
    campaign: Campaign,
    amount_cents: int,
    backer: Backer,
    evidence: Evidence,
    submission_key: str,
    at: datetime,
    slip: PaymentSlip | None = None,
) -> Pledge:
    """Write money that is in the bank already and may not be counted (too late, no room): it is owed back at once."""
    return _taken_in(campaign, amount_cents, backer, evidence, NO_WISH, submission_key, slip, at, late=True)


def _taken_in(
    campaign: Campaign,
    amount_cents: int,
    backer: Backer,
    evidence: Evidence,
    intention: Intention,
    submission_key: str,
    slip: PaymentSlip | None,
    at: datetime,
    *,
    late: bool,
) -> Pledge:
    if not evidence.reference.strip():
        raise ValueError("money is taken in with a reference")
    if not backer.email.strip() and not plain(backer.postal_address):
        raise ValueError("money is taken in from somebody who can be written to")
    try:
        with transaction.atomic():
            locked = lock_campaign(campaign.pk)
            known = Pledge.objects.filter(submission_key=submission_key, campaign=campaign).first()
            if known:
                return known
            pledge = new_pledge(
                campaign=campaign,
                tier=intention.tier,
                amount_cents=amount_cents,
                backer=backer,
                submission_key=submission_key,
                gateway=BANK,
                at=at,
            )
            pledge.shown_as, pledge.message = intention.shown_as, intention.message
            pledge.wants_tax_receipt = intention.wants_tax_receipt
            pledge.status = PledgeState.EXPIRED if late else PledgeState.AWAITING_PAYMENT
            pledge.attempts = 0 if late else 1
            pledge.save(force_insert=True)
            pledge.campaign = locked
            StateChange.objects.create(
                campaign=locked, pledge=pledge, after=pledge.status, at=at, actor=evidence.taken_by
            )
            _keep_evidence(pledge, evidence, at=at)
            if slip is not None and not PaymentSlip.objects.filter(pk=slip.pk, pledge=None).update(
                pledge=pledge
            ):
                raise AlreadyTakenIn
            charge_id = f"{evidence.way}:{pledge.uuid}"
            if late:
                take_late_payment(pledge=pledge, charge_id=charge_id, paid_at=at, at=at)
            else:
                reserve(pledge, at=at)
                keep_payment(pledge=pledge, charge_id=charge_id, paid_at=at, at=at)
            detail = {"campaign": locked.pk, "amount_cents": amount_cents, "way": evidence.way}
            record("offline.taken_in", actor=evidence.taken_by, subject=pledge, detail=detail, at=at)
    except IntegrityError as error:
        # The same form sent twice at once: the other request's pledge is the one.
        known = Pledge.objects.filter(submission_key=submission_key, campaign=campaign).first()
        if known is not None:
            return known
        if _is_known(campaign, evidence):
            raise AlreadyTakenIn from error
        raise
    return pledge


def _keep_evidence(pledge: Pledge, evidence: Evidence, *, at: datetime) -> None:
    document = None
    if evidence.document is not None:
        document = keep_file(
            upload=evidence.document,
            owner=pledge,
            at=at,
            quota=EVIDENCE_QUOTA_FILES * settings.PRIVATE_FILE_MAX_BYTES,
            uploaded_by=evidence.taken_by,
        )
    if _is_known(pledge.campaign, evidence):
        raise AlreadyTakenIn
    OfflinePayment.objects.create(
        pledge=pledge,
        territory_id=pledge.campaign.territory_id,
        way=evidence.way,
        reference=evidence.reference.strip(),
        counter=evidence.counter,
        received_on=evidence.received_on,
        document=document,
        taken_by=evidence.taken_by,
        at=at,
    )


def _is_known(campaign: Campaign, evidence: Evidence) -> bool:
    rows = OfflinePayment.objects.filter(territory=campaign.territory_id, way=evidence.way)
    return rows.filter(reference=evidence.reference.strip()).exists()
