"""What the worker did last, so that anyone can see whether it is alive."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """The last turn of one job of `base.schedule`, and when the next one may be taken."""

    name = models.CharField(_("tâche"), max_length=80, unique=True)
    next_run_at = models.DateTimeField(_("prochain passage"))
    last_started_at = models.DateTimeField(_("dernier départ"), null=True, blank=True)
    last_ok_at = models.DateTimeField(_("dernière réussite"), null=True, blank=True)
    last_outcome = models.CharField(_("dernier compte rendu"), max_length=300, blank=True)
    failures = models.PositiveIntegerField(_("échecs de suite"), default=0)
    last_error = models.CharField(_("dernière erreur"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("tâche du serveur")
        verbose_name_plural = _("tâches du serveur")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
