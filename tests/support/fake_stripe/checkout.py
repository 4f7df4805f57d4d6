"""Checkout: sessions, the cards people try on their page, and the charges that come of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from tests.support.fake_stripe.world import Refusal, Thing, World

Outcome = Literal["paid", "declined", "check", "over"]

SHORTEST_SECONDS, LONGEST_SECONDS = 30 * 60, 24 * 3600
SMALLEST_CENTS = 50
DAY = 86_400
STATE_OF_PAGE = "fidkdWxOYHwnPyd1blpxYHZxWjA0" * 36
"""What Stripe's page keeps in its own address: about a thousand characters."""


@dataclass(frozen=True)
class Card:
    """How a published test card behaves."""

    decline: str = ""
    code: str = "card_declined"
    asks_check: bool = False
    after: Literal["", "dispute", "at_once", "refund_pending", "refund_fails"] = ""


CARDS = {
    "4242424242424242": Card(),
    "4000002500000003": Card(),  # France
    "4000002500003155": Card(asks_check=True),
    "4000002760003184": Card(asks_check=True),
    "4000008400001629": Card(asks_check=True, decline="generic_decline"),
    "4000000000000002": Card(decline="generic_decline"),
    "4000000000009995": Card(decline="insufficient_funds"),
    "4000000000009987": Card(decline="lost_card"),
    "4000000000009979": Card(decline="stolen_card"),
    "4000000000000069": Card(decline="expired_card", code="expired_card"),
    "4000000000000127": Card(decline="incorrect_cvc", code="incorrect_cvc"),
    "4000000000000119": Card(decline="processing_error", code="processing_error"),
    "4000000000000077": Card(after="at_once"),
    "4000000000000259": Card(after="dispute"),
    "4000000000007726": Card(after="refund_pending"),
    "4000000000005126": Card(after="refund_fails"),
}


def open_session(world: World, params: Thing, *, base: str) -> Thing:
    """Make a session, open until its time."""
    for name in ("mode", "success_url", "line_items"):
        if not params.get(name):
            raise Refusal(f"Missing required param: {name}.", code="parameter_missing", param=name)
    email = params.get("customer_email", "x@y.zz")
    if "@" not in email or not email.isascii():
        raise Refusal(f"Invalid email address: {email}", code="email_invalid", param="customer_email")
    amount = sum(
        int(item["price_data"]["unit_amount"]) * int(item.get("quantity", 1)) for item in params["line_items"]
    )
    if amount < SMALLEST_CENTS:
        raise Refusal("The Checkout Session's total amount is too small.", code="amount_too_small")
    expires_at = int(params.get("expires_at", world.now() + LONGEST_SECONDS))
    if not SHORTEST_SECONDS <= expires_at - world.now() <= LONGEST_SECONDS:
        raise Refusal(
            "The `expires_at` timestamp must be between 30 minutes and 24 hours.", param="expires_at"
        )
    session = world.make(
        "checkout.session",
        amount_total=amount,
        currency=params["line_items"][0]["price_data"]["currency"],
        client_reference_id=params.get("client_reference_id"),
        metadata=params.get("metadata", {}),
        mode=params["mode"],
        locale=params.get("locale"),
        status="open",
        payment_status="unpaid",
        payment_intent=None,
        expires_at=expires_at,
        success_url=params["success_url"],
        cancel_url=params.get("cancel_url"),
        customer_email=params.get("customer_email"),
        _intent=params.get("payment_intent_data", {}),
        _title=params["line_items"][0]["price_data"]["product_data"]["name"],
        _card="",
    )
    session["url"] = f"{base}/c/pay/{session['id']}#{STATE_OF_PAGE}"
    world.later(expires_at, lambda: _end(world, session))
    return session


def expire_session(world: World, session: Thing) -> Thing:
    """Expire a session that is open."""
    if session["status"] != "open":
        raise Refusal('Only Checkout Sessions with a status in ["open"] can be expired.')
    _end(world, session)
    return session


def _end(world: World, session: Thing) -> None:
    if session["status"] == "open":
        session |= {"status": "expired", "url": None}
        world.tell("checkout.session.expired", session)


def try_card(world: World, session: Thing, number: str) -> Outcome:
    """Try a card on the page of a session."""
    if session["status"] != "open":
        return "over"
    card = CARDS.get(number.replace(" ", ""))
    if card is None:
        raise Refusal(
            "Your card number is incorrect.", status=402, kind="card_error", code="incorrect_number"
        )
    intent = _intent_of(world, session)
    session["_card"] = number.replace(" ", "")
    if card.asks_check:
        intent["status"] = "requires_action"
        return "check"
    return _conclude(world, session, intent, card)


def end_check(world: World, session: Thing, *, approved: bool) -> Outcome:
    """Conclude the card holder's check (3-D Secure)."""
    if session["status"] != "open":
        return "over"
    intent, card = _intent_of(world, session), CARDS[session["_card"]]
    if intent["status"] != "requires_action":
        return "declined"
    return _conclude(world, session, intent, card if approved else Card(decline="authentication_required"))


def _intent_of(world: World, session: Thing) -> Thing:
    if session["payment_intent"]:
        return world.objects[session["payment_intent"]]
    facts = session["_intent"]
    intent = world.make(
        "payment_intent",
        amount=session["amount_total"],
        amount_received=0,
        currency=session["currency"],
        status="requires_payment_method",
        latest_charge=None,
        last_payment_error=None,
        metadata=facts.get("metadata", {}),
        description=facts.get("description"),
        transfer_group=facts.get("transfer_group"),
    )
    session["payment_intent"] = intent["id"]
    world.link("session of", intent["id"], session)
    return intent


def _conclude(world: World, session: Thing, intent: Thing, card: Card) -> Outcome:
    if card.decline:
        charge = _charge(world, intent, paid=False)
        intent |= {
            "status": "requires_payment_method",
            "latest_charge": charge["id"],
            "last_payment_error": {"type": "card_error", "code": card.code, "decline_code": card.decline},
        }
        world.tell("payment_intent.payment_failed", intent)
        return "declined"
    charge = _charge(world, intent, paid=True)
    charge["_after"] = card.after
    intent |= {
        "status": "succeeded",
        "latest_charge": charge["id"],
        "amount_received": intent["amount"],
        "last_payment_error": None,
    }
    session |= {"status": "complete", "payment_status": "paid", "url": None}
    amount = intent["amount"]
    fee = (amount * world.fee_bps + 5000) // 10000 + world.fee_fixed_cents if world.fee_bps else 0
    wait = 0 if card.after == "at_once" else world.pending_days * DAY
    line = world.line("charge", "charge", amount, fee=fee, source=charge, available_on=world.now() + wait)
    charge |= {"balance_transaction": line["id"], "_available_on": line["available_on"]}
    world.tell("charge.succeeded", charge)
    world.tell("payment_intent.succeeded", intent)
    world.tell("checkout.session.completed", session)
    if card.after == "dispute":
        from tests.support.fake_stripe.refunds import open_dispute

        world.later(world.now() + 1, lambda: open_dispute(world, intent) and None)
    return "paid"


def _charge(world: World, intent: Thing, *, paid: bool) -> Thing:
    charge: dict[str, Any] = world.make(
        "charge",
        amount=intent["amount"],
        amount_refunded=0,
        balance_transaction=None,
        captured=paid,
        currency=intent["currency"],
        description=intent["description"],
        disputed=False,
        metadata=intent["metadata"],
        paid=paid,
        payment_intent=intent["id"],
        refunded=False,
        status="succeeded" if paid else "failed",
        transfer_group=intent["transfer_group"],
    )
    return charge
