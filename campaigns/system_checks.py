"""Checks that stop the start of a misconfigured site: every command runs them, and so does the server (config.wsgi)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from campaigns.gateways import gateway_names
from campaigns.gateways.keys import is_live_key, is_secret_key

STRIPE_SETTINGS = ("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_CONNECT_WEBHOOK_SECRET")


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


@register()
def live_key_only_on_real_sites(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a key that moves real money wherever people try things, whatever the gateway chosen."""
    if not is_live_key(settings.STRIPE_SECRET_KEY):
        return []
    wrong: list[CheckMessage] = []
    if settings.DEBUG:
        wrong.append(
            Error(
                "STRIPE_SECRET_KEY is a live key and DEBUG is on: a site being developed would charge real cards.",
                hint="Use a sandbox key (sk_test_…) here, or turn DEBUG off.",
                id="campaigns.E002",
            )
        )
    if settings.DEMO_GATEWAY_ALLOWED:
        wrong.append(
            Error(
                "STRIPE_SECRET_KEY is a live key on a site where the demonstration bank is allowed.",
                hint="Use a sandbox key (sk_test_…) on a demonstration, or remove ALLOW_DEMO_GATEWAY.",
                id="campaigns.E003",
            )
        )
    return wrong


@register()
def stripe_is_whole(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse Stripe without its key, or without the secrets that tell its events from anybody's."""
    if settings.PAYMENT_GATEWAY != "stripe":
        return []
    missing = [name for name in STRIPE_SETTINGS if not getattr(settings, name).strip()]
    if missing:
        return [
            Error(
                f"PAYMENT_GATEWAY is « stripe » and these are missing: {', '.join(missing)}.",
                hint="Set them in the environment; docs/operations.md says where Stripe shows them.",
                id="campaigns.E004",
            )
        ]
    if not is_secret_key(settings.STRIPE_SECRET_KEY):
        return [
            Error(
                "STRIPE_SECRET_KEY is not a secret key.",
                hint="Secret keys begin with sk_ (or rk_ for restricted ones); pk_ is the publishable one.",
                id="campaigns.E005",
            )
        ]
    return []


@register()
def gateway_exists(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a payment gateway that does not exist."""
    if settings.PAYMENT_GATEWAY in gateway_names():
        return []
    return [
        Error(
            f"There is no payment gateway « {settings.PAYMENT_GATEWAY} ».",
            hint=f"PAYMENT_GATEWAY is one of: {', '.join(gateway_names())}.",
            id="campaigns.E006",
        )
    ]
