"""Who asked to be written to, and about what."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from home.querysets import SubscriptionQuerySet


class Subscription(models.Model):
    """A person's wish to receive newsletters: all of them, or those of some themes.

    Nothing is sent before the address is confirmed by a link. Leaving empties the wish but keeps the row, so that
    what was sent before can be told; `home.services.subscribing` alone writes here.
    """

    territory = models.ForeignKey("base.Territory", on_delete=models.CASCADE, related_name="subscriptions")
    email = models.EmailField(_("adresse électronique"))
    everything = models.BooleanField(_("toutes les lettres"), default=True)
    themes = models.ManyToManyField(
        "themes.ThemePage", blank=True, related_name="+", verbose_name=_("thèmes demandés")
    )
    asked_at = models.DateTimeField(_("demandé le"))
    confirmed_at = models.DateTimeField(_("confirmé le"), null=True, blank=True)
    left_at = models.DateTimeField(_("désabonné le"), null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("abonnement")
        verbose_name_plural = _("abonnements")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["territory", "email"], name="one_subscription_per_address"),
        ]

    def __str__(self) -> str:
        return self.email
