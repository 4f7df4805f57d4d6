"""The worker's jobs: each in its turn, none stopped by another."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time

import pytest
from django.core.management import call_command

from base import schedule
from base.models import JobRun
from base.schedule import Job, run_due_jobs

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 5, 4, 12, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def jobs(monkeypatch) -> dict[str, Job]:
    """An empty registry for one test."""
    own: dict[str, Job] = {}
    monkeypatch.setattr(schedule, "_jobs", own)
    return own


def counting(name: str, every: dt.timedelta = MINUTE) -> list[dt.datetime]:
    """Register a job that notes when it ran."""
    ran: list[dt.datetime] = []
    schedule.register(Job(name, every, lambda at: ran.append(at)))
    return ran


def failing(at: dt.datetime) -> str:
    """A job that cannot do its work."""
    raise RuntimeError("no luck")


def test_a_job_runs_when_due_and_not_before(jobs) -> None:
    ran = counting("one")
    for seconds in (0, 1, 59, 60, 61):
        run_due_jobs(at=NOON + dt.timedelta(seconds=seconds))
    assert ran == [NOON, NOON + MINUTE]


def test_a_failure_stops_no_other_and_waits_longer_each_time(jobs, caplog) -> None:
    schedule.register(Job("bad", MINUTE, failing))
    ran = counting("good")
    assert run_due_jobs(at=NOON) == ["bad", "good"]
    assert ran == [NOON]
    row = JobRun.objects.get(name="bad")
    assert row.failures == 1
    assert "no luck" in row.last_error
    assert row.next_run_at == NOON + 2 * MINUTE
    assert "bad" in caplog.text
    run_due_jobs(at=NOON + 2 * MINUTE)
    row.refresh_from_db()
    assert row.next_run_at == NOON + 6 * MINUTE


def test_the_pause_is_bounded_and_never_shorter_than_the_period() -> None:
    assert schedule.pause_after(Job("a", MINUTE, failing), 30) == dt.timedelta(minutes=10)
    assert schedule.pause_after(Job("b", dt.timedelta(days=1), failing), 1) == dt.timedelta(days=1)


def test_success_is_noted_and_clears_the_failures(jobs) -> None:
    schedule.register(Job("job", MINUTE, failing))
    run_due_jobs(at=NOON)
    jobs["job"] = Job("job", MINUTE, lambda at: "3 sent")
    run_due_jobs(at=NOON + 2 * MINUTE)
    row = JobRun.objects.get()
    assert (row.failures, row.last_error, row.last_outcome, row.last_ok_at) == (
        0,
        "",
        "3 sent",
        NOON + 2 * MINUTE,
    )


def test_a_claimed_turn_is_not_taken_twice(jobs) -> None:
    job = schedule.register(Job("job", MINUTE, lambda at: None))
    assert schedule._claim(job, at=NOON)
    assert not schedule._claim(job, at=NOON)


def test_stop_is_heard_between_two_jobs(jobs) -> None:
    schedule.register(Job("first", MINUTE, lambda at: schedule.stopping.set()))
    second = counting("second")
    try:
        assert run_due_jobs(at=NOON) == ["first"]
    finally:
        schedule.stopping.clear()
    assert not second


def test_two_jobs_cannot_share_a_name(jobs) -> None:
    counting("one")
    with pytest.raises(ValueError, match="one"):
        counting("one")


def test_once_runs_what_is_due_and_leaves(jobs, capsys) -> None:
    ran = counting("one")
    call_command("worker", once=True)
    call_command("worker", once=True)
    assert len(ran) == 1
    assert capsys.readouterr().out == "one\n"


def test_the_loop_survives_a_database_that_is_away(jobs, monkeypatch) -> None:
    from django.db import OperationalError

    rounds: list[int] = []

    def broken(**_ignored: object) -> list[str]:
        rounds.append(1)
        if len(rounds) == 3:
            os.kill(os.getpid(), signal.SIGTERM)
        raise OperationalError("gone")

    monkeypatch.setattr("base.management.commands.worker.run_due_jobs", broken)
    call_command("worker", interval=0.001)
    assert len(rounds) == 3


@pytest.mark.django_db(databases=[])
def test_a_worker_told_to_end_ends(tmp_path) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'none.sqlite3'}",
        "TERREAU_VAR": str(tmp_path),
    }
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    worker = subprocess.Popen(
        [sys.executable, os.path.join(root, "manage.py"), "worker", "--interval", "30"],
        env={**environment, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "worker started\n"
        time.sleep(0.3)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=15) == 0
        assert "worker stopped" in worker.stdout.read()
    finally:
        worker.kill()
        worker.stdout.close() if worker.stdout else None
