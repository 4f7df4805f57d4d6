"""Turns the editors' guide, written in Markdown, into HTML with a table of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.files.images import get_image_dimensions
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

PICTURES = "../site/static/"
"""Where the guide finds its pictures when it is read as a file of the repository."""


@dataclass(frozen=True)
class Heading:
    """One entry of the table of contents."""

    anchor: str
    title: str


def guide_pages(file: Path) -> dict[str, Any]:
    """Return `guide` (HTML) and `contents` (its second-level headings); FileNotFoundError without the file."""
    text, contents = _read(file, file.stat().st_mtime_ns)
    pictures = static("").rstrip("/") + "/"
    return {"guide": mark_safe(text.replace(PICTURES, pictures)), "contents": contents}  # noqa: S308  # nosec B308, B703


@lru_cache(maxsize=1)
def _read(file: Path, _changed: int) -> tuple[SafeString, list[Heading]]:
    """Render the file; kept until it changes. Raw HTML in it is shown as text."""
    markdown = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
    tokens = markdown.parse(file.read_text(encoding="utf-8"))
    contents = []
    for token, inside in pairwise(tokens):
        if token.type != "heading_open":
            continue
        title = re.sub(r"[*`]", "", inside.content)
        anchor = slugify(title)
        token.attrSet("id", anchor)
        if token.tag == "h2":
            contents.append(Heading(anchor, title))
    if tokens and tokens[0].tag == "h1":  # the screen has that title already
        del tokens[:3]
    _link_pictures(tokens)
    return mark_safe(markdown.renderer.render(tokens, markdown.options, {})), contents  # noqa: S308  # nosec B308, B703


def _link_pictures(tokens: list[Token]) -> None:
    """Let the browser fetch a picture only when it comes into view, and keep its room until then."""
    for token in tokens:
        for child in token.children or []:
            if child.type == "image":
                child.attrSet("loading", "lazy")
                source = str(child.attrGet("src"))
                if source.startswith(PICTURES):
                    _say_size(child, source.removeprefix(PICTURES))


def _say_size(token: Token, path: str) -> None:
    """Give a picture of the site its width and height; one that is not there keeps none."""
    file = finders.find(path)
    width, height = get_image_dimensions(file) if file else (None, None)
    if width and height:
        token.attrSet("width", str(width))
        token.attrSet("height", str(height))
