"""The breaker around the calls a visitor waits for: who is told at once, and when the provider is tried again."""

from __future__ import annotations

import threading

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.errors import ProviderRefused, ProviderUnclear
from campaigns.gateways import breaker, gateway_named
from campaigns.gateways.breaker import REST_SECONDS, SLOW_SECONDS, Breaker
from campaigns.gateways.demo import DemoGateway
from campaigns.links import pledge_token
from campaigns.services import pledging
from tests.builders import a_backer, a_campaign


class Clock:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def silent(one: Breaker) -> None:
    with pytest.raises(ProviderUnclear, match="down"), one.call():
        raise ProviderUnclear("down")


def refused_at_once(one: Breaker) -> bool:
    try:
        with one.call():
            return False
    except ProviderUnclear:
        return True


def test_after_a_silence_nobody_calls_for_a_while_then_one_tries(clock: Clock) -> None:
    one = Breaker(clock)
    silent(one)
    clock.now += REST_SECONDS - 0.1
    assert refused_at_once(one)
    clock.now += 0.2
    with one.call():
        assert refused_at_once(one), "one tries, the others are told at once"
    assert not refused_at_once(one), "it answered: everybody may call again"


def test_a_second_silence_begins_another_rest(clock: Clock) -> None:
    one = Breaker(clock)
    silent(one)
    clock.now += REST_SECONDS + 1
    silent(one)
    clock.now += REST_SECONDS - 1
    assert refused_at_once(one)


def test_while_a_call_hangs_only_those_already_gone_wait(clock: Clock) -> None:
    one = Breaker(clock)
    with one.call():
        assert not refused_at_once(one), "two visitors at once are no trouble"
        clock.now += SLOW_SECONDS + 0.1
        assert refused_at_once(one)
    assert not refused_at_once(one)


def test_a_refusal_is_an_answer(clock: Clock) -> None:
    one = Breaker(clock)
    with pytest.raises(ProviderRefused), one.call():
        raise ProviderRefused("no")
    assert not refused_at_once(one)


def test_the_threads_of_a_site_are_not_all_lost_to_a_provider_that_hangs(clock: Clock) -> None:
    """Forty visitors come while one call hangs: none of them waits."""
    one = Breaker(clock)
    hanging, release = threading.Event(), threading.Event()

    def hang() -> None:
        with one.call():
            hanging.set()
            release.wait(30)

    thread = threading.Thread(target=hang)
    thread.start()
    assert hanging.wait(30)
    clock.now += SLOW_SECONDS + 1
    assert [refused_at_once(one) for _visitor in range(40)] == [True] * 40
    release.set()
    thread.join()


@pytest.mark.django_db
def test_the_page_says_that_nothing_is_charged_and_offers_to_try_again(client, monkeypatch):
    campaign = a_campaign()
    pledge = pledging.start_pledge(
        campaign=campaign,
        amount_cents=1_000,
        backer=a_backer(),
        submission_key="k",
        at=timezone.now(),
    )
    calls = []

    def down(self, request, *, key):
        calls.append(key)
        raise ProviderUnclear("down")

    monkeypatch.setattr(DemoGateway, "open_payment", down)
    retry = reverse("campaigns:retry", args=[pledge_token(pledge)])
    for _click in range(3):
        page = client.post(retry, follow=True)
        assert page.status_code == 200
        assert "ne répond pas pour le moment" in page.content.decode()
        assert "Rien n’a été débité" in page.content.decode()
    assert len(calls) == 1, "the others were told at once"
    assert client.get(campaign.page.url).status_code == 200
    monkeypatch.undo()
    breaker.forget_troubles()
    assert client.post(retry).url.startswith("/banque-de-demonstration/")
    assert gateway_named("demo").name == "demo"
