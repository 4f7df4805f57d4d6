"""Leaves finance something to look at: a payment contested after the money went to the holder.

Debts and a payout in trouble come from the stories of campaigns themselves. The checks run with the worker, within its
first minute.
"""

from __future__ import annotations

from datetime import timedelta

from campaigns.models import Pledge
from campaigns.rules.status import PledgeState
from campaigns.services.disputing import sync_dispute
from demo_bank import services as bank
from home.demo.clock import Clock

CONTESTED_IN = "place-animee"
DAYS_AGO = 2


def write_contest(clock: Clock) -> None:
    """Have the bank of one backer contest a payment two days ago; its answer is still awaited."""
    paid_out = Pledge.objects.filter(status=PledgeState.RELEASED, campaign__page__slug=CONTESTED_IN)
    pledge = paid_out.order_by("-amount_cents", "pk").first()
    if pledge is None:
        raise ValueError("Nobody's pledge was paid out there: who would contest it?")
    at = clock.now - timedelta(days=DAYS_AGO)
    contest = bank.open_dispute(pledge.charge_id, at=at)
    sync_dispute(gateway_name=pledge.gateway, remote_id=contest.remote_id, at=at)
