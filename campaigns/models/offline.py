"""Money that does not pass through a provider: counters, slips, what came in, and the proof of what went out."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns import wording
from campaigns.models.pledges import Pledge
from campaigns.rules.offline import RemittedBy, Way, shown_code


class Counter(models.Model):
    """A place where people bring money, and where it may be given back against a signature."""

    territory = models.ForeignKey(
        "base.Territory", on_delete=models.CASCADE, related_name="counters", verbose_name=_("territoire")
    )
    name = models.CharField(_("nom"), max_length=120, help_text=_("« Accueil de la mairie »"))
    address = models.CharField(_("adresse"), max_length=240)
    hours = models.CharField(
        _("horaires"), max_length=240, help_text=_("« du lundi au vendredi, 9 h–12 h et 14 h–17 h »")
    )
    phone = models.CharField(_("téléphone"), max_length=40, blank=True)
    takes_cash = models.BooleanField(_("reçoit des espèces"), default=True)
    takes_cheques = models.BooleanField(_("reçoit des chèques"), default=True)
    position = models.PositiveIntegerField(_("rang"), default=0)
    is_open = models.BooleanField(_("ouvert"), default=True)

    class Meta:
        verbose_name = _("guichet")
        verbose_name_plural = _("guichets")
        ordering = ["position", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class PaymentSlip(models.Model):
    """A slip somebody printed to pay otherwise than on line. It reserves nothing; its code finds what was typed.

    `pledge` is what it became once the money was taken in. Erased some time after the deadline.
    """

    code = models.CharField(_("code"), max_length=8, unique=True, editable=False)
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="slips")
    tier = models.ForeignKey(
        "campaigns.RewardTier", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    amount_cents = models.PositiveBigIntegerField(_("montant"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    backer_kind = models.CharField(
        max_length=20, choices=Pledge.BackerKind, default=Pledge.BackerKind.INDIVIDUAL
    )
    backer_name = models.CharField(_("nom"), max_length=120)
    organisation_name = models.CharField(_("organisation"), max_length=160, blank=True)
    backer_email = models.EmailField(_("adresse électronique"), blank=True)
    postal_address = models.CharField(_("adresse postale"), max_length=240, blank=True)
    shown_as = models.CharField(max_length=10, choices=Pledge.ShownAs, default=Pledge.ShownAs.NAME)
    message = models.CharField(_("message"), max_length=280, blank=True)
    wants_tax_receipt = models.BooleanField(default=False)
    pledge = models.OneToOneField(
        Pledge, on_delete=models.PROTECT, null=True, blank=True, related_name="slip"
    )
    created_at = models.DateTimeField(_("imprimé le"))

    class Meta:
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The code as it is printed and read out."""
        return shown_code(self.code)


class OfflinePayment(models.Model):
    """Money taken in by a person of the team for one pledge, with what proves it. Never changed once written."""

    pledge = models.OneToOneField(
        Pledge, on_delete=models.PROTECT, related_name="offline", verbose_name=_("soutien")
    )
    territory = models.ForeignKey("base.Territory", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(_("moyen"), max_length=10, choices=[(way.value, wording.WAYS[way]) for way in Way])
    reference = models.CharField(
        _("référence"),
        max_length=120,
        help_text=_("Numéro du reçu, du chèque ou du virement : ce qui permet de le retrouver."),
    )
    counter = models.ForeignKey(
        Counter, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("guichet")
    )
    received_on = models.DateField(_("reçu le"))
    document = models.ForeignKey(
        "base.PrivateFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("saisi par")
    )
    at = models.DateTimeField(_("saisi le"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("paiement hors ligne")
        verbose_name_plural = _("paiements hors ligne")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "way", "reference"], name="one_payment_per_reference"
            ),
            models.CheckConstraint(condition=~Q(reference=""), name="payment_has_its_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.reference}"


class RemittanceQuerySet(models.QuerySet["Remittance"]):
    """Reads of handovers."""

    def between(self, *, since: datetime, until: datetime) -> RemittanceQuerySet:
        """Those carried out from `since` on and before `until`."""
        return self.filter(at__gte=since, at__lt=until)


class Remittance(models.Model):
    """How a person gave money out of the territory's bank for one operation, and the document that proves it."""

    operation = models.OneToOneField(
        "campaigns.PaymentOperation", on_delete=models.PROTECT, related_name="remittance"
    )
    way = models.CharField(
        _("moyen"), max_length=10, choices=[(way.value, wording.REMITTED_BY[way]) for way in RemittedBy]
    )
    reference = models.CharField(_("référence"), max_length=120)
    document = models.ForeignKey("base.PrivateFile", on_delete=models.PROTECT, related_name="+")
    carried_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("fait par")
    )
    at = models.DateTimeField(_("fait le"))

    objects = RemittanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("règlement")
        verbose_name_plural = _("règlements")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reference=""), name="remittance_has_its_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.reference}"
