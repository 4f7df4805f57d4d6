"""Jobs that apps register and the `worker` command runs: no broker, only the database.

A job is idempotent: it looks at the rows and does what is due. The schedule promises to try often enough,
never exactly once; two workers share the jobs through the `JobRun` rows.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connections
from django.db.models import F

from base.models import JobRun

logger = logging.getLogger(__name__)

LONGEST_PAUSE = dt.timedelta(minutes=10)

stopping = threading.Event()
"""Set once this worker is told to end: between two jobs, and where a long job may be left, it is looked at."""


@dataclass(frozen=True)
class Job:
    """Something done regularly: `run(at)` returns a line for the log, None when nothing was to do."""

    name: str
    every: dt.timedelta
    run: Callable[[dt.datetime], str | None]


_jobs: dict[str, Job] = {}


def register(job: Job) -> Job:
    """Declare a job (from AppConfig.ready); ValueError when another one has its name."""
    if job.name in _jobs:
        raise ValueError(f"Two jobs are called {job.name!r}.")
    _jobs[job.name] = job
    return job


def all_jobs() -> list[Job]:
    """Return every registered job, in order of registration."""
    return list(_jobs.values())


def run_due_jobs(*, at: dt.datetime) -> list[str]:
    """Run what is due at `at` and return the names run; a job that fails is logged and never stops the others.

    A worker told to end begins no other job.
    """
    done = []
    for job in all_jobs():
        if stopping.is_set():
            break
        if _claim(job, at=at):
            _run(job, at=at)
            done.append(job.name)
    return done


def run_soon(name: str, *, at: dt.datetime) -> bool:
    """Ask the worker for the job's next turn at `at`, if it is not sooner already; False when it never ran."""
    waiting = JobRun.objects.filter(name=name)
    waiting.filter(next_run_at__gt=at).update(next_run_at=at)
    return waiting.exists()


def pause_after(job: Job, failures: int) -> dt.timedelta:
    """Return the wait before the next run: the period, doubled at each failure up to ten minutes."""
    return max(job.every, min(job.every * 2 ** min(failures, 12), LONGEST_PAUSE))


def drop_stale_connections() -> None:
    """Close the database connections that are broken or too old, as Django does between two requests.

    One inside a transaction is somebody's work (a caller's, a test's) and is left alone.
    """
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def _claim(job: Job, *, at: dt.datetime) -> bool:
    """Take the job's next turn: a conditional write, so that of two workers one runs it."""
    if JobRun.objects.filter(name=job.name, next_run_at__lte=at).update(
        next_run_at=at + job.every, last_started_at=at
    ):
        return True
    if JobRun.objects.filter(name=job.name).exists():
        return False
    _row, created = JobRun.objects.get_or_create(
        name=job.name, defaults={"next_run_at": at + job.every, "last_started_at": at}
    )
    return created


def _run(job: Job, *, at: dt.datetime) -> None:
    drop_stale_connections()
    row = JobRun.objects.filter(name=job.name)
    try:
        said = job.run(at)
    except Exception as error:
        logger.exception("job %s failed", job.name)
        drop_stale_connections()
        failures = (row.values_list("failures", flat=True).first() or 0) + 1
        row.update(
            failures=F("failures") + 1,
            next_run_at=at + pause_after(job, failures),
            last_error=f"{type(error).__name__}: {error}"[:300],
        )
    else:
        logger.debug("job %s: %s", job.name, said or "nothing to do")
        row.update(failures=0, last_ok_at=at, last_outcome=(said or "")[:300], last_error="")
    finally:
        drop_stale_connections()
