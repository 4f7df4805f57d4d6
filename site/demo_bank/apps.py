"""Declares the `demo_bank` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoBankConfig(AppConfig):
    """The `demo_bank` app."""

    name = "demo_bank"
    verbose_name = _("Banque de démonstration")
