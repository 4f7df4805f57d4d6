"""What a call's envelope would cover: sums promised to projects in the order of the ranking. It knows no database.

Amounts are integer cents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class FundRules:
    """The envelope, the part of each goal it adds (per cent), and the most it adds to one project (None: no cap)."""

    envelope_cents: int
    percent: int = 100
    cap_cents: int | None = None


@dataclass(frozen=True)
class Share:
    """What one project would receive, and what the rules would give it were the envelope endless."""

    project: int
    wanted_cents: int
    given_cents: int

    @property
    def is_whole(self) -> bool:
        """Whether the envelope still had all that the rules give this project."""
        return self.given_cents == self.wanted_cents


@dataclass(frozen=True)
class Simulation:
    """The shares, in the order they were served, and what is left of the envelope."""

    shares: tuple[Share, ...]
    left_cents: int

    @property
    def given_cents(self) -> int:
        """The sum of the shares."""
        return sum(share.given_cents for share in self.shares)

    @property
    def lacking_cents(self) -> int:
        """What the envelope would need to serve everybody whole."""
        return sum(share.wanted_cents - share.given_cents for share in self.shares)


def wanted_cents(goal_cents: int, rules: FundRules) -> int:
    """Return what the rules give a project of this goal: its part, rounded down, below the cap."""
    part = goal_cents * rules.percent // 100
    return part if rules.cap_cents is None else min(part, rules.cap_cents)


def simulate(projects: Sequence[tuple[int, int]], rules: FundRules) -> Simulation:
    """Serve pairs (project, goal in cents) in order, each with what is left until the envelope is used."""
    left = rules.envelope_cents
    shares = []
    for project, goal in projects:
        wanted = wanted_cents(goal, rules)
        given = min(wanted, left)
        left -= given
        shares.append(Share(project, wanted, given))
    return Simulation(tuple(shares), left)
