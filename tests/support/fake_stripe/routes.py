"""The addresses of the API: what each one does, and the typed class of stripe-python its parameters belong to."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from stripe.params import (
    AccountCreateParams,
    AccountLinkCreateParams,
    AccountListParams,
    AccountRetrieveParams,
    BalanceTransactionListParams,
    DisputeRetrieveParams,
    PaymentIntentRetrieveParams,
    RefundCreateParams,
    RefundListParams,
    RefundRetrieveParams,
    TransferCreateParams,
    TransferListParams,
    TransferRetrieveParams,
    TransferReversalCreateParams,
    TransferReversalListParams,
)
from stripe.params.checkout import (
    SessionCreateParams,
    SessionExpireParams,
    SessionListParams,
    SessionRetrieveParams,
)

from tests.support.fake_stripe import checkout, connect, refunds
from tests.support.fake_stripe.parameters import unknown_names
from tests.support.fake_stripe.world import Refusal, Thing, World

Do = Callable[[World, Thing, str, str], Thing]
"""(world, parameters, identifier in the address, base of the fake's addresses) → the object to show."""


class Route(NamedTuple):
    """One address."""

    method: str
    path: re.Pattern[str]
    typed: Any
    do: Do


def _reads(kind: str) -> Do:
    return lambda world, params, identifier, base: world.get(kind, identifier)


def _lists(kind: str, **links: str) -> Do:
    """List the objects of a kind, those that a parameter links first (`payment_intent` → « refund of »)."""

    def listed(world: World, params: Thing, identifier: str, base: str) -> Thing:
        things = world.made[kind]
        for name, link in links.items():
            if wanted := (identifier if name == "id" else params.get(name)):
                if name == "payment_intent":
                    world.get("payment_intent", wanted, "payment_intent")
                things = world.linked.get((link, wanted), [])
        return world.listed(things, params)

    return listed


def _expire(world: World, params: Thing, identifier: str, base: str) -> Thing:
    return checkout.expire_session(world, world.get("checkout.session", identifier))


def _reverse(world: World, params: Thing, identifier: str, base: str) -> Thing:
    return connect.reverse_transfer(world, world.get("transfer", identifier), params)


def _balance(world: World, params: Thing, identifier: str, base: str) -> Thing:
    return {
        "object": "balance",
        "livemode": False,
        "available": [{"amount": world.available_cents, "currency": "eur"}],
        "pending": [{"amount": world.pending_cents, "currency": "eur"}],
    }


def _route(method: str, path: str, typed: Any, do: Do) -> Route:
    return Route(method, re.compile("/v1/" + path.replace("ID", "([A-Za-z0-9_]+)")), typed, do)


ROUTES = [
    _route(
        "POST",
        "checkout/sessions",
        SessionCreateParams,
        lambda w, p, i, base: checkout.open_session(w, p, base=base),
    ),
    _route(
        "GET", "checkout/sessions", SessionListParams, _lists("checkout.session", payment_intent="session of")
    ),
    _route("GET", "checkout/sessions/ID", SessionRetrieveParams, _reads("checkout.session")),
    _route("POST", "checkout/sessions/ID/expire", SessionExpireParams, _expire),
    _route("GET", "payment_intents/ID", PaymentIntentRetrieveParams, _reads("payment_intent")),
    _route("POST", "refunds", RefundCreateParams, lambda w, p, i, base: refunds.make_refund(w, p)),
    _route("GET", "refunds", RefundListParams, _lists("refund", payment_intent="refund of")),
    _route("GET", "refunds/ID", RefundRetrieveParams, _reads("refund")),
    _route("POST", "transfers", TransferCreateParams, lambda w, p, i, base: connect.make_transfer(w, p)),
    _route("GET", "transfers", TransferListParams, _lists("transfer", transfer_group="transfer of")),
    _route("GET", "transfers/ID", TransferRetrieveParams, _reads("transfer")),
    _route("POST", "transfers/ID/reversals", TransferReversalCreateParams, _reverse),
    _route(
        "GET",
        "transfers/ID/reversals",
        TransferReversalListParams,
        _lists("transfer_reversal", id="reversal of"),
    ),
    _route("POST", "accounts", AccountCreateParams, lambda w, p, i, base: connect.open_account(w, p)),
    _route("GET", "accounts", AccountListParams, _lists("account")),
    _route("GET", "accounts/ID", AccountRetrieveParams, _reads("account")),
    _route(
        "POST",
        "account_links",
        AccountLinkCreateParams,
        lambda w, p, i, base: connect.make_link(w, p, base=base),
    ),
    _route("GET", "disputes/ID", DisputeRetrieveParams, _reads("dispute")),
    _route("GET", "balance_transactions", BalanceTransactionListParams, _lists("balance_transaction")),
    _route("GET", "balance", None, _balance),
]


def found(method: str, path: str) -> tuple[Route, str]:
    """Return the route of a request and the identifier in its address."""
    for route in ROUTES:
        match = route.path.fullmatch(path)
        if match and route.method == method:
            return route, match.group(1) if match.groups() else ""
    raise Refusal(f"Unrecognized request URL ({method}: {path}).", status=404)


def answer(world: World, method: str, path: str, params: Thing, *, base: str) -> Thing:
    """Do what a request asks and return the object to show; unknown names of parameters are refused first."""
    route, identifier = found(method, path)
    if route.typed is not None:
        for name in unknown_names(params, route.typed):
            raise Refusal(f"Received unknown parameter: {name}", code="parameter_unknown", param=name)
    thing = route.do(world, params, identifier, base)
    if thing["object"] == "list":
        return thing | {"url": path}
    return world.expanded(thing, params.get("expand", []))
