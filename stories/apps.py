"""Declares the `stories` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    """The `stories` app."""

    name = "stories"
    verbose_name = _("Récits")

    def ready(self) -> None:
        """Offer cards to the editors' blocks, declare letters and jobs, listen to events being published."""
        from stories import cards, jobs, notices, signals  # noqa: F401  # models must be loaded first

        cards.register_all()
        signals.connect()
