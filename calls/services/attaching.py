"""The files of an application: attached to a question, taken off it, kept when something deposited names them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import DocumentVersion, User
from accounts.services.organisations import lock_organisation
from base.models import PrivateFile
from base.private_files import CheckedUpload, keep_file
from calls.errors import MoveRefused, TooManyFiles
from calls.models import Application, ApplicationFile
from calls.questionnaire import Question
from calls.services.moves import lock_application

ROOM = 60 * 1024 * 1024  # bytes, for all the files of one application
MOST_ROWS = 60  # attached and taken off again included


@transaction.atomic
def attach_file(
    *,
    application: Application,
    question: Question,
    upload: UploadedFile | CheckedUpload,
    at: datetime,
    actor: User,
) -> ApplicationFile:
    """Keep a file as part of the question's answer. FileRefused as `keep_file`, TooManyFiles past the question's
    number, MoveRefused once deposited.
    """
    locked = _writable(application, question)
    kept = keep_file(upload=upload, owner=locked, at=at, quota=ROOM, uploaded_by=actor)
    return _attach(application, locked, question, kept, at=at)


@transaction.atomic
def attach_kept_file(
    *,
    application: Application,
    question: Question,
    file: PrivateFile,
    title: str,
    valid_until: date | None,
    at: datetime,
) -> ApplicationFile:
    """Attach a file that the applicant's organisation keeps: that very file, whatever the organisation does next.

    MoveRefused when the organisation took it off its list meanwhile.
    """
    locked = _writable(application, question)
    if locked.organisation is not None:
        lock_organisation(locked.organisation)  # the queue in which its documents are removed
    if not DocumentVersion.objects.filter(
        file=file, document__organisation=locked.organisation, document__removed_at=None
    ).exists():
        raise MoveRefused(_("Votre organisation ne garde plus ce document : choisissez-en un autre."))
    return _attach(application, locked, question, file, at=at, title=title, valid_until=valid_until)


@transaction.atomic
def detach_file(*, application: Application, file: ApplicationFile, at: datetime) -> None:
    """Take a file off its answer; it is deleted unless a deposited copy names it or it is an organisation's."""
    locked = lock_application(application)
    if not locked.is_writable:
        raise MoveRefused(_("Cette candidature est déposée : elle ne se modifie plus."))
    references = [name for name in locked.answers.get(file.question, []) if name != str(file.reference)]
    _store(locked, file.question, references, at=at)
    if not is_deposited(file):
        stored = file.file
        file.delete()
        if (stored.owner_kind, stored.owner_id) == (locked._meta.label_lower, str(locked.pk)):
            stored.delete()
    application.refresh_from_db()


def forget_written(application: Application) -> None:
    """Delete the files of an application being erased, and empty what drafting keeps besides answers, unsaved.

    An organisation's own documents are its own, and stay with it.
    """
    for row in application.files.select_related("file"):
        stored = row.file
        row.delete()
        if stored.owner_kind == application._meta.label_lower:
            stored.delete()
    application.unfit, application.collective_name, application.kit = {}, "", None


def is_deposited(file: ApplicationFile) -> bool:
    """Tell whether a deposited copy of the application names the file."""
    return any(
        str(file.reference) in (answers.get(file.question) or [])
        for answers in file.application.versions.values_list("answers", flat=True)
    )


def _writable(application: Application, question: Question) -> Application:
    locked = lock_application(application)
    if not locked.is_writable:
        raise MoveRefused(_("Cette candidature est déposée : elle ne se modifie plus."))
    if len(locked.answers.get(question.key) or []) >= max(1, question.most_files):
        raise TooManyFiles(
            _("%(most)s fichiers au plus pour cette question : retirez-en un d’abord.")
            % {"most": question.most_files}
            if question.most_files > 1
            else _("Un seul fichier pour cette question : retirez l’autre d’abord.")
        )
    if locked.files.count() >= MOST_ROWS:
        raise TooManyFiles(_("Cette candidature a déjà reçu trop de fichiers."))
    return locked


def _attach(
    application: Application,
    locked: Application,
    question: Question,
    file: PrivateFile,
    *,
    at: datetime,
    **facts: Any,
) -> ApplicationFile:
    row = ApplicationFile.objects.create(
        application=locked, question=question.key, file=file, attached_at=at, **facts
    )
    _store(locked, question.key, [*locked.answers.get(question.key, []), str(row.reference)], at=at)
    application.refresh_from_db()
    return row


def _store(locked: Application, key: str, references: list[str], *, at: datetime) -> None:
    """Write the references of an answer; adding to a list disturbs nobody who writes elsewhere."""
    if references:
        locked.answers[key] = references
    else:
        locked.answers.pop(key, None)
    locked.revision += 1
    locked.changed_at_revision[key] = locked.revision
    locked.saved_at = at
    locked.save()
