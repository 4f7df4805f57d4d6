"""Depositing through the pages: to the second, with files that stay, a receipt, a request for more, differences."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Organisation
from accounts.services.documents import add_version, keep_document
from base.models import PrivateFile
from calls.models import Application, ApplicationFile
from calls.services import depositing
from calls.services.erasing import erase_applications
from notices.models import Notice
from tests.applications import a_deposited_application, an_application
from tests.builders import a_user
from tests.calls.steps import address, fill_in, hidden_fields, signed_in
from tests.editorial import a_call, a_member
from tests.support import hostile_files

pytestmark = pytest.mark.django_db
FILES = [("files", {"label": "Pièces", "required": False, "most_files": 2})]
PARIS = ZoneInfo("Europe/Paris")


def a_draft_with_files(**facts: object) -> tuple[Application, str, str]:
    """A draft, the key of its question of files, and its step."""
    draft = an_application(a_call(questions=FILES), **facts)  # type: ignore[arg-type]
    section = draft.form.questionnaire.sections[1]
    return draft, section.questions[0].key, section.key


def test_a_second_before_is_accepted_and_a_second_after_is_refused_with_the_draft_kept() -> None:
    closes_at = dt.datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=PARIS)
    call = a_call(opens_at=closes_at - dt.timedelta(days=30), closes_at=closes_at)
    early = closes_at - dt.timedelta(days=1)
    in_time, late = an_application(call, at=early), an_application(call, at=early)

    with time_machine.travel(closes_at.astimezone(dt.UTC) - dt.timedelta(seconds=1), tick=False):
        accepted = signed_in(in_time.holder).post(reverse("calls:deposit", args=[in_time.reference]))
    with time_machine.travel(closes_at.astimezone(dt.UTC) + dt.timedelta(seconds=1), tick=False):
        client = signed_in(late.holder)
        refused = client.post(reverse("calls:deposit", args=[late.reference]))
        kept = fill_in(client, late, title="Après la clôture")

    assert accepted["Location"] == reverse("calls:receipt", args=[in_time.reference])
    assert refused.status_code == 409
    assert "Trop tard : rien n’a été déposé" in refused.content.decode()
    late.refresh_from_db()
    assert kept.status_code == 302
    assert (late.state, late.answers["title"]) == ("draft", "Après la clôture")


def test_the_receipt_says_the_second_and_the_digest_and_leads_to_the_copy() -> None:
    application = an_application()
    client = signed_in(application.holder)
    with time_machine.travel(dt.datetime(2026, 12, 7, 22, 58, 59, tzinfo=dt.UTC), tick=False):
        application.call.closes_at = dt.datetime(2026, 12, 8, tzinfo=dt.UTC)
        application.call.opens_at = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
        application.call.save()
        client.post(reverse("calls:deposit", args=[application.reference]))
    page = client.get(reverse("calls:receipt", args=[application.reference])).content.decode()
    application.refresh_from_db()

    assert "23\u00a0h\u00a058\u00a0min\u00a059\u00a0s, heure de Paris" in page
    assert application.current.digest in page
    assert application.receipt_number in page
    copy = client.get(reverse("calls:version", args=[application.reference, 1])).content.decode()
    assert "Une ligne" in copy
    assert Notice.objects.filter(kind="application_deposited").count() == 1


def test_a_form_that_changed_since_it_was_read_is_not_deposited_blindly() -> None:
    application = an_application()
    client = signed_in(application.holder)

    refused = client.post(reverse("calls:deposit", args=[application.reference]), {"form": "autre"})

    assert refused.status_code == 409
    assert "Le questionnaire vient de changer" in refused.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("plan.pdf", b"<script>", "Le contenu de ce fichier"),
        ("vide.pdf", b"", "vide"),
        ("a.svg", b"<svg onload=alert(1)>", "Ce type de fichier"),
        ("grand.png", hostile_files.png_of_size(30_000, 30_000), ""),
    ],
)
def test_a_bad_file_is_refused_beside_its_question_and_the_rest_is_kept(
    name: str, content: bytes, why: str
) -> None:
    draft, key, section = a_draft_with_files()
    client = signed_in(draft.holder)
    read = hidden_fields(client, address(draft, section))

    refused = client.post(address(draft, section), {**read, f"q-{key}": SimpleUploadedFile(name, content)})

    assert refused.status_code == 422
    errors = refused.context["form"].errors[f"q-{key}"]
    assert errors
    assert why in str(errors)
    assert not ApplicationFile.objects.exists()
    assert not PrivateFile.objects.exists()


def test_files_are_added_and_removed_and_stay_in_what_was_deposited() -> None:
    draft, key, section = a_draft_with_files()
    client = signed_in(draft.holder)
    for words in ("un", "deux"):
        read = hidden_fields(client, address(draft, section))
        client.post(
            address(draft, section),
            {**read, f"q-{key}": SimpleUploadedFile(f"{words}.pdf", hostile_files.pdf(words))},
        )
    read = hidden_fields(client, address(draft, section))
    full = client.post(
        address(draft, section), {**read, f"q-{key}": SimpleUploadedFile("3.pdf", hostile_files.pdf("3"))}
    )
    assert full.status_code == 422
    depositing.deposit(application=draft, at=timezone.now(), actor=draft.holder)
    depositing.ask_more(application=draft, text="Un plan ?", at=timezone.now(), actor=a_user())
    draft.refresh_from_db()
    gone = draft.answers[key][0]
    read = hidden_fields(client, address(draft, section))
    client.post(address(draft, section), {**read, "remove": f"q-{key} {gone}"})

    draft.refresh_from_db()
    assert gone not in draft.answers[key]
    assert gone in draft.current.answers[key]
    kept = client.get(reverse("calls:file", args=[draft.reference, gone]))
    assert kept.status_code == 200
    kept.close()


def test_an_organisation_s_document_is_attached_as_it_was() -> None:
    holder = a_user()
    body = Organisation.objects.create(name="Les Pieds", kind="association", rna="W751000001")
    Membership.objects.create(user=holder, organisation=body, right="administrator")
    old = keep_document(
        organisation=body,
        kind="statutes",
        title="",
        upload=SimpleUploadedFile("statuts.pdf", hostile_files.pdf("anciens")),
        by=holder,
        at=timezone.now(),
        valid_until=dt.date(2020, 1, 1),
    )
    draft, key, section = a_draft_with_files(holder=holder, applicant_kind="association", organisation=body)
    client = signed_in(holder)
    page = client.get(address(draft, section)).content.decode()
    assert "périmé depuis le" in page
    read = hidden_fields(client, address(draft, section))
    client.post(address(draft, section), {**read, "reattach": f"q-{key} {old.pk}"})
    depositing.deposit(application=draft, at=timezone.now(), actor=holder)
    add_version(
        document=old.document,
        upload=SimpleUploadedFile("statuts.pdf", hostile_files.pdf("nouveaux")),
        by=holder,
        at=timezone.now(),
    )

    draft.refresh_from_db()
    attached = ApplicationFile.objects.get()
    assert attached.file == old.file
    assert attached.valid_until == dt.date(2020, 1, 1)
    assert draft.current.answers[key] == [str(attached.reference)]
    assert draft.current.applicant["rna"] == "W751000001"
    found = client.get(reverse("calls:file", args=[draft.reference, attached.reference]))
    assert b"anciens" in b"".join(found.streaming_content)


def test_a_request_is_shown_answered_and_its_differences_read() -> None:
    application = a_deposited_application()
    client = signed_in(application.holder)
    assert client.get(address(application)).status_code == 302
    depositing.ask_more(
        application=application, text="Qui tient la caisse ?", at=timezone.now(), actor=a_user()
    )

    assert "Qui tient la caisse ?" in client.get(address(application)).content.decode()
    fill_in(client, application, summary="Une ligne plus longue")
    client.post(reverse("calls:deposit", args=[application.reference]))

    reader = signed_in(a_member("Éditeurs"))
    page = reader.get(reverse("calls:differences", args=[application.reference, 2])).content.decode()
    assert "<del>ligne</del><ins>ligne plus longue</ins>" in page
    assert "Qui tient la caisse ?" in page
    assert client.get(reverse("calls:differences", args=[application.reference, 1])).status_code == 404


def test_withdrawing_asks_first() -> None:
    application = a_deposited_application()
    client = signed_in(application.holder)
    where = reverse("calls:withdraw", args=[application.reference])

    assert "Retirer votre candidature ?" in client.get(where).content.decode()
    application.refresh_from_db()
    assert application.state == "deposited"
    client.post(where)
    application.refresh_from_db()
    assert application.state == "withdrawn"


def test_the_list_costs_the_same_with_five_and_with_ten() -> None:
    holder = a_user()
    client = signed_in(holder)
    counts = []
    for _round in range(2):
        call = a_call()
        for _number in range(5):
            an_application(call, holder=holder)
        client.get(reverse("calls:mine"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("calls:mine"))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_what_is_erased_takes_its_files_and_what_did_not_fit_along() -> None:
    draft, key, section = a_draft_with_files(applicant_kind="collective", collective_name="Les voisins")
    client = signed_in(draft.holder)
    read = hidden_fields(client, address(draft, section))
    upload = SimpleUploadedFile("un.pdf", hostile_files.pdf("un"))
    client.post(address(draft, section), {**read, f"q-{key}": upload})
    fill_in(client, draft, goal="mon secret")

    erase_applications(at=timezone.now() + dt.timedelta(days=400))

    draft.refresh_from_db()
    assert not ApplicationFile.objects.exists()
    assert not PrivateFile.objects.exists()
    assert (draft.unfit, draft.collective_name) == ({}, "")
