"""Declares the `themes` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ThemesConfig(AppConfig):
    """The `themes` app."""

    name = "themes"
    verbose_name = _("Thèmes")

    def ready(self) -> None:
        """Offer cards to the editors' blocks."""
        from themes import cards

        cards.register_all()
