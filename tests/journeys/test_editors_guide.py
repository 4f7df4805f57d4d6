"""The pictures of docs/editors-guide.md: those it names are there, no other is, and each is light."""

from __future__ import annotations

from PIL import Image

from tests.journeys.guide import FILE, HEAVIEST, PICTURE, PICTURES, WIDEST


def test_the_guide_names_the_pictures_that_are_there_and_they_are_light() -> None:
    shown = PICTURE.findall(FILE.read_text(encoding="utf-8"))
    files = {file.stem: file for file in PICTURES.glob("*.webp")}
    assert sorted(name for _alt, name in shown) == sorted(files)
    assert [name for alt, name in shown if len(alt) < 30] == []
    for file in files.values():
        assert file.stat().st_size < HEAVIEST, file.name
        with Image.open(file) as picture:
            assert picture.format == "WEBP", file.name
            assert picture.width <= WIDEST, file.name
