"""Checking now rather than within the hour, because somebody asks: what is quick is done at once, the rest hastened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from base.schedule import run_soon
from campaigns.errors import ProviderError
from campaigns.models import CheckRun, Pledge
from campaigns.services import comparing, reconciling

AT_ONCE = 20_000
"""Above so many pledges a check takes longer than anybody waits for a page: the worker does it."""
HERE = frozenset({"demo"})
"""Providers whose lines are in this site's own tables; the others are read by the worker."""


@dataclass(frozen=True)
class Verified:
    """What was checked now (`differences` in all) and whether the worker was asked for the rest."""

    runs: int = 0
    differences: int = 0
    is_hastened: bool = False


def verify_now(*, at: datetime) -> Verified:
    """Prove the books and compare them with the providers, what would take long left to the worker, at once."""
    runs, differences, is_hastened = 0, 0, False
    is_small = Pledge.objects.count() <= AT_ONCE
    # The provider first: what it has to say enters the books, which are proven afterwards.
    for name in comparing.gateways_in_use():
        if not is_small or name not in HERE:
            is_hastened = run_soon("compare_with_providers", at=at) or is_hastened
            continue
        try:
            run = comparing.compare_with_provider(gateway_name=name, at=at)
        except (ProviderError, KeyError):
            is_hastened = run_soon("compare_with_providers", at=at) or is_hastened
            continue
        runs, differences = runs + 1, differences + run.differences
    if is_small:
        runs, differences = runs + 1, differences + reconciling.run_check(at=at).differences
    else:
        is_hastened = run_soon("check_books", at=at) or is_hastened
    return Verified(runs, differences, is_hastened)


def last_runs() -> dict[str, CheckRun | None]:
    """Return the last run of each kind of check, None for one that never ran; one query for each kind."""
    return {kind.value: CheckRun.objects.filter(kind=kind).first() for kind in CheckRun.Kind}
