"""Declares the `calls` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    """The `calls` app."""

    name = "calls"
    verbose_name = _("Appels à projets")

    def ready(self) -> None:
        """Offer cards, declare letters and what to forget; have kept pages end when a call changes by itself."""
        from base.page_cache import register_boundary
        from calls import application_scores, cards, jobs, notices, reach_notices  # noqa: F401  # models must be loaded first
        from calls.models import CallPage, WishQuestion
        from calls.services import attaching, erasing
        from calls.services.forgetting import forget_reviews

        erasing.register_eraser(attaching.forget_written)
        register_boundary(lambda at: CallPage.objects.next_change(at=at))
        register_boundary(lambda at: WishQuestion.objects.next_change(at=at))
        cards.register_all()
        application_scores.register_all()
        erasing.register_eraser(forget_reviews)
