"""Reading a page as a browser does, strictly: an error of markup fails the test."""

from typing import Any

import html5lib
from django.test import Client


def read_page(client: Client, url: str) -> str:
    """Return the text of a page that answers 200 and is valid HTML; fail naming the first faults otherwise."""
    response: Any = client.get(url)
    assert response.status_code == 200, f"{url}: {response.status_code}"
    text: str = response.content.decode()
    check_markup(text)
    return text


def check_markup(text: str) -> None:
    """Fail when html5lib finds a fault in `text`, or when an id is given twice."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    document = parser.parse(text)
    lines = text.splitlines()
    faults = [f"{code} at line {place[0]}: {lines[place[0] - 1][:160]}" for place, code, _ in parser.errors]
    assert not faults, "\n".join(faults[:5])
    ids = [element.attrib["id"] for element in document.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids)), sorted(name for name in set(ids) if ids.count(name) > 1)
