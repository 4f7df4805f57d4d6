"""Prove the books: every invariant with its count, exit 1 on a difference."""

from typing import Any

from django.core.management.base import BaseCommand

from campaigns.services.reconciling import run_check


class Command(BaseCommand):
    """Prove the books."""

    help = "Check every invariant of the books, print its count, exit non-zero on a difference."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line a check, every difference, and the sum."""
        report = run_check()
        for check in report.checks:
            self.stdout.write(
                f"{check.name}: {check.examined} examined, {len(check.differences)} differences"
            )
            for difference in check.differences:
                self.stdout.write(f"  - {difference}")
        self.stdout.write(f"{report.entries} entries, {report.differences} differences")
        if report.differences:
            raise SystemExit(1)
