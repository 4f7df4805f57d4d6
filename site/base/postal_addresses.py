"""Postal addresses, kept as people type them, laid out in lines for an envelope."""

from __future__ import annotations

import re

MOST_LINES = 4
"""An envelope has six at most, two of them for an organisation and somebody in it."""
_BEFORE_TOWN = re.compile(r"[,;]?\s+(?=\d{5}\s+[^\W\d])")
_TOWN = re.compile(r"^\d{5}\s+(?P<name>[^\W\d].*?)(?:\s+cedex\b.*)?$", re.IGNORECASE)
_NUMBER_ALONE = re.compile(r"^\d+\s*(bis|ter|quater|[a-z])?$", re.IGNORECASE)


def address_lines(text: str) -> list[str]:
    """Return an address in at most four lines: « 12, rue des Tanneurs » then « 99999 Rivelaine ».

    A comma begins a line, but not after the number of a house; too many lines are put together, the last kept apart.
    """
    lines: list[str] = []
    for row in text.splitlines():
        for part in _BEFORE_TOWN.split(row):
            lines += _parts(part)
    if len(lines) > MOST_LINES:
        kept = MOST_LINES - 2
        lines = [*lines[:kept], ", ".join(lines[kept:-1]), lines[-1]]
    return lines


def town_of(text: str) -> str:
    """Return the town of a French address, without its code nor « cedex »; empty when none is recognised."""
    found = [match for line in address_lines(text) if (match := _TOWN.match(line))]
    return found[-1]["name"] if found else ""


def _parts(text: str) -> list[str]:
    lines: list[str] = []
    number = ""
    for piece in re.split(r"[,;]", text):
        part = " ".join(piece.split())
        if not part:
            continue
        if not number and _NUMBER_ALONE.match(part):
            number = part
            continue
        lines.append(f"{number}, {part}" if number else part)
        number = ""
    return [*lines, number] if number else lines
