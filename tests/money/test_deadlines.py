"""The deadline, to the millisecond, in every minute around the nights when the clocks of Paris change.

What Paris shows is computed here from the two instants of change, not by the library the product uses.
"""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from base.dates_display import moment
from campaigns.errors import CampaignClosed, MoveRefused
from campaigns.models import Campaign, CampaignTotals, Pledge
from campaigns.rules import deadlines
from campaigns.rules.status import CampaignState
from campaigns.services import pledging, settling
from tests.builders import a_backer, a_campaign
from tests.money.conftest import size

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CHANGES = {
    "clocks go back": (datetime(2026, 10, 25, 1, tzinfo=UTC), 2, 1),
    "clocks go forward": (datetime(2027, 3, 28, 1, tzinfo=UTC), 1, 2),
}
MILLISECOND = timedelta(milliseconds=1)


def minutes(change: datetime) -> list[datetime]:
    """The minutes from three hours before a change to three hours after, one in `step`, the change itself included."""
    step = size(20, 1, 1)
    return [change + timedelta(minutes=minute) for minute in range(-180, 181) if minute % step == 0]


def reserve(campaign: Campaign, at: datetime) -> Pledge:
    return pledging.start_pledge(
        campaign=campaign,
        amount_cents=100,
        backer=a_backer(),
        submission_key=uuid.uuid4().hex,
        at=at,
    )


@pytest.mark.parametrize("night", CHANGES)
def test_every_minute_is_enforced_to_the_millisecond(night: str, figure: Any) -> None:
    change, _before, _after = CHANGES[night]
    campaign = a_campaign(at=change - timedelta(days=20), deadline=change, goal_cents=900_000)
    decisions = 0
    for deadline in minutes(change):
        Campaign.objects.filter(pk=campaign.pk).update(deadline=deadline, status=CampaignState.LIVE)
        CampaignTotals.objects.filter(campaign=campaign).update(takes_pledges=True)
        campaign.refresh_from_db()
        assert reserve(campaign, deadline - MILLISECOND).pk
        assert campaign.accepts_pledges_at(deadline - MILLISECOND)
        for late in (deadline, deadline + MILLISECOND):
            assert not campaign.accepts_pledges_at(late)
            with pytest.raises(CampaignClosed):
                reserve(campaign, late)
        assert Campaign.objects.due(at=deadline - MILLISECOND).count() == 0
        with pytest.raises(MoveRefused):
            settling.close_campaign(campaign=campaign, at=deadline - MILLISECOND)
        assert Campaign.objects.due(at=deadline).count() == 1
        settling.close_campaign(campaign=campaign, at=deadline)
        decisions += 7
    assert Pledge.objects.count() == len(minutes(change))
    figure(f"deadlines, {night}: {decisions} decisions at ±1 ms, 0 wrong")


@pytest.mark.parametrize("night", CHANGES)
def test_the_words_say_the_minute_that_is_enforced(night: str, figure: Any) -> None:
    """No two deadlines of the night read alike, and each reads as the clocks of Paris show it."""
    change, before, after = CHANGES[night]
    read = set()
    for deadline in minutes(change):
        words = moment(deadline)
        wall = deadline + timedelta(hours=before if deadline < change else after)
        hours, rest = re.search(r"à (\d+)\s?h\s?(\d\d)?", words).groups()  # type: ignore[union-attr]
        assert (int(hours), int(rest or 0)) == (wall.hour, wall.minute), words
        assert "heure de Paris" in words
        read.add(words)
    assert len(read) == len(minutes(change))
    figure(f"deadlines, {night}: {len(read)} sentences, all different, all as Paris shows it")


@pytest.mark.parametrize("night", CHANGES)
def test_the_days_left_are_counted_in_time_that_passes(night: str) -> None:
    change, _before, _after = CHANGES[night]
    for deadline in minutes(change):
        assert deadlines.days_left(deadline - timedelta(days=1), deadline) == 1
        assert deadlines.days_left(deadline - timedelta(days=1) + MILLISECOND, deadline) == 0
        assert deadlines.is_open(deadline - MILLISECOND, deadline)
        assert not deadlines.is_open(deadline, deadline)
