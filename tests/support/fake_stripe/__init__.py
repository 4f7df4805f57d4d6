"""A small stateful Stripe over real HTTP on loopback, for tests: it keeps objects, balances and idempotency keys.

This is our reading of Stripe's public documentation and of stripe-python's typed classes. It was **not** checked
against Stripe itself: a test that passes here says that our code does what we believe, not that Stripe agrees.
`manage.py stripe_rehearsal` walks through the same flow with a real sandbox key.

What it knows: Checkout sessions with a hosted page, 3-D Secure and the published test cards; refunds, pending or
failing days later; disputes; connected accounts and their requirements; transfers limited by the available balance,
reversals; balance transactions; signed events, repeated, shuffled, delayed or lost; faults asked for or drawn from a
seed. Names of parameters are checked against the typed classes of the pinned API. The rest answers 404 or 400.
"""

from tests.support.fake_stripe.fake import FakeStripe
from tests.support.fake_stripe.faults import Fault

__all__ = ["FakeStripe", "Fault"]
