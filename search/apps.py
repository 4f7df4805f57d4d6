"""Declares the `search` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """The `search` app."""

    name = "search"
    verbose_name = _("Recherche")

    def ready(self) -> None:
        """Listen to pages being published."""
        from search import signals  # models must be loaded first

        signals.connect()
