"""How templates are written here: nothing inline, and components that say what they take."""

import re

COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}|<!--.*?-->", re.DOTALL)
INLINE_STYLE = re.compile(r"<[a-z][^<>]*\sstyle\s*=|<style\b", re.IGNORECASE | re.DOTALL)
SCRIPT = re.compile(r"<script\b[^>]*>", re.IGNORECASE | re.DOTALL)
# A block of data is not run, and the policy lets it stand.
DATA_SCRIPT = re.compile(r"""type\s*=\s*["']application/(ld\+)?json["']""", re.IGNORECASE)
SCRIPT_SOURCE = re.compile(r"\ssrc\s*=", re.IGNORECASE)
EVENT_ATTRIBUTE = re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=|javascript:", re.IGNORECASE | re.DOTALL)
INCLUDE = re.compile(r"""\{%\s*include\s+["']components/(?P<name>[^"']+)["'](?P<rest>[^%]*)%\}""")
FIRST_LINE = re.compile(r"\{#\s*(?P<name>[a-z_]+)\s*(:|\().*#\}")


def _without_comments(source: str) -> str:
    """Blank the comments, keeping the lines where they are."""
    return COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), source)


def _line(source: str, position: int) -> int:
    """Return the number of the line at a position of the text."""
    return source.count("\n", 0, position) + 1


def inline_code(path: str, source: str) -> list[str]:
    """Return the inline styles, scripts and event attributes of a template: the security policy refuses them."""
    text = _without_comments(source)
    wrong = [f"{path}:{_line(text, found.end())}: inline style" for found in INLINE_STYLE.finditer(text)]
    wrong += [f"{path}:{_line(text, found.end())}: inline event" for found in EVENT_ATTRIBUTE.finditer(text)]
    wrong += [
        f"{path}:{_line(text, found.start())}: inline script"
        for found in SCRIPT.finditer(text)
        if not SCRIPT_SOURCE.search(found.group()) and not DATA_SCRIPT.search(found.group())
    ]
    return wrong


def open_includes(path: str, source: str) -> list[str]:
    """Return the inclusions of a component without `only`: it would read whatever surrounds it."""
    text = _without_comments(source)
    return [
        f"{path}:{_line(text, found.start())}: include components/{found['name']} with … only"
        for found in INCLUDE.finditer(text)
        if not found["rest"].split() or found["rest"].split()[-1] != "only"
    ]


def silent_component(path: str, source: str) -> list[str]:
    """Return the component whose first line does not name it and its parameters."""
    first = source.splitlines()[0] if source else ""
    said = FIRST_LINE.match(first)
    name = path.rsplit("/", 1)[-1].removesuffix(".html")
    if said and said["name"] == name:
        return []
    return [f"{path}:1: the first line must be {{# {name}: its parameters #}}"]
