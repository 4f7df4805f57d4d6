"""What proves the books right: the provider's own lines, and each run of the checks."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ProviderMovement(models.Model):
    """One line of the balance at the provider, as read from it, and the entry that says the same in the books.

    Amounts are signed cents, before the fee. A line without `entry` is not explained yet; `problem` says why once
    nobody can explain it.
    """

    gateway = models.CharField(_("prestataire"), max_length=20)
    remote_id = models.CharField(_("ligne chez le prestataire"), max_length=120)
    kind = models.CharField(_("nature"), max_length=20)
    subject_id = models.CharField(_("objet chez le prestataire"), max_length=120)
    amount_cents = models.BigIntegerField(_("montant"))
    fee_cents = models.BigIntegerField(_("frais"), default=0)
    at = models.DateTimeField(_("le"))
    read_at = models.DateTimeField(_("lue le"))
    entry = models.OneToOneField(
        "campaigns.LedgerEntry", on_delete=models.PROTECT, null=True, blank=True, related_name="movement"
    )
    fee_entry = models.OneToOneField(
        "campaigns.LedgerEntry", on_delete=models.PROTECT, null=True, blank=True, related_name="fee_movement"
    )
    problem = models.CharField(_("difficulté"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("mouvement chez le prestataire")
        verbose_name_plural = _("mouvements chez le prestataire")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["gateway", "remote_id"], name="one_row_per_movement"),
        ]
        indexes = [
            models.Index(fields=["at"], condition=Q(entry=None), name="movement_unexplained"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_cents}"


class CheckRun(models.Model):
    """One run of a check: how much it examined, and every difference in words."""

    class Kind(models.TextChoices):
        """What was compared."""

        BOOKS = "books", _("les livres avec les faits")
        PROVIDER = "provider", _("les livres avec le prestataire")

    kind = models.CharField(_("contrôle"), max_length=10, choices=Kind)
    began_at = models.DateTimeField(_("commencé le"))
    ended_at = models.DateTimeField(_("fini le"))
    examined = models.PositiveBigIntegerField(_("lignes examinées"))
    differences = models.PositiveIntegerField(_("différences"))
    lines = models.JSONField(_("détail"), default=list, blank=True)

    class Meta:
        verbose_name = _("contrôle")
        verbose_name_plural = _("contrôles")
        ordering = ["-began_at", "-pk"]
        indexes = [models.Index(fields=["kind", "-began_at"], name="check_latest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.began_at:%Y-%m-%d %H:%M}"
