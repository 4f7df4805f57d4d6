"""Declares the `home` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The `home` app."""

    name = "home"
    verbose_name = _("Accueil")

    def ready(self) -> None:
        """Register the jobs that concern every page."""
        from home import jobs  # noqa: F401  (it registers itself)
