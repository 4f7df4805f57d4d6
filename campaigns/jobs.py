"""What the worker does for campaigns, in this order: events, reservations, deadlines, calls to the provider."""

import logging
from datetime import datetime, timedelta

from base.schedule import Job, register
from campaigns.errors import ProviderError
from campaigns.services import (
    comparing,
    deciding,
    inbox,
    operating,
    paying,
    payout_accounts,
    reconciling,
    settling,
    slips,
    waiting,
)
from demo_bank.services import deliver_events

OFTEN = timedelta(seconds=3)

logger = logging.getLogger(__name__)


def read_events(at: datetime) -> str | None:
    """Offer the demonstration bank's events again, then read those received."""
    deliver_events()
    done = inbox.read_events(at=at)
    return f"{done} events" if done else None


def expire_reservations(at: datetime) -> str | None:
    """End the reservations past their time."""
    ended = paying.expire_reservations(at=at)
    return f"{ended} reservations ended" if ended else None


def settle_campaigns(at: datetime) -> str | None:
    """Close and decide what is due."""
    changed = settling.settle_due(at=at)
    return ", ".join(f"{campaign.pk} {state}" for campaign, state in changed) or None


def run_operations(at: datetime) -> str | None:
    """Pay out and refund."""
    counts = operating.run_operations(at=at)
    return ", ".join(f"{count} {word}" for word, count in counts.items() if count) or None


def watch_accounts(at: datetime) -> str | None:
    """Look at the payout accounts that are not in order, and at those whose opening lost its answer."""
    done = payout_accounts.watch_accounts(at=at)
    return f"{done} payout accounts" if done else None


def watch_waiting_payouts(at: datetime) -> str | None:
    """Remind the holders whose money waits; give it back before it may be kept no longer."""
    counts = waiting.watch_waiting_payouts(at=at)
    return ", ".join(f"{count} {word}" for word, count in counts.items() if count) or None


def end_decisions(at: datetime) -> str | None:
    """End the decisions of two people that nobody answered."""
    ended = deciding.end_unanswered(at=at)
    return f"{ended} decisions ended" if ended else None


def compare_with_providers(at: datetime) -> str | None:
    """Compare the books with each provider's own lines."""
    runs = []
    for name in comparing.gateways_in_use():
        try:
            run = comparing.compare_with_provider(gateway_name=name, at=at)
        except (ProviderError, KeyError) as error:
            logger.warning("%s cannot be compared: %s", name, error)
            continue
        runs.append(f"{name}: {run.differences} differences")
    return ", ".join(runs) or None


def forget_slips(at: datetime) -> str | None:
    """Erase the slips of campaigns that are over."""
    forgotten = slips.forget_slips(at=at)
    return f"{forgotten} slips forgotten" if forgotten else None


def check_books(at: datetime) -> str | None:
    """Prove the books."""
    return f"{reconciling.run_check(at=at).differences} differences"


register(Job("read_events", OFTEN, read_events))
register(Job("expire_reservations", timedelta(seconds=20), expire_reservations))
register(Job("settle_campaigns", OFTEN, settle_campaigns))
register(Job("run_operations", OFTEN, run_operations))
register(Job("watch_accounts", timedelta(minutes=1), watch_accounts))
register(Job("watch_waiting_payouts", timedelta(minutes=10), watch_waiting_payouts))
register(Job("end_decisions", timedelta(minutes=10), end_decisions))
register(Job("compare_with_providers", timedelta(hours=1), compare_with_providers))
register(Job("forget_slips", timedelta(days=1), forget_slips))
register(Job("check_books", timedelta(hours=1), check_books))
