"""The common launch: at its moment, every approved campaign of a promotion goes live, each in its own transaction.

A crash between two campaigns loses nothing: the promotion stays due until all were tried, and one that is live already
is left alone. A campaign that is not ready stops no other: it stays as it is, and staff are told by the screens, which
read that it is still before its launch.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from base.audit import record
from base.page_cache import forget_pages
from calls.models import Application, Promotion
from campaigns.errors import MoveRefused, NotReady
from campaigns.models import Campaign
from campaigns.rules.status import CampaignState
from campaigns.services.launching import launch
from campaigns.services.moves import lock_campaign

logger = logging.getLogger(__name__)


def launch_due(*, at: datetime) -> list[Campaign]:
    """Launch the promotions whose moment has come at `at`; return the campaigns launched by this very call."""
    done: list[Campaign] = []
    for promotion in Promotion.objects.due(at=at):
        done += launch_together(promotion=promotion, at=at)
    return done


def launch_together(*, promotion: Promotion, at: datetime) -> list[Campaign]:
    """Launch the approved campaigns of a promotion that is due, then close it; return those launched here.

    When one fails for a reason nobody foresaw the promotion stays open, and the next turn tries again.
    """
    launched, failed = [], False
    for application in Application.objects.selected(promotion.call_id).filter(campaign__isnull=False):
        try:
            if campaign := _launch_one(promotion, application.campaign_id, at=at):
                launched.append(campaign)
        except Exception:
            logger.exception("campaign %s of promotion %s failed", application.campaign_id, promotion.pk)
            failed = True
    if not failed:
        _close(promotion, at=at)
    return launched


@transaction.atomic
def _launch_one(promotion: Promotion, campaign_id: int, *, at: datetime) -> Campaign | None:
    """Launch one campaign if it is approved and ready and its promotion still due; None for any other."""
    if _due_and_locked(promotion, at=at) is None:
        return None
    campaign = lock_campaign(campaign_id)
    if campaign.status != CampaignState.APPROVED:
        return None
    try:
        with transaction.atomic():
            launch(campaign=campaign, at=at)
    except (NotReady, MoveRefused) as error:
        logger.warning("campaign %s is not ready for the common launch: %s", campaign_id, error)
        return None
    campaign.refresh_from_db()
    return campaign


@transaction.atomic
def _close(promotion: Promotion, *, at: datetime) -> None:
    locked = _due_and_locked(promotion, at=at)
    if locked is None:
        return
    locked.launched_at = at
    locked.save(update_fields=["launched_at"])
    record("promotions.launched", subject=locked, at=at)
    forget_pages()


def _due_and_locked(promotion: Promotion, *, at: datetime) -> Promotion | None:
    """Take the promotion's row, None when somebody moved its launch or finished it meanwhile."""
    return Promotion.objects.select_for_update(of=("self",)).due(at=at).filter(pk=promotion.pk).first()
