"""Organisations and what each person may do for them."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User
from base.identifiers import spaced_siret

PRESENTATION_LENGTH = 2_000


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """The words of reading organisations."""

    def of(self, user: User) -> OrganisationQuerySet:
        """Keep those for which a person acts, by name."""
        return self.filter(memberships__user=user).order_by("name", "pk")


class Organisation(models.Model):
    """An association, firm, public body or collective for which people act."""

    class Kind(models.TextChoices):
        """What the organisation is in law, in plain words."""

        ASSOCIATION = "association", _("association")
        COLLECTIVE = "collective", _("collectif")
        FIRM = "firm", _("entreprise")
        PUBLIC_BODY = "public_body", _("service ou organisme public")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("nom"), max_length=160)
    kind = models.CharField(_("nature"), max_length=20, choices=Kind)
    siret = models.CharField(_("numéro SIRET"), max_length=14, blank=True)
    rna = models.CharField(_("numéro RNA"), max_length=10, blank=True)
    address = models.CharField(_("adresse postale"), max_length=240, blank=True)
    website = models.URLField(_("site web"), max_length=200, blank=True)
    presentation = models.TextField(_("présentation"), max_length=PRESENTATION_LENGTH, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def spaced_siret(self) -> str:
        """The SIRET number as it is read aloud, empty when there is none."""
        return spaced_siret(self.siret) if self.siret else ""


class MembershipQuerySet(models.QuerySet["Membership"]):
    """The words of reading memberships."""

    def administrators(self) -> MembershipQuerySet:
        """Keep those who administer."""
        return self.filter(right=Membership.Right.ADMINISTRATOR)

    def with_people(self) -> MembershipQuerySet:
        """Bring the people along, administrators first."""
        return self.select_related("user").order_by(
            models.Case(
                models.When(right=Membership.Right.ADMINISTRATOR, then=0),
                models.When(right=Membership.Right.EDITOR, then=1),
                default=2,
            ),
            "created_at",
            "pk",
        )


class Membership(models.Model):
    """What one person may do for one organisation."""

    class Right(models.TextChoices):
        """From most to least."""

        ADMINISTRATOR = "administrator", _("administre l’organisation")
        EDITOR = "editor", _("écrit en son nom")
        READER = "reader", _("consulte")

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("personne")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("organisation")
    )
    right = models.CharField(_("droit"), max_length=20, choices=Right, default=Right.READER)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("appartenance")
        verbose_name_plural = _("appartenances")
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="one_membership_per_organisation")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"
