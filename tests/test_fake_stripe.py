"""The fake of Stripe, where a fault of its own would hide one of ours."""

import time
import urllib.error
import urllib.request
from datetime import timedelta
from random import Random
from typing import Any

import pytest
import stripe

from tests.support.fake_stripe import FakeStripe
from tests.support.fake_stripe.events import signature
from tests.support.fake_stripe.parameters import decoded


@pytest.fixture
def fake() -> Any:
    with FakeStripe() as served:
        yield served


@pytest.fixture
def client(fake: FakeStripe) -> stripe.StripeClient:
    """Return a client that tries nothing again."""
    return stripe.StripeClient(fake.api_key, base_addresses={"api": fake.base}, max_network_retries=0)


def a_session(client: stripe.StripeClient, *, key: str = "page", **facts: Any) -> Any:
    params: Any = {
        "mode": "payment",
        "success_url": "https://x.example/",
        "line_items": [
            {
                "price_data": {"currency": "eur", "unit_amount": 2_000, "product_data": {"name": "x"}},
                "quantity": 1,
            }
        ],
        **facts,
    }
    return client.v1.checkout.sessions.create(params, {"idempotency_key": key})


def a_payment(fake: FakeStripe, client: stripe.StripeClient, card: str = "4242424242424242") -> str:
    session = a_session(client, key=f"page:{fake.served}")
    fake.pay(session.id, card)
    return str(fake.world.objects[session.id]["payment_intent"])


def refund(client: stripe.StripeClient, intent: str, key: str = "k", **facts: Any) -> Any:
    return client.v1.refunds.create({"payment_intent": intent, **facts}, {"idempotency_key": key})


def test_it_starts_in_milliseconds() -> None:
    began = time.perf_counter()
    with FakeStripe():
        assert time.perf_counter() - began < 0.5


def test_nested_parameters_are_read_as_they_were_sent() -> None:
    assert decoded("a[b][c]=1&a[d][0]=x&a[d][1]=y&e[0][f]=%5B0%5D&g=") == {
        "a": {"b": {"c": "1"}, "d": ["x", "y"]},
        "e": [{"f": "[0]"}],
        "g": "",
    }


def test_a_key_is_answered_once_and_for_ever(fake: FakeStripe, client: stripe.StripeClient) -> None:
    intent = a_payment(fake, client)
    first = refund(client, intent)

    assert refund(client, intent).id == first.id
    with pytest.raises(stripe.IdempotencyError):
        refund(client, intent, amount=5)
    with pytest.raises(stripe.IdempotencyError):
        client.v1.transfers.create(
            {"amount": 1, "currency": "eur", "destination": "acct_1"}, {"idempotency_key": "k"}
        )
    fake.keys.forget()
    with pytest.raises(stripe.InvalidRequestError, match="already been refunded"):
        refund(client, intent)


def test_what_failed_validation_is_not_remembered(fake: FakeStripe, client: stripe.StripeClient) -> None:
    for wrong in ({"mode": ""}, {"expires_at": fake.world.now() + 60}, {"nonsense": 1}):
        with pytest.raises(stripe.InvalidRequestError):
            a_session(client, **wrong)

    assert a_session(client).status == "open"


def test_what_was_refused_once_begun_is_remembered(fake: FakeStripe, client: stripe.StripeClient) -> None:
    account = client.v1.accounts.create({"capabilities": {"transfers": {"requested": True}}}).id
    fake.complete_account(account)
    params: Any = {"amount": 1_000, "currency": "eur", "destination": account}
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.transfers.create(params, {"idempotency_key": "a"})
    fake.top_up(1_000)

    with pytest.raises(stripe.InvalidRequestError, match="insufficient"):
        client.v1.transfers.create(params, {"idempotency_key": "a"})
    assert client.v1.transfers.create(params, {"idempotency_key": "b"}).amount == 1_000


def test_money_waits_before_it_is_available(fake: FakeStripe, client: stripe.StripeClient) -> None:
    a_payment(fake, client)
    assert (fake.available_cents, fake.balance_cents) == (0, 2_000 - 55)

    fake.let_pass(days=6)
    assert fake.available_cents == 0
    fake.let_pass(days=1)

    assert fake.available_cents == fake.balance_cents == 1_945
    line = client.v1.balance_transactions.list().data[0]
    assert (line.status, line.net, line.fee) == ("available", 1_945, 55)


@pytest.mark.parametrize(
    ("card", "days", "states"),
    [
        ("4000000000007726", 1, ["pending", "succeeded"]),
        ("4000000000005126", 5, ["succeeded", "failed"]),
    ],
)
def test_cards_whose_refunds_change_days_later(
    fake: FakeStripe, client: stripe.StripeClient, card: str, days: int, states: list[str]
) -> None:
    given_back = refund(client, a_payment(fake, client, card))
    assert given_back.status == states[0]

    fake.let_pass(days=days)

    assert client.v1.refunds.retrieve(given_back.id).status == states[1]


def test_a_card_whose_payment_is_contested(fake: FakeStripe, client: stripe.StripeClient) -> None:
    a_payment(fake, client, "4000000000000259")
    before = fake.balance_cents

    fake.let_pass(seconds=2)

    (dispute,) = fake.all("dispute")
    assert dispute["status"] == "needs_response"
    assert before - fake.balance_cents == 2_000 + fake.world.dispute_fee_cents


def test_things_happen_at_their_own_moment_however_far_time_jumps(
    fake: FakeStripe, client: stripe.StripeClient
) -> None:
    a_payment(fake, client, "4000000000000259")
    due = fake.world.now() + 1

    fake.let_pass(days=30)

    assert abs(fake.all("dispute")[0]["created"] - due) <= 1


def test_an_onboarding_link_works_once_and_not_for_long(
    fake: FakeStripe, client: stripe.StripeClient
) -> None:
    account = client.v1.accounts.create({"capabilities": {"transfers": {"requested": True}}}).id

    def link() -> str:
        return client.v1.account_links.create(
            {
                "account": account,
                "type": "account_onboarding",
                "return_url": f"{fake.base}/back",
                "refresh_url": f"{fake.base}/again",
            }
        ).url

    def led_to(address: str, form: bytes | None = None) -> str:
        try:
            with urllib.request.urlopen(address, form) as answer:  # noqa: S310  (the fake's own address)
                return str(answer.url)
        except urllib.error.HTTPError as answer:
            with answer:
                return str(answer.url)

    once, late = link(), link()
    assert led_to(once) == once
    assert led_to(once).endswith("/again")
    fake.let_pass(minutes=6)
    assert led_to(late).endswith("/again")
    fresh = link()
    assert led_to(fresh) == fresh
    assert led_to(fresh, b"").endswith("/back")
    assert client.v1.accounts.retrieve(account).payouts_enabled


def test_events_are_signed_as_stripe_signs_them(fake: FakeStripe, client: stripe.StripeClient) -> None:
    a_payment(fake, client)
    body, header = fake.outbox.signed(fake.outbox.waiting[0])

    assert stripe.Webhook.construct_event(body, header, fake.outbox.secret).id.startswith("evt_")
    generated = stripe.WebhookSignature.generate_signature_header(body.decode(), "whsec_x", 1_700_000_000)
    assert signature(body, "whsec_x", at=1_700_000_000) == generated


def test_events_come_again_out_of_order_late_or_never(fake: FakeStripe, client: stripe.StripeClient) -> None:
    for _ in range(5):
        a_payment(fake, client)
    made = [event.body for event in fake.outbox.waiting]
    heard: list[bytes] = []

    def hear(body: bytes, header: str) -> None:
        heard.append(body)

    assert fake.deliver(hear, older_than=timedelta(hours=1)) == 0
    fake.let_pass(hours=2)
    assert fake.deliver(hear, times=3, shuffled=Random(1), older_than=timedelta(hours=1)) == 3 * len(made)
    assert sorted(heard) == sorted(made * 3)
    assert heard != made * 3
    assert fake.outbox.waiting == []

    a_payment(fake, client)
    fake.deliver(hear, shuffled=Random(1), lost=1.0)
    assert len(fake.outbox.lost) == 3


def test_an_event_that_is_not_taken_waits(fake: FakeStripe, client: stripe.StripeClient) -> None:
    a_payment(fake, client)

    def down(body: bytes, header: str) -> int:
        return 503

    assert fake.deliver(down) == 0
    assert fake.deliver("http://127.0.0.1:9/nobody") == 0
    assert fake.deliver(lambda body, header: 200) == 3


@pytest.mark.parametrize(
    ("kind", "done"),
    [
        ("500", False),
        ("429", False),
        ("409", False),
        ("reset_before", False),
        ("reset_after", True),
        ("saved_500_done", True),
        ("saved_500_undone", False),
    ],
)
def test_a_fault_is_met_once_and_does_or_does_not_the_thing(
    fake: FakeStripe, client: stripe.StripeClient, kind: Any, done: bool
) -> None:
    intent = a_payment(fake, client)
    fake.faults.add(kind, method="POST", path="refunds")

    with pytest.raises(stripe.StripeError):
        refund(client, intent)

    assert len(fake.all("refund")) == int(done)


def test_faults_drawn_from_a_seed_are_the_same_each_time(fake: FakeStripe) -> None:
    def drawn(seed: int) -> list[bool]:
        fake.faults.draw(seed, share=0.5, kinds=("500",))
        return [fake.faults.next("GET", "/") is not None for _ in range(50)]

    assert drawn(1) == drawn(1) != drawn(2)


def test_a_fault_of_the_fake_itself_fails_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.support.fake_stripe import routes

    monkeypatch.setattr(routes, "answer", lambda *_args, **_kwargs: 1 // 0)
    served = FakeStripe().__enter__()
    client = stripe.StripeClient(served.api_key, base_addresses={"api": served.base}, max_network_retries=0)
    with pytest.raises(stripe.APIError):
        client.v1.balance.retrieve()

    with pytest.raises(AssertionError, match="the fake itself broke"):
        served.__exit__()
