"""E-mail addresses told apart without being kept: a keyed digest, the same for every way of writing one address."""

from __future__ import annotations

import unicodedata

from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "calls.addresses"


def normal_address(address: str) -> str:
    """Return an address as it is compared: one form of each letter, no capitals, no space around."""
    return unicodedata.normalize("NFKC", address).strip().lower()


def address_digest(address: str) -> str:
    """Return the digest under which an address is written down today."""
    return _digest(address, settings.SECRET_KEY)


def address_digests(address: str) -> set[str]:
    """Return every digest under which an address may be known: that of today's key and those of the former ones.

    A refusal holds for ever as long as former keys stay in SECRET_KEY_FALLBACKS.
    """
    return {_digest(address, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)}


def _digest(address: str, key: str | bytes) -> str:
    return salted_hmac(SALT, normal_address(address), secret=key, algorithm="sha256").hexdigest()
