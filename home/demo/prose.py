"""A few typing conventions that let long French texts be written as texts rather than as nested tuples.

Paragraphs are separated by an empty line. One starting with `## ` is a heading; one whose lines start with
`- ` is a list; one whose lines start with `> ` is a quotation, whose last line `> — name` says who speaks.
`@picture key | caption` and `@video address | title` stand for what they name. Nothing
else is interpreted.
"""

from __future__ import annotations

import re

from home.demo.shapes import Block

# Only what a typist inserts to wrap lines is folded: a non-breaking space must survive.
_FOLDED = re.compile(r"[ \t\n]+")


def folded(source: str) -> str:
    """Return the text on one line, typing line breaks turned into single spaces, non-breaking spaces kept."""
    return _FOLDED.sub(" ", source).strip(" ")


def blocks(source: str) -> tuple[Block, ...]:
    """Return the body blocks that a text stands for; raise ValueError on an incomplete picture or video."""
    paragraphs = re.split(r"\n[ \t]*\n", source.strip(" \t\n"))
    return tuple(_block("\n".join(line.strip(" \t") for line in p.split("\n"))) for p in paragraphs)


def _block(paragraph: str) -> Block:
    if paragraph.startswith("## "):
        return ("heading", folded(paragraph[3:]))
    if paragraph.startswith("- "):
        return ("list", [folded(item) for item in re.split(r"(?:^|\n)- ", paragraph) if item.strip()])
    if paragraph.startswith("> "):
        words, _, author = paragraph.removeprefix("> ").replace("\n> ", "\n").partition("\n— ")
        return ("quote", {"text": folded(words), "author": folded(author)})
    if paragraph.startswith("@"):
        return _medium(paragraph)
    return ("text", folded(paragraph))


def _medium(paragraph: str) -> Block:
    kind, _, rest = folded(paragraph).partition(" ")
    parts = tuple(part.strip(" ") for part in rest.split("|"))
    if kind == "@picture" and len(parts) == 2 and parts[0]:
        return ("picture", {"key": parts[0], "caption": parts[1]})
    if kind == "@video" and len(parts) == 2 and all(parts):
        return ("video", {"url": parts[0], "title": parts[1]})
    raise ValueError(f"Not a picture or a video: {paragraph!r}")
