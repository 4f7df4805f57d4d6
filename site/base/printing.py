"""Paper: a sheet's HTML drawn as a PDF file, and sent, or sent as a page to print where the server cannot draw it.

The PDF is drawn by WeasyPrint; it is loaded only when asked for, because it needs Pango, which a server may not have.
Nothing is fetched from elsewhere: only this site's own static files and pictures are read.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from django.http import HttpResponse

from base.caching import never_kept
from base.colours import style_sheet
from base.models import Territory

# A name of no network: addresses of the sheet are read through it, and nothing else answers to it.
HERE = "http://sheet.invalid"


class PrintingUnavailable(Exception):
    """The server lacks what draws PDF files (Pango)."""


class NotOurs(Exception):
    """A sheet asked for something that is not a file of this site."""


def sheet_response(html: Callable[[bool], str], *, town: Territory, name: str) -> HttpResponse:
    """Send a sheet as a PDF file, or as a page to print where the server cannot make one.

    `html` is asked for the sheet, and told whether it will be seen on a screen.
    """
    try:
        file = drawn(html(False), town)
    except PrintingUnavailable:
        return never_kept(HttpResponse(html(True)))
    response = HttpResponse(file, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return never_kept(response)


def drawn(html: str, town: Territory) -> bytes:
    """Return a sheet's HTML as a PDF file for people and for screen readers; PrintingUnavailable without Pango."""
    try:
        import weasyprint
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except OSError as error:  # a library of the system is missing
        raise PrintingUnavailable(str(error)) from error

    class OwnFiles(URLFetcher):
        """Reads this site's files, and asks the network for nothing."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """Return a file of ours; anything else is refused."""
            content, kind = own_file(url)
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    document = weasyprint.HTML(string=html, base_url=f"{HERE}/", url_fetcher=OwnFiles())
    palette = weasyprint.CSS(string=style_sheet(town.brand_colour, town.accent_colour))
    file: bytes = document.write_pdf(stylesheets=[palette], pdf_variant="pdf/ua-1")
    return file


def own_file(url: str) -> tuple[bytes, str]:
    """Return the content and type of a static file or picture of this site; NotOurs for anything else."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    if f"{parts.scheme}://{parts.netloc}" != HERE or ".." in PurePosixPath(path).parts:
        raise NotOurs(url)
    if path.startswith(settings.STATIC_URL):
        name = path.removeprefix(settings.STATIC_URL)
        if staticfiles_storage.exists(name):
            with staticfiles_storage.open(name) as file:
                return file.read(), kind
        found = finders.find(name)
        if isinstance(found, str):
            with open(found, "rb") as source:
                return source.read(), kind
    elif path.startswith(settings.MEDIA_URL):
        name = path.removeprefix(settings.MEDIA_URL)
        if name.startswith("images/") and default_storage.exists(name):
            with default_storage.open(name) as file:
                return file.read(), kind
    raise NotOurs(url)
