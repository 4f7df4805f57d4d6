"""Who comes to an event. No account is needed; everything a person does afterwards goes through a secret link."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from stories.models.events import EventDate
from stories.querysets import RegistrationQuerySet

MOST_PEOPLE = 6  # in one registration: beyond, people ring
# How long what names somebody is kept: in a registration after its date, in a letter after it was written, which is
# before the end of that date. The form says it to whoever registers.
KEPT_AFTER = timedelta(days=90)


class Registration(models.Model):
    """A person, alone or with others, who comes to one date, or waits for a place.

    Only `stories.services.registering` writes here. Places are counted from the rows themselves, under a lock on
    the date; the waiting list is in the order of arrival.
    """

    class State(models.TextChoices):
        """Whether the person has a place."""

        CONFIRMED = "confirmed", _("place confirmée")
        WAITING = "waiting", _("en liste d’attente")
        CANCELLED = "cancelled", _("annulée")

    date = models.ForeignKey(EventDate, on_delete=models.CASCADE, related_name="registrations")
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Both are emptied some time after the date; a person who rang may have given no address.
    name = models.CharField(_("nom"), max_length=120, blank=True)
    email = models.EmailField(_("adresse électronique"), blank=True)
    people = models.PositiveSmallIntegerField(
        _("nombre de personnes"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)],
    )
    needs = models.CharField(
        _("besoins particuliers"),
        max_length=240,
        blank=True,
        help_text=_("Fauteuil, langue des signes, garde d’enfants…"),
    )
    state = models.CharField(_("état"), max_length=10, choices=State)
    registered_at = models.DateTimeField(_("inscrit le"))
    cancelled_at = models.DateTimeField(_("annulée le"), null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("inscription")
        verbose_name_plural = _("inscriptions")
        ordering = ["registered_at", "pk"]
        constraints = [
            # Asking twice with the same address is one registration.
            models.UniqueConstraint(
                fields=["date", "email"],
                condition=~models.Q(state="cancelled") & ~models.Q(email=""),
                name="one_registration_per_address_and_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.people})"
