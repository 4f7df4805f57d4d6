"""The site's sheet written in one file says what the many say, in the same order and the same layers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from playwright.sync_api import Page, Route

from base.one_sheet import SHEET, OneSheetStorage, in_one

SOURCE = settings.ROOT / "site" / "static"
RULES = """() => {
    const found = [];
    const walk = (rules, layer) => [...rules].forEach(rule => {
        if (rule instanceof CSSImportRule) walk(rule.styleSheet.cssRules, rule.layerName ?? layer);
        else if (rule instanceof CSSLayerBlockRule) walk(rule.cssRules, rule.name);
        else found.push([layer, rule.cssText]);
    });
    walk(document.styleSheets[0].cssRules, "");
    return found;
}"""


def the_sheet() -> str:
    """The sheet as `collectstatic` writes it."""
    return in_one((SOURCE / SHEET).read_text(), lambda name: (SOURCE / "css" / name).read_text())


def test_each_file_stands_in_its_layer_in_the_order_of_the_imports() -> None:
    files = {"a.css": "p { x: y }\n", "c/b.css": "q { x: y }"}
    sheet = '@layer one, two;\n@import url("a.css");\n@import url("c/b.css") layer(two);\n'

    assert in_one(sheet, files.__getitem__) == ("@layer one, two;\np { x: y }\n@layer two {\nq { x: y }\n}\n")


@pytest.mark.parametrize(
    ("sheet", "text"),
    [
        ('@import url("c/b.css");', "a { background: url(x.png) }"),
        ('@import url("b.css");', '@import url("c.css");'),
        ('@import url("b.css") print;', ""),
        ('@import "b.css";', ""),
    ],
)
def test_what_would_not_be_the_same_is_refused(sheet: str, text: str) -> None:
    with pytest.raises(ValueError, match="css"):
        in_one(sheet, lambda name: text)


def test_collected_twice_the_sheet_is_one_file_under_a_name_of_its_contents(tmp_path: Path) -> None:
    source = FileSystemStorage(location=SOURCE)
    names = [
        str(file.relative_to(SOURCE))
        for folder in ("css", "fonts")
        for file in (SOURCE / folder).rglob("*.*")
    ]
    paths: dict[str, Any] = {name: (source, name) for name in names}
    storage = OneSheetStorage(location=tmp_path, base_url="/static/")
    for name in names:
        with source.open(name) as file:
            storage._save(name, file)

    for _time in range(2):
        failed = [done for _name, _hashed, done in storage.post_process(paths) if isinstance(done, Exception)]
        assert failed == []

    name = storage.stored_name(SHEET)
    text = (tmp_path / name).read_text()
    assert name != SHEET
    assert "@import" not in text
    assert (tmp_path / f"{name}.gz").exists()
    for component in (SOURCE / "css" / "components").glob("*.css"):
        assert component.read_text().strip() in text
    assert storage.url("fonts/literata-latin-wght-normal.woff2").rpartition("/")[2] in text


@pytest.mark.browser
def test_a_browser_reads_the_same_rules_in_the_same_order(page: Page) -> None:
    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://sheets.test/")
        if path == "one/css/site.css":
            route.fulfill(body=the_sheet(), content_type="text/css")
        elif path.startswith(("many/css/", "one/")):
            route.fulfill(path=SOURCE / path.partition("/")[2])
        else:
            link = f'<!doctype html><link rel="stylesheet" href="/{path}/css/site.css">'
            route.fulfill(body=link, content_type="text/html")

    page.route("http://sheets.test/**", answer)
    read = []
    for version in ("many", "one"):
        page.goto(f"http://sheets.test/{version}")
        read.append(page.evaluate(RULES))

    many, one = read
    assert len(many) > 500
    assert one == many
