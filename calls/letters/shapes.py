"""The shape of a letter about an application."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from calls.models import Application


@dataclass(frozen=True)
class Letter:
    """One letter, ready to be laid out; `facts` are pairs of a label and what it says, `path` is a page of the site."""

    title: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = field(default=())
    path: str = ""
    link_text: str = ""


# Makes the letter from the application, the zone of its territory, and the words somebody added.
Writer = Callable[[Application, str, str], Letter]
