"""`manage.py forget_second_factor ADDRESS`: for a telephone lost when nobody can do it from the admin."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.errors import SecondFactorRefusal
from accounts.models import User
from accounts.services.second_factor import forget_second_factor


class Command(BaseCommand):
    """Forgets somebody's second factor, writes an audit line and a letter to them."""

    help = "Forget the second factor of an account; its owner is written to, and sets another one up at next sign-in."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address."""
        parser.add_argument("email", help="the account's e-mail address")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Forget it, or say why not."""
        user = User.objects.filter(email__iexact=email.strip()).first()
        if user is None:
            raise CommandError("No account has that address.")
        try:
            forget_second_factor(user=user, at=timezone.now())
        except SecondFactorRefusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"The second factor of {user.email} is forgotten.")
