"""Keeping an organisation's documents once, in their versions."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts.errors import DocumentExists
from accounts.models import DocumentVersion, Organisation, OrganisationDocument, User
from accounts.services.organisations import lock_organisation
from base.audit import record
from base.file_kinds import CSV, DOCX, JPEG, ODS, ODT, PDF, PNG, XLSX
from base.private_files import CheckedUpload, keep_file

ACCEPTED = (PDF, JPEG, PNG, ODT, ODS, DOCX, XLSX, CSV)


@transaction.atomic
def keep_document(
    *,
    organisation: Organisation,
    kind: str,
    title: str,
    upload: UploadedFile | CheckedUpload,
    by: User,
    at: dt.datetime,
    valid_until: dt.date | None = None,
) -> DocumentVersion:
    """Keep the first version of a document; DocumentExists under a known name, FileRefused as `keep_file`."""
    organisation = lock_organisation(organisation)
    kept = organisation.documents.filter(removed_at=None, kind=kind)
    if any(document.title.casefold() == title.casefold() for document in kept):
        raise DocumentExists(
            _(
                "Ce document est déjà dans la liste : ajoutez-lui une version, ou précisez en quoi celui-ci diffère."
            )
        )
    document = OrganisationDocument.objects.create(
        organisation=organisation, kind=OrganisationDocument.Kind(kind), title=title
    )
    return _add(document, upload=upload, by=by, at=at, valid_until=valid_until)


@transaction.atomic
def add_version(
    *,
    document: OrganisationDocument,
    upload: UploadedFile | CheckedUpload,
    by: User,
    at: dt.datetime,
    valid_until: dt.date | None = None,
) -> DocumentVersion:
    """Put a newer version in front of the others, which stay; FileRefused as `keep_file`,
    OrganisationDocument.DoesNotExist when it was taken off the list a moment before.
    """
    organisation = lock_organisation(document.organisation)
    document = organisation.documents.select_related("organisation").get(pk=document.pk, removed_at=None)
    return _add(document, upload=upload, by=by, at=at, valid_until=valid_until)


@transaction.atomic
def remove_document(*, document: OrganisationDocument, by: User, at: dt.datetime) -> None:
    """Take a document off the list and delete its versions, but those attached to something deposited. Doing it twice
    changes nothing.
    """
    organisation = lock_organisation(document.organisation)
    if not organisation.documents.filter(pk=document.pk, removed_at=None).exists():
        return
    attached = 0
    for version in document.versions.select_related("file"):
        try:
            with transaction.atomic():
                version.delete()
                version.file.delete()
        except ProtectedError:
            attached += 1
    if attached:
        OrganisationDocument.objects.filter(pk=document.pk).update(removed_at=at)
    else:
        OrganisationDocument.objects.filter(pk=document.pk).delete()
    record(
        "organisation.document_removed",
        actor=by,
        subject=organisation,
        detail={"kind": document.kind, "attached": attached},
        at=at,
    )


def _add(
    document: OrganisationDocument,
    *,
    upload: UploadedFile | CheckedUpload,
    by: User,
    at: dt.datetime,
    valid_until: dt.date | None,
) -> DocumentVersion:
    last = document.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = DocumentVersion.objects.create(
        document=document,
        number=last + 1,
        file=keep_file(
            upload=upload,
            owner=document.organisation,
            at=at,
            quota=settings.ORGANISATION_QUOTA_BYTES,
            allowed=ACCEPTED,
            uploaded_by=by,
        ),
        valid_until=valid_until,
        added_by=by,
        added_at=at,
    )
    record(
        "organisation.document_kept",
        actor=by,
        subject=document.organisation,
        detail={"kind": document.kind, "version": version.number},
        at=at,
    )
    return version
