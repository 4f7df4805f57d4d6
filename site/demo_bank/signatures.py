"""How the demonstration bank signs its events: HMAC-SHA256 over the time and the body, as real providers do."""

from __future__ import annotations

import hashlib
import hmac
import re

TOLERANCE_SECONDS = 300
SECONDS = re.compile(r"[0-9]{1,12}")


def sign(body: bytes, *, secret: str, timestamp: int) -> str:
    """Return the signature header of `body`: `t=<seconds>,v1=<hex>`."""
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={digest}"


def is_genuine(body: bytes, header: str, *, secret: str, now: int) -> bool:
    """Tell whether `header` was made from `body` with `secret`, less than five minutes ago."""
    if not secret:
        return False
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    # Anybody may write this header: other scripts' digits, or thousands of them, must not reach `int`.
    if not SECONDS.fullmatch(parts.get("t", "")) or abs(now - int(parts["t"])) > TOLERANCE_SECONDS:
        return False
    expected = sign(body, secret=secret, timestamp=int(parts["t"]))
    return hmac.compare_digest(expected.encode(), header.encode(errors="replace"))
