"""`manage.py rebuild_search`: makes what search reads again, from what is published."""

from typing import Any

from django.core.management.base import BaseCommand

from search.cards import rebuild_cards


class Command(BaseCommand):
    """Needed after restoring a backup of pages alone or changing `base.french`; harmless at any time."""

    help = "Rebuild the search cards of every published page."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, then say how many pages may be found."""
        self.stdout.write(f"{rebuild_cards()} pages may be found.")
