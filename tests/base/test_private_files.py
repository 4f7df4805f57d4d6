"""What people hand in: each kind known by its content, what is refused and why, what pictures and names lose."""

import io
import zipfile

import pytest
from PIL import Image

from base import archives
from base.errors import FileRefused
from base.file_kinds import EVERY_KIND, PDF, clean_name
from base.private_files import check_upload
from tests.support.hostile_files import (
    archive,
    docx,
    lying,
    odf,
    pdf,
    picture,
    png_of_size,
    protected,
    upload,
    xlsx,
)

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
    "macros announced": ("projet.docx", docx(**{"[Content_Types].xml": b"macroEnabled"}), "macros"),
    "archive cut short": ("projet.docx", docx()[:-40], "abîmé"),
    "protected": ("projet.docx", protected(docx(), ENTRY), "mot de passe"),
    "odd compression": ("projet.docx", archive({ENTRY: b"x" * 99}, method=zipfile.ZIP_BZIP2), "abîmé"),
    "one part twice": (
        "projet.docx",
        docx(**{"word/documenu.xml": b""}).replace(b"documenu", b"document"),
        "abîmé",
    ),
    "large table": (
        "projet.docx",
        docx(**{f"{number}{'x' * 60_000}": b"" for number in range(10)}),
        "abîmé",
    ),
    "stored part that lies": (
        "projet.docx",
        lying(archive({"a.txt": b"x" * 99}, method=zipfile.ZIP_STORED), "a.txt", announced=10),
        "abîmé",
    ),
    "text with a control character": ("notes.txt", b"bonjour\x7f", "contenu"),
    "page after a mark and spaces": ("notes.txt", b"\xef\xbb\xbf \n<HTML><p>", "contenu"),
    "svg inside a text": ("notes.txt", b"a <svg onload=alert(1)>", "contenu"),
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


def test_a_bomb_is_put_down_before_it_is_all_unpacked(monkeypatch) -> None:
    monkeypatch.setattr(archives, "LARGEST_UNPACKED", 1_000_000)
    bomb = lying(docx(bomb=b"\0" * 2_000_000), "bomb", announced=10)
    with pytest.raises(FileRefused, match="trop lourd une fois ouvert"):
        check_upload(upload("projet.docx", bomb))


def test_a_file_above_the_limit_is_refused_by_its_size(settings) -> None:
    settings.PRIVATE_FILE_MAX_BYTES = 100
    with pytest.raises(FileRefused, match="au plus"):
        check_upload(upload("statuts.pdf", pdf()))
    assert check_upload(upload("statuts.pdf", pdf()), largest=len(pdf())).size == len(pdf())
    settings.PRIVATE_FILE_MAX_BYTES = 1_000
    with pytest.raises(FileRefused, match="au plus"):
        check_upload(upload("statuts.pdf", pdf()), largest=len(pdf()) - 1)


def test_the_name_that_is_kept_is_plain() -> None:
    given = upload("x", pdf())
    given._name = "fac\u202eture\0<b>.pdf"
    assert check_upload(given).name == "facture-b-.pdf"


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
    "x" * 200_000: "x" * 120,
    "a." + "x" * 200_000: "a." + "x" * 10,
}


@pytest.mark.parametrize("given", NAMES, ids=range(len(NAMES)))
def test_names_are_plain_text(given: str) -> None:
    assert clean_name(given) == NAMES[given]


def test_every_kind_has_its_own_ending() -> None:
    endings = [ending for kind in EVERY_KIND for ending in kind.endings]
    assert len(endings) == len(set(endings))
    assert "svg" not in endings
