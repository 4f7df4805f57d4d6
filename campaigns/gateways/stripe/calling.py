"""How Stripe is called: one client by key, no retry and no telemetry of its own, its errors turned into ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import stripe
from django.conf import settings

from campaigns.errors import BalanceTooLow, ProviderError, ProviderRefused, ProviderUnclear
from campaigns.gateways.keys import is_live_key

TIMEOUT_SECONDS = 20
TOO_LOW = {"balance_insufficient", "insufficient_funds"}
# The rest (no answer, 5xx, 409, 429, whatever is not known yet) says nothing of what was done. Nor does a key that is
# refused: it is the site's trouble, and must not turn ten thousand refunds into debts while somebody mends it.
DEFINITE = (
    stripe.CardError,
    stripe.InvalidRequestError,
    stripe.PermissionError,
    stripe.IdempotencyError,
)
# Said with the status of a refusal, and none: Stripe was busy with the same thing, or too busy.
UNCLEAR_CODES = {"idempotency_key_in_use", "lock_timeout", "rate_limit"}

# The switch is the module's: no client has one.
stripe.enable_telemetry = False


def client() -> stripe.StripeClient:
    """Return the client of the site's key."""
    return _client_of(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE)


@lru_cache(maxsize=8)
def _client_of(key: str, api_base: str) -> stripe.StripeClient:
    # Our own outbox decides when to try again: a retry made by the client would be a call nobody wrote down.
    return stripe.StripeClient(
        key,
        base_addresses={"api": api_base},
        http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS),
        max_network_retries=0,
    )


def is_live() -> bool:
    """Tell whether the site's key moves real money."""
    return is_live_key(settings.STRIPE_SECRET_KEY)


@contextmanager
def answered() -> Iterator[None]:
    """Run calls to Stripe; what it answers instead of doing the thing is raised as one of our errors."""
    try:
        yield
    except stripe.StripeError as error:
        raise our_error(error) from error


def our_error(error: stripe.StripeError) -> ProviderError:
    """Return what an error means for us: too low a balance, a definite refusal, or nobody knows."""
    said = f"{error.code or type(error).__name__}: {error}"
    if error.code in TOO_LOW and not isinstance(error, stripe.CardError):
        return BalanceTooLow(said)
    if isinstance(error, DEFINITE) and error.code not in UNCLEAR_CODES:
        return ProviderRefused(said)
    return ProviderUnclear(said)


def is_unknown(error: stripe.StripeError) -> bool:
    """Tell whether Stripe says that the object asked about does not exist."""
    return error.code == "resource_missing"
