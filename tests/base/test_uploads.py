"""Uploads through a form: the fields, what is never read, what is never written down."""

import io
from pathlib import Path

import pytest
from django import forms
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils.datastructures import MultiValueDict

from base.file_fields import PrivateFileField, PrivateFilesField
from base.file_kinds import PDF, PICTURES
from base.private_files import CheckedUpload
from base.uploads import BoundedFileHandler, RequestSizeMiddleware
from tests.support.hostile_files import pdf, picture, upload


class Deposit(forms.Form):
    """One file and several."""

    note = forms.CharField(required=False)
    statutes = PrivateFileField(allowed=(PDF,))
    pictures = PrivateFilesField(allowed=PICTURES, most=2, required=False)


def deposit(**files: object) -> Deposit:
    """Return the bound form."""
    listed = {name: file if isinstance(file, list) else [file] for name, file in files.items()}
    return Deposit({"note": "Bonjour"}, MultiValueDict(listed))


def test_a_good_file_comes_out_checked() -> None:
    form = deposit(statutes=upload("Statuts.PDF", pdf()))
    assert form.is_valid(), form.errors
    checked = form.cleaned_data["statutes"]
    assert isinstance(checked, CheckedUpload)
    assert (checked.name, checked.kind) == ("Statuts.PDF", PDF)
    assert form.cleaned_data["pictures"] == []


def test_a_bad_file_is_refused_beside_its_field_and_the_rest_is_kept() -> None:
    form = deposit(
        statutes=upload("statuts.pdf", b"MZ"), pictures=[upload("a.svg", b"<svg/>"), upload("b.png", b"")]
    )
    assert "contenu" in form.errors["statutes"][0]
    assert [error.split(" : ")[0] for error in form.errors["pictures"]] == ["a.svg", "b.png"]
    assert form["note"].value() == "Bonjour"


def test_a_missing_file_is_asked_for() -> None:
    assert deposit().errors["statutes"] == ["Choisissez un fichier."]


def test_several_files_are_counted() -> None:
    three = [upload(f"{number}.jpg", picture()) for number in range(3)]
    good = deposit(statutes=upload("a.pdf", pdf()), pictures=three[:2])
    assert good.is_valid(), good.errors
    assert len(good.cleaned_data["pictures"]) == 2
    assert "2 fichiers au plus" in deposit(pictures=three).errors["pictures"][0]


def test_the_field_says_what_it_accepts_without_script() -> None:
    form = Deposit()
    assert form["statutes"].help_text == "PDF ; 10\u00a0Mo au plus."
    assert 'accept=".pdf"' in str(form["statutes"])
    assert " multiple" in str(form["pictures"])


def posted(content: bytes, name: str = "statuts.pdf") -> HttpRequest:
    """Return a request whose file goes through the site's own handlers, the one on disk included."""
    file = io.BytesIO(content)
    file.name = name
    return RequestFactory().post("/x", {"note": "Bonjour", "statutes": file})


def test_no_more_than_the_limit_is_written_down(settings) -> None:
    settings.UPLOAD_MAX_BYTES = settings.PRIVATE_FILE_MAX_BYTES = 200_000
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    request = posted(pdf() + b"\0" * 900_000)

    file = request.FILES["statutes"]

    assert Path(file.temporary_file_path()).stat().st_size <= 200_000
    assert file.size == len(pdf()) + 900_000
    form = Deposit(request.POST, request.FILES)
    assert "au plus" in form.errors["statutes"][0]
    assert form["note"].value() == "Bonjour"
    file.close()


def test_a_file_within_the_limit_is_whole(settings) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    request = posted(pdf())
    file = request.FILES["statutes"]
    assert file.read() == pdf()
    assert Deposit(request.POST, request.FILES).is_valid()
    file.close()


def test_the_site_uses_these_handlers(settings) -> None:
    handlers = [
        f"{kind.__module__}.{kind.__name__}" for kind in (MemoryFileUploadHandler, BoundedFileHandler)
    ]
    assert handlers == settings.FILE_UPLOAD_HANDLERS
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE < settings.UPLOAD_MAX_BYTES


def test_a_path_in_the_name_leads_nowhere() -> None:
    """Django's reader cuts the path; the name left is all that remains."""
    request = posted(pdf(), "../../../etc/cron.d/statuts.pdf")
    form = Deposit(request.POST, request.FILES)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["statutes"].name == "statuts.pdf"


class Unreadable(io.RawIOBase):
    """A body that must not be read."""

    def read(self, size: int = -1) -> bytes:
        """Fail the test."""
        raise AssertionError("the body was read")


@pytest.mark.django_db
def test_a_request_of_a_gigabyte_is_refused_before_it_is_read() -> None:
    request = RequestFactory().post("/x", CONTENT_LENGTH=str(1024**3), **{"wsgi.input": Unreadable()})

    response = RequestSizeMiddleware(lambda _request: HttpResponse("reached"))(request)

    assert response.status_code == 413
    assert "10\u00a0Mo" in response.content.decode()


@pytest.mark.django_db
def test_the_whole_site_refuses_it(client: Client) -> None:
    response = client.generic("POST", "/compte/connexion/", b"x", CONTENT_LENGTH=str(1024**3))
    assert response.status_code == 413


@pytest.mark.parametrize("announced", ["", "0", "abc", str(64 * 1024 * 1024)])
def test_other_requests_go_on(announced: str) -> None:
    request = RequestFactory().post("/x")
    request.META["CONTENT_LENGTH"] = announced
    assert RequestSizeMiddleware(lambda _request: HttpResponse("reached"))(request).status_code == 200
