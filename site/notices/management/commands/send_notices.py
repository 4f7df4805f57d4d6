"""`manage.py send_notices`: send what waits in the outbox."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from notices.services import send_due_notices


class Command(BaseCommand):
    """Send the notices that are due; safe to run at any time and by several processes at once."""

    help = "Send the messages that wait in the outbox."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare how many rows one run may take."""
        parser.add_argument("--limit", type=int, default=500)

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and say how many left."""
        sent = send_due_notices(at=timezone.now(), limit=options["limit"])
        self.stdout.write(f"{sent} message(s) sent")
