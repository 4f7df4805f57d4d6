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
    # What becomes of its refund, chosen on the page: "" done at once, "pending", "failed".
    refund_fate = models.CharField(max_length=10, blank=True)
    charge_id = models.CharField(max_length=40, blank=True, db_index=True)
    paid_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.remote_id} {self.state}"


class BankRefund(models.Model):
    """A charge given back: at most one that did not fail."""

    class State(models.TextChoices):
        """Where it stands; one that was done may still fail days later."""

        PENDING = "pending", _("en cours")
        DONE = "done", _("fait")
        FAILED = "failed", _("échoué")

    remote_id = models.CharField(max_length=40, unique=True, default=new_id)
    payment = models.ForeignKey(BankPayment, on_delete=models.PROTECT, related_name="refunds")
    reference = models.CharField(max_length=64, blank=True)
    amount_cents = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DONE)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payment"], condition=~models.Q(state="failed"), name="one_refund_that_did_not_fail"
            )
        ]

    def __str__(self) -> str:
        return f"{self.remote_id} {self.state}"


class BankAccount(models.Model):
    """The account of somebody who receives money, and what the bank still asks of them."""

    remote_id = models.CharField(max_length=40, unique=True, default=new_id)
    reference = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    email = models.EmailField()
    form = models.CharField(max_length=20)
    details_submitted = models.BooleanField(default=False)
    payouts_enabled = models.BooleanField(default=False)
    refused = models.BooleanField(default=False)
    missing = models.JSONField(default=list)
    due_by = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.remote_id} {self.name}"


class BankTransfer(models.Model):
    """Money sent to a holder's account."""

    remote_id = models.CharField(max_length=40, unique=True, default=new_id)
    account = models.CharField(max_length=60)
    group = models.CharField(max_length=60, db_index=True)
    amount_cents = models.PositiveBigIntegerField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.remote_id


class BankReversal(models.Model):
    """Money of a transfer taken back."""

    remote_id = models.CharField(max_length=40, unique=True, default=new_id)
    transfer = models.ForeignKey(BankTransfer, on_delete=models.PROTECT, related_name="reversals")
    reference = models.CharField(max_length=64)
    amount_cents = models.PositiveBigIntegerField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.remote_id


class BankDispute(models.Model):
    """A payment contested by its payer: the amount leaves at once, and comes back when the contest is rejected."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", _("ouverte")
        WON = "won", _("rejetée : l’argent est revenu")
        LOST = "lost", _("admise : l’argent est perdu")

    remote_id = models.CharField(max_length=40, unique=True, default=new_id)
    payment = models.OneToOneField(BankPayment, on_delete=models.PROTECT, related_name="dispute")
    amount_cents = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.remote_id} {self.state}"


class BankMovement(models.Model):
    """One line of the site's balance: signed cents, what it is about, the bank's fee."""

    remote_id = models.CharField(max_length=40, unique=True, default=new_id)
    kind = models.CharField(max_length=20)
    subject_id = models.CharField(max_length=40)
    amount_cents = models.BigIntegerField()
    fee_cents = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_cents}"


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
