"""Every name of parameter we send exists in the typed classes of the pinned stripe-python."""

from typing import Any

import pytest
from django.utils import timezone
from stripe.params import AccountCreateParams, RefundCreateParams
from stripe.params.checkout import SessionCreateParams

from campaigns.errors import ProviderRefused
from campaigns.gateways.stripe import StripeGateway, asking, gateway
from tests.campaigns.gateways.test_contract_told import TestMovements
from tests.support.banks import StripeBank
from tests.support.fake_stripe import FakeStripe
from tests.support.fake_stripe.parameters import decoded, unknown_names
from tests.support.fake_stripe.routes import found
from tests.support.provider_requests import a_request


def test_every_name_we_send_is_known(fake: FakeStripe) -> None:
    """The fake refuses unknown names too; here they are all compared once more, and the calls are counted."""
    bank = StripeBank(fake)
    TestMovements().test_each_says_its_kind_its_amount_and_what_it_is_about(bank)
    page = bank.gateway.open_payment(a_request(), key="page")
    bank.gateway.end_payment(page.remote_id)
    bank.gateway.find_payment("pi_0")
    (account,) = (thing["id"] for thing in fake.all("account"))
    (transfer,) = (thing["id"] for thing in fake.all("transfer"))
    bank.gateway.account_page(account, return_url="https://x.example/", again_url="https://x.example/")
    bank.gateway.find_account("holder", since=timezone.now())
    bank.gateway.find_payout("g")
    bank.gateway.find_reversal(transfer, reference="r")
    bank.gateway.find_refund(fake.all("payment_intent")[0]["id"], reference="op")
    bank.gateway.read_account(account)
    bank.gateway.read_refund(fake.all("refund")[0]["id"])
    bank.gateway.read_dispute(fake.all("dispute")[0]["id"])

    called = set()
    for request in fake.requests:
        route, _identifier = found(request.method, request.path)
        called.add((route.method, route.path.pattern))
        assert list(unknown_names(request.params, route.typed)) == [], request.path
    assert len(called) == 17, "a call of the gateway is not made by this test"


@pytest.mark.parametrize(
    ("form", "typed", "unknown"),
    [
        ("payment_method_types[0]=card", SessionCreateParams, ["payment_method_types"]),
        ("line_items[0][amount]=5", SessionCreateParams, ["line_items[0][amount]"]),
        ("line_items[0][price_data][label]=x", SessionCreateParams, ["line_items[0][price_data][label]"]),
        ("payment_intent_data[on_behalf]=x", SessionCreateParams, ["payment_intent_data[on_behalf]"]),
        ("idempotency_key=x", RefundCreateParams, ["idempotency_key"]),
        ("controller[dashboard][type]=express", AccountCreateParams, ["controller[dashboard]"]),
        ("metadata[anything]=x&allowed_payment_method_types[0]=card", SessionCreateParams, []),
        ("line_items[0][price_data][product_data][name]=x", SessionCreateParams, []),
    ],
)
def test_an_unknown_name_is_seen_however_deep(form: str, typed: Any, unknown: list[str]) -> None:
    assert list(unknown_names(decoded(form), typed)) == unknown


def test_an_unknown_name_in_a_page_of_ours_is_refused(
    fake: FakeStripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Stripe would: `payment_method_types` is what the page asked for before this version of the API."""
    ours = asking.page_params

    def older(request: Any) -> Any:
        return {**ours(request), "payment_method_types": ["card"]}

    monkeypatch.setattr(gateway, "page_params", older)

    with pytest.raises(ProviderRefused, match="payment_method_types"):
        StripeGateway().open_payment(a_request(), key="k")
