"""How the demonstration bank signs its events: HMAC-SHA256 over the time and the body, as real providers do."""

from __future__ import annotations

import hashlib
import hmac

TOLERANCE_SECONDS = 300


def sign(body: bytes, *, secret: str, timestamp: int) -> str:
    """Return the signature header of `body`: `t=<seconds>,v1=<hex>`."""
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={digest}"


def is_genuine(body: bytes, header: str, *, secret: str, now: int) -> bool:
    """Tell whether `header` was made from `body` with `secret`, less than five minutes ago."""
    if not secret:
        return False
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    if not parts.get("t", "").isdigit() or abs(now - int(parts["t"])) > TOLERANCE_SECONDS:
        return False
    return hmac.compare_digest(sign(body, secret=secret, timestamp=int(parts["t"])), header)
