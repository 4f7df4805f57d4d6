"""The audit trail: who did or looked at what, kept without personal data."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditLine(models.Model):
    """One act of a person or of the site itself (no actor). Lines are only ever added, by
    `base.audit.record`.

    The object is named by kind and id rather than by a foreign key, so that the line outlives everything
    else.
    """

    at = models.DateTimeField(_("moment"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("par"),
    )
    action = models.CharField(_("action"), max_length=80, db_index=True)
    object_kind = models.CharField(_("objet"), max_length=80, blank=True)
    object_id = models.CharField(_("numéro"), max_length=40, blank=True)
    detail = models.JSONField(_("détail"), default=dict, blank=True)

    class Meta:
        verbose_name = _("ligne du journal")
        verbose_name_plural = _("journal des actions")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["object_kind", "object_id"], name="audit_object")]

    def __str__(self) -> str:
        return f"{self.action} {self.object_kind} {self.object_id}".strip()
