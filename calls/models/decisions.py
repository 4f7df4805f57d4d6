"""Decisions of a call: drafted in private, published together, once. Only `calls.services` writes here."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from calls.models.applications import Application
from calls.models.pages import CallPage


class Publication(models.Model):
    """The moment at which every drafted decision of a call becomes public, prepared by one person.

    With `needs_second` nothing leaves before somebody else approved it. While one is planned no decision is edited, so
    that what is published is what was read.
    """

    call = models.ForeignKey(CallPage, on_delete=models.PROTECT, related_name="publications")
    planned_at = models.DateTimeField(_("publication le"))
    needs_second = models.BooleanField(_("relue par une deuxième personne"), default=False)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("publication de décisions")
        verbose_name_plural = _("publications de décisions")
        ordering = ["-planned_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["call"],
                condition=Q(published_at=None, cancelled_at=None),
                name="one_publication_planned_per_call",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(cancelled_at=None), name="published_or_cancelled"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} · {self.planned_at:%d/%m/%Y %H:%M}"

    @property
    def awaits_second(self) -> bool:
        """Whether somebody else must still approve it."""
        return self.needs_second and self.approved_at is None


class Decision(models.Model):
    """What is decided of an application; a draft, seen by staff alone, until it has a `publication`.

    `reasons` is {criterion: text}, for the applicant. `public_sentence` says in general terms why a project is kept.
    """

    class Outcome(models.TextChoices):
        """What becomes of the application."""

        ACCEPTED = "accepted", _("retenu")
        RESERVE = "reserve", _("en réserve")
        REFUSED = "refused", _("non retenu")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(_("décision"), max_length=10, choices=Outcome)
    reserve_rank = models.PositiveSmallIntegerField(_("rang en réserve"), null=True, blank=True)
    reasons = models.JSONField(default=dict, blank=True)
    public_sentence = models.CharField(_("l’avis du jury, publié"), max_length=300, blank=True)
    addition = models.TextField(_("ajouté au courrier"), blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    drafted_at = models.DateTimeField()
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )

    class Meta:
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(publication=None), name="one_draft_per_application"
            ),
            models.UniqueConstraint(
                fields=["application", "publication"], name="one_decision_per_publication"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} · {self.outcome}"


class SecondLook(models.Model):
    """A refused applicant asks that their project be looked at again; answered once, in words."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="second_look")
    text = models.TextField(_("ce qui est demandé"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("demandé le"))
    answer = models.TextField(_("réponse"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("demande de réexamen")
        verbose_name_plural = _("demandes de réexamen")
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
