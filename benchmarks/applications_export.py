"""Time and peak memory of the exports of one call, for 200 applications and for 2 000.

    make bench

Run on a database of its own, made and destroyed by the run. Expected: time in proportion, memory about the same.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SIZES = (200, 2_000)


def prepare() -> None:
    """Make Django ready with the settings of the tests, and the product importable."""
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    os.environ.setdefault("TERREAU_VAR", tempfile.mkdtemp(prefix="terreau-bench-"))
    import django

    django.setup()


def fill(call: Any, number: int) -> None:
    """Add copies of one deposited application until the call has `number` of them."""
    from tests.applications import a_deposited_application
    from tests.support.many_applications import copies_of

    copies_of(call.applications.order_by("pk").first() or a_deposited_application(call), number)


def exports() -> Iterator[tuple[str, Callable[[], int]]]:
    """Yield the name of each export and a function that makes it and returns its size in bytes."""
    from base.spreadsheets import csv_lines, write_xlsx
    from calls.application_export import export_of
    from calls.models import Application

    def as_csv() -> int:
        export = export_of(Application.objects.read_by_staff(), zone="Europe/Paris")
        return sum(len(part.encode()) for part in csv_lines(export.header, export.rows))

    def as_xlsx() -> int:
        export = export_of(Application.objects.read_by_staff(), zone="Europe/Paris")
        with tempfile.TemporaryFile() as file:
            write_xlsx(file, "Candidatures", export.header, export.rows)
            return file.tell()

    yield "csv", as_csv
    yield "xlsx", as_xlsx


def main() -> None:
    """Print one line per export and size."""
    prepare()
    from django.test.runner import DiscoverRunner
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        from django.contrib.contenttypes.models import ContentType

        from home.ready_made import CALLS
        from home.services.ready_made import questions_json
        from tests.editorial import a_call

        ContentType.objects.clear_cache()
        call = a_call(questions=questions_json(CALLS[0]))
        call.refresh_from_db()
        for size in SIZES:
            fill(call, size)
            for name, make in exports():
                make()  # what is only made once is not counted
                started = time.perf_counter()
                make()
                seconds = time.perf_counter() - started
                tracemalloc.start()
                written = make()
                peak = tracemalloc.get_traced_memory()[1]
                tracemalloc.stop()
                sys.stdout.write(
                    f"{size:>5} {name:<4} {seconds:6.2f} s  peak {peak / 1e6:6.2f} MB  {written / 1e3:8.0f} kB\n"
                )
    finally:
        runner.teardown_databases(databases)
        teardown_test_environment()


if __name__ == "__main__":
    main()
