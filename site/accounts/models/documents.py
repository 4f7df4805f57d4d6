"""What an organisation keeps once for all its applications: statutes, accounts, insurance, in their versions."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models.organisations import Organisation
from base.models import PrivateFile


class OrganisationDocumentQuerySet(models.QuerySet["OrganisationDocument"]):
    """The words of reading documents."""

    def kept(self) -> OrganisationDocumentQuerySet:
        """Keep those that were not removed, with their versions, newest first."""
        newest = DocumentVersion.objects.select_related("file", "added_by").order_by("-number")
        return self.filter(removed_at=None).prefetch_related(
            models.Prefetch("versions", queryset=newest, to_attr="versions_newest_first")
        )


class OrganisationDocument(models.Model):
    """One document in all its versions; what was attached to an application outlives its removal here."""

    class Kind(models.TextChoices):
        """What it is; bank details are never asked for."""

        STATUTES = "statutes", _("statuts")
        ACCOUNTS = "accounts", _("comptes annuels")
        INSURANCE = "insurance", _("attestation d’assurance")
        MINUTES = "minutes", _("procès-verbal")
        OTHER = "other", _("autre document")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("nature"), max_length=20, choices=Kind)
    title = models.CharField(
        _("précision"),
        max_length=80,
        blank=True,
        help_text=_("Par exemple « 2025 » pour des comptes annuels."),
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = OrganisationDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document d’une organisation")
        verbose_name_plural = _("documents des organisations")
        ordering = ["kind", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "title"],
                condition=models.Q(removed_at=None),
                name="one_document_per_name",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What people call it: its kind, and what makes it precise."""
        kind = capfirst(self.get_kind_display())
        return f"{kind} – {self.title}" if self.title else kind

    @property
    def current(self) -> DocumentVersion | None:
        """The newest version: what an application attaches."""
        known: list[DocumentVersion] | None = getattr(self, "versions_newest_first", None)
        if known is not None:
            return known[0] if known else None
        return self.versions.select_related("file").order_by("-number").first()


class DocumentVersion(models.Model):
    """One state of a document. Applications point to it: a newer version never changes what was deposited."""

    document = models.ForeignKey(OrganisationDocument, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    file = models.OneToOneField(PrivateFile, on_delete=models.PROTECT, related_name="organisation_version")
    valid_until = models.DateField(_("valable jusqu’au"), null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField(_("ajoutée le"))

    class Meta:
        verbose_name = _("version d’un document")
        verbose_name_plural = _("versions de documents")
        ordering = ["document", "-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"{self.document} ({self.number})"

    def has_expired_on(self, day: dt.date) -> bool:
        """Tell whether the version is out of date on a day; never when it has no date."""
        return self.valid_until is not None and self.valid_until < day
