"""`manage.py create_territory`: open a territory on an installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from home.set_up import set_up_territory


class Command(BaseCommand):
    """Create a territory with its front page, lists, site and staff groups; the rest is done in the admin."""

    help = "Open a territory: front page, lists, site, staff groups."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what has no reasonable default."""
        parser.add_argument("slug", help="short name used in addresses: rivelaine")
        parser.add_argument("--name", required=True, help="« Ville de Rivelaine »")
        parser.add_argument("--platform-name", required=True, help="« Rivelaine pousse »")
        parser.add_argument("--baseline", default="")
        parser.add_argument("--contact-name", required=True, help="the person who answers the public")
        parser.add_argument("--contact-phone", required=True)
        parser.add_argument("--contact-hours", required=True)
        parser.add_argument("--contact-email", required=True)
        parser.add_argument("--zone", default="Europe/Paris")
        parser.add_argument("--host", default="", help="own host name, if any")
        parser.add_argument("--port", type=int, default=443)

    def handle(self, *args: Any, **options: Any) -> None:
        """Create it, or say which value is refused."""
        names = [
            "slug",
            "name",
            "platform_name",
            "baseline",
            "contact_name",
            "contact_phone",
            "contact_hours",
            "contact_email",
            "zone",
            "host",
            "port",
        ]
        try:
            territory = set_up_territory(**{name: options[name] for name in names})
        except ValidationError as refused:
            problems = "; ".join(f"{name}: {' '.join(said)}" for name, said in refused.message_dict.items())
            raise CommandError(problems) from refused
        self.stdout.write(f"{territory.name}: {territory.root_page.full_url}")
