"""Puts the lines of « Ma semaine » together, for what this person may do. A constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from accounts.groups import EDITORS, FINANCE, MODERATORS, belongs
from base.models import Territory
from home.week import calls, campaigns, decisions, finance, pages, programme, promotions, wishes
from home.week.items import SHOWN, Group, Item, Topic

if TYPE_CHECKING:
    from accounts.models import User

# Who is told what; a technical administrator belongs to every group.
RULES = (
    (finance.checks, (FINANCE,)),
    (finance.waiting, (FINANCE,)),
    (programme.slots_to_approve, (EDITORS,)),
    (decisions.second_person_missing, (FINANCE,)),
    (decisions.about_money, (FINANCE,)),
    (decisions.about_terms, (MODERATORS,)),
    (campaigns.to_review, (MODERATORS,)),
    (campaigns.recipients_to_review, (MODERATORS,)),
    (pages.in_moderation, (MODERATORS,)),
    (programme.gaps, (EDITORS,)),
    (programme.not_public_in_time, (EDITORS,)),
    (calls.to_read, (EDITORS,)),
    (calls.left_unanswered, (EDITORS,)),
    (pages.waiting_lists, (EDITORS,)),
    (wishes.wishes_to_read, (EDITORS,)),
    (pages.results_to_announce, (EDITORS,)),
    (pages.letters_not_sent, (EDITORS, MODERATORS)),
    (pages.calls_closing, (EDITORS,)),
    (pages.pages_expiring, (EDITORS,)),
    (promotions.launches, (EDITORS, MODERATORS)),
    (campaigns.ending, (EDITORS, MODERATORS)),
    (campaigns.silent_holders, (EDITORS,)),
    (pages.events_to_tell, (EDITORS,)),
    (pages.schemes_to_check, (EDITORS,)),
    (pages.newsletters_in_preparation, (EDITORS,)),
)


@dataclass(frozen=True)
class Week:
    """The groups to show and the week they belong to."""

    monday: datetime
    sunday: datetime
    groups: list[Group]

    @property
    def count(self) -> int:
        """How many things ask for a hand, those left out included."""
        return sum(len(group.items) + group.more for group in self.groups)


def week_of(user: User, territory: Territory, *, at: datetime) -> Week:
    """Return what asks for the hand of `user` in `territory` at `at`."""
    found: list[Item] = []
    for rule, groups in RULES:
        if belongs(user, *groups):
            found += rule(territory, at=at)
    order = list(Topic)
    found.sort(key=lambda item: order.index(item.topic))
    by_topic = ((topic, list(items)) for topic, items in groupby(found, key=lambda item: item.topic))
    local = at.astimezone(ZoneInfo(territory.zone))
    monday = local - timedelta(days=local.weekday())
    return Week(
        monday=monday,
        sunday=monday + timedelta(days=6),
        groups=[Group(topic, items[:SHOWN], more=max(len(items) - SHOWN, 0)) for topic, items in by_topic],
    )
