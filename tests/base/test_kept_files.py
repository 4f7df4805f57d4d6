"""Private files once accepted: what is kept and how, how it is handed over, how it goes, who never reaches it."""

import datetime as dt
import hashlib
import os
import pathlib

import pytest
from django.db import transaction
from django.http import Http404
from django.test import Client

from accounts.models import Organisation, User
from base.errors import FileRefused, QuotaReached
from base.file_kinds import PDF
from base.models import PrivateFile
from base.private_files import download_response, keep_file, sweep_orphans
from base.private_storage import PrivateStorage
from base.system_checks import private_files_are_apart
from tests.support.hostile_files import pdf, picture, upload

NOON = dt.datetime(2026, 5, 4, 12, 0, tzinfo=dt.UTC)
QUOTA = 1_000_000


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path) -> None:
    """A private folder of the test's own."""
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def owner(db) -> Organisation:
    """Whom the files are counted against."""
    return Organisation.objects.create(name="Les Amis du lavoir", kind=Organisation.Kind.ASSOCIATION)


def stored() -> list[str]:
    """Return every file of the private folder."""
    root = PrivateStorage().location
    return [os.path.join(folder, name) for folder, _folders, names in os.walk(root) for name in names]


@pytest.mark.django_db
class TestKeeping:
    """The row, the bytes, and the room they take."""

    def test_the_stored_name_says_nothing(self, owner: Organisation) -> None:
        someone = User.objects.create_user("a@example.org")
        row = keep_file(
            upload=upload("Statuts.pdf", pdf()), owner=owner, at=NOON, quota=QUOTA, uploaded_by=someone
        )

        assert row.original_name == "Statuts.pdf"
        assert "tatuts" not in row.file.name
        assert str(row.uuid).replace("-", "") not in row.file.name
        assert (row.size, row.sha256) == (len(pdf()), hashlib.sha256(pdf()).hexdigest())
        assert (row.content_type, row.uploaded_by, row.created_at) == ("application/pdf", someone, NOON)
        [path] = stored()
        assert pathlib.Path(path).read_bytes() == pdf()
        assert os.stat(path).st_mode & 0o077 == 0, "only the site's own user may read it"

    def test_the_quota_counts_what_the_owner_has(self, owner: Organisation) -> None:
        room = 2 * len(pdf())
        for _time in range(2):
            keep_file(upload=upload("a.pdf", pdf()), owner=owner, at=NOON, quota=room)

        with pytest.raises(QuotaReached, match="place"):
            keep_file(upload=upload("b.pdf", pdf()), owner=owner, at=NOON, quota=room)

        other = Organisation.objects.create(name="Autre", kind=Organisation.Kind.FIRM)
        keep_file(upload=upload("b.pdf", pdf()), owner=other, at=NOON, quota=room)
        assert len(stored()) == 3

    def test_nothing_is_written_of_a_refused_file(self, owner: Organisation) -> None:
        with pytest.raises(FileRefused):
            keep_file(upload=upload("a.pdf", b"MZ"), owner=owner, at=NOON, quota=QUOTA)

        assert stored() == []
        assert not PrivateFile.objects.exists()

    def test_only_what_was_asked_for_is_kept(self, owner: Organisation) -> None:
        with pytest.raises(FileRefused, match="PDF"):
            keep_file(upload=upload("a.jpg", picture()), owner=owner, at=NOON, quota=QUOTA, allowed=(PDF,))

    def test_the_room_can_be_filled_to_its_last_byte(self, owner: Organisation) -> None:
        keep_file(upload=upload("a.pdf", pdf()), owner=owner, at=NOON, quota=len(pdf()))
        with pytest.raises(QuotaReached):
            keep_file(upload=upload("n.txt", b"x"), owner=owner, at=NOON, quota=len(pdf()))

    def test_a_row_that_cannot_be_written_leaves_no_file(self, monkeypatch, owner: Organisation) -> None:
        def refuse(*_args: object, **_named: object) -> None:
            raise RuntimeError("no room for a row")

        monkeypatch.setattr(PrivateFile, "save", refuse)
        with pytest.raises(RuntimeError, match="no room"):
            keep_file(upload=upload("a.pdf", pdf()), owner=owner, at=NOON, quota=QUOTA)
        assert stored() == []

    def test_a_file_has_no_address(self, owner: Organisation) -> None:
        row = keep_file(upload=upload("a.pdf", pdf()), owner=owner, at=NOON, quota=QUOTA)
        with pytest.raises(ValueError, match="no address"):
            _ = row.file.url

    def test_it_is_handed_over_as_an_attachment(self, owner: Organisation) -> None:
        row = keep_file(upload=upload('Été "à" l\'eau.pdf', pdf()), owner=owner, at=NOON, quota=QUOTA)

        response = download_response(row)

        assert b"".join(response.streaming_content) == pdf()
        assert response["Content-Disposition"] == (
            'attachment; filename="_t_ -_- l\'eau.pdf"; '
            "filename*=UTF-8''%C3%89t%C3%A9%20-%C3%A0-%20l%27eau.pdf"
        )
        assert response["Content-Type"] == "application/pdf"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "no-store" in response["Cache-Control"]
        assert response["Content-Length"] == str(len(pdf()))
        response.close()

    def test_a_file_the_disk_has_lost_is_not_found(self, owner: Organisation) -> None:
        row = keep_file(upload=upload("a.pdf", pdf()), owner=owner, at=NOON, quota=QUOTA)
        os.remove(stored()[0])
        with pytest.raises(Http404):
            download_response(row)


@pytest.mark.django_db(transaction=True)
class TestLeaving:
    """Files follow their rows, and nothing is left behind."""

    def test_a_file_goes_with_its_row_once_committed(self, owner: Organisation) -> None:
        row = keep_file(upload=upload("a.pdf", pdf()), owner=owner, at=NOON, quota=QUOTA)
        with transaction.atomic():
            row.delete()
            assert len(stored()) == 1
        assert stored() == []

    def test_a_deletion_taken_back_leaves_the_file(self, owner: Organisation) -> None:
        row = keep_file(upload=upload("a.pdf", pdf()), owner=owner, at=NOON, quota=QUOTA)
        with transaction.atomic():
            row.delete()
            transaction.set_rollback(True)
        assert len(stored()) == 1

    def test_what_a_lost_transaction_wrote_is_swept_a_day_later(self, owner: Organisation) -> None:
        kept = keep_file(upload=upload("a.pdf", pdf()), owner=owner, at=NOON, quota=QUOTA)
        with transaction.atomic():
            keep_file(upload=upload("b.pdf", pdf()), owner=owner, at=NOON, quota=QUOTA)
            transaction.set_rollback(True)
        assert len(stored()) == 2
        for path in stored():
            os.utime(path, (NOON.timestamp(), NOON.timestamp()))

        assert sweep_orphans(at=NOON + dt.timedelta(hours=23)) == 0
        assert sweep_orphans(at=NOON + dt.timedelta(hours=25)) == 1

        assert stored() == [kept.file.path]


def test_the_sweep_of_no_folder_is_nothing(db) -> None:
    assert sweep_orphans(at=NOON) == 0


def test_private_files_are_never_served(client: Client, settings, db) -> None:
    root = PrivateStorage().location
    os.makedirs(f"{root}/ab")
    with open(f"{root}/ab/secret", "w", encoding="utf-8") as file:
        file.write("x")
    for address in (
        "/media/ab/secret",
        "/media/../private/ab/secret",
        "/private/ab/secret",
        "/static/ab/secret",
    ):
        assert client.get(address).status_code in (301, 400, 404)


@pytest.mark.parametrize("served", ["MEDIA_ROOT", "STATIC_ROOT"])
def test_the_site_does_not_start_with_private_files_in_a_served_folder(
    settings, served: str, tmp_path
) -> None:
    assert private_files_are_apart() == []
    setattr(settings, served, tmp_path)
    assert [error.id for error in private_files_are_apart()] == ["base.E001"]
