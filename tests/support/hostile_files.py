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


def altered(document: bytes, part: str, place: int, value: bytes) -> bytes:
    """Return an archive with other bytes at a place of what its table says of one part."""
    start = (
        document.rindex(part.encode()) - 46 + place
    )  # the table is at the end, the name at the end of its line
    return document[:start] + value + document[start + len(value) :]


def lying(document: bytes, part: str, *, announced: int) -> bytes:
    """Return an archive whose table announces another unpacked size for one part."""
    return altered(document, part, 24, struct.pack("<I", announced))


def protected(document: bytes, part: str) -> bytes:
    """Return an archive whose table says that one part opens with a password."""
    return altered(document, part, 8, struct.pack("<H", 1))


def counting(document: bytes, parts: int) -> bytes:
    """Return an archive that announces a number of parts, whatever it has."""
    return document[:-12] + struct.pack("<H", parts) + document[-10:]


def far(document: bytes) -> bytes:
    """Return an archive announced as those of more than 4 GB are: what is read of its usual end counts no more."""
    count, size, offset = struct.unpack("<HLL", document[-12:-2])
    body, end = document[:-22], document[-22:]
    table = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, offset)
    return body + table + struct.pack("<4sLQL", b"PK\x06\x07", 0, len(body), 1) + end


def upload(name: str, content: bytes, content_type: str = "application/octet-stream") -> SimpleUploadedFile:
    """Return the content as a form receives it."""
    return SimpleUploadedFile(name, content, content_type=content_type)
