"""What Stripe is asked to make: payment pages and holders' accounts, in the names of the pinned API."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from campaigns.gateways.base import AccountRequest, PaymentRequest
from campaigns.gateways.stripe.reading import marks

if TYPE_CHECKING:
    from stripe.params import AccountCreateParams
    from stripe.params.checkout import SessionCreateParams

CURRENCY = "eur"
SHORTEST_PAGE = timedelta(minutes=30, seconds=30)
"""Stripe opens no page for less than 30 minutes; the rest is for the two clocks to differ."""
LONGEST_NAME = 250
# A public body is asked by Stripe what it is: its own type exists in the United States only.
BUSINESS_TYPES = {"individual": "individual", "association": "non_profit", "company": "company"}


def page_params(request: PaymentRequest) -> SessionCreateParams:
    """Return what a Checkout page is asked to be."""
    shortest = timezone.now() + SHORTEST_PAGE
    notes = marks(reference=request.reference)
    title = request.description[:LONGEST_NAME] or "—"
    params: SessionCreateParams = {
        "mode": "payment",
        "locale": request.language,
        "client_reference_id": request.reference,
        "metadata": notes,
        "allowed_payment_method_types": ["card"],
        # Nobody may be charged in another currency than the one of the books.
        "adaptive_pricing": {"enabled": False},
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": CURRENCY,
                    "unit_amount": request.amount_cents,
                    "product_data": {"name": title},
                },
            }
        ],
        "payment_intent_data": {"description": title, "metadata": notes},
        "success_url": request.return_url,
        "cancel_url": request.cancel_url,
        "expires_at": math.ceil(max(request.expires_at, shortest).timestamp()),
    }
    if request.group:
        params["payment_intent_data"]["transfer_group"] = request.group
    if request.email:
        params["customer_email"] = request.email
    return params


def account_params(request: AccountRequest) -> AccountCreateParams:
    """Return what a connected account is asked to be: Stripe verifies its holder and gives them a small dashboard.

    The platform bears the fees and the losses of its own charges. Nothing is said of payouts: what the account
    receives goes to its bank by itself, only the platform's own payouts are manual.
    """
    params: AccountCreateParams = {
        "country": request.country,
        "email": request.email,
        "controller": {
            "fees": {"payer": "application"},
            "losses": {"payments": "application"},
            "requirement_collection": "stripe",
            "stripe_dashboard": {"type": "express"},
        },
        "capabilities": {"transfers": {"requested": True}},
        "business_profile": {"name": request.name[:LONGEST_NAME]},
        "metadata": marks(reference=request.reference),
    }
    if business_type := BUSINESS_TYPES.get(request.form):
        params["business_type"] = business_type
    if request.form != "individual":
        params["company"] = {"name": request.name[:LONGEST_NAME]}
    return params
