"""`manage.py erase_applications`: forget the applications whose time is over."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from base import clock
from calls.services.erasing import erasable, erase_applications


class Command(BaseCommand):
    """Erases drafts, refusals and withdrawals kept long enough; run again, it finds nothing."""

    help = (
        "Erase the applications past their time: drafts after a year, refused and withdrawn ones after two."
    )

    def add_arguments(self, parser: Any) -> None:
        """Offer to count without erasing."""
        parser.add_argument("--count", action="store_true", help="only say how many would be erased")

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, and say how many."""
        at = clock.now()
        if options["count"]:
            self.stdout.write(f"{erasable(at=at).count()} to erase")
            return
        self.stdout.write(f"{erase_applications(at=at)} erased")
