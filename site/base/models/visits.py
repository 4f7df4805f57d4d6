"""How often pages are looked at: a number per page and hour, and nothing about who looked."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitCount(models.Model):
    """How many times one page was shown to people during one hour (UTC), and how many of them came from the front page.

    Written by `base.visits` alone. No row knows a person, an address or a browser.
    """

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="+", verbose_name=_("page")
    )
    hour = models.DateTimeField(_("heure"), db_index=True)
    visits = models.PositiveIntegerField(_("visites"), default=0)
    from_front_page = models.PositiveIntegerField(_("venues de la page d’accueil"), default=0)

    class Meta:
        verbose_name = _("visites d’une page")
        verbose_name_plural = _("visites des pages")
        constraints = [
            models.UniqueConstraint(fields=["page", "hour"], name="one_visit_count_per_page_and_hour")
        ]

    def __str__(self) -> str:
        return f"{self.page_id} · {self.hour:%Y-%m-%d %H} · {self.visits}"
