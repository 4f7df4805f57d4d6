"""Films among the documents: players ask for them part by part, and some play nothing else."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from wagtail.documents.models import AbstractDocument

ONE_RANGE = re.compile(r"bytes=(?P<first>\d{0,18})-(?P<last>\d{0,18})", re.ASCII)
MOST = 2 * 1024 * 1024  # held in memory at once; a player asks for the rest


def part_asked(header: str, size: int) -> tuple[int, int] | None:
    """Return the first and last byte meant by a Range header for a file of `size` bytes.

    None when the header is not one range that we know, and is then ignored. Raises ValueError when nothing of the
    file lies in the range.
    """
    found = ONE_RANGE.fullmatch(header.strip())
    if not found or not (found["first"] or found["last"]):
        return None
    if not found["first"]:
        first, last = max(size - int(found["last"]), 0), size - 1
    else:
        first, last = int(found["first"]), min(int(found["last"] or size), size - 1)
        if found["last"] and int(found["last"]) < first:
            return None
    if first > last:
        raise ValueError(header)
    return first, last


def part_of_film(document: AbstractDocument, request: HttpRequest) -> HttpResponse | None:
    """Return the part of a film that the request asks for, or the beginning of it when it is long.

    None for a whole document, and for what is not a film: Wagtail sends those.
    """
    header = request.headers.get("Range", "")
    if not header or request.method != "GET" or not document.content_type.startswith("video/"):
        return None
    size = document.file.size
    try:
        part = part_asked(header, size)
    except ValueError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if part is None:
        return None
    first, last = part
    last = min(last, first + MOST - 1)
    with document.file.storage.open(document.file.name, "rb") as film:
        film.seek(first)
        sent = film.read(last - first + 1)
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Range": f"bytes {first}-{last}/{size}",
        "Content-Security-Policy": "default-src 'none'",
    }
    return HttpResponse(sent, status=206, content_type=document.content_type, headers=headers)
