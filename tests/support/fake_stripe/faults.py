"""What goes wrong between a client and Stripe, asked for or drawn from a seed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from typing import Literal

FaultKind = Literal[
    "slow",  # answers after `seconds`
    "500",  # nothing done, nothing remembered
    "429",  # the same: too many requests
    "409",  # the same: somebody is at the same key
    "reset_before",  # the connection breaks, nothing done
    "reset_after",  # done and remembered; the answer is lost
    "saved_500_undone",  # nothing done; the key answers 500 for ever
    "saved_500_done",  # done, and the key answers 500 for ever
]


@dataclass
class Fault:
    """A fault for the next `times` requests that match."""

    kind: FaultKind
    method: str = ""
    path: str = ""
    times: int = 1
    seconds: float = 0.0

    def concerns(self, method: str, path: str) -> bool:
        """Tell whether a request is to suffer from it."""
        return (not self.method or self.method == method) and bool(re.search(self.path, path))


class Faults:
    """The faults to come."""

    def __init__(self) -> None:
        self.asked: list[Fault] = []
        self.met = 0
        self._rng: Random | None = None
        self._share = 0.0
        self._kinds: tuple[FaultKind, ...] = ()

    def add(
        self, kind: FaultKind, *, method: str = "", path: str = "", times: int = 1, seconds: float = 0.0
    ) -> None:
        """Ask for a fault; `path` is searched in the request's."""
        self.asked.append(Fault(kind, method, path, times, seconds))

    def draw(self, seed: int, *, share: float, kinds: tuple[FaultKind, ...]) -> None:
        """Draw faults of these kinds for a share of the requests, from a seed; a share of 0 ends it."""
        self._rng, self._share, self._kinds = Random(seed), share, kinds

    def next(self, method: str, path: str) -> Fault | None:
        """Return the fault of a request."""
        fault = self._fault_of(method, path)
        self.met += fault is not None
        return fault

    def _fault_of(self, method: str, path: str) -> Fault | None:
        for fault in self.asked:
            if fault.times > 0 and fault.concerns(method, path):
                fault.times -= 1
                return fault
        if self._rng and self._rng.random() < self._share:
            return Fault(self._rng.choice(self._kinds), seconds=0.05)
        return None
