"""How Stripe is called and what its errors mean; the contract says the rest."""

from datetime import timedelta
from typing import Any, get_args

import pytest
import stripe
from django.test import override_settings
from django.utils import timezone

from campaigns.errors import BalanceTooLow, ProviderRefused, ProviderUnclear
from campaigns.gateways.base import AccountRequest
from campaigns.gateways.stripe import StripeGateway, calling, reading
from tests.support.banks import StripeBank
from tests.support.fake_stripe import FakeStripe, routes, server
from tests.support.fake_stripe.world import Refusal
from tests.support.provider_requests import AMOUNT, a_charge, a_ready_account, a_request


def opened(fake: FakeStripe) -> dict[str, Any]:
    """Return the parameters of the last page asked for."""
    return next(
        request.params for request in reversed(fake.requests) if request.path == "/v1/checkout/sessions"
    )


def test_a_page_takes_cards_only_in_euros_and_in_french(fake: FakeStripe, gateway: StripeGateway) -> None:
    request = a_request()

    gateway.open_payment(request, key="k")

    asked = opened(fake)
    marks = {"site": "terreau", "reference": request.reference}
    assert asked["mode"] == "payment"
    assert asked["locale"] == "fr"
    assert asked["allowed_payment_method_types"] == ["card"]
    assert asked["adaptive_pricing"] == {"enabled": "false"}
    assert asked["client_reference_id"] == request.reference
    assert asked["metadata"] == marks
    assert asked["payment_intent_data"]["metadata"] == marks
    assert asked["payment_intent_data"]["transfer_group"] == "terreau-campaign-1"
    price = asked["line_items"][0]["price_data"]
    assert (price["currency"], price["unit_amount"]) == ("eur", str(AMOUNT))
    assert asked["success_url"] == request.return_url
    assert asked["cancel_url"] == request.cancel_url
    assert int(asked["expires_at"]) - request.expires_at.timestamp() < 1


def test_a_page_opened_late_still_lives_the_half_hour_stripe_wants(
    fake: FakeStripe, gateway: StripeGateway
) -> None:
    """The second page of a reservation of which ten minutes are left; Stripe refuses shorter ones."""
    late = a_request(expires_at=timezone.now() + timedelta(minutes=10))

    page = gateway.open_payment(late, key="k")

    assert gateway.read_payment(page.remote_id).state == "open"
    assert int(opened(fake)["expires_at"]) >= fake.world.now() + 1800


@pytest.mark.parametrize("email", ["", "françois@exemple.fr"])
def test_an_address_stripe_does_not_take_keeps_nobody_from_pledging(
    fake: FakeStripe, gateway: StripeGateway, email: str
) -> None:
    page = gateway.open_payment(a_request(email=email), key="k")

    assert page.url
    assert "customer_email" not in opened(fake)


def test_any_title_is_taken(gateway: StripeGateway) -> None:
    for number, title in enumerate(["", "é" * 5000, "\u202e<b>&amp;[0]=", "a\x00b"]):
        assert gateway.open_payment(a_request(description=title), key=str(number)).url


def test_another_card_may_be_tried_on_the_same_page(fake: FakeStripe, gateway: StripeGateway) -> None:
    page = gateway.open_payment(a_request(), key="k")

    for card in ("4000000000000002", "4000000000009995", "4000000000009987", "4000008400001629"):
        assert fake.pay(page.remote_id, card) == "declined"
        assert gateway.read_payment(page.remote_id).state == "open"
    fake.pay(page.remote_id, "4000002500003155")

    paid = gateway.read_payment(page.remote_id)
    assert paid.state == "paid"
    assert paid.charge_id.startswith("pi_")


def test_a_payment_is_dated_by_its_charge(fake: FakeStripe, gateway: StripeGateway) -> None:
    page = gateway.open_payment(a_request(), key="k")
    fake.let_pass(minutes=29)
    fake.pay(page.remote_id)
    fake.let_pass(days=2)

    paid_at = gateway.read_payment(page.remote_id).paid_at

    assert timedelta(minutes=28) < paid_at - timezone.now() < timedelta(minutes=30)


def test_what_another_site_made_on_the_same_account_is_not_ours(
    fake: FakeStripe, gateway: StripeGateway
) -> None:
    bank, since = StripeBank(fake), timezone.now() - timedelta(minutes=1)
    with override_settings(SITE_KEY="voisine"):
        page = gateway.open_payment(a_request(), key="k")
        fake.pay(page.remote_id)
        charge = gateway.read_payment(page.remote_id).charge_id
        a_ready_account(bank, "holder")

    assert gateway.read_payment(page.remote_id).reference == ""
    assert gateway.find_payment(charge) is None
    assert gateway.find_account("holder", since=since) is None


def test_a_holder_is_asked_everything_at_once(fake: FakeStripe, gateway: StripeGateway) -> None:
    asked = {}
    for form in ("individual", "association", "company", "public_body"):
        account = gateway.open_account(AccountRequest(form, "h@example.org", "Nom", form), key=form)
        asked[form] = fake.requests[-1].params
        gateway.account_page(
            account.remote_id, return_url="https://x.example/a/", again_url="https://x.example/b/"
        )

    link = fake.requests[-1].params
    assert link["collection_options"] == {"fields": "eventually_due"}
    assert (link["return_url"], link["refresh_url"]) == ("https://x.example/a/", "https://x.example/b/")
    assert [one.get("business_type") for one in asked.values()] == [
        "individual",
        "non_profit",
        "company",
        None,
    ]
    for one in asked.values():
        assert one["capabilities"] == {"transfers": {"requested": "true"}}
        assert one["country"] == "FR"
        assert one["controller"]["stripe_dashboard"] == {"type": "express"}


def test_an_account_that_may_not_receive_transfers_is_not_paid(
    fake: FakeStripe, gateway: StripeGateway
) -> None:
    """Stripe tells two things apart: its bank may be paid, and it may receive our transfer. We need both."""
    account = a_ready_account(StripeBank(fake))

    fake.world.objects[account]["capabilities"] = {"transfers": "pending"}

    assert not gateway.read_account(account).payouts_enabled


def test_money_that_reached_the_holders_bank_cannot_be_taken_back_yet(
    fake: FakeStripe, gateway: StripeGateway
) -> None:
    account = a_ready_account(StripeBank(fake))
    fake.top_up(10_000)
    payout = gateway.pay_out(account, 10_000, group="g", key="k")
    fake.pay_holder(account)

    with pytest.raises(BalanceTooLow):
        gateway.reverse_payout(payout.remote_id, 5_000, reference="r", key="r")


def test_pledges_are_transferred_once_they_are_available(fake: FakeStripe, gateway: StripeGateway) -> None:
    bank = StripeBank(fake)
    account = a_ready_account(bank)
    a_charge(bank)

    with pytest.raises(BalanceTooLow):
        gateway.pay_out(account, 4_000, group="g", key="attempt:1")
    fake.let_pass(days=8)

    assert gateway.pay_out(account, 4_000, group="g", key="attempt:2").amount_cents == 4_000


def test_an_inquiry_takes_nothing(fake: FakeStripe, gateway: StripeGateway) -> None:
    bank = StripeBank(fake)
    charge = a_charge(bank)
    before = fake.balance_cents

    dispute = fake.open_dispute(charge, inquiry=True)

    assert gateway.read_dispute(dispute).state == "won"
    assert fake.balance_cents == before
    told = [gateway.verify_event(body, headers).kind for body, headers in bank.events()]
    assert "other.charge.dispute.created" in told
    assert not [kind for kind in told if kind.startswith("dispute.")]


@pytest.mark.parametrize("fault", ["500", "429", "409", "reset_before", "reset_after"])
def test_what_may_or_may_not_be_done_is_unclear(fake: FakeStripe, gateway: StripeGateway, fault: Any) -> None:
    charge = a_charge(StripeBank(fake))
    fake.faults.add(fault, path="refunds")
    before = fake.served

    with pytest.raises(ProviderUnclear):
        gateway.refund(charge, AMOUNT, reference="op", key="k")

    assert fake.served == before + 1, "the client tried again by itself"
    found = gateway.find_refund(charge, reference="op")
    assert (found is not None) == (fault == "reset_after")


@pytest.mark.parametrize(("fault", "done"), [("saved_500_done", True), ("saved_500_undone", False)])
def test_a_saved_error_is_answered_for_ever_to_its_key_and_to_no_other(
    fake: FakeStripe, gateway: StripeGateway, fault: Any, done: bool
) -> None:
    charge = a_charge(StripeBank(fake))
    fake.faults.add(fault, path="refunds")

    for _ in range(3):
        with pytest.raises(ProviderUnclear):
            gateway.refund(charge, AMOUNT, reference="op", key="attempt:1")

    found = gateway.find_refund(charge, reference="op")
    assert (found is not None) == done
    if not done:
        assert gateway.refund(charge, AMOUNT, reference="op", key="attempt:2").state == "done"


def test_too_long_a_silence_is_unclear(
    fake: FakeStripe, gateway: StripeGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    charge = a_charge(StripeBank(fake))
    assert calling.TIMEOUT_SECONDS == 20
    monkeypatch.setattr(calling, "TIMEOUT_SECONDS", 0.05)
    calling._client_of.cache_clear()
    fake.faults.add("slow", path="refunds", seconds=0.5)

    with pytest.raises(ProviderUnclear):
        gateway.refund(charge, AMOUNT, reference="op", key="k")
    calling._client_of.cache_clear()


def test_a_stripe_that_does_not_answer_is_unclear(gateway: StripeGateway) -> None:
    with override_settings(STRIPE_API_BASE="http://127.0.0.1:9"), pytest.raises(ProviderUnclear):
        gateway.read_payment("cs_1")


@pytest.mark.parametrize("status", [200, 302, 502])
def test_a_page_in_place_of_an_answer_is_unclear(
    fake: FakeStripe, gateway: StripeGateway, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    """What a proxy in between may say."""
    charge = a_charge(StripeBank(fake))
    monkeypatch.setitem(server.REFUSED_OUTRIGHT, "500", (status, b"<html>Bad gateway"))
    fake.faults.add("500", path="refunds")

    with pytest.raises(ProviderUnclear):
        gateway.refund(charge, AMOUNT, reference="op", key="k")


def test_a_wrong_key_turns_nothing_into_a_refusal(gateway: StripeGateway) -> None:
    """It is the site's trouble: what is owed waits until somebody mends it."""
    with override_settings(STRIPE_SECRET_KEY="sk_test_other"), pytest.raises(ProviderUnclear) as error:
        gateway.read_payment("cs_1")
    assert "sk_test_other" not in str(error.value)


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (400, "parameter_invalid", ProviderRefused),
        (400, "balance_insufficient", BalanceTooLow),
        (400, "rate_limit", ProviderUnclear),
        (400, "lock_timeout", ProviderUnclear),
        (401, "", ProviderUnclear),
        (402, "insufficient_funds", ProviderRefused),
        (403, "", ProviderRefused),
        (404, "resource_missing", ProviderRefused),
        (409, "idempotency_key_in_use", ProviderUnclear),
        (429, "lock_timeout", ProviderUnclear),
        (500, "", ProviderUnclear),
        (503, "", ProviderUnclear),
        (418, "", ProviderUnclear),
    ],
)
def test_each_error_has_one_meaning(
    fake: FakeStripe,
    gateway: StripeGateway,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    code: str,
    expected: type[Exception],
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> Any:
        raise Refusal("no", status=status, code=code, kind="card_error" if status == 402 else "x")

    monkeypatch.setattr(routes, "answer", refuse)

    with pytest.raises(expected) as error:
        gateway.pay_out("acct_1", 1, group="g", key="k")
    assert type(error.value) is expected


def test_every_write_has_its_key_and_nothing_is_told_of_us(fake: FakeStripe, gateway: StripeGateway) -> None:
    bank = StripeBank(fake)
    charge = a_charge(bank)
    gateway.refund(charge, AMOUNT, reference="op", key="the refund's own")
    page = gateway.open_payment(a_request(), key="another page")
    gateway.end_payment(page.remote_id)
    account = a_ready_account(bank)
    gateway.account_page(account, return_url="https://x.example/", again_url="https://x.example/")
    fake.top_up(1_000)
    payout = gateway.pay_out(account, 1_000, group="g", key="payout")
    gateway.reverse_payout(payout.remote_id, 500, reference="r", key="reversal")

    writes = [request for request in fake.requests if request.method == "POST"]
    keys = [request.headers["Idempotency-Key"] for request in writes]
    assert len(set(keys)) == len(writes) == 8
    assert {"the refund's own", "another page", "payout", "reversal"} <= set(keys)
    for request in fake.requests:
        assert request.headers["Stripe-Version"] == "2026-10-28.endive"
        assert "X-Stripe-Client-Telemetry" not in request.headers
        assert "telemetry_id" not in request.headers.get("X-Stripe-Client-User-Agent", "")
    assert stripe.enable_telemetry is False


def test_a_list_longer_than_a_page_is_read_to_its_end(fake: FakeStripe, gateway: StripeGateway) -> None:
    for _ in range(250):
        fake.top_up(100)
    before = fake.served

    lines = gateway.movements(
        since=timezone.now() - timedelta(minutes=1), until=timezone.now() + timedelta(minutes=1)
    )
    next(lines)

    assert fake.served == before + 1, "all pages were read at once"
    assert 1 + sum(1 for _ in lines) == 250
    assert fake.served == before + 3


def test_a_line_of_an_unknown_category_is_told_by_its_type_and_else_is_other(
    fake: FakeStripe, gateway: StripeGateway
) -> None:
    a_charge(StripeBank(fake))
    fake.top_up(500)
    (charge, topup) = fake.all("balance_transaction")
    charge["reporting_category"] = "new_name"
    topup |= {"reporting_category": "connect_reserved_funds", "type": "reserved_funds"}

    lines = gateway.movements(
        since=timezone.now() - timedelta(minutes=1), until=timezone.now() + timedelta(minutes=1)
    )

    assert [(line.kind, line.amount_cents) for line in lines] == [("other", 500), ("charge", AMOUNT)]


def test_the_types_and_states_of_our_tables_exist_in_this_version_of_the_api() -> None:
    def literals(hint: Any) -> set[str]:
        return {arg for arg in get_args(hint) if isinstance(arg, str)} | {
            found for arg in get_args(hint) for found in literals(arg)
        }

    types = literals(stripe.BalanceTransaction.__annotations__["type"])
    states = literals(stripe.Dispute.__annotations__["status"])
    assert set(reading.KINDS_BY_TYPE) <= types
    assert set(reading.DISPUTE_STATES) <= states
