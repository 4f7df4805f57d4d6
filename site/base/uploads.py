"""What is read of an upload: nothing of a request that is far too large, no more of a file than may be kept.

A request announced above `REQUEST_MAX_BYTES` is refused before its body is read. Below that, a file is written down
only up to `UPLOAD_MAX_BYTES`: the rest passes by unread, and the form refuses the file by its true size, with
everything else that was typed still there.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from base.file_kinds import weight


class RequestSizeMiddleware:
    """Answers 413, in words, to a request that announces too many bytes; none of them is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse or go on. A body whose length is not announced is never read by the server."""
        try:
            announced = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            announced = 0
        if announced <= settings.REQUEST_MAX_BYTES:
            return self.get_response(request)
        response = render(request, "413.html", {"limit": weight(settings.UPLOAD_MAX_BYTES)}, status=413)
        response["Cache-Control"] = "private, no-store"
        return response


class BoundedFileHandler(TemporaryFileUploadHandler):
    """Writes a file to a temporary place, up to the limit; past it counts and keeps nothing more.

    The file has the size that was sent, by which a form refuses what is not whole.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece that begins at `start`, unless it goes past the limit."""
        if start + len(raw_data) <= settings.UPLOAD_MAX_BYTES:
            self.file.write(raw_data)
