"""Attaching an organisation's document while it is removed, on PostgreSQL; without the queue, it goes wrong."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connections
from django.utils import timezone

from accounts.models import DocumentVersion, Organisation
from accounts.services.documents import keep_document, remove_document
from calls.errors import MoveRefused
from calls.models import Application
from calls.services import attaching
from tests.applications import an_application
from tests.builders import a_user
from tests.campaigns.test_races import at_once
from tests.editorial import a_call
from tests.support.hostile_files import pdf, upload

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT = tmp_path / "private"


def a_draft() -> tuple[Application, DocumentVersion]:
    """A draft of an organisation that keeps a document."""
    holder = a_user()
    body = Organisation.objects.create(name="Les Amis du lavoir", kind="association")
    version = keep_document(
        organisation=body, kind="other", title="", upload=upload("a.pdf", pdf()), by=holder, at=timezone.now()
    )
    call = a_call(questions=[("file", {"label": "Statuts", "required": False})])
    return an_application(call, holder=holder, applicant_kind="association", organisation=body), version


def attach(application: Application, version: DocumentVersion) -> Any:
    question = next(q for q in application.form.questionnaire.questions if q.kind == "file")
    return attaching.attach_kept_file(
        application=application,
        question=question,
        file=version.file,
        title="Statuts",
        valid_until=None,
        at=timezone.now(),
    )


def remove(version: DocumentVersion) -> None:
    document = DocumentVersion.objects.select_related("document__organisation").get(pk=version.pk).document
    remove_document(document=document, by=version.added_by, at=timezone.now())


def test_one_comes_first_and_the_other_hears_it() -> None:
    for _each in range(6):
        application, version = a_draft()

        attached, removed = at_once(
            lambda a=application, v=version: attach(a, v), lambda v=version: remove(v)
        )

        assert removed is None
        if isinstance(attached, MoveRefused):
            assert not application.files.exists()
        else:
            with application.files.get().file.file.open("rb") as kept:
                assert kept.read().startswith(b"%PDF")


def test_without_the_queue_the_file_would_be_gone_under_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    application, version = a_draft()
    monkeypatch.setattr(attaching, "lock_organisation", lambda organisation: organisation)
    written = attaching._attach

    def removed_meanwhile(*args: Any, **facts: Any) -> Any:
        def elsewhere() -> None:
            remove(version)
            connections.close_all()

        other = threading.Thread(target=elsewhere)
        other.start()
        other.join()
        return written(*args, **facts)

    monkeypatch.setattr(attaching, "_attach", removed_meanwhile)

    with pytest.raises(IntegrityError):
        attach(application, version)
