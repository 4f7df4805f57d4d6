"""On paper: a selection's leaflet of three panels and its poster, as HTML; and any sheet's HTML drawn as PDF.

The PDF is drawn by WeasyPrint from the same HTML; it is loaded only when asked for, because it needs Pango, which a
server may not have. Nothing is fetched from elsewhere: only this site's own static files and pictures are read.
"""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.urls import reverse

from base.colours import style_sheet
from base.mail import site_address
from base.models import Territory
from home.models import Selection
from home.outlets.pieces import Piece, pieces_of, short
from home.wording import USUAL_STEPS
from themes.models import ThemePage

# A name of no network: addresses of the sheet are read through it, and nothing else answers to it.
HERE = "http://sheet.invalid"
PANELS = 3


class PrintingUnavailable(Exception):
    """The server lacks what draws PDF files (Pango)."""


class NotOurs(Exception):
    """A sheet asked for something that is not a file of this site."""


@dataclass(frozen=True)
class Sheet:
    """One printed form of a selection: its template, and how many pages fit on it."""

    name: str
    template: str
    most: int


LEAFLET = Sheet("depliant", "home/outlets/leaflet.html", 6)
POSTER = Sheet("affiche", "home/outlets/poster.html", 4)


def sheet_html(sheet: Sheet, selection: Selection, *, at: datetime, on_screen: bool = False) -> str:
    """Return a sheet as HTML at `at`; `on_screen` adds a line for who must print it from a browser."""
    pieces = pieces_of(selection, at=at)
    shown = pieces[: sheet.most]
    home_url = f"{site_address(selection.territory)}/"
    lead = next((piece for piece in shown if piece.picture is not None), None)
    context: dict[str, Any] = {
        "selection": selection,
        "title": selection.title,
        "description": selection.introduction,
        "town": selection.territory,
        "pieces": shown,
        "left_out": len(pieces) - len(shown),
        "lead": lead,
        "panels": _panels(shown),
        "dense": len(shown) > PANELS,
        "steps": USUAL_STEPS,
        "on_screen": on_screen,
    }
    for name, address in (
        ("home", home_url),
        ("target", _target(shown, home_url)),
        ("letter", f"{home_url.rstrip('/')}{reverse('home:subscribe')}"),
    ):
        context |= {f"{name}_url": address, f"{name}_short": short(address)}
    return render_to_string(sheet.template, context)


def _panels(pieces: list[Piece]) -> list[list[Piece]]:
    """Share pieces between the three inner panels of a leaflet: one each as long as that does."""
    each = 1 if len(pieces) <= PANELS else 2
    return [pieces[start : start + each] for start in range(0, each * PANELS, each)]


def _target(pieces: list[Piece], home_url: str) -> str:
    """Return where a sheet's one code leads: the only page, else the theme among them, else the front page."""
    if len(pieces) == 1:
        return pieces[0].url
    theme = next((piece for piece in pieces if isinstance(piece.page, ThemePage)), None)
    return theme.url if theme is not None else home_url


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
