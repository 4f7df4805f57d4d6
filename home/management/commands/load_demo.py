"""`manage.py load_demo`: fill an empty database with the invented town of Rivelaine."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from home.demo.loading import DatabaseInUseError, is_loaded, load_demonstration


class Command(BaseCommand):
    """Load the demonstration once; a second run changes nothing, a real database is left alone."""

    help = "Load the demonstration town into an empty database."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or say why not."""
        if is_loaded():
            self.stdout.write("The demonstration is already there: nothing was changed.")
            return
        try:
            loaded = load_demonstration(at=timezone.now())
        except DatabaseInUseError:
            raise CommandError(
                "This database already holds a territory or campaigns that are not the demonstration's. "
                "Nothing was changed: load it into an empty database."
            ) from None
        self.stdout.write(f"Rivelaine is there: {loaded.campaigns} campaigns, {loaded.pledges} pledges.")
        self.stdout.write("Who may sign in: manage.py demo_accounts")
