"""Who receives a campaign's money, and the account at the provider that it is paid to."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns import wording
from campaigns.rules.recipients import UNDER_WAY, RecipientKind, RecipientState
from campaigns.rules.status import OperationState
from campaigns.wording.receiving import RECIPIENT_KINDS, RECIPIENT_LABELS

if TYPE_CHECKING:
    from accounts.models import User

# In a fixed order and as plain words, because they end up in migrations.
UNFINISHED = sorted(state.value for state in UNDER_WAY)


class PayoutAccountQuerySet(models.QuerySet["PayoutAccount"]):
    """Reads of payout accounts."""

    def managed_by(self, user: User) -> PayoutAccountQuerySet:
        """Accounts somebody acts for: their own, those of the organisations they administer today."""
        administered = user.memberships.administrators().values("organisation")
        return self.filter(Q(user=user) | Q(organisation__in=administered))

    def lost(self, *, at: datetime) -> PayoutAccountQuerySet:
        """Accounts asked of the provider whose answer never came, once their lease has ended."""
        asked = self.filter(opening=OperationState.SENDING, remote_id="")
        return asked.filter(lease_until__lte=at, next_try_at__lte=at)

    def to_read(self, *, before: datetime) -> PayoutAccountQuerySet:
        """Accounts not in order, or about to lack something, that nobody has read since `before`."""
        lacking = Q(payouts_enabled=False) | Q(due_by__isnull=False)
        return self.filter(lacking, Q(read_at=None) | Q(read_at__lt=before)).exclude(remote_id="")


class PayoutAccount(models.Model):
    """The account of one person or organisation at one provider; their later campaigns use it again.

    Who they are is proved to the provider and stays there: here are only the account's name and what is still asked.
    Opening it is a call made exactly once in effect (writing rules 1 to 3 of docs/money.md), whose operation fields
    are these: it concerns no campaign and no amount (docs/decisions/0007-who-receives-the-money.md).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gateway = models.CharField(_("prestataire"), max_length=20)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="payout_accounts",
    )
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="payout_accounts",
    )
    created_at = models.DateTimeField()

    opening = models.CharField(
        _("ouverture"),
        max_length=12,
        choices=[(state.value, wording.OPERATION_LABELS[state]) for state in OperationState],
        default=OperationState.PENDING.value,
    )
    attempt = models.PositiveIntegerField(_("essais"), default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField()
    problem = models.CharField(_("problème"), max_length=300, blank=True)
    remote_id = models.CharField(_("référence chez le prestataire"), max_length=120, blank=True)

    payouts_enabled = models.BooleanField(_("peut être payé"), default=False)
    details_submitted = models.BooleanField(default=False)
    missing = models.JSONField(_("ce qui manque"), default=list, blank=True)
    due_by = models.DateTimeField(_("avant le"), null=True, blank=True)
    refused = models.BooleanField(_("refusé"), default=False)
    read_at = models.DateTimeField(_("relu le"), null=True, blank=True)

    objects = PayoutAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("compte de versement")
        verbose_name_plural = _("comptes de versement")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, organisation__isnull=True)
                | Q(user__isnull=True, organisation__isnull=False),
                name="payout_account_has_one_owner",
            ),
            models.UniqueConstraint(fields=["gateway", "user"], name="one_payout_account_per_person"),
            models.UniqueConstraint(
                fields=["gateway", "organisation"], name="one_payout_account_per_organisation"
            ),
            models.UniqueConstraint(
                fields=["gateway", "remote_id"], condition=~Q(remote_id=""), name="one_row_per_remote_account"
            ),
            models.CheckConstraint(
                condition=Q(payouts_enabled=False) | ~Q(remote_id=""), name="only_a_real_account_is_paid"
            ),
        ]

    def __str__(self) -> str:
        return self.owner_name

    @property
    def owner_name(self) -> str:
        """The name of whom it belongs to, as others read it."""
        return str(self.organisation or self.user)


class RecipientQuerySet(models.QuerySet["Recipient"]):
    """Reads of recipients."""

    def current(self) -> RecipientQuerySet:
        """Those to whom money goes now."""
        return self.filter(state=RecipientState.CURRENT)

    def under_way(self) -> RecipientQuerySet:
        """Those proposed and not yet current."""
        return self.filter(state__in=UNDER_WAY)


class Recipient(models.Model):
    """Somebody who receives the money of one campaign, receives it no more, or was asked to.

    A campaign has one current recipient at most and one under way at most; earlier rows are kept. Of the link sent to
    a hosting association only a digest is kept.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="recipients")
    kind = models.CharField(
        _("nature"),
        max_length=12,
        choices=[(kind.value, RECIPIENT_KINDS[kind]) for kind in RecipientKind],
    )
    state = models.CharField(
        _("état"),
        max_length=12,
        choices=[(state.value, RECIPIENT_LABELS[state]) for state in RecipientState],
    )
    account = models.ForeignKey(
        PayoutAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="recipients"
    )
    public_name = models.CharField(_("nom, tel que le public le lit"), max_length=160, blank=True)
    fee_bps = models.PositiveIntegerField(_("frais de portage (points de base)"), default=0)

    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposé le"))
    reason = models.CharField(_("raison du changement"), max_length=500, blank=True)
    invited_email = models.EmailField(_("adresse de l’association de portage"), blank=True)
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    verdict_reason = models.CharField(_("réponse"), max_length=500, blank=True)
    replaced_at = models.DateTimeField(_("remplacé le"), null=True, blank=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("bénéficiaire")
        verbose_name_plural = _("bénéficiaires")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(state="current"), name="one_current_recipient"
            ),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(state__in=UNFINISHED), name="one_recipient_under_way"
            ),
            models.UniqueConstraint(
                fields=["token_hash"],
                condition=~Q(token_hash=""),  # nosec B106 - no link, hence no secret
                name="one_recipient_per_link",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["invited", "refused", "withdrawn"]) | Q(account__isnull=False),
                name="who_receives_has_an_account",
            ),
        ]

    def __str__(self) -> str:
        return self.public_name or self.invited_email or self.get_kind_display()

    @property
    def is_ready(self) -> bool:
        """Whether the provider pays its account now."""
        return self.account is not None and self.account.payouts_enabled

    def is_expired_at(self, at: datetime) -> bool:
        """Tell whether the link sent to a hosting association is too old at a moment."""
        return self.expires_at is not None and self.expires_at <= at
