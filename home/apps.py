"""Declares the `home` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The `home` app."""

    name = "home"
    verbose_name = _("Accueil")

    def ready(self) -> None:
        """Register the jobs that concern every page, the letters, and the moments the programme changes by itself."""
        from base.page_cache import register_boundary
        from home import inviting, jobs, notices  # noqa: F401  (they register themselves)
        from home.models import Slot

        register_boundary(lambda at: Slot.objects.next_change(at=at))
