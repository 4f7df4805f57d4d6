"""Writes the wishes of the demonstration, through the services, over the weeks since each question was put."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from accounts.models import User
from base.models import Territory
from calls.models import Wish, WishGroup, WishQuestion
from calls.services import gathering, wishing
from home.demo.clock import Clock
from home.demo.wishes import QUESTIONS, Asked, Wished

CLOSED_AFTER = timedelta(days=45)


def write_wishes(territory: Territory, clock: Clock, pages: Mapping[str, Any], *, by: User) -> None:
    """Put every question and write what was answered; `pages` are by slug, `by` reads and gathers."""
    for asked in QUESTIONS:
        _write_question(territory, asked, clock, pages, by=by)


def _write_question(
    territory: Territory, asked: Asked, clock: Clock, pages: Mapping[str, Any], *, by: User
) -> None:
    since = clock.now - timedelta(days=asked.since_days)
    question = WishQuestion.objects.create(
        territory=territory,
        page=pages[asked.theme],
        question=asked.question,
        hint=asked.hint,
        opens_at=since,
        closes_at=since + CLOSED_AFTER if asked.closed else None,
    )
    said = (
        [wished for group in asked.groups for wished in group.wishes]
        + list(asked.loose)
        + list(asked.to_read)
    )
    lasting = (CLOSED_AFTER if asked.closed else clock.now - since) - timedelta(hours=2)
    rows: dict[Wished, Wish] = {}
    for position, wished in enumerate(said):
        at = since + timedelta(hours=1) + lasting * position / len(said)
        rows[wished] = wishing.say_wish(
            question=question, text=wished.text, neighbourhood=wished.neighbourhood, email=wished.email, at=at
        )
        if wished.email:
            wishing.confirm_address(wish=rows[wished], at=at + timedelta(minutes=9))
    read = [row.pk for wished, row in rows.items() if wished not in asked.to_read]
    gathering.read_wishes(wishes=read, publish=True, at=clock.now, reader=by)
    for group in asked.groups:
        made = gathering.group_wishes(
            question=question, wishes=[rows[wished].pk for wished in group.wishes], title=group.title
        )
        if group.call:
            WishGroup.objects.filter(pk=made.pk).update(call=pages[group.call])
