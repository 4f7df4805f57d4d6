"""Writes the programme of the demonstration: its slots, prepared by one person and approved by another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from itertools import count
from typing import Any

from accounts.models import User
from home.demo.clock import Clock
from home.demo.programme import FRONT, PLAN
from home.models import HomePage, Slot
from home.services.slots import approve_slot, save_slot

PREPARED_BEFORE = timedelta(days=12)
"""Between the day a slot was prepared and its beginning; what is far off was prepared just before the loading."""
APPROVED_AFTER = timedelta(minutes=20)


def write_slots(
    home: HomePage, clock: Clock, pages: Mapping[str, Any], *, author: User, second: User
) -> None:
    """Write every slot of the plan; `pages` holds whatever it names, by slug. Positions follow the plan's order."""
    positions: dict[tuple[str, str], Any] = {}
    for plan in PLAN:
        hour = time.fromisoformat(plan.starts_at)
        starts_at = clock.moment(plan.starts_in_days, hour)
        prepared_at = min(starts_at - PREPARED_BEFORE, clock.now - 2 * APPROVED_AFTER)
        slot = save_slot(
            slot=Slot(
                page=home if plan.on == FRONT else pages[plan.on],
                place=plan.place,
                shown=pages[plan.shown] if plan.shown else None,
                text=plan.text,
                starts_at=starts_at,
                ends_at=None if plan.ends_in_days is None else clock.moment(plan.ends_in_days, hour),
                position=next(positions.setdefault((plan.on, plan.place), count())),
            ),
            actor=author,
            at=prepared_at,
        )
        approve_slot(slot=slot, actor=second, at=prepared_at + APPROVED_AFTER)
