"""Reminders to those whose draft is still one: a week and two days before, once each."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from calls.services import depositing
from calls.services.reminding import remind_draft_holders
from notices.models import Notice
from tests.applications import an_application
from tests.builders import a_user
from tests.editorial import a_call

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def days_told() -> list[str]:
    """The occasions of the reminders written so far."""
    rows = Notice.objects.filter(kind="application_closing_soon").order_by("pk")
    return [row.purpose.split(":")[3] for row in rows]


def test_a_draft_is_remembered_a_week_and_two_days_before_once_each() -> None:
    draft = an_application()
    draft.members.create(user=a_user(), joined_at=timezone.now())
    closes_at = draft.call.closes_at

    for before in (8 * DAY, 7 * DAY, 6 * DAY, 3 * DAY, 2 * DAY, 1 * DAY):
        remind_draft_holders(at=closes_at - before)

    assert days_told() == ["7", "7", "2", "2"]


@pytest.mark.parametrize("end", ["deposit", "withdraw"])
def test_who_deposited_or_gave_up_is_left_alone(end: str) -> None:
    draft = an_application()
    getattr(depositing, end)(application=draft, at=timezone.now(), actor=draft.holder)

    assert remind_draft_holders(at=draft.call.closes_at - DAY) == 0


def test_a_draft_begun_since_is_not_told_what_its_holder_just_read() -> None:
    call = a_call()
    an_application(call, at=call.closes_at - 5 * DAY)

    assert remind_draft_holders(at=call.closes_at - 4 * DAY) == 0
    assert remind_draft_holders(at=call.closes_at - DAY) == 1


def test_nothing_is_said_once_the_call_is_closed() -> None:
    draft = an_application()

    assert remind_draft_holders(at=draft.call.closes_at) == 0
