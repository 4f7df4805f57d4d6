"""Checks that stop the start of a misconfigured site."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def demo_gateway_only_in_demonstrations(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse the demonstration bank on a real site: its money does not exist."""
    if settings.PAYMENT_GATEWAY == "demo" and not settings.DEMO_GATEWAY_ALLOWED:
        return [
            Error(
                "The demonstration payment gateway is chosen on a site that is not a demonstration.",
                hint="Choose a real PAYMENT_GATEWAY, or set ALLOW_DEMO_GATEWAY=1 on a rehearsal server.",
                id="campaigns.E001",
            )
        ]
    return []
