"""What the worker does for campaigns, in this order: events, reservations, deadlines, calls to the provider."""

from datetime import datetime, timedelta

from base.schedule import Job, register
from campaigns.services import deciding, inbox, operating, paying, settling
from demo_bank.services import deliver_events

OFTEN = timedelta(seconds=3)


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


def end_decisions(at: datetime) -> str | None:
    """End the decisions of two people that nobody answered."""
    ended = deciding.end_unanswered(at=at)
    return f"{ended} decisions ended" if ended else None


register(Job("read_events", OFTEN, read_events))
register(Job("expire_reservations", timedelta(seconds=20), expire_reservations))
register(Job("settle_campaigns", OFTEN, settle_campaigns))
register(Job("run_operations", OFTEN, run_operations))
register(Job("end_decisions", timedelta(minutes=10), end_decisions))
