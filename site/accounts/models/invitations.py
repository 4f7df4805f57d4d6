"""Who is invited into an organisation, and an organisation on its way to other administrators."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.organisations import Membership, Organisation


class HandoverQuerySet(models.QuerySet["Handover"]):
    """The words of reading handovers."""

    def under_way(self) -> HandoverQuerySet:
        """Keep those neither finished nor withdrawn."""
        return self.filter(completed_at=None, withdrawn_at=None)


class Handover(models.Model):
    """An organisation handed to a new bureau: proposed by an administrator, done once everyone named has accepted.

    Until then nobody loses or gains a right. Those who accept are invitations that point here.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="handovers")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("transmission d’une organisation")
        verbose_name_plural = _("transmissions d’organisations")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(completed_at=None, withdrawn_at=None),
                name="one_handover_under_way",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.proposed_at:%Y-%m-%d}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """The words of reading invitations."""

    def waiting(self) -> InvitationQuerySet:
        """Keep those neither accepted nor withdrawn, expired or not."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def usable(self, *, at: dt.datetime) -> InvitationQuerySet:
        """Keep those whose link still works."""
        return self.waiting().filter(expires_at__gt=at)


class Invitation(models.Model):
    """A link that lets whoever holds it into an organisation, once, until it expires.

    Only a digest of the link's secret is kept. The address is where the link was sent: it gives no right by itself.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    handover = models.ForeignKey(
        Handover, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    email = models.EmailField(_("adresse électronique"))
    right = models.CharField(_("droit"), max_length=20, choices=Membership.Right)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["invited_at", "pk"]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_right_display()}"

    def is_expired_at(self, at: dt.datetime) -> bool:
        """Tell whether the link is too old at a moment."""
        return self.expires_at <= at
