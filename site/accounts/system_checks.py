"""Checks of what protects the team's accounts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

SHORTEST_KEY = 32
KEYS_HINT = "Put a long random text in SECOND_FACTOR_KEYS, and keep it elsewhere than the database's backups."
HINT = "Leave STAFF_SECOND_FACTOR out of the environment: it is on by itself."


@register()
def second_factor_outside_demonstrations(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to start a real site whose team needs no second factor."""
    if settings.STAFF_SECOND_FACTOR or settings.DEBUG or settings.DEMO_GATEWAY_ALLOWED:
        return []
    return [Error("The team's second factor is off on a real site.", hint=HINT, id="accounts.E001")]


@register(Tags.security, deploy=True)
def second_factor_when_deployed(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Say, when a server is examined (`check --deploy`), that the team needs no second factor there."""
    if settings.STAFF_SECOND_FACTOR:
        return []
    return [Warning("The team's second factor is off.", hint=HINT, id="accounts.W001")]


@register()
def keys_long_enough(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a key of second factors that somebody could guess."""
    if all(len(key) >= SHORTEST_KEY for key in settings.SECOND_FACTOR_KEYS):
        return []
    return [Error("A key of SECOND_FACTOR_KEYS is too short.", hint=KEYS_HINT, id="accounts.E002")]


@register(Tags.security, deploy=True)
def keys_of_their_own(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Say, when a server is examined, that its second factors are sealed with the site's own key."""
    if settings.SECOND_FACTOR_KEYS or not settings.STAFF_SECOND_FACTOR:
        return []
    return [Warning("Second factors are sealed with SECRET_KEY.", hint=KEYS_HINT, id="accounts.W002")]
