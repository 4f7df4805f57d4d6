"""Pages keep answering while the provider is down or slow: a breaker around the calls that a visitor waits for.

A call may take twenty seconds to time out, and a site has few threads. Once a provider is seen not to answer, visitors
are told at once for a while, and one call at a time tries whether it is back. The worker is not concerned: it waits,
and nobody waits for it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from campaigns.errors import ProviderUnclear
from campaigns.gateways.base import Gateway, PaymentPage, PaymentRequest, PaymentSnapshot

SLOW_SECONDS = 3.0
"""A call that has been waiting for so long says that the provider is slow."""
REST_SECONDS = 20.0
"""How long nobody calls after a call without answer."""


class Breaker:
    """What this process knows of one provider: calls that wait, and until when nobody calls."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._waiting: list[float] = []
        self._rest_until = 0.0
        self._is_doubtful = False

    @contextmanager
    def call(self) -> Iterator[None]:
        """Let one call through, or raise `ProviderUnclear` at once, nothing sent."""
        began = self._clock()
        with self._lock:
            if began < self._rest_until or self._is_stuck(began):
                raise ProviderUnclear("the provider did not answer lately")
            self._waiting.append(began)
        is_silent = False
        try:
            yield
        except ProviderUnclear:
            is_silent = True
            raise
        finally:
            with self._lock:
                self._waiting.remove(began)
                self._is_doubtful = is_silent
                if is_silent:
                    self._rest_until = self._clock() + REST_SECONDS

    def _is_stuck(self, now: float) -> bool:
        """While a call waits too long, or the provider was silent and one is trying it, nobody else calls."""
        return bool(self._waiting) and (self._is_doubtful or now - min(self._waiting) > SLOW_SECONDS)


class GuardedGateway:
    """The calls of a payment that a visitor waits for, each through the provider's breaker."""

    def __init__(self, gateway: Gateway, breaker: Breaker) -> None:
        self._gateway, self._breaker = gateway, breaker

    def open_payment(self, request: PaymentRequest, *, key: str) -> PaymentPage:
        """Open a page for one payment."""
        with self._breaker.call():
            return self._gateway.open_payment(request, key=key)

    def read_payment(self, remote_id: str) -> PaymentSnapshot:
        """Return the payment as it is now."""
        with self._breaker.call():
            return self._gateway.read_payment(remote_id)

    def end_payment(self, remote_id: str) -> PaymentSnapshot:
        """Close a page that is not paid."""
        with self._breaker.call():
            return self._gateway.end_payment(remote_id)

    def find_payment(self, charge_id: str) -> PaymentSnapshot | None:
        """Return the payment of this charge."""
        with self._breaker.call():
            return self._gateway.find_payment(charge_id)


_breakers: dict[str, Breaker] = {}


def guarded(gateway: Gateway) -> GuardedGateway:
    """Return the gateway as pages call it."""
    return GuardedGateway(gateway, _breakers.setdefault(gateway.name, Breaker()))


def forget_troubles() -> None:
    """Forget what was seen of every provider (between two tests)."""
    _breakers.clear()
