"""Filling in the forms of a page as a browser without scripts would, each text field with the same words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

KEPT = frozenset({"hidden", "submit", "checkbox", "radio"})
UNSENT = frozenset({"file", "button", "reset", "image"})


@dataclass(frozen=True)
class PageForm:
    """A form of a page: where it goes, how, what it holds, and the fields in which one types."""

    action: str
    method: str
    held: dict[str, list[str]]
    typed: tuple[str, ...]

    def filled(self, text: str) -> dict[str, Any]:
        """Return what is sent when `text` is typed everywhere."""
        return {**self.held, **dict.fromkeys(self.typed, text)}


def forms_of(response: Any) -> Iterator[PageForm]:
    """Yield the forms of a page that has some field to type in."""
    if response.streaming or not response["Content-Type"].startswith("text/html"):
        return
    tree = html5lib.parse(response.content.decode(), treebuilder="etree", namespaceHTMLElements=False)
    for form in tree.iter("form"):
        read = _read(form)
        if read.typed:
            yield read


def _read(form: Element) -> PageForm:
    held: dict[str, list[str]] = {}
    typed: list[str] = []
    for element in form.iter():
        name, kind = element.get("name"), element.get("type", "text")
        if not name or kind in UNSENT:
            continue
        if element.tag == "textarea" or (element.tag == "input" and kind not in KEPT):
            typed.append(name)
        elif element.tag in ("input", "button"):
            held.setdefault(name, []).append(element.get("value", "on"))
        elif element.tag == "select":
            held[name] = [option.get("value", "") for option in element.iter("option")][-1:]
    return PageForm(form.get("action", ""), form.get("method", "get").lower(), held, tuple(typed))
