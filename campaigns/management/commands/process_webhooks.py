"""Read the payment providers' events that wait."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns import jobs


class Command(BaseCommand):
    """Read the payment providers' events that wait."""

    help = "Read the payment providers' events that wait."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it once, now, and say what was done."""
        self.stdout.write(jobs.read_events(timezone.now()) or "nothing to do")
