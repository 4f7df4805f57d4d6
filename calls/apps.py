"""Declares the `calls` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    """The `calls` app."""

    name = "calls"
    verbose_name = _("Appels à projets")

    def ready(self) -> None:
        """Offer cards, declare letters; have kept pages end when a call opens, closes or gives its results."""
        from base.page_cache import register_boundary
        from calls import cards, jobs, notices, reach_notices  # noqa: F401  # models must be loaded first
        from calls.models import CallPage, WishQuestion

        register_boundary(lambda at: CallPage.objects.next_change(at=at))
        register_boundary(lambda at: WishQuestion.objects.next_change(at=at))
        cards.register_all()
