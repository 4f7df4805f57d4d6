"""Decisions of two people about exceptional moves of money or terms, and their append-only log."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.rules.decisions import ANSWERED, DecisionState
from campaigns.wording import deciding as wording

# In a fixed order and as plain words, because they end up in migrations.
ANSWERED_STATES = sorted(state.value for state in ANSWERED)


class DecisionQuerySet(models.QuerySet["Decision"]):
    """The words of reading decisions."""

    def waiting(self, *, at: datetime) -> DecisionQuerySet:
        """Keep those somebody may still answer, the first to end first."""
        return self.filter(state=DecisionState.PROPOSED, expires_at__gt=at).order_by("expires_at", "pk")

    def waiting_about(self, kind: str, *, at: datetime, **subject: models.Model) -> Decision | None:
        """Return the one of a kind that waits about `pledge=`, `operation=` or `entry=`, None when none does."""
        return self.waiting(at=at).filter(kind=kind, **subject).first()

    def run_out(self, *, at: datetime) -> DecisionQuerySet:
        """Keep those nobody answered in time."""
        return self.filter(state=DecisionState.PROPOSED, expires_at__lte=at)

    def with_subjects(self) -> DecisionQuerySet:
        """Everything a page says of them, in one query."""
        return self.select_related(
            "territory", "campaign__page", "pledge", "operation", "entry", "proof", "asked_by", "answered_by"
        )


class Decision(models.Model):
    """One thing two people decide: asked by one, approved by another, carried out at once. Amounts in cents.

    `payload` is what will be done, frozen when it is asked: plain JSON that the kind's executor understands. Only
    `campaigns.services.deciding` writes here.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("nature"), max_length=20, choices=wording.KIND_CHOICES)
    territory = models.ForeignKey(
        "base.Territory", on_delete=models.PROTECT, related_name="+", verbose_name=_("territoire")
    )
    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    pledge = models.ForeignKey(
        "campaigns.Pledge", on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    operation = models.ForeignKey(
        "campaigns.PaymentOperation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
    )
    entry = models.ForeignKey(
        "campaigns.LedgerEntry", on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    amount_cents = models.PositiveBigIntegerField(_("montant"), null=True, blank=True)
    payload = models.JSONField(_("ce qui sera fait"), default=dict, blank=True)
    reason = models.TextField(_("raison"))
    proof = models.ForeignKey(
        "base.PrivateFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(
        _("état"), max_length=12, choices=wording.STATE_CHOICES, default=DecisionState.PROPOSED.value
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("demandée par")
    )
    asked_at = models.DateTimeField(_("demandée le"))
    expires_at = models.DateTimeField(_("à répondre avant le"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("répondu par"),
    )
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    answer = models.TextField(_("réponse"), blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("décision à deux")
        verbose_name_plural = _("décisions à deux")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["state", "expires_at"], name="decision_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
                name="a_decision_takes_two_people",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state__in=ANSWERED_STATES) & Q(answered_by__isnull=False) & Q(answered_at__isnull=False)
                )
                | (~Q(state__in=ANSWERED_STATES) & Q(answered_by__isnull=True)),
                name="answered_exactly_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference}"

    @property
    def reference(self) -> str:
        """What one says on the telephone to name it."""
        return self.uuid.hex[:8].upper()

    @property
    def is_waiting(self) -> bool:
        """Whether it was not answered, withdrawn nor ended; its time may be over all the same."""
        return self.state == DecisionState.PROPOSED

    @property
    def subject_title(self) -> str:
        """The name of what it is about."""
        return self.campaign.page.title if self.campaign else self.territory.name


class DecisionChange(models.Model):
    """One move of a decision: append-only, in the database too (see `campaigns/triggers.py`)."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="changes")
    before = models.CharField(_("avant"), max_length=12, blank=True)
    after = models.CharField(_("après"), max_length=12)
    at = models.DateTimeField(_("le"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("raison"), blank=True)

    class Meta:
        verbose_name = _("étape d’une décision")
        verbose_name_plural = _("étapes des décisions")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
