"""Gaps and overlaps of a plan: pure functions over stretches of time, no database.

A stretch begins at `starts_at` and is over at `ends_at` (None: without end). Results stay inside the period asked for,
are in order of time, and never touch each other when they could be one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise


@dataclass(frozen=True)
class Stretch:
    """A time during which something is planned; `key` tells which slot it is."""

    starts_at: datetime
    ends_at: datetime | None
    key: int = 0

    def covers(self, at: datetime) -> bool:
        """Whether `at` is in it: the first moment is, the last is not."""
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)


@dataclass(frozen=True)
class Gap:
    """A time during which nothing is planned."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Overlap:
    """A time during which more is planned than is shown; `keys` in order of beginning, the last begun at the end."""

    starts_at: datetime
    ends_at: datetime
    keys: tuple[int, ...]


def gaps(stretches: Iterable[Stretch], *, since: datetime, until: datetime) -> list[Gap]:
    """Return the times from `since` to `until` that no stretch covers."""
    found: list[Gap] = []
    reached = since
    for stretch in sorted(stretches, key=lambda one: one.starts_at):
        if reached >= until:
            break
        if stretch.starts_at > reached:
            found.append(Gap(reached, min(stretch.starts_at, until)))
        reached = max(reached, until if stretch.ends_at is None else stretch.ends_at)
    if reached < until:
        found.append(Gap(reached, until))
    return found


def overlaps(
    stretches: Sequence[Stretch], *, since: datetime, until: datetime, most: int = 1
) -> list[Overlap]:
    """Return the times from `since` to `until` covered by more than `most` stretches."""
    moments = {since, until}
    for stretch in stretches:
        moments |= {
            end for end in (stretch.starts_at, stretch.ends_at) if end is not None and since < end < until
        }
    found: list[Overlap] = []
    for start, end in pairwise(sorted(moments)):
        together = sorted(
            (one for one in stretches if one.covers(start)), key=lambda one: (one.starts_at, one.key)
        )
        if len(together) <= most:
            continue
        keys = tuple(one.key for one in together)
        if found and found[-1].ends_at == start and found[-1].keys == keys:
            found[-1] = Overlap(found[-1].starts_at, end, keys)
        else:
            found.append(Overlap(start, end, keys))
    return found
