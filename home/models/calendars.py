"""The secret address by which an editor's own diary reads the editorial calendar."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarLink(models.Model):
    """One person's link. The address holds a signature of the person and of `version`: one more version, and the
    old address is dead. Nothing secret is stored.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_link"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("lien d’agenda")
        verbose_name_plural = _("liens d’agenda")

    def __str__(self) -> str:
        return str(self.user)
