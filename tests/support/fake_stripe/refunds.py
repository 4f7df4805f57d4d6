"""Money that goes back to backers: refunds, which may fail days later, and disputes opened at their bank."""

from __future__ import annotations

from tests.support.fake_stripe.world import Refusal, Thing, World

DAY = 86_400


def make_refund(world: World, params: Thing) -> Thing:
    """Refund a charge, at most what is left of it."""
    intent = world.get("payment_intent", params.get("payment_intent"), "payment_intent")
    charge = world.objects.get(intent["latest_charge"] or "")
    if charge is None or not charge["paid"]:
        raise Refusal(
            "This PaymentIntent does not have a successful charge to refund.", param="payment_intent"
        )
    left = charge["amount"] - charge["amount_refunded"]
    amount = int(params.get("amount", left))
    if charge["disputed"]:
        raise Refusal(
            "Charge has been charged back; cannot issue a refund.", code="charge_disputed", saved=True
        )
    if left <= 0:
        message = f"Charge {charge['id']} has already been refunded."
        raise Refusal(message, code="charge_already_refunded", saved=True)
    if not 0 < amount <= left:
        raise Refusal(
            f"Refund amount is greater than unrefunded amount on charge ({left}).", param="amount", saved=True
        )
    if world.refunds_need_balance and amount > world.available_cents + world.pending_cents:
        raise Refusal(
            "Insufficient funds in your Stripe balance to refund this amount.",
            code="balance_insufficient",
            saved=True,
        )
    waits = world.refunds_start == "pending" or charge.get("_after") == "refund_pending"
    refund = world.make(
        "refund",
        amount=amount,
        charge=charge["id"],
        currency="eur",
        failure_balance_transaction=None,
        failure_reason=None,
        metadata=params.get("metadata", {}),
        payment_intent=intent["id"],
        status="pending" if waits else "succeeded",
    )
    world.link("refund of", intent["id"], refund)
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    # It leaves the balance where the charge is: in what is pending, as long as the charge is.
    line = world.line("refund", "refund", -amount, source=refund, available_on=charge["_available_on"])
    refund["balance_transaction"] = line["id"]
    world.tell("refund.created", refund)
    world.tell("charge.refunded", charge)
    if charge.get("_after") == "refund_pending":
        world.later(world.now() + DAY, lambda: finish_refund(world, refund))
    if charge.get("_after") == "refund_fails":
        world.later(world.now() + 5 * DAY, lambda: fail_refund(world, refund))
    return refund


def finish_refund(world: World, refund: Thing) -> None:
    """Have a pending refund succeed."""
    if refund["status"] == "pending":
        refund["status"] = "succeeded"
        world.tell("refund.updated", refund)


def fail_refund(world: World, refund: Thing) -> None:
    """Have a refund fail, even one that succeeded: the money comes back to the balance."""
    if refund["status"] == "failed":
        return
    refund |= {"status": "failed", "failure_reason": "expired_or_canceled_card"}
    line = world.line("refund_failure", "refund_failure", refund["amount"], source=refund)
    refund["failure_balance_transaction"] = line["id"]
    charge = world.objects[refund["charge"]]
    charge["amount_refunded"] -= refund["amount"]
    charge["refunded"] = False
    world.tell("refund.failed", refund)
    world.tell("refund.updated", refund)


def open_dispute(world: World, intent: Thing, *, inquiry: bool = False) -> Thing:
    """Have a backer contest a payment: its amount and a fee leave the balance, unless it is only an inquiry."""
    charge = world.objects[intent["latest_charge"]]
    dispute = world.make(
        "dispute",
        amount=charge["amount"],
        balance_transactions=[],
        charge=charge["id"],
        currency="eur",
        metadata={},
        payment_intent=intent["id"],
        reason="fraudulent",
        status="warning_needs_response" if inquiry else "needs_response",
    )
    if not inquiry:
        charge["disputed"] = True
        world.line("adjustment", "dispute", -charge["amount"], fee=world.dispute_fee_cents, source=dispute)
    world.tell("charge.dispute.created", dispute)
    if not inquiry:
        world.tell("charge.dispute.funds_withdrawn", dispute)
    return dispute


def close_dispute(world: World, dispute: Thing, *, won: bool) -> None:
    """End a dispute; one that is won gives its amount back, never its fee."""
    if dispute["status"] in {"won", "lost"}:
        return
    dispute["status"] = "won" if won else "lost"
    if won:
        world.objects[dispute["charge"]]["disputed"] = False
        world.line("adjustment", "dispute_reversal", dispute["amount"], source=dispute)
        world.tell("charge.dispute.funds_reinstated", dispute)
    world.tell("charge.dispute.closed", dispute)
