"""`manage.py worker`: the one loop that does everything due."""

import logging
import signal
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone

from base.schedule import drop_stale_connections, run_due_jobs, stopping

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Run the registered jobs when they are due, until told to stop (SIGTERM or Ctrl-C).

    It then ends between two jobs, or where a long job may be left: after the call to a provider that is under way, with
    its answer written down.
    """

    help = "Run the jobs that apps register: sending messages, settling campaigns, cleaning."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--once", action="store_true", help="Run what is due now, then leave.")
        parser.add_argument("--interval", type=float, default=5.0, help="Seconds between two rounds.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Loop, or do one round."""
        if options["once"]:
            for name in run_due_jobs(at=timezone.now()):
                self.stdout.write(name)
            return
        stopping.clear()

        def stop(signum: int, frame: FrameType | None) -> None:
            stopping.set()

        previous = {sig: signal.signal(sig, stop) for sig in (signal.SIGTERM, signal.SIGINT)}
        self.stdout.write("worker started")
        self.stdout.flush()  # a pipe or a log would keep it until the end
        try:
            while not stopping.is_set():
                try:
                    run_due_jobs(at=timezone.now())
                except DatabaseError:
                    # The database is away: nothing can be claimed; wait for it like everyone else.
                    logger.exception("no round: the database does not answer")
                    drop_stale_connections()
                stopping.wait(options["interval"])
        finally:
            for sig, handler in previous.items():
                signal.signal(sig, handler)
            stopping.clear()
        self.stdout.write("worker stopped")
