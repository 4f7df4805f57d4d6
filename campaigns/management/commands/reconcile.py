"""Compare the books with the provider's own lines: what differs, exit 1 on a difference."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaigns.errors import ProviderError
from campaigns.services.comparing import compare_with_provider, gateways_in_use


class Command(BaseCommand):
    """Compare the books with every provider in use."""

    help = "Compare the books with the provider's own lines, both ways; exit non-zero on a difference."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each provider's count and differences."""
        differences = 0
        for name in gateways_in_use():
            try:
                run = compare_with_provider(gateway_name=name, at=timezone.now())
            except ProviderError as error:
                raise CommandError(f"{name} does not answer: {error}") from error
            self.stdout.write(f"{name}: {run.examined} lines read, {run.differences} differences")
            for line in run.lines:
                self.stdout.write(f"  - {line}")
            differences += run.differences
        if differences:
            raise SystemExit(1)
