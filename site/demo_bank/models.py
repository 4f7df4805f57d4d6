"""The demonstration bank's own tables: what a real provider would keep on its side."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _


def new_id() -> str:
    """Return an unguessable identifier."""
    return secrets.token_urlsafe(18)


class BankPayment(models.Model):
    """A payment page and what became of it. Amount in cents, times UTC."""

    class State(models.TextChoices):
        """What a visitor of the page may find."""

        OPEN = "open", _("ouvert")
        CHECKING = "checking", _("vérification 3-D Secure")
        PAID = "paid", _("payé")
        DECLINED = "declined", _("refusé")
        OVER = "over", _("expiré")

    remote_id = models.CharField(max_length=40, unique=True, default=new_id)
    reference = models.CharField(max_length=64, db_index=True)
    amount_cents = models.PositiveBigIntegerField()
    description = models.CharField(max_length=200)
    return_url = models.URLField(max_length=500)
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    charge_id = models.CharField(max_length=40, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.remote_id} {self.state}"


class BankRefund(models.Model):
    """A charge given back, at most once."""

    remote_id = models.CharField(max_length=40, unique=True, default=new_id)
    payment = models.OneToOneField(BankPayment, on_delete=models.PROTECT, related_name="refund")
    amount_cents = models.PositiveBigIntegerField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.remote_id


class BankTransfer(models.Model):
    """Money sent to a holder's account."""

    remote_id = models.CharField(max_length=40, unique=True, default=new_id)
    account = models.CharField(max_length=60)
    group = models.CharField(max_length=60, db_index=True)
    amount_cents = models.PositiveBigIntegerField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.remote_id


class BankKey(models.Model):
    """An idempotency key and what was answered: the same key gives the same answer, another body an error."""

    key = models.CharField(max_length=160, unique=True)
    fingerprint = models.CharField(max_length=64)
    remote_id = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.key


class BankEvent(models.Model):
    """A signed event to deliver; repeated until the site has taken it."""

    event_id = models.CharField(max_length=40, unique=True, default=new_id)
    kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
