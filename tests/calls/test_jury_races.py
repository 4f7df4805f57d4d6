"""Races on real PostgreSQL, each with its negative control: without the guard, the same race goes wrong."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.groups import EDITORS
from calls.models import Assignment, Publication
from calls.services import assigning, publishing
from notices.models import Notice
from tests.applications import a_deposited_application
from tests.campaigns.test_races import at_once
from tests.editorial import a_member
from tests.juries import a_decision, a_judged_call, a_juror, a_round

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CROWD = 6


def planned():
    call, at = a_judged_call(), timezone.now()
    for _each in range(3):
        a_decision(a_deposited_application(call))
    return publishing.plan_publication(call=call, planned_at=at, at=at, actor=a_member(EDITORS)), at


def test_decisions_are_published_once_whoever_comes_at_the_same_time() -> None:
    publication, at = planned()

    results = at_once(*[lambda: publishing.publish(publication=publication, at=at)] * CROWD)

    assert sorted(map(str, results)) == ["False"] * (CROWD - 1) + ["True"]
    assert Notice.objects.filter(kind="decision_accepted").count() == 3


def test_without_the_lock_decisions_would_be_published_more_than_once(monkeypatch) -> None:
    publication, at = planned()
    monkeypatch.setattr(
        publishing, "lock_publication", lambda row: Publication.objects.select_related("call").get(pk=row.pk)
    )

    results = at_once(*[lambda: publishing.publish(publication=publication, at=at)] * CROWD)

    assert results.count(True) > 1 or any(isinstance(result, Exception) for result in results)


def shared():
    call = a_judged_call()
    for _each in range(4):
        a_deposited_application(call)
    for _each in range(3):
        a_juror(call)
    return a_round(call)


def share(round_):
    return assigning.share_out(round_=round_, readers_each=2, at=timezone.now(), actor=round_.opened_by)


def test_applications_are_shared_once_whoever_asks_at_the_same_time() -> None:
    round_ = shared()

    results = at_once(*[lambda: share(round_)] * CROWD)

    assert not [result for result in results if isinstance(result, Exception)]
    assert Assignment.objects.count() == 8


def test_without_the_queue_some_would_fail(monkeypatch) -> None:
    round_ = shared()
    monkeypatch.setattr(assigning, "lock_round", lambda row: type(row).objects.get(pk=row.pk))

    results = at_once(*[lambda: share(round_)] * CROWD)

    assert any(isinstance(result, Exception) for result in results) or Assignment.objects.count() != 8
