"""Close the campaigns whose deadline has come and decide those that may be."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns import jobs


class Command(BaseCommand):
    """Close the campaigns whose deadline has come and decide those that may be."""

    help = "Close the campaigns whose deadline has come and decide those that may be."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it once, now, and say what was done."""
        self.stdout.write(jobs.settle_campaigns(timezone.now()) or "nothing to do")
