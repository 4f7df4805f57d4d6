"""`manage.py demo_accounts`: who may sign in to the demonstration."""

from typing import Any

from django.core.management.base import BaseCommand

from home.demo.loading import is_loaded
from home.demo.staff import PASSWORD
from home.demo.town import ADMINISTRATOR, CITIZEN, CLERK, EDITOR, FINANCE_OFFICER, HOLDER, JUROR, MODERATOR

TRIED_AS = (
    (CITIZEN, "backs projects"),
    (HOLDER, "runs campaigns"),
    (JUROR, "judges applications"),
    (EDITOR, "edits pages"),
    (MODERATOR, "reviews projects"),
    (CLERK, "takes money in at the town hall"),
    (FINANCE_OFFICER, "follows the money"),
    (ADMINISTRATOR, "may do everything"),
)


class Command(BaseCommand):
    """List the accounts to try, with their one password; nothing on a database that is not the demonstration."""

    help = "List the demonstration's accounts and their password."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line an account."""
        if not is_loaded():
            return
        for person, role in TRIED_AS:
            self.stdout.write(f"  {person.email:<26} {role}")
        self.stdout.write(f"  password of all of them:   {PASSWORD}")
