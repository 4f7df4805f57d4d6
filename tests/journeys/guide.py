"""The editors' guide as a test reads it: its sections, the words it puts between « », the pictures it shows."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image
from playwright.sync_api import Locator, Page, ViewportSize, expect

FILE = settings.ROOT / "docs" / "editors-guide.md"
PICTURES = settings.ROOT / "site" / "static" / "img" / "guide"
PICTURE = re.compile(r"!\[([^\]]+)\]\(\.\./site/static/img/guide/([\w-]+)\.webp\)")
WIDEST, HEAVIEST = 1200, 120_000
QUALITY = 82
WINDOW: ViewportSize = {"width": WIDEST, "height": 780}
TO_THE_TOP = (
    "[...document.querySelectorAll('*')].filter(it => it.scrollTop > 0)"
    ".forEach(it => it.scrollTo({top: 0, behavior: 'instant'}))"
)
TO_HERE = (
    "it => { it.style.scrollMarginTop = '5rem'; it.scrollIntoView({block: 'start', behavior: 'instant'}) }"
)
MAKES_PICTURES = os.environ.get("TERREAU_GUIDE_PICTURES") == "1"


def plain(words: str) -> str:
    """Return words with ordinary spaces and apostrophes, so that typography does not keep them apart."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", words.replace("’", "'")).strip()


@cache
def sections() -> dict[str, str]:
    """Return the text of the guide by second-level heading."""
    parts = re.split(r"^## (.+)$", FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(map(plain, parts[1::2]), parts[2::2], strict=True))


def pictures() -> dict[str, str]:
    """Return the section in which each picture stands, by the picture's name."""
    return {name: title for title, text in sections().items() for _alt, name in PICTURE.findall(text)}


class Section:
    """One section of the guide, followed to the letter."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.text = plain(sections()[plain(title)])

    def names(self, words: str) -> re.Pattern[str]:
        """Return what finds `words` on a screen; fails when the section does not say them between « »."""
        assert f"« {plain(words)} »" in self.text, f"The guide’s « {self.title} » does not say « {words} »."
        return on_screen(words)


class Unwritten(Section):
    """What is done in the admin and stands in no section of the guide: words are taken as they come."""

    def __init__(self) -> None:
        self.title = self.text = ""

    def names(self, words: str) -> re.Pattern[str]:
        """Return what finds `words` on a screen."""
        return on_screen(words)


def on_screen(words: str) -> re.Pattern[str]:
    """Return what finds `words` as a whole name, whatever its spaces, its apostrophes and the mark of obligation."""
    # Playwright writes the pattern between slashes, and would take « / » for its end.
    escaped = re.escape(plain(words)).replace(r"\ ", r"\s").replace("'", "['’]").replace("/", r"\/")
    return re.compile(rf"^\s*{escaped}\s*\*?\s*$", re.IGNORECASE)


class Camera:
    """Takes the guide's pictures when asked to; at every other time it checks that each could be taken again.

    A picture is stale when its screen has gone, or no longer has the words that its section of the guide says.
    """

    def __init__(self, *, makes_pictures: bool = MAKES_PICTURES) -> None:
        self.makes_pictures = makes_pictures
        self.taken: list[str] = []

    def take(
        self,
        page: Page,
        name: str,
        section: Section,
        *words: str,
        at: Locator | None = None,
        height: int = WINDOW["height"],
    ) -> None:
        """Show `name`: the top of the window, or from `at` on; `words` are on the screen and in the guide."""
        assert pictures().get(name) == plain(section.title), f"{name} is not in « {section.title} »"
        for word in words:
            section.names(word)
            expect(page.get_by_text(re.compile(re.escape(word).replace("’", "['’]"))).first).to_be_visible()
        self.taken.append(name)
        if self.makes_pictures:
            self._write(page, name, at, height)

    def _write(self, page: Page, name: str, at: Locator | None, height: int) -> None:
        page.set_viewport_size({"width": WIDEST, "height": height})
        page.mouse.move(2, 2)
        page.evaluate("document.activeElement?.blur()")
        page.evaluate("() => document.fonts.ready.then(() => true)")
        page.wait_for_load_state("networkidle")  # pictures of a page shown in a frame come late
        page.evaluate(TO_THE_TOP)
        if at is not None:
            at.evaluate(TO_HERE)
        shot = page.screenshot(animations="disabled", caret="hide", type="png")
        page.set_viewport_size(WINDOW)
        write_picture(shot, PICTURES / f"{name}.webp")


def write_picture(shot: bytes, file: Path, *, widest: int = WIDEST) -> None:
    """Write a screenshot as a light WebP of at most `widest` pixels across."""
    with Image.open(BytesIO(shot)) as picture:
        image = picture.convert("RGB")
        if image.width > widest:
            image = image.resize(
                (widest, round(image.height * widest / image.width)), Image.Resampling.LANCZOS
            )
        file.parent.mkdir(parents=True, exist_ok=True)
        image.save(file, "WEBP", quality=QUALITY, method=6)


def assert_pictures(taken: Sequence[str]) -> None:
    """Fail unless the guide shows exactly the pictures that were taken."""
    assert sorted(taken) == sorted(pictures())
