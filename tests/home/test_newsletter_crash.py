"""A newsletter to many readers by a real worker that is killed three times in the middle: one each.

`TERREAU_READERS` says how many readers: 300 by default, 5 000 with `make test-newsletter`. The worker is a process of
its own on the test's database, killed with SIGKILL. Between two of its lives the clock is moved: leases and pauses of
jobs are over.
"""

import datetime as dt
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from base.models import JobRun
from home.models import Newsletter, Subscription
from home.services.newsletters import progress, send_newsletters
from notices.models import Notice
from tests.outlets import a_due_newsletter, many_readers
from tests.support.house.tree import ROOT
from tests.support.smtp_sink import SmtpSink

READERS = int(os.environ.get("TERREAU_READERS", "300"))
KILLS = [READERS // 5, READERS // 2, READERS * 4 // 5]
LONG = 60 + READERS // 10  # seconds; a worker that does no better is stuck

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(120 + 2 * LONG),
]


def database_address() -> str:
    """The address of the very database this test writes to."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@pytest.fixture
def start_worker(tmp_path: Path):
    """Start `manage.py worker` as a process; none outlives the test."""
    started: list[subprocess.Popen[bytes]] = []
    log = (tmp_path / "worker.log").open("wb")

    def start(**where: str) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.support.worker_settings",
            "DATABASE_URL": database_address(),
            "TERREAU_VAR": str(tmp_path),
            **where,
        }
        command = [sys.executable, "manage.py", "worker", "--interval", "0.2"]
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait(LONG)
    log.close()


def time_passes() -> int:
    """Move the clock past leases and pauses of jobs; return how many letters were being sent."""
    past = timezone.now() - dt.timedelta(seconds=1)
    JobRun.objects.update(next_run_at=past)
    return Notice.objects.filter(state=Notice.State.SENDING).update(lease_until=past)


def a_letter_to_everybody() -> Newsletter:
    """A letter whose hour has come, and its readers, one of whom has left."""
    letter = a_due_newsletter()
    many_readers(READERS)
    left = Subscription.objects.order_by("-pk")[0]
    left.pk = None
    left.email, left.left_at = "partie@example.org", timezone.now()
    left.save()
    return letter


def assert_everybody_has_it(letter: Newsletter, got: Counter[str]) -> None:
    """Check that each reader has one letter, and that the site knows it."""
    send_newsletters(at=timezone.now())
    letter.refresh_from_db()
    assert letter.state == Newsletter.State.SENT
    assert letter.recipients == READERS
    assert progress(letter) == {"sent": READERS}
    assert set(got) == set(Subscription.objects.active().values_list("email", flat=True))
    assert set(got.values()) == {1}


def test_each_reader_has_one_letter_from_a_relay_that_remembers(start_worker, capsys) -> None:
    letter = a_letter_to_everybody()
    with SmtpSink() as sink:
        worker = start_worker(SINK_PORT=str(sink.port))
        sink.expected = READERS
        sink.strike_at = list(KILLS)
        sink.strike = lambda: os.kill(worker.pid, signal.SIGKILL)
        interrupted = 0
        for _kill in KILLS:
            assert worker.wait(LONG) == -signal.SIGKILL
            assert not sink.all_taken.is_set(), "killed too late to prove anything"
            interrupted += time_passes()
            worker = start_worker(SINK_PORT=str(sink.port))
        assert sink.all_taken.wait(LONG), f"only {len(sink.taken)} letters were taken"
        worker.terminate()
        assert worker.wait(LONG) == 0
    repeated = sink.taken.total() - len(sink.taken)
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{READERS} readers, {len(KILLS)} kills, {interrupted} letters interrupted, {sink.taken.total()} "
            f"handed over, {repeated} of them under a Message-ID the relay had: {len(sink.taken)} letters"
        )
    # The honest count: a letter handed over and not acknowledged leaves again, once per kill and under the same name.
    assert repeated == interrupted == len(KILLS)
    assert_everybody_has_it(letter, Counter(recipient for _name, recipient in sink.taken))


def test_each_reader_has_one_file(start_worker, tmp_path: Path) -> None:
    letter = a_letter_to_everybody()
    folder = tmp_path / "mail"

    def written() -> list[Path]:
        return list(folder.glob("*.eml"))

    for kill in KILLS:
        worker = start_worker()
        wait_until(worker, lambda kill=kill: len(written()) >= kill)
        worker.kill()
        assert worker.wait(LONG) == -signal.SIGKILL
        assert len(written()) < READERS, "killed too late to prove anything"
        time_passes()
    worker = start_worker()
    wait_until(
        worker, lambda: len(written()) >= READERS and not progress(letter).keys() & {"pending", "sending"}
    )
    worker.terminate()
    assert worker.wait(LONG) == 0

    got = Counter(str(message_from_bytes(path.read_bytes())["To"]) for path in written())
    assert len(written()) == READERS
    assert_everybody_has_it(letter, got)


def wait_until(worker: subprocess.Popen[bytes], done: Callable[[], bool]) -> None:
    """Look again and again while the worker lives; it must not end by itself, nor take too long."""
    limit = timezone.now() + dt.timedelta(seconds=LONG)
    while not done():
        assert timezone.now() < limit, "the worker is stuck"
        try:
            worker.wait(0.02)
        except subprocess.TimeoutExpired:
            continue
        pytest.fail("the worker ended by itself")
