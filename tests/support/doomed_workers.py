"""Settlement workers that die where they are told: processes of their own on the test's database, killed by SIGKILL.

Run as a module, it imports the product once, then forks a worker for each line of JSON it reads, and answers with the
line of how that worker ended. A worker's orders: `die_at`, a named point, and `times`, how often to pass it first;
or `die_after`, seconds; `batch`, how many operations at once; `guards` false takes the look-up off, for the negative
control.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

# name: (module, attribute, whether to die before it runs or after)
POINTS: dict[str, tuple[str, str, str]] = {
    "closing, before": ("campaigns.services.settling", "close_campaign", "before"),
    "closing, uncommitted": ("campaigns.services.settling", "move_campaign", "after"),
    "closing, committed": ("campaigns.services.settling", "close_campaign", "after"),
    "outcome, uncommitted": ("campaigns.services.settling", "tell_backers", "after"),
    "outcome, committed": ("campaigns.services.settling", "decide", "after"),
    "claim, uncommitted": ("campaigns.services.operating", "take_tokens", "after"),
    "claim, committed": ("campaigns.services.operating", "claim", "after"),
    "call, before it leaves": ("campaigns.services.operating", "_send", "before"),
    "call, done and its answer lost": ("campaigns.services.operating", "_send", "after"),
    "look-up, answered": ("campaigns.services.operating", "_find", "after"),
    "record, before": ("campaigns.services.operating", "record", "before"),
    "record of refunds, uncommitted": ("campaigns.services.operating", "record_refunds", "after"),
    "record of a payout, uncommitted": ("campaigns.services.operating", "record_payout", "after"),
    "record, committed": ("campaigns.services.operating", "record", "after"),
}


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
        """Have a worker live and end; return "killed", "done" (nothing was left to do) or "failed"."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(orders) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline().strip()
        assert answer in {"killed", "done"}, f"a worker ended otherwise, see {self.log.name}: {answer!r}"
        return answer


def die() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)
    signal.pause()


def doom(point: str, times: int) -> None:
    """Have this process die at a point, once it was passed `times` times."""
    from importlib import import_module

    module_name, name, when = POINTS[point]
    module = import_module(module_name)
    real: Callable[..., Any] = getattr(module, name)
    lock, passed = threading.Lock(), 0

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        nonlocal passed
        with lock:
            passed += 1
            is_time = passed > times
        if is_time and when == "before":
            die()
        answer = real(*args, **kwargs)
        if is_time:
            die()
        return answer

    setattr(module, name, wrapped)


def work(orders: dict[str, Any]) -> None:
    """Settle, pay out and refund until nothing is left to do."""
    from datetime import datetime

    from campaigns.services import operating, settling

    operating.BATCH = orders.get("batch", operating.BATCH)
    if not orders.get("guards", True):
        setattr(operating, "_find", lambda operation, provider: None)  # noqa: B010
    if "die_at" in orders:
        doom(orders["die_at"], orders.get("times", 0))
    if "die_after" in orders:
        signal.signal(signal.SIGALRM, lambda *_args: die())
        signal.setitimer(signal.ITIMER_REAL, orders["die_after"])
    at = datetime.fromisoformat(orders["at"])
    while True:
        changed = settling.settle_due(at=at)
        counts = operating.run_operations(at=at)
        if not changed and not any(counts.values()):
            return


def main() -> None:
    """Fork a worker for each order."""
    import django

    django.setup()
    import campaigns.gateways.stripe
    import campaigns.services.operating  # noqa: F401  (imported once, for every worker)

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                work(json.loads(line))
                status = 0
            finally:
                sys.stderr.flush()
                if status:
                    import traceback

                    traceback.print_exc()
                os._exit(status)
        _pid, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            print("killed", flush=True)  # noqa: T201
        else:
            print("done" if status == 0 else "failed", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
