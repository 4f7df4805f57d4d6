"""Declares the `accounts` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The `accounts` app."""

    name = "accounts"
    verbose_name = _("Comptes")

    def ready(self) -> None:
        """Register the checks."""
        from accounts import system_checks  # noqa: F401  (they register themselves)
