"""Two verbs meeting on one campaign, at the worst moment: the second waits, nobody is chosen as a deadlock's victim."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from campaigns.errors import CampaignClosed, MoveRefused
from campaigns.models import Campaign, Pledge
from campaigns.rules.status import CampaignState, PledgeState
from campaigns.services import launching, operating, paying, pledging, refunding, settling
from campaigns.services.reconciling import check_books
from demo_bank import services as bank
from tests.builders import a_backer, a_campaign, a_pledge, a_reservation, remote_id, tier

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

A_MOMENT = 0.7  # seconds: long enough for the other thread to reach the lock it will wait for


@contextmanager
def meanwhile(monkeypatch: Any, module: Any, name: str, other: Callable[[], Any], *, after: bool) -> Iterator:
    """While the block runs `module.name`, start `other` on its own thread and give it a moment; yield its result."""
    real = getattr(module, name)
    said: list[Any] = []
    started: list[threading.Thread] = []

    def run() -> None:
        try:
            said.append(other())
        except Exception as error:
            said.append(error)
        finally:
            connections.close_all()

    def paused(*args: Any, **kwargs: Any) -> Any:
        answer = real(*args, **kwargs) if after else None
        if not started:
            started.append(threading.Thread(target=run))
            started[0].start()
            started[0].join(A_MOMENT)
        return answer if after else real(*args, **kwargs)

    monkeypatch.setattr(module, name, paused)
    yield said
    assert started, f"{name} was not called"
    started[0].join()


def run_everything(at: datetime) -> None:
    while any(operating.run_operations(at=at).values()):
        pass


def test_a_payment_recorded_while_the_campaign_is_cancelled_is_given_back(monkeypatch):
    campaign = a_campaign()
    pledge = a_reservation(campaign, 2_000, tier=tier(campaign, 1))
    bank.accept(remote_id(pledge), at=timezone.now())
    Pledge.objects.get()  # the bank's event waits in the inbox

    def cancel() -> None:
        settling.cancel(campaign=campaign, at=timezone.now(), reason="Arrêt.")

    with meanwhile(monkeypatch, paying, "_apply", cancel, after=False) as said:
        paying.sync_payment(gateway_name="demo", remote_id=remote_id(pledge), at=timezone.now())
    assert said == [None]
    run_everything(timezone.now())
    pledge.refresh_from_db()
    campaign.refresh_from_db()
    assert (pledge.status, campaign.status) == (PledgeState.REFUNDED, CampaignState.REFUNDED)
    assert check_books().differences == 0


def test_the_last_refund_recorded_while_the_outcome_is_decided_ends_the_campaign(monkeypatch):
    campaign = a_campaign()
    pledge = a_reservation(campaign, 2_000)
    end = campaign.deadline
    bank.end(remote_id(pledge), at=timezone.now())
    bank.accept_late(remote_id(pledge), at=timezone.now())
    paying.sync_payment(gateway_name="demo", remote_id=remote_id(pledge), at=timezone.now())
    settling.close_campaign(campaign=campaign, at=end)

    with meanwhile(
        monkeypatch,
        refunding,
        "move_pledges",
        lambda: settling.decide(campaign=campaign, at=end),
        after=False,
    ) as said:
        operating.run_operations(at=end)
    assert said == ["unfunded"]
    campaign.refresh_from_db()
    assert campaign.status == CampaignState.REFUNDED


def test_a_reservation_committing_while_the_campaign_closes_is_no_deadlock(monkeypatch):
    campaign = a_campaign()

    def close() -> None:
        settling.close_campaign(campaign=campaign, at=campaign.deadline)

    with meanwhile(monkeypatch, pledging, "reserve", close, after=True) as said:
        pledging.start_pledge(
            campaign=campaign,
            amount_cents=1_000,
            backer=a_backer(),
            submission_key="k",
            at=timezone.now(),
        )
    assert said == [None]
    assert settling.decide(campaign=campaign, at=campaign.deadline) is None
    assert check_books().differences == 0


@pytest.mark.parametrize("verb", [launching.suspend, launching.resume])
def test_suspending_or_resuming_while_the_campaign_closes_is_no_deadlock(monkeypatch, verb):
    state = "live" if verb is launching.suspend else "suspended"
    campaign = a_campaign(state=state)
    reason = {"reason": "Vérification"} if verb is launching.suspend else {}

    def close() -> None:
        settling.close_campaign(campaign=campaign, at=campaign.deadline)

    with meanwhile(monkeypatch, launching, "move_campaign", close, after=False) as said:
        verb(campaign=campaign, at=timezone.now(), **reason)
    assert said == [None]
    assert Campaign.objects.get().status == CampaignState.CLOSING
    assert not Campaign.objects.get().totals.takes_pledges


def test_the_last_refund_and_a_second_click_on_cancel_are_no_deadlock(monkeypatch):
    campaign = a_campaign()
    a_pledge(campaign)
    settling.cancel(campaign=campaign, at=timezone.now(), reason="Arrêt.")

    def cancel_again() -> None:
        settling.cancel(campaign=campaign, at=timezone.now(), reason="Arrêt.")

    with meanwhile(monkeypatch, refunding, "finish_refunds", cancel_again, after=False) as said:
        operating.run_operations(at=timezone.now())
    assert isinstance(said[0], MoveRefused)
    assert Campaign.objects.get().status == CampaignState.REFUNDED


def test_a_campaign_that_closes_after_it_was_seen_open_refuses_the_reservation(monkeypatch):
    campaign = a_campaign()

    def close() -> None:
        settling.close_campaign(campaign=campaign, at=campaign.deadline)

    with (
        meanwhile(monkeypatch, Campaign, "accepts_pledges_at", close, after=True) as said,
        pytest.raises(CampaignClosed),
    ):
        pledging.start_pledge(
            campaign=campaign,
            amount_cents=1_000,
            backer=a_backer(),
            submission_key="k",
            at=timezone.now(),
        )
    assert said == [None]
    assert not Pledge.objects.exists()
