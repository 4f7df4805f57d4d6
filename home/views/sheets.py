"""Sending a printed sheet."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse

from base.models import Territory
from home.outlets.sheets import PrintingUnavailable, drawn


def sheet_response(html: Callable[[bool], str], *, town: Territory, name: str) -> HttpResponse:
    """Send a sheet as a PDF file, or as a page to print where the server cannot make one.

    `html` is asked for the sheet, and told whether it will be seen on a screen.
    """
    try:
        file = drawn(html(False), town)
    except PrintingUnavailable:
        return HttpResponse(html(True))
    response = HttpResponse(file, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
