"""Where private files lie: a folder of their own that no address leads to."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible
class PrivateStorage(FileSystemStorage):
    """Files under `PRIVATE_ROOT`, readable by the site's own user alone; they have no address."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self) -> Any:
        """The folder, read from the settings each time."""
        return settings.PRIVATE_ROOT

    @property
    def location(self) -> str:
        """The same, absolute."""
        return os.path.abspath(self.base_location)

    def url(self, name: str | None) -> str:
        """Refuse: a private file is only handed over by a view that has asked who is there."""
        raise ValueError("A private file has no address.")
