"""Private files: what is refused and why, what is kept and how, who never reaches them."""

import datetime as dt
import hashlib
import io
import os
import pathlib
import zipfile

import pytest
from django.db import transaction
from django.test import Client
from PIL import Image

from accounts.models import Organisation, User
from base.errors import FileRefused, QuotaReached
from base.file_kinds import EVERY_KIND, PDF, clean_name
from base.models import PrivateFile
from base.private_files import check_upload, download_response, keep_file, sweep_orphans
from base.private_storage import PrivateStorage
from base.system_checks import private_files_are_apart
from tests.support.hostile_files import archive, docx, lying, odf, pdf, picture, png_of_size, upload, xlsx

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


GOOD = {
    "statuts.pdf": pdf(),
    "photo.jpg": picture("JPEG"),
    "photo.JPEG": picture("JPEG"),
    "plan.png": picture("PNG"),
    "plan.webp": picture("WEBP"),
    "projet.odt": odf("text"),
    "budget.ods": odf("spreadsheet"),
    "projet.docx": docx(),
    "budget.xlsx": xlsx(),
    "notes.txt": "Déjà vu, à l’été".encode(),
    "vieux.txt": "Déjà vu, à l’été".encode("cp1252"),
    "budget.csv": "poste;montant\r\npeinture;120,50\r\n".encode("utf-8-sig"),
}


@pytest.mark.parametrize("name", GOOD)
def test_each_kind_is_known_by_its_content(name: str) -> None:
    checked = check_upload(upload(name, GOOD[name]))

    assert checked.kind.endings[0] in {name.rpartition(".")[2].lower(), "jpg"}


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ENTRY = "word/document.xml"
REFUSED = {
    "program called pdf": ("statuts.pdf", b"MZ\x90\x00" + b"\0" * 200, "contenu"),
    "page called pdf": ("statuts.pdf", b"<html><script>alert(1)</script></html>", "contenu"),
    "pdf cut short": ("statuts.pdf", pdf()[:-20], "contenu"),
    "pdf called jpg": ("photo.jpg", pdf(), "contenu"),
    "png called jpg": ("photo.jpg", picture("PNG"), "contenu"),
    "zip called docx": ("projet.docx", archive({"a.txt": b"a"}), "contenu"),
    "xlsx called docx": ("projet.docx", xlsx(), "contenu"),
    "svg": ("logo.svg", SVG, "type de fichier"),
    "svg called png": ("logo.png", SVG, "contenu"),
    "svg called txt": ("logo.txt", SVG, "contenu"),
    "script called csv": ("budget.csv", b"a;b\n<script>alert(1)</script>", "contenu"),
    "shell script called txt": ("notes.txt", b"#!/bin/sh\nrm -rf /", "contenu"),
    "text with NUL": ("notes.txt", b"bonjour\0", "contenu"),
    "no ending": ("statuts", pdf(), "type de fichier"),
    "only an ending": (".pdf", pdf(), "type de fichier"),
    "two endings": ("statuts.pdf.exe", pdf(), "type de fichier"),
    "hidden ending": ("statuts\u202efdp.exe", pdf(), "type de fichier"),
    "empty": ("statuts.pdf", b"", "vide"),
    "path": ("..\\..\\statuts.pdf", pdf(), "chemin"),
    "too many points": ("grand.png", png_of_size(30_000, 30_000), "trop grande"),
    "somewhat too many points": ("grand.png", png_of_size(5_000, 4_001), "trop grande"),
    "far too many points": ("grand.png", png_of_size(2**31 - 1, 2**31 - 1), "trop grande"),
    "picture cut short": ("photo.jpg", picture("JPEG", (400, 300))[:400], "abîmée"),
    "bomb": ("projet.docx", docx(bomb=b"\0" * (121 * 1024 * 1024)), "trop lourd une fois ouvert"),
    "bomb that lies": (
        "projet.docx",
        lying(docx(bomb=b"\0" * 2_000_000), "bomb", announced=10),
        "abîmé",
    ),
    "too many parts": (
        "projet.docx",
        archive({f"p{number}": b"" for number in range(3_001)}, method=zipfile.ZIP_STORED),
        "abîmé",
    ),
    "path inside": ("projet.docx", docx(**{"../../etc/passwd": b"x"}), "abîmé"),
    "macros": ("projet.docx", docx(**{"word/vbaProject.bin": b"x"}), "macros"),
    "archive cut short": ("projet.docx", docx()[:-40], "abîmé"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_each_bad_file_is_refused_with_its_reason(case: str) -> None:
    name, content, reason = REFUSED[case]
    given = upload("x", content)
    given._name = name  # as it comes from elsewhere than a browser: Django would have cut the path already

    with pytest.raises(FileRefused, match=reason):
        check_upload(given)


def test_a_lie_told_by_the_browser_changes_nothing() -> None:
    with pytest.raises(FileRefused, match="contenu"):
        check_upload(upload("statuts.pdf", b"MZ" + b"\0" * 90, "application/pdf"))


def test_parts_that_share_their_bytes_are_refused() -> None:
    """Many entries of the table that lead to one part: small on disk, huge once unpacked."""
    document = docx(kernel=b"a" * 200_000)
    with pytest.raises(FileRefused):
        check_upload(upload("projet.docx", _doubled(document, b"kernel", 900)))


def _doubled(document: bytes, part: bytes, times: int) -> bytes:
    """Repeat the table's line of one part under other names."""
    end = document.rindex(b"PK\x05\x06")
    start = document.rindex(part, 0, end) - 46
    line = document[start : start + 46 + len(part)]
    lines = b"".join(line[:46] + f"{number:06}".encode() for number in range(times))
    count = int.from_bytes(document[end + 10 : end + 12], "little") + times
    size = int.from_bytes(document[end + 12 : end + 16], "little") + len(lines)
    tail = document[end : end + 8] + count.to_bytes(2, "little") * 2 + size.to_bytes(4, "little")
    return document[:end] + lines + tail + document[end + 16 :]


def test_a_file_above_the_limit_is_refused_by_its_size(settings) -> None:
    settings.PRIVATE_FILE_MAX_BYTES = 100
    with pytest.raises(FileRefused, match="au plus"):
        check_upload(upload("statuts.pdf", pdf()))


def test_a_kind_that_was_not_asked_for_is_refused() -> None:
    with pytest.raises(FileRefused, match="Formats acceptés : PDF"):
        check_upload(upload("photo.jpg", picture()), allowed=(PDF,))


def test_pictures_forget_where_they_were_taken() -> None:
    exif = Image.Exif()
    exif[0x0110] = "Camera of somebody"
    exif[0x0112] = 6  # a quarter turn
    sent = picture("JPEG", (40, 30), exif=exif, comment=b"secret")

    checked = check_upload(upload("photo.jpg", sent))

    kept = checked.content.read()
    assert b"Camera of somebody" in sent
    assert b"Camera of somebody" not in kept
    assert b"secret" not in kept
    with Image.open(io.BytesIO(kept)) as shown:
        assert not shown.getexif()
        assert shown.size == (30, 40), "turned upright, since what said so is gone"


def test_what_hides_behind_a_picture_is_left_behind() -> None:
    checked = check_upload(upload("photo.png", picture("PNG") + b"<script>alert(1)</script>"))
    assert b"<script>" not in checked.content.read()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP"])
def test_pictures_of_every_mode_pass(mode: str, format_: str) -> None:
    stream = io.BytesIO()
    try:
        Image.new(mode, (6, 5)).save(stream, format_)
    except (OSError, ValueError):
        pytest.skip("no such picture")
    ending = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}[format_]

    checked = check_upload(upload(f"a.{ending}", stream.getvalue()))

    with Image.open(checked.content) as kept:
        assert kept.size == (6, 5)


NAMES = {
    "Statuts 2026.pdf": "Statuts 2026.pdf",
    "../../etc/statuts.pdf": "statuts.pdf",
    "C:\\Mes documents\\statuts.pdf": "statuts.pdf",
    "facture\u202efdp.txt": "facturefdp.txt",
    "a\x00b\r\nc.pdf": "ab c.pdf",
    'a"b<c>.pdf': "a-b-c-.pdf",
    "e\u0301te\u0301.pdf": "été.pdf",
    "\u200b\u2066 .. .pdf": "pdf",
    "x" * 200_000 + ".pdf": "x" * 116 + ".pdf",
    "=HYPERLINK(1).csv": "=HYPERLINK(1).csv",
}


@pytest.mark.parametrize("given", NAMES, ids=range(len(NAMES)))
def test_names_are_plain_text(given: str) -> None:
    assert clean_name(given) == NAMES[given]


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
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "no-store" in response["Cache-Control"]
        assert response["Content-Length"] == str(len(pdf()))
        response.close()

    def test_a_file_the_disk_has_lost_is_not_found(self, owner: Organisation) -> None:
        from django.http import Http404

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


def test_every_kind_has_its_own_ending() -> None:
    endings = [ending for kind in EVERY_KIND for ending in kind.endings]
    assert len(endings) == len(set(endings))
    assert "svg" not in endings
