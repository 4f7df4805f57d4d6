"""The files of a step: those chosen in the page, those taken off, those its organisation keeps."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.access import can as may
from accounts.models import DocumentVersion, OrganisationDocument, User
from base import clock
from base.errors import FileRefused
from base.rate_limits import hit
from calls.errors import CallError
from calls.forms.steps import OF_FILES, StepForm, field_name
from calls.models import Application
from calls.questionnaire import Question, Section
from calls.services import attaching

UPLOADS_AN_HOUR = 60
Refusals = list[tuple[str, str]]


def attach_chosen(application: Application, form: StepForm, *, at: datetime, actor: User) -> Refusals:
    """Attach the files chosen, then the organisation's document asked for; return what was refused, by field."""
    refusals: Refusals = []
    for question, uploads in form.uploads():
        for upload in uploads:
            name = field_name(question)
            if hit("calls.upload", str(actor.pk), limit=UPLOADS_AN_HOUR, per=timedelta(hours=1), at=at):
                refusals.append((name, _("Trop de fichiers en une heure : réessayez un peu plus tard.")))
                continue
            try:
                attaching.attach_file(
                    application=application, question=question, upload=upload, at=at, actor=actor
                )
            except (FileRefused, CallError) as error:
                refusals.append((name, f"{upload.name} : {getattr(error, 'reason', '') or error}"))
    return refusals + _reattach(application, form, at=at, actor=actor)


def remove_asked(application: Application, section: Section, asked: QueryDict, *, at: datetime) -> Refusals:
    """Take off the file whose button was pressed (`remove`: name of the question, reference of the file)."""
    name, _space, reference = asked.get("remove", "").partition(" ")
    for question in section.questions:
        if question.kind in OF_FILES and field_name(question) == name:
            for file in application.files.filter(question=question.key).select_related("file", "application"):
                if str(file.reference) == reference:
                    attaching.detach_file(application=application, file=file, at=at)
    return []


def documents_for(application: Application) -> list[dict[str, Any]]:
    """Return the documents that the applicant's organisation keeps, in their newest version, and whether it expired."""
    if application.organisation is None:
        return []
    today = clock.now().date()
    found = []
    for document in OrganisationDocument.objects.filter(organisation=application.organisation).kept():
        version = document.current
        if version is not None:
            found.append(
                {"name": document.name, "version": version, "has_expired": version.has_expired_on(today)}
            )
    return found


def _reattach(application: Application, form: StepForm, *, at: datetime, actor: User) -> Refusals:
    name, _space, number = form.typed.get("reattach", "").partition(" ")
    question = next((q for q in form.section.questions if field_name(q) == name and q.kind in OF_FILES), None)
    if question is None or application.organisation is None or not number.isdigit() or len(number) > 12:
        return []
    if not may(actor, "read_documents", application.organisation):
        return []
    version = (
        DocumentVersion.objects.filter(
            pk=number, document__organisation=application.organisation, document__removed_at=None
        )
        .select_related("document", "file")
        .first()
    )
    if version is None:
        return []
    try:
        _attach_kept(application, question, version, at=at)
    except CallError as error:
        return [(name, error.reason)]
    return []


def _attach_kept(
    application: Application, question: Question, version: DocumentVersion, *, at: datetime
) -> None:
    attaching.attach_kept_file(
        application=application,
        question=question,
        file=version.file,
        title=version.document.name,
        valid_until=version.valid_until,
        at=at,
    )
