"""The promotion of a call: the selected projects prepare together and are launched at one moment.

Its projects are not listed here: they are the call's accepted applications, whenever they were accepted. Nor is what a
campaign still lacks: that is read where campaigns know it. Only `calls.services` writes here.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from calls.models.applications import Application
from calls.models.pages import CallPage
from calls.promotion_querysets import MentorQuerySet, PromotionQuerySet

LONGEST_LABEL = 120
LONGEST_EXPECTED = 300


class Promotion(models.Model):
    """When the accepted projects of one call are launched together, and what they meet for until then.

    `launched_at` is set once the moment has come and every campaign that was ready is live; nothing changes after.
    """

    call = models.OneToOneField(
        CallPage, on_delete=models.PROTECT, related_name="promotion", verbose_name=_("appel")
    )
    launches_at = models.DateTimeField(_("lancement commun le"))
    workshops = models.ManyToManyField(
        "stories.EventPage", blank=True, related_name="+", verbose_name=_("ateliers")
    )
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("formée le"))
    launched_at = models.DateTimeField(_("lancée le"), null=True, blank=True)

    objects = PromotionQuerySet.as_manager()

    class Meta:
        verbose_name = _("promotion")
        verbose_name_plural = _("promotions")
        ordering = ["-launches_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.call_id} · {self.launches_at:%d/%m/%Y %H:%M}"


class PromotionStep(models.Model):
    """One dated step of the preparation, the same for every project of the promotion."""

    promotion = models.ForeignKey(Promotion, on_delete=models.CASCADE, related_name="steps")
    label = models.CharField(_("étape"), max_length=LONGEST_LABEL)
    due_on = models.DateField(_("pour le"))
    expected = models.CharField(_("ce qui est attendu"), max_length=LONGEST_EXPECTED, blank=True)

    class Meta:
        verbose_name = _("étape d’une promotion")
        verbose_name_plural = _("étapes des promotions")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.label


class StepDone(models.Model):
    """A project did a step; the row goes when its holders say they have not."""

    step = models.ForeignKey(PromotionStep, on_delete=models.CASCADE, related_name="done")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="steps_done")
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(_("faite le"))

    class Meta:
        verbose_name = _("étape faite")
        verbose_name_plural = _("étapes faites")
        constraints = [models.UniqueConstraint(fields=["step", "application"], name="a_step_is_done_once")]

    def __str__(self) -> str:
        return f"{self.application_id} · {self.step_id}"


class Mentor(models.Model):
    """Who accompanies one project, by name and address.

    There is no other right than this row: whoever signs in with that address, which an account has always confirmed,
    follows the promotion; another address, or no row any more, and nothing is there.
    """

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="mentor")
    name = models.CharField(_("mentor"), max_length=120)
    email = models.EmailField(_("adresse électronique"), db_index=True)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField(_("depuis"))

    objects = MentorQuerySet.as_manager()

    class Meta:
        verbose_name = _("mentor")
        verbose_name_plural = _("mentors")

    def __str__(self) -> str:
        return self.name
