"""Stripe's events: their signature, made with one of two secrets, and what their types mean for us."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import stripe
from django.conf import settings

from campaigns.errors import BadSignature
from campaigns.gateways.base import Event
from campaigns.gateways.stripe.calling import is_live
from campaigns.gateways.stripe.reading import NOTHING_TAKEN

SIGNATURE_HEADER = "Stripe-Signature"

# What happens on the platform's own account, which is where every payment, refund and dispute is.
PLATFORM_KINDS = {
    "checkout.session.completed": "payment.paid",
    "checkout.session.async_payment_succeeded": "payment.paid",
    "checkout.session.async_payment_failed": "payment.over",
    "checkout.session.expired": "payment.over",
    "refund.created": "refund.created",
    "refund.updated": "refund.updated",
    "refund.failed": "refund.failed",
    "charge.dispute.created": "dispute.created",
    "charge.dispute.updated": "dispute.updated",
    "charge.dispute.closed": "dispute.closed",
    "charge.dispute.funds_withdrawn": "dispute.updated",
    "charge.dispute.funds_reinstated": "dispute.updated",
}
# What happens on a holder's account; whatever the object, the account is what we re-read.
ACCOUNT_KINDS = {
    "account.updated": "account.updated",
    "account.application.deauthorized": "account.closed",
    "account.external_account.updated": "account.updated",
    "account.external_account.deleted": "account.updated",
    "capability.updated": "account.updated",
    "payout.failed": "account.payout_failed",
}


def verified(body: bytes, headers: Mapping[str, str]) -> Event:
    """Return the event that Stripe signed less than five minutes ago; `BadSignature` otherwise."""
    header = headers.get(SIGNATURE_HEADER, "")
    if not any(_signed(body, header, secret) for secret in _secrets()):
        raise BadSignature
    try:
        content = json.loads(body)
        return _meant(content)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadSignature from error


def _secrets() -> list[str]:
    """Return the secrets of the two addresses: events of the platform, events of the connected accounts."""
    return [
        secret
        for secret in (settings.STRIPE_WEBHOOK_SECRET, settings.STRIPE_CONNECT_WEBHOOK_SECRET)
        if secret
    ]


def _signed(body: bytes, header: str, secret: str) -> bool:
    try:
        return bool(
            stripe.WebhookSignature.verify_header(body, header, secret, stripe.Webhook.DEFAULT_TOLERANCE)
        )
    except (stripe.SignatureVerificationError, UnicodeError):
        return False


def _meant(content: dict[str, Any]) -> Event:
    """Return what an event is about for us; one of no interest keeps its own type, behind « other »."""
    event_id, named = str(content["id"]), str(content["type"])
    thing = content["data"]["object"]
    subject = str(thing.get("id") or "")
    account = str(content.get("account") or "")
    # The address for connected accounts of a live site also gets what happens to test accounts.
    if bool(content["livemode"]) != is_live():
        return Event(event_id, f"other.{named}", subject)
    if account:
        kind = ACCOUNT_KINDS.get(named)
        return Event(event_id, kind, account) if kind else Event(event_id, f"other.{named}", subject)
    kind = PLATFORM_KINDS.get(named)
    # A dispute begins, for the books, when money leaves: the same one is told again if its inquiry comes to that.
    if kind is None or (named.startswith("charge.dispute.") and thing.get("status") in NOTHING_TAKEN):
        return Event(event_id, f"other.{named}", subject)
    return Event(event_id, kind, subject)
