"""Two workers at the moment of a common launch, on real PostgreSQL, and what goes wrong without the locks."""

from __future__ import annotations

import pytest

from calls.services import launching_together
from campaigns.models import Campaign, StateChange
from notices.models import Notice
from tests.campaigns.test_races import at_once
from tests.promotions import a_promotion

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CROWD = 6


def test_every_campaign_is_launched_once_whoever_comes_at_the_same_time() -> None:
    promotion = a_promotion("approved", "approved", "approved")

    results = at_once(*[lambda: launching_together.launch_due(at=promotion.launches_at)] * CROWD)

    assert not [result for result in results if isinstance(result, Exception)]
    assert sorted(campaign.pk for result in results for campaign in result) == sorted(
        Campaign.objects.values_list("pk", flat=True)
    )
    assert StateChange.objects.filter(after="live").count() == 3
    assert Notice.objects.filter(kind="campaign_launched").count() == 3
    promotion.refresh_from_db()
    assert promotion.launched_at == promotion.launches_at


def test_without_locks_a_campaign_would_be_tried_more_than_once(monkeypatch) -> None:
    promotion = a_promotion("approved", "approved", "approved")
    tried: list[int] = []
    real = launching_together.launch

    def counted(*, campaign, at):
        tried.append(campaign.pk)
        real(campaign=campaign, at=at)

    monkeypatch.setattr(launching_together, "launch", counted)
    monkeypatch.setattr(
        launching_together, "lock_campaign", lambda pk: Campaign.objects.select_related("page").get(pk=pk)
    )
    monkeypatch.setattr(launching_together, "_due_and_locked", lambda row, at: row)

    at_once(*[lambda: launching_together.launch_due(at=promotion.launches_at)] * CROWD)

    assert len(tried) > 3
