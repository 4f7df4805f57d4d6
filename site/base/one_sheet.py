"""The site's sheet in one file in production: what `css/site.css` imports is written in its place, layers kept.

While developing, the browser reads the many files as they are; `collectstatic` writes the one that visitors get.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/site.css"
IMPORT = re.compile(r'^@import url\("([^"]+)"\)(?: layer\(([a-z-]+)\))?;$', re.MULTILINE)


def in_one(sheet: str, read: Callable[[str], str]) -> str:
    """Return `sheet` with the text of each file it imports in place of the import, inside its layer when it names one.

    `read` gives the text of a file by the name the sheet gives it. ValueError when the result would not be the same:
    an import of another form, a file that imports in its turn, or one of another folder with addresses of its own.
    """

    def text_of(found: re.Match[str]) -> str:
        name, layer = found.groups()
        text = read(name).strip()
        if "@import" in text or ("/" in name and "url(" in text):
            raise ValueError(
                f"{name} cannot be written into {SHEET}: it imports, or names files from its folder."
            )
        return f"@layer {layer} {{\n{text}\n}}" if layer else text

    made = IMPORT.sub(text_of, sheet)
    if "@import" in made:
        raise ValueError(f"{SHEET} imports in a way that is not understood.")
    return made


class OneSheetStorage(CompressedManifestStaticFilesStorage):
    """Collected files with names that follow their contents, and the site's sheet in one."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Write the one sheet over the copy of the first, then go on as usual."""
        if not dry_run and SHEET in paths:
            folder = SHEET.rpartition("/")[0]
            made = in_one(_text(paths, SHEET), lambda name: _text(paths, f"{folder}/{name}"))
            self.delete(SHEET)
            self._save(SHEET, ContentFile(made.encode()))
            paths = {**paths, SHEET: (self, SHEET)}
        yield from super().post_process(paths, dry_run, **options)


def _text(paths: dict[str, Any], name: str) -> str:
    """Read a file where it comes from, whatever an earlier `collectstatic` made of its copy."""
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
