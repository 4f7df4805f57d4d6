"""The pictures of docs/editors-guide.md: those it names are there, no other is, and each is light."""

from __future__ import annotations

import re

from django.conf import settings
from PIL import Image

GUIDE = settings.ROOT / "docs" / "editors-guide.md"
PICTURES = settings.ROOT / "site" / "static" / "img" / "guide"
WIDEST, HEAVIEST = 1200, 120_000


def test_the_guide_names_the_pictures_that_are_there_and_they_are_light() -> None:
    named = re.findall(r"\(\.\./site/static/img/guide/([\w-]+)\.webp\)", GUIDE.read_text(encoding="utf-8"))
    files = {file.stem: file for file in PICTURES.glob("*.webp")}
    assert sorted(named) == sorted(files)
    for file in files.values():
        assert file.stat().st_size < HEAVIEST, file.name
        with Image.open(file) as picture:
            assert picture.format == "WEBP", file.name
            assert picture.width <= WIDEST, file.name
