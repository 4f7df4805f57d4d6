"""Ready-made content: themes, calls and pages of text that an editor starts from and adapts.

What only the territory can say is written « [à compléter] » (`base.unfinished`): a page that still holds it is not
published by mistake. What the site knows already (names, telephone, commission) is filled in when the page is made.
"""

from __future__ import annotations

from home.ready_made.calls import CALLS
from home.ready_made.shapes import ReadyMade
from home.ready_made.texts import TEXTS
from home.ready_made.themes import THEMES

STANDING_CALL = "appel-permanent"
"""The code of the call open all year, of which every territory has one from the first day."""

__all__ = ["CALLS", "STANDING_CALL", "TEXTS", "THEMES", "ReadyMade", "ready_made"]


def ready_made(code: str) -> ReadyMade | None:
    """Return the model of that code, None when there is none."""
    return next((model for model in (*THEMES, *CALLS, *TEXTS) if model.code == code), None)
