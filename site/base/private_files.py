"""Verbs of private files: check one, keep it, hand it over, sweep what is left behind.

`check_upload` looks at the content and refuses with words for the person; forms do it through
`base.file_fields.PrivateFileField`. `keep_file` writes. `download_response` hands over what the caller has already
found the visitor entitled to.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO
from urllib.parse import quote

from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from base.caching import never_kept
from base.errors import FileRefused, QuotaReached
from base.file_contents import content_kind
from base.file_kinds import (
    CSV,
    EVERY_KIND,
    PICTURES,
    TXT,
    FileKind,
    clean_name,
    kind_named,
    kinds_in_words,
    weight,
)
from base.models import PrivateFile
from base.picture_contents import rewritten
from base.private_storage import PrivateStorage

logger = logging.getLogger(__name__)

PIECE = 64 * 1024
# A file without a row may belong to a transaction that is not committed yet.
SWEPT_AFTER = dt.timedelta(days=1)
NAMES_AT_ONCE = 500


@dataclass(frozen=True)
class CheckedUpload:
    """A file found acceptable: its clean name, its kind by content, and the bytes to keep."""

    name: str
    kind: FileKind
    content: BinaryIO
    size: int


def check_upload(
    upload: UploadedFile, *, allowed: tuple[FileKind, ...] = EVERY_KIND, largest: int | None = None
) -> CheckedUpload:
    """Return the upload ready to be kept; FileRefused with the reason otherwise.

    A picture comes out written anew; nothing else is changed.
    """
    largest = settings.PRIVATE_FILE_MAX_BYTES if largest is None else largest
    given = upload.name or ""
    if "/" in given or "\\" in given:
        raise FileRefused(_("Le nom de ce fichier contient un chemin : renommez-le, puis recommencez."))
    name = clean_name(given)
    kind = kind_named(name, allowed)
    if kind is None:
        raise FileRefused(
            _("Ce type de fichier n’est pas accepté. Formats acceptés : %(kinds)s.")
            % {"kinds": kinds_in_words(allowed)}
        )
    size = upload.size or 0
    if not size:
        raise FileRefused(_("Ce fichier est vide."))
    if size > largest:
        raise FileRefused(
            _("Ce fichier pèse %(size)s : %(limit)s au plus.")
            % {"size": weight(size), "limit": weight(largest)}
        )
    stream: Any = upload.file
    found = content_kind(stream)
    if found != ("text" if kind in (TXT, CSV) else kind.code):
        raise FileRefused(
            _(
                "Le contenu de ce fichier n’est pas celui d’un fichier %(kind)s. Vérifiez-le, ou enregistrez-le en PDF."
            )
            % {"kind": kind.word}
        )
    if kind in PICTURES:
        stream = rewritten(stream, kind.code)
        size = stream.getbuffer().nbytes
    stream.seek(0)
    return CheckedUpload(name, kind, stream, size)


@transaction.atomic
def keep_file(
    *,
    upload: UploadedFile | CheckedUpload,
    owner: models.Model,
    at: dt.datetime,
    quota: int,
    allowed: tuple[FileKind, ...] = EVERY_KIND,
    uploaded_by: Any = None,
) -> PrivateFile:
    """Keep a file and return its row. FileRefused as `check_upload`, QuotaReached past `quota` bytes of the owner.

    What another upload of the same owner is about to keep counts too: the owner's row is locked.
    """
    checked = upload if isinstance(upload, CheckedUpload) else check_upload(upload, allowed=allowed)
    lock_owner(owner)
    left = quota - PrivateFile.objects.owned_by(owner).total_bytes()
    if checked.size > left:
        raise QuotaReached(
            _(
                "Il reste %(left)s de place pour vos fichiers, et celui-ci pèse %(size)s. Retirez-en un d’abord."
            )
            % {"left": weight(max(0, left)), "size": weight(checked.size)}
        )
    row = PrivateFile(
        original_name=checked.name,
        content_type=checked.kind.content_type,
        size=checked.size,
        sha256=_sum_of(checked.content),
        owner_kind=owner._meta.label_lower,
        owner_id=str(owner.pk),
        uploaded_by=uploaded_by if getattr(uploaded_by, "pk", None) else None,
        created_at=at,
    )
    checked.content.seek(0)
    row.file.save(checked.name, File(checked.content), save=False)
    try:
        row.save(force_insert=True)
    except BaseException:
        row.file.storage.delete(str(row.file.name))
        raise
    return row


def lock_owner(owner: models.Model) -> None:
    """Have whoever else claims room of the same owner wait until the end of the transaction."""
    type(owner)._base_manager.select_for_update().get(pk=owner.pk)


def download_response(file: PrivateFile) -> FileResponse:
    """Return the file as an attachment that no browser runs, guesses the type of, or keeps.

    The caller has asked whether the visitor may have it. Http404 when the disk has lost it.
    """
    try:
        stream = file.file.open("rb")
    except FileNotFoundError as error:
        logger.error("private file %s is missing on disk", file.uuid)
        raise Http404 from error
    response = FileResponse(stream, content_type=file.content_type)
    response["Content-Length"] = str(file.size)
    response["Content-Disposition"] = _attachment(file.original_name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return never_kept(response)


def sweep_orphans(*, at: dt.datetime) -> int:
    """Remove the files of the private folder that no row names, a day after they were written; return how many."""
    storage = PrivateStorage()
    removed = 0
    for names in _batches(_old_names(storage, before=at - SWEPT_AFTER)):
        known = set(PrivateFile.objects.filter(file__in=names).values_list("file", flat=True))
        for name in names:
            if name not in known:
                storage.delete(name)
                removed += 1
    return removed


def forget_with_row(sender: type[PrivateFile], instance: PrivateFile, **_kwargs: Any) -> None:
    """Remove the file of a deleted row once the deletion is certain."""
    name, storage = instance.file.name, instance.file.storage
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def connect() -> None:
    """Have files follow their rows."""
    post_delete.connect(forget_with_row, sender=PrivateFile, dispatch_uid="base.private_files")


def _sum_of(stream: BinaryIO) -> str:
    stream.seek(0)
    digest = hashlib.sha256()
    while piece := stream.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _attachment(name: str) -> str:
    """Return the header with the name twice: in plain letters for old programs, in full for the others (RFC 6266)."""
    plain = "".join(char if char.isascii() and char not in '"\\%;' else "_" for char in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _old_names(storage: PrivateStorage, *, before: dt.datetime) -> Iterator[str]:
    for folder, _folders, files in os.walk(storage.location):
        for file in files:
            path = os.path.join(folder, file)
            try:
                written = dt.datetime.fromtimestamp(os.path.getmtime(path), tz=dt.UTC)
            except FileNotFoundError:
                continue
            if written < before:
                yield os.path.relpath(path, storage.location).replace(os.sep, "/")


def _batches(names: Iterator[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for name in names:
        batch.append(name)
        if len(batch) == NAMES_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
