"""Declares the `stories` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    """The `stories` app."""

    name = "stories"
    verbose_name = _("Récits")
