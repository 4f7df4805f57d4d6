"""On paper: a selection's leaflet of three panels and its poster, as HTML."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from base.mail import site_address
from home.models import Selection
from home.outlets.pieces import Piece, pieces_of, short
from home.wording import USUAL_STEPS
from themes.models import ThemePage

PANELS = 3


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
