"""Files as people send them, good and hostile: every one made here, byte by byte."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

TYPES = (
    '<?xml version="1.0"?><Types><Override PartName="/{part}" ContentType="application/vnd.openxmlformats-'
    'officedocument.{sort}.main+xml"/></Types>'
)


def pdf(words: str = "Statuts") -> bytes:
    """Return a small PDF of one empty page; `words` make two of them differ."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
        b"%" + words.encode() + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )


def picture(format_: str = "JPEG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    """Return a picture; `options` go to Pillow's save (exif=…)."""
    stream = io.BytesIO()
    Image.new("RGB", size, "seagreen").save(stream, format_, **options)
    return stream.getvalue()


def png_of_size(width: int, height: int) -> bytes:
    """Return the head of a picture that announces a size and has hardly a byte of it."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1_000))
        + chunk(b"IEND", b"")
    )


def archive(parts: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive of named parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        for name, body in parts.items():
            made.writestr(name, body)
    return stream.getvalue()


def docx(**more: bytes) -> bytes:
    """Return a word-processor document, with more parts."""
    types = TYPES.format(part="word/document.xml", sort="wordprocessingml.document").encode()
    return archive({"[Content_Types].xml": types, "word/document.xml": b"<w:document/>", **more})


def xlsx() -> bytes:
    """Return a spreadsheet."""
    types = TYPES.format(part="xl/workbook.xml", sort="spreadsheetml.sheet").encode()
    return archive({"[Content_Types].xml": types, "xl/workbook.xml": b"<workbook/>"})


def odf(sort: str = "text") -> bytes:
    """Return an open document: "text" or "spreadsheet"."""
    mimetype = f"application/vnd.oasis.opendocument.{sort}".encode()
    return archive({"mimetype": mimetype, "content.xml": b"<office:document/>"})


def lying(document: bytes, part: str, *, announced: int) -> bytes:
    """Return an archive whose table announces another unpacked size for one part."""
    name = part.encode()
    place = document.rindex(name) - 46  # in the table at the end
    return document[: place + 24] + struct.pack("<I", announced) + document[place + 28 :]


def protected(document: bytes, part: str) -> bytes:
    """Return an archive whose table says that one part opens with a password."""
    place = document.rindex(part.encode()) - 46
    return document[: place + 8] + struct.pack("<H", 1) + document[place + 10 :]


def upload(name: str, content: bytes, content_type: str = "application/octet-stream") -> SimpleUploadedFile:
    """Return the content as a form receives it."""
    return SimpleUploadedFile(name, content, content_type=content_type)
