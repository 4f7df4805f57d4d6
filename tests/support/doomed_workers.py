"""Workers that die where they are told: processes of their own on the test's database, killed by SIGKILL.

Run as a module, it imports the product once, then forks a worker for each line of JSON it reads, and answers with the
line of how that worker ended. A worker's orders: `life`, what it does (see `doomed_lives`); `die_at`, a named point,
and `times`, how often to pass it first; or `die_after`, seconds; or `hold_at`, a point where to wait while the file
`held` exists; `batch`, how many operations at once; `one_by_one`, never two calls at once; `guards` false takes a guard
off, for the negative controls. `start` true answers at once with the process; `wait` waits for that one.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.support import doomed_lives

ROOT = Path(__file__).parents[2]


class Workers:
    """The parent of the workers, held by a test. `with Workers(environment) as workers:`."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.support.worker_settings",
            **environment,
        }
        self.log = log.open("wb")

    def __enter__(self) -> Workers:
        path = os.pathsep.join([str(ROOT), str(ROOT / "site")])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.doomed_workers"],
            cwd=ROOT,
            env={**self.environment, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(60)
        assert self._process.stdout
        self._process.stdout.close()
        self.log.close()

    def live(self, **orders: Any) -> str:
        """Have a worker live and end; return "killed" or "done" (nothing was left to do)."""
        return self._ended(self._ask(orders))

    def start(self, **orders: Any) -> int:
        """Have a worker begin; return its process."""
        return int(self._ask({**orders, "start": True}))

    def wait(self, process: int) -> str:
        """Wait until a worker that was started has ended; return how."""
        return self._ended(self._ask({"wait": process}))

    def _ask(self, orders: dict[str, Any]) -> str:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(orders) + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def _ended(self, answer: str) -> str:
        assert answer in {"killed", "done"}, f"a worker ended otherwise, see {self.log.name}: {answer!r}"
        return answer


def begin(orders: dict[str, Any]) -> int:
    """Fork a worker; return its process."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})  # told too early, it hears later
    child = os.fork()
    if child:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        return child
    status = 1
    try:
        os.dup2(2, 1)  # what a worker says is for the log: the other pipe carries the answers
        doomed_lives.live(orders)
        status = 0
    finally:
        if status:
            import traceback

            traceback.print_exc()
        sys.stderr.flush()
        os._exit(status)


def end_of(process: int) -> str:
    """Wait for a worker's end; return the word that says it."""
    _pid, status = os.waitpid(process, 0)
    if os.WIFSIGNALED(status):
        return "killed"
    return "done" if status == 0 else "failed"


def main() -> None:
    """Fork a worker for each order."""
    import django

    django.setup()
    from django.urls import get_resolver

    import campaigns.gateways.stripe
    import campaigns.services.operating  # noqa: F401  (imported once, for every worker)

    assert get_resolver().url_patterns

    begun: set[int] = set()
    for line in sys.stdin:
        orders = json.loads(line)
        if "wait" in orders:
            begun.discard(orders["wait"])
            answer = end_of(orders["wait"])
        elif orders.pop("start", False):
            begun.add(process := begin(orders))
            answer = str(process)
        else:
            answer = end_of(begin(orders))
        print(answer, flush=True)  # noqa: T201
    for process in begun:  # a test that failed leaves none behind
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


if __name__ == "__main__":
    main()
