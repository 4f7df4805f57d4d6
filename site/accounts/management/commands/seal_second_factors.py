"""`manage.py seal_second_factors`: seal every second factor with the newest key, before an older one is given up."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.services.second_factor import seal_again


class Command(BaseCommand):
    """Seals again what another key sealed, or what was written before secrets were sealed."""

    help = (
        "Seal every second factor with the newest of SECOND_FACTOR_KEYS; then the older keys may be removed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal, and say how many; fail when no key opens some of them."""
        sealed, lost = seal_again()
        self.stdout.write(f"{sealed} second factors sealed with the newest key.")
        if lost:
            raise CommandError(f"{lost} cannot be opened: a key is missing. Nothing of them was changed.")
