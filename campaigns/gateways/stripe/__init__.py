"""Stripe behind the house's protocol: the only package that imports stripe-python, and only when it is asked for."""

from campaigns.gateways.stripe.gateway import StripeGateway

__all__ = ["StripeGateway"]
