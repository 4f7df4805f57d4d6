"""Private files: what people hand in, seen only by those a view lets in."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from base.private_storage import PrivateStorage


def generated_name(_row: models.Model, _name: str) -> str:
    """Return the name a file is stored under: nothing of what its owner called it, no ending."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


class PrivateFileQuerySet(models.QuerySet["PrivateFile"]):
    """The words of reading private files."""

    def owned_by(self, owner: models.Model) -> PrivateFileQuerySet:
        """Keep the files counted against one owner."""
        return self.filter(owner_kind=owner._meta.label_lower, owner_id=str(owner.pk))

    def total_bytes(self) -> int:
        """Return what the files weigh together."""
        return self.aggregate(total=Sum("size"))["total"] or 0

    def made_before(self, at: dt.datetime) -> PrivateFileQuerySet:
        """Keep those handed in before a moment."""
        return self.filter(created_at__lt=at)


class PrivateFile(models.Model):
    """A file that was checked, and is handed over only after a question of rights. Made by `base.private_files`.

    The owner (an organisation, an application) is named by kind and id: it is what the room is counted against. The
    rows that show the file point to it; deleting this row removes the file once the transaction is committed.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(
        _("fichier"), storage=PrivateStorage(), upload_to=generated_name, max_length=80, editable=False
    )
    original_name = models.CharField(_("nom d’origine"), max_length=120, editable=False)
    content_type = models.CharField(_("type"), max_length=100, editable=False)
    size = models.PositiveBigIntegerField(_("octets"), editable=False)
    sha256 = models.CharField(_("empreinte"), max_length=64, editable=False)
    owner_kind = models.CharField(max_length=80, editable=False)
    owner_id = models.CharField(max_length=40, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("déposé par"),
    )
    created_at = models.DateTimeField(_("déposé le"), editable=False)

    objects = PrivateFileQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("fichier privé")
        verbose_name_plural = _("fichiers privés")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["owner_kind", "owner_id"], name="private_file_owner")]

    def __str__(self) -> str:
        return self.original_name

    @property
    def ending(self) -> str:
        """What the kind is called, in capitals: the ending of the name."""
        return self.original_name.rpartition(".")[2].upper()
