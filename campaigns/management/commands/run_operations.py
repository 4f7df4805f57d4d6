"""Pay out and refund what is owed."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns import jobs


class Command(BaseCommand):
    """Pay out and refund what is owed."""

    help = "Pay out and refund what is owed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it once, now, and say what was done."""
        self.stdout.write(jobs.run_operations(timezone.now()) or "nothing to do")
