"""Moves of both state machines: conditional on the state they start from, logged, refused when not in the table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from base.page_cache import forget_pages
from campaigns.errors import MoveRefused
from campaigns.models import Campaign, Pledge, StateChange
from campaigns.rules.status import campaign_may, pledge_may

if TYPE_CHECKING:
    from accounts.models import User


def lock_campaign(pk: int) -> Campaign:
    """Take a campaign's row until the end of the transaction and return it as it is now.

    It is the first lock of every verb that moves a campaign or its money; the order is campaign, pledge, tier, totals.
    A reservation takes only the last two: `no_key` lets its insert point to a locked campaign without waiting for it.
    """
    rows = Campaign.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("page", "territory", "holder").get(pk=pk)


def move_campaign(
    *, campaign: Campaign, to: str, at: datetime, actor: User | None = None, reason: str = "", **fields: Any
) -> None:
    """Move `campaign` to the state `to`, setting `fields` in the same write; `MoveRefused` when it may not."""
    before = campaign.status
    if not campaign_may(before, to):
        raise MoveRefused(before, to)
    if not Campaign.objects.filter(pk=campaign.pk, status=before).update(status=to, **fields):
        raise MoveRefused(before, to)
    StateChange.objects.create(campaign=campaign, before=before, after=to, at=at, actor=actor, reason=reason)
    for name, value in {"status": str(to), **fields}.items():
        setattr(campaign, name, value)
    forget_pages()


def move_pledge(
    *, pledge: Pledge, to: str, at: datetime, actor: User | None = None, reason: str = "", **fields: Any
) -> None:
    """Move `pledge` to the state `to`, setting `fields` in the same write; `MoveRefused` when it may not."""
    before = pledge.status
    if not pledge_may(before, to):
        raise MoveRefused(before, to)
    if not Pledge.objects.filter(pk=pledge.pk, status=before).update(status=to, **fields):
        raise MoveRefused(before, to)
    StateChange.objects.create(
        campaign_id=pledge.campaign_id,
        pledge=pledge,
        before=before,
        after=to,
        at=at,
        actor=actor,
        reason=reason,
    )
    for name, value in {"status": str(to), **fields}.items():
        setattr(pledge, name, value)


def move_pledges(*, pledges: Iterable[Pledge], to: str, at: datetime) -> None:
    """Move many pledges of one campaign in few statements; `MoveRefused` when one of them may not, or moved meanwhile.

    The caller holds the campaign's lock, or the operations through which these pledges move.
    """
    rows = list(pledges)
    keys: dict[str, list[int]] = {}
    for pledge in rows:
        if not pledge_may(pledge.status, to):
            raise MoveRefused(pledge.status, to)
        keys.setdefault(pledge.status, []).append(pledge.pk)
    for before, group in keys.items():
        for start in range(0, len(group), 500):
            part = group[start : start + 500]
            if Pledge.objects.filter(pk__in=part, status=before).update(status=to) != len(part):
                raise MoveRefused(before, to)
    StateChange.objects.bulk_create(
        [
            StateChange(campaign_id=pledge.campaign_id, pledge=pledge, before=pledge.status, after=to, at=at)
            for pledge in rows
        ],
        batch_size=500,
    )
    for pledge in rows:
        pledge.status = str(to)
