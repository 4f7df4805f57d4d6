"""Pictures handed in by people: measured before they are decoded, then written anew without what they told.

A photograph carries the place, the time and the camera. Writing it again from its pixels leaves all of that out, and
whatever else was hidden behind the picture.
"""

from __future__ import annotations

import io
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from base.errors import FileRefused

QUALITY = 88


def picture_kind(stream: BinaryIO) -> str | None:
    """Return "jpeg", "png" or "webp" by the first bytes, None for anything else."""
    stream.seek(0)
    head = stream.read(16)
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    return None


def rewritten(stream: BinaryIO, kind: str) -> io.BytesIO:
    """Return the picture written again, upright and without metadata; FileRefused when too large or damaged."""
    name = kind.upper()
    stream.seek(0)
    try:
        with Image.open(stream, formats=[name]) as picture:
            _refuse_too_many_pixels(picture.width * picture.height)
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            return _written(upright, name, profile=picture.info.get("icc_profile"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise FileRefused(_("Cette image est abîmée : elle ne s’ouvre pas.")) from error


def _written(picture: Image.Image, name: str, *, profile: bytes | None) -> io.BytesIO:
    written = io.BytesIO()
    if name == "JPEG" and picture.mode not in ("RGB", "L"):
        picture, profile = picture.convert("RGB"), None
    # A copy made of the pixels alone: texts, thumbnails and positions stay behind.
    plain = Image.new(picture.mode, picture.size)
    if picture.mode == "P":
        plain.putpalette(picture.getpalette("RGB") or [], "RGB")
    plain.paste(picture)
    options: dict[str, object] = {"icc_profile": profile} if profile else {}
    if name in ("JPEG", "WEBP"):
        options["quality"] = QUALITY
    if name == "PNG" and "transparency" in picture.info:
        options["transparency"] = picture.info["transparency"]
    plain.save(written, name, **options)
    written.seek(0)
    return written


def _refuse_too_many_pixels(pixels: int) -> None:
    if pixels > settings.PRIVATE_PICTURE_MAX_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> FileRefused:
    return FileRefused(
        _(
            "Cette image est trop grande : %(limit)s millions de points au plus. Réduisez-la, puis recommencez."
        )
        % {"limit": settings.PRIVATE_PICTURE_MAX_PIXELS // 1_000_000}
    )
