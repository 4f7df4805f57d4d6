"""The demonstration's pictures: files of `home/demo/pictures`, imported when a page first asks for one."""

from __future__ import annotations

import json
from pathlib import Path

from django.core.files.images import ImageFile

from base.models import Image
from home.demo.focal_points import FOCAL_POINTS

FOLDER = Path(__file__).parent / "pictures"
CREDIT = "Illustration de la démonstration"


class Gallery:
    """Pictures by key, each imported once, with its alternative text (`alt.json`) and its focal point."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder
        self.descriptions: dict[str, str] = json.loads((folder / "alt.json").read_text(encoding="utf-8"))
        self.imported: dict[str, Image] = {}

    def picture(self, key: str) -> Image:
        """Return the picture of that key; an error when nobody drew or described it."""
        if key not in self.imported:
            self.imported[key] = self._import(key)
        return self.imported[key]

    def _import(self, key: str) -> Image:
        x, y, width, height = FOCAL_POINTS[key]
        with (self.folder / f"{key}.webp").open("rb") as source:
            image = Image(
                title=key.replace("-", " ").capitalize(),
                description=self.descriptions[key],
                credit=CREDIT,
                file=ImageFile(source, name=f"{key}.webp"),
                focal_point_x=x,
                focal_point_y=y,
                focal_point_width=width,
                focal_point_height=height,
            )
            image._set_image_file_metadata()
            image.save()
        return image
