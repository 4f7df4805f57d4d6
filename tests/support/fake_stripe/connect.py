"""Connect: holders' accounts and what is still asked of them, their onboarding links, transfers and reversals."""

from __future__ import annotations

from tests.support.fake_stripe.world import Refusal, Thing, World

LINK_SECONDS = 300
FIRST_ASKED = {
    "individual": ["external_account", "individual.dob.day", "individual.verification.document"],
    "company": ["company.tax_id", "external_account", "owners.verification.document"],
    "non_profit": ["company.tax_id", "external_account", "representative.verification.document"],
    "": ["business_type", "external_account"],
}


def open_account(world: World, params: Thing) -> Thing:
    """Open an account that may do nothing yet."""
    business_type = params.get("business_type", "")
    if business_type not in FIRST_ASKED:
        raise Refusal(f"{business_type} is not supported in FR.", param="business_type")
    if params.get("capabilities", {}).get("transfers", {}).get("requested") != "true":
        raise Refusal("You must request at least one capability.", param="capabilities")
    due = ["tos_acceptance.date", *FIRST_ASKED[business_type]]
    account = world.make(
        "account",
        business_profile=params.get("business_profile", {}),
        business_type=business_type or None,
        capabilities={"transfers": "inactive"},
        charges_enabled=False,
        controller=params.get("controller", {}),
        country=params.get("country"),
        default_currency="eur",
        details_submitted=False,
        email=params.get("email"),
        metadata=params.get("metadata", {}),
        payouts_enabled=False,
        requirements={
            "currently_due": due,
            "past_due": due,
            "eventually_due": due,
            "pending_verification": [],
            "errors": [],
            "current_deadline": None,
            "disabled_reason": "requirements.past_due",
        },
        type="none",
        _balance=0,
        _links=[],
    )
    _say(world, account)
    return account


def _say(world: World, account: Thing) -> None:
    world.tell("account.updated", account, account=account["id"])


def complete_account(world: World, account: Thing) -> None:
    """Have the holder give everything asked, and Stripe verify it."""
    account |= {
        "details_submitted": True,
        "payouts_enabled": True,
        "capabilities": {"transfers": "active"},
        "requirements": account["requirements"]
        | {
            "currently_due": [],
            "past_due": [],
            "eventually_due": [],
            "current_deadline": None,
            "disabled_reason": None,
        },
    }
    _say(world, account)


def ask_more(world: World, account: Thing, requirement: str, *, due_by: int | None) -> None:
    """Have Stripe ask one more thing; without a term, payouts stop at once."""
    asked = account["requirements"]
    account["requirements"] = asked | {
        "currently_due": [*asked["currently_due"], requirement],
        "past_due": [] if due_by else [requirement],
        "current_deadline": due_by,
        "disabled_reason": None if due_by else "requirements.past_due",
    }
    if not due_by:
        account |= {"payouts_enabled": False}
    _say(world, account)


def reject_account(world: World, account: Thing) -> None:
    """Have Stripe refuse to serve an account, for good."""
    account["requirements"] = account["requirements"] | {"disabled_reason": "rejected.other"}
    account |= {"payouts_enabled": False, "capabilities": {"transfers": "inactive"}}
    _say(world, account)


def make_link(world: World, params: Thing, *, base: str) -> Thing:
    """Make an onboarding link: it works once, and for five minutes."""
    account = world.get("account", params.get("account"), "account")
    for name in ("refresh_url", "return_url"):
        if not params.get(name):
            raise Refusal(f"Missing required param: {name}.", code="parameter_missing", param=name)
    expires_at = world.now() + LINK_SECONDS
    account["_links"].append(
        {
            "expires_at": expires_at,
            "used": False,
            "back": params["return_url"],
            "again": params["refresh_url"],
        }
    )
    return {
        "object": "account_link",
        "created": world.now(),
        "expires_at": expires_at,
        "url": f"{base}/setup/{account['id']}/{len(account['_links']) - 1}",
    }


def make_transfer(world: World, params: Thing) -> Thing:
    """Send money of the available balance to an account."""
    account = world.get("account", params.get("destination"), "destination")
    amount = int(params.get("amount", 0))
    if amount <= 0:
        raise Refusal("Invalid positive integer", param="amount")
    if account["capabilities"]["transfers"] != "active":
        raise Refusal(
            "Your destination account needs to have the transfers capability.",
            code="insufficient_capabilities_for_transfer",
            param="destination",
            saved=True,
        )
    if amount > world.available_cents:
        raise Refusal(
            "You have insufficient available funds in your Stripe account.",
            code="balance_insufficient",
            saved=True,
        )
    transfer = world.make(
        "transfer",
        amount=amount,
        amount_reversed=0,
        currency=params.get("currency"),
        destination=account["id"],
        metadata=params.get("metadata", {}),
        reversals={"object": "list", "data": [], "has_more": False},
        reversed=False,
        transfer_group=params.get("transfer_group"),
    )
    world.link("transfer of", params.get("transfer_group", ""), transfer)
    transfer["balance_transaction"] = world.line("transfer", "transfer", -amount, source=transfer)["id"]
    account["_balance"] += amount
    world.tell("transfer.created", transfer)
    return transfer


def reverse_transfer(world: World, transfer: Thing, params: Thing) -> Thing:
    """Take money back, at most what is left of the transfer and what its account still has."""
    left = transfer["amount"] - transfer["amount_reversed"]
    amount = int(params.get("amount", left))
    account = world.objects[transfer["destination"]]
    if not 0 < amount <= left:
        raise Refusal(
            f"Reversal amount is greater than unreversed amount ({left}).", param="amount", saved=True
        )
    if amount > account["_balance"]:
        raise Refusal(
            "The connected account has insufficient funds.", code="balance_insufficient", saved=True
        )
    reversal = world.make(
        "transfer_reversal",
        amount=amount,
        currency="eur",
        metadata=params.get("metadata", {}),
        transfer=transfer["id"],
    )
    world.link("reversal of", transfer["id"], reversal)
    transfer["amount_reversed"] += amount
    transfer["reversed"] = transfer["amount_reversed"] == transfer["amount"]
    account["_balance"] -= amount
    line = world.line("transfer_refund", "transfer_reversal", amount, source=reversal)
    reversal["balance_transaction"] = line["id"]
    world.tell("transfer.reversed", transfer)
    return reversal
