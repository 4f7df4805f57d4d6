"""Going to find projects: who was invited to answer a call, and who never wants to be again.

No address is kept here: what tells people apart is a keyed digest of it (`calls.addresses`), enough to write once and
to respect a refusal, not enough to write again. Only `calls.services.reaching` writes these rows.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from calls.models.pages import CallPage

LONGEST_SENTENCE = 300


class CallInvitation(models.Model):
    """One person invited to answer one call, once, whatever the sources that proposed them."""

    call = models.ForeignKey(CallPage, on_delete=models.CASCADE, related_name="call_invitations")
    digest = models.CharField(max_length=64, editable=False)
    # The name of a registered source, kept as a word: the source may be gone later.
    source = models.CharField(_("source"), max_length=30)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(_("invité le"))
    opened_at = models.DateTimeField(_("lien ouvert le"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation à répondre")
        verbose_name_plural = _("invitations à répondre")
        ordering = ["invited_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["call", "digest"], name="one_invitation_per_person")]

    def __str__(self) -> str:
        return f"{self.call_id} · {self.digest[:8]}"


class InvitationRefusal(models.Model):
    """Somebody who asked a territory never to be invited again; kept for ever, without the address."""

    territory = models.ForeignKey("base.Territory", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, editable=False)
    refused_at = models.DateTimeField(_("refusé le"))

    class Meta:
        verbose_name = _("refus d’invitation")
        verbose_name_plural = _("refus d’invitation")
        constraints = [models.UniqueConstraint(fields=["territory", "digest"], name="one_refusal_per_person")]

    def __str__(self) -> str:
        return self.digest[:8]
