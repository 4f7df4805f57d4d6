"""The outbox: a message to a person is a row written with the fact it tells, and sent after commit."""

from __future__ import annotations

import datetime as dt

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User

LONGEST_NAME, LONGEST_ADDRESS = 300, 240


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Reads of notices."""

    def due(self, *, at: dt.datetime) -> NoticeQuerySet:
        """Return what may be sent at `at`: by priority, then oldest first."""
        waiting = self.filter(state=Notice.State.PENDING, next_try_at__lte=at)
        return waiting.order_by("priority", "next_try_at", "pk")

    def lost(self, *, at: dt.datetime) -> NoticeQuerySet:
        """Return what was being sent by a process that never came back."""
        return self.filter(state=Notice.State.SENDING, lease_until__lt=at)

    def failed(self) -> NoticeQuerySet:
        """Return what staff must look at."""
        return self.filter(state=Notice.State.FAILED)

    def to_print(self) -> NoticeQuerySet:
        """Return the letters that wait for somebody to print and post them, oldest first."""
        return self.filter(state=Notice.State.TO_PRINT).order_by("created_at", "pk")

    def posted(self) -> NoticeQuerySet:
        """Return the letters that were printed and posted, the last first."""
        return self.filter(state=Notice.State.PRINTED).order_by("-sent_at", "-pk")


class Notice(models.Model):
    """One message to one person: an e-mail, or a letter to print for whoever has no e-mail.

    `purpose` is unique, so that the same fact never writes twice to the same person ("pledge:42:received").
    `context` holds only what the words need and may hold a name: it is emptied some time after sending, with the
    addressee's name and postal address. Of a letter, `attempts` is how often it was posted.
    """

    class State(models.TextChoices):
        """Where the message stands; see `notices.services` for the moves."""

        PENDING = "pending", _("à envoyer")
        SENDING = "sending", _("envoi en cours")
        SENT = "sent", _("envoyé")
        FAILED = "failed", _("non envoyé")
        SKIPPED = "skipped", _("sans objet")
        TO_PRINT = "to_print", _("à imprimer")
        PRINTED = "printed", _("imprimé et posté")

    kind = models.CharField(_("message"), max_length=80)
    recipient = models.EmailField(_("destinataire"), blank=True)
    # A line each: the person, or their organisation and the person.
    addressee = models.CharField(_("nom sur l’enveloppe"), max_length=LONGEST_NAME, blank=True)
    postal_address = models.CharField(_("adresse postale"), max_length=LONGEST_ADDRESS, blank=True)
    user = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("compte"),
    )
    purpose = models.CharField(_("raison unique"), max_length=200, unique=True)
    context = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    language = models.CharField(_("langue"), max_length=10, default="fr")
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.PENDING)
    # 0 leaves before 1: a letter about money never waits behind five thousand newsletters.
    priority = models.PositiveSmallIntegerField(_("priorité"), default=0)
    attempts = models.PositiveIntegerField(_("essais"), default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField(_("prochain essai"))
    failure = models.CharField(_("dernière difficulté"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("écrit le"))
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    printed_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("imprimé et posté par"),
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "priority", "next_try_at"], name="notice_due")]
        constraints = [
            # Once posted and old enough, a letter forgets whom it went to.
            models.CheckConstraint(
                condition=~Q(recipient="") | ~Q(postal_address="") | Q(state="printed"),
                name="notice_has_an_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.purpose}"
