"""Two answers to one decision at the same moment: one effect; without the guards, two."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.utils import timezone

from campaigns.errors import DecisionOver
from campaigns.models import Decision, DecisionChange
from campaigns.rules.decisions import DecisionKind
from campaigns.services import deciding
from tests.campaigns.test_races import at_once
from tests.decisions import a_terms_decision, somebody

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PEOPLE = 6


@pytest.fixture
def effects(monkeypatch: Any) -> list[str]:
    """What was carried out, each time slowly enough for the others to come."""
    carried: list[str] = []

    def carry_out(*, decision: Decision, by: Any, at: Any) -> None:
        time.sleep(0.3)
        carried.append(by.email)

    way = deciding._Way(carry_out, lambda decision: (), lambda decision, at: None)
    monkeypatch.setitem(deciding._ways, DecisionKind.TERMS, way)
    return carried


def race(*, refusing: bool = False) -> list[Any]:
    """Have several people approve one decision together; every second one refuses when `refusing`."""
    decision = a_terms_decision(somebody("asker"))
    people = [somebody(f"p{number}") for number in range(PEOPLE)]

    def answer(number: int) -> Any:
        facts = {"decision": Decision.objects.get(pk=decision.pk), "by": people[number], "at": timezone.now()}
        if refusing and number % 2:
            return deciding.refuse(**facts, reason="non")
        return deciding.approve(**facts)

    return at_once(*(lambda number=number: answer(number) for number in range(PEOPLE)))


def test_two_approvals_at_once_have_one_effect(effects: list[str]) -> None:
    results = race()

    assert len(effects) == 1
    assert sum(isinstance(result, Decision) for result in results) == 1
    assert sum(isinstance(result, DecisionOver) for result in results) == PEOPLE - 1
    assert DecisionChange.objects.filter(after="carried_out").count() == 1


def test_an_approval_and_a_refusal_at_once_have_one_winner(effects: list[str]) -> None:
    results = race(refusing=True)

    assert sum(isinstance(result, Decision) for result in results) == 1
    decision = Decision.objects.get()
    assert len(effects) == (decision.state == "carried_out")
    assert decision.changes.filter(before="proposed").count() == 1


def test_without_its_guards_a_decision_would_be_carried_out_again(
    effects: list[str], monkeypatch: Any
) -> None:
    """Negative control: neither the locks nor the conditional write."""

    def read_only(pk: int) -> Decision:
        return Decision.objects.select_related("territory", "asked_by", "campaign").get(pk=pk)

    def written_anyway(decision: Decision, before: str, facts: dict[str, Any]) -> bool:
        return bool(Decision.objects.filter(pk=decision.pk).update(**facts))

    monkeypatch.setattr(deciding, "_taken", read_only)
    monkeypatch.setattr(deciding, "_written", written_anyway)
    race()

    assert len(effects) > 1


@pytest.mark.parametrize("guard", ["_taken", "_written"])
def test_either_guard_alone_holds(effects: list[str], monkeypatch: Any, guard: str) -> None:
    without = {
        "_taken": lambda pk: Decision.objects.select_related("territory", "asked_by", "campaign").get(pk=pk),
        "_written": lambda decision, before, facts: bool(
            Decision.objects.filter(pk=decision.pk).update(**facts)
        ),
    }
    monkeypatch.setattr(deciding, guard, without[guard])
    race()

    assert len(effects) == 1
