"""Where Chromium is on this machine."""

import os
import shutil
from functools import cache


@cache
def chromium() -> str | None:
    """Return the path of Chromium: `$CHROMIUM`, Debian's, or one on the path; None when there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return shutil.which("/usr/bin/chromium") or shutil.which("chromium") or shutil.which("chromium-browser")
