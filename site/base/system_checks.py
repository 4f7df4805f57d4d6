"""What must be true of the settings before the site starts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register
def private_files_are_apart(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse to start with private files inside a folder that is served, or the other way round."""
    private = Path(settings.PRIVATE_ROOT).resolve()
    wrong: list[CheckMessage] = []
    for name in ("MEDIA_ROOT", "STATIC_ROOT"):
        served = Path(getattr(settings, name)).resolve()
        if private == served or private in served.parents or served in private.parents:
            wrong.append(
                Error(f"PRIVATE_ROOT and {name} must be apart: {private} and {served}.", id="base.E001")
            )
    return wrong
