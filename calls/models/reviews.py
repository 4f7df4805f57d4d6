"""Reading applications: who sits in a call's jury, who reads what, in which round, and what each wrote.

Only `calls.services` writes here. Marks are whole hundredths of a point on 100.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from calls.models.applications import Application, ApplicationVersion
from calls.models.pages import CallPage


class Juror(models.Model):
    """Somebody who reads a call's applications; no group, no right beyond what is assigned."""

    call = models.ForeignKey(CallPage, on_delete=models.PROTECT, related_name="jurors")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="juries", verbose_name=_("personne")
    )
    joined_at = models.DateTimeField(_("depuis"))
    left_at = models.DateTimeField(_("jusqu’au"), null=True, blank=True)

    class Meta:
        verbose_name = _("juré")
        verbose_name_plural = _("jurés")
        ordering = ["joined_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["call", "user"], name="one_seat_per_person")]

    def __str__(self) -> str:
        return str(self.user)


class JuryInvitation(models.Model):
    """A link by which one person enters a jury, once; only its sum is kept."""

    call = models.ForeignKey(CallPage, on_delete=models.PROTECT, related_name="jury_invitations")
    email = models.EmailField(_("adresse électronique"))
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(_("invité le"))
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation au jury")
        verbose_name_plural = _("invitations au jury")
        ordering = ["-invited_at", "-pk"]

    def __str__(self) -> str:
        return self.email


class ReviewRound(models.Model):
    """One round of reading of a call, until when; `Application.round` says how far each application went."""

    call = models.ForeignKey(CallPage, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("tour"))
    due_at = models.DateTimeField(_("à rendre avant le"))
    opened_at = models.DateTimeField(_("ouvert le"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("tour de lecture")
        verbose_name_plural = _("tours de lecture")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="one_row_per_round")]

    def __str__(self) -> str:
        return f"{self.call_id} · {self.number}"


class Recusal(models.Model):
    """A juror who never reads an application, and why; the reason is kept for those who answer for the jury."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="recusals")
    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="recusals")
    reason = models.TextField(_("raison"))
    declared_at = models.DateTimeField(_("le"))

    class Meta:
        verbose_name = _("déport")
        verbose_name_plural = _("déports")
        constraints = [
            models.UniqueConstraint(fields=["application", "juror"], name="one_recusal_per_application")
        ]

    def __str__(self) -> str:
        return f"{self.juror} · {self.application_id}"


class Assignment(models.Model):
    """An application handed to a juror in a round. Freed when `ended_at` is set: recused, reassigned, left."""

    class Ending(models.TextChoices):
        """Why it ended."""

        RECUSED = "recused", _("conflit d’intérêts")
        REASSIGNED = "reassigned", _("confié à quelqu’un d’autre")
        LEFT = "left", _("a quitté le jury")

    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="assignments")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="assignments")
    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="assignments")
    assigned_at = models.DateTimeField()
    # The juror declared to have no interest in it: nothing is read before.
    cleared_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=12, choices=Ending, blank=True)

    class Meta:
        verbose_name = _("lecture confiée")
        verbose_name_plural = _("lectures confiées")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "application", "juror"],
                condition=Q(ended_at=None),
                name="one_reading_per_juror_and_round",
            )
        ]

    def __str__(self) -> str:
        return f"{self.juror} · {self.application_id}"


class Review(models.Model):
    """What one juror thinks of one copy of an application: a draft until `submitted_at` is set.

    `scores` is {criterion: {"points": 0 to 5 or null, "comment": text}}; `mark` is what they add up to, written at
    submission. `notes` are for their author alone, whoever else reads the review.
    """

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="review")
    version = models.ForeignKey(ApplicationVersion, on_delete=models.PROTECT, related_name="reviews")
    scores = models.JSONField(default=dict, blank=True)
    comment = models.TextField(_("avis d’ensemble"), blank=True)
    notes = models.TextField(_("notes personnelles"), blank=True)
    mark = models.PositiveIntegerField(null=True, blank=True)
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("avis d’un juré")
        verbose_name_plural = _("avis des jurés")
        constraints = [
            models.CheckConstraint(condition=Q(mark=None) | Q(mark__lte=10_000), name="a_mark_is_on_100"),
        ]
        indexes = [models.Index(fields=["submitted_at"], name="review_submitted")]

    def __str__(self) -> str:
        return f"{self.assignment_id}"

    def points(self) -> dict[str, int]:
        """The points given so far, by criterion."""
        return {key: score["points"] for key, score in self.scores.items() if score.get("points") is not None}

    def score(self, key: str) -> dict[str, Any]:
        """What was written about one criterion; empty when nothing was."""
        found: dict[str, Any] = self.scores.get(key) or {"points": None, "comment": ""}
        return found
