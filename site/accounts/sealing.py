"""Secrets of second factors, sealed before they reach the database: a copy of its tables opens no account.

The keys are `SECOND_FACTOR_KEYS`, the newest first; the site's own key, and those it had before, read what was sealed
before another key was chosen. Whatever their length, each is made a key of Fernet here.
"""

from __future__ import annotations

import logging
from base64 import urlsafe_b64encode
from hashlib import sha256

from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

PURPOSE = b"terreau.accounts.second_factor:"
SEALED = "sealed:"
"""Begins what is sealed; what does not begin so was written before secrets were, and is read as it stands."""

logger = logging.getLogger(__name__)


def seal(text: str) -> str:
    """Return a secret as the database may keep it, sealed with the newest key."""
    return SEALED + _keys().encrypt(text.encode()).decode()


def unseal(kept: str) -> str:
    """Return the secret.

    When no key opens it, a secret that nobody has: every code is then refused like a wrong one, and the log says why.
    """
    if not kept.startswith(SEALED):
        return kept
    try:
        return _keys().decrypt(kept.removeprefix(SEALED).encode()).decode()
    except InvalidToken:
        logger.exception("a second factor was sealed with a key that is not in SECOND_FACTOR_KEYS any more")
        return generate_totp_secret()


def is_sealed_anew(kept: str) -> bool:
    """Tell whether the newest key opens it."""
    try:
        _key(_phrases()[0]).decrypt(kept.removeprefix(SEALED).encode())
    except InvalidToken:
        return False
    return kept.startswith(SEALED)


def can_open(kept: str) -> bool:
    """Tell whether any key opens it, or it was never sealed."""
    try:
        _keys().decrypt(kept.removeprefix(SEALED).encode())
    except InvalidToken:
        return not kept.startswith(SEALED)
    return True


def _phrases() -> list[str]:
    return [*settings.SECOND_FACTOR_KEYS, settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]


def _keys() -> MultiFernet:
    return MultiFernet([_key(phrase) for phrase in _phrases()])


def _key(phrase: str) -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(PURPOSE + phrase.encode()).digest()))
