"""Money that did not come after all, a cheque its bank does not pay or an amount typed by mistake.

It leaves the books as with a contest that was lost: reversing entries, never a change.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from base.audit import record
from base.private_files import CheckedUpload, keep_file
from campaigns.errors import NotRemitted
from campaigns.gateways.base import DisputeSnapshot
from campaigns.models import Campaign, Dispute, Pledge
from campaigns.notices import tell_backer
from campaigns.rules.offline import BANK, Way
from campaigns.services.disputing import close_dispute, open_dispute
from campaigns.services.moves import lock_campaign
from campaigns.services.taking_in import EVIDENCE_QUOTA_FILES

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def record_unpaid(
    *, pledge: Pledge, reference: str, document: CheckedUpload, by: User, at: datetime
) -> Dispute:
    """Write that a cheque came back unpaid: the pledge is lost, no longer counted, its unit and room free again.

    Before the outcome it leaves what the campaign gathered; after it, it is the territory's loss. `NotRemitted`, in
    words, when the pledge is no cheque or is known as unpaid already.
    """
    campaign = lock_campaign(pledge.campaign_id)
    cheque = Pledge.objects.filter(pk=pledge.pk, gateway=BANK, offline__way=Way.CHEQUE)
    if not cheque.exists() or Dispute.objects.filter(pledge=pledge, gateway=BANK).exists():
        raise NotRemitted(_("Ce soutien n’est pas un chèque, ou ce chèque est déjà noté impayé."))
    keep_file(
        upload=document,
        owner=pledge,
        at=at,
        quota=EVIDENCE_QUOTA_FILES * settings.PRIVATE_FILE_MAX_BYTES,
        uploaded_by=by,
    )
    dispute = lose(campaign, pledge, reference=reference, letter="cheque_unpaid", at=at)
    tell_backer(pledge=pledge, kind="your_cheque_unpaid", at=at)
    detail = {"campaign": campaign.pk, "amount_cents": pledge.amount_cents}
    record("offline.unpaid", actor=by, subject=pledge, detail=detail, at=at)
    return dispute


def lose(campaign: Campaign, pledge: Pledge, *, reference: str, letter: str, at: datetime) -> Dispute:
    """Take a pledge's money out of the bank's books, once; the caller holds the campaign's lock.

    `letter` is what the holder reads.
    """
    snapshot = DisputeSnapshot(
        remote_id=f"{reference.strip()[:80]}:{pledge.pk}",
        charge_id=pledge.charge_id,
        amount_cents=pledge.amount_cents,
        state="lost",
    )
    dispute = open_dispute(
        campaign, pledge.pk, snapshot, gateway_name=BANK, at=at, letter=letter, flagged=False
    )
    close_dispute(campaign, dispute, won=False, at=at)
    pledge.refresh_from_db()
    return dispute
