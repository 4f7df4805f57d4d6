"""What finance finds on opening the admin: each line comes when it must, and goes when the thing is done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.groups import EDITORS, FINANCE, MODERATORS
from campaigns.models import Campaign, CheckRun
from campaigns.services.debts import send_again
from campaigns.services.flags import clear_attention
from campaigns.services.operating import run_operations
from campaigns.services.verifying import verify_now
from home.week import Topic, finance, week_of
from tests.builders import a_campaign, a_pledge, the_territory
from tests.campaigns.finance_room import a_colleague, a_contest, a_debt, a_stopped_payout

pytestmark = pytest.mark.django_db


def lines(group: str = FINANCE) -> list[tuple[str, str]]:
    """Title and reason of each line about money, for somebody of that group, now."""
    week = week_of(a_colleague(group), the_territory(), at=timezone.now())
    return [
        (item.title, item.reason)
        for found in week.groups
        if found.topic == Topic.MONEY
        for item in found.items
    ]


def checked() -> None:
    """Let both checks run, as the worker does each hour."""
    a_pledge(a_campaign())
    verify_now(at=timezone.now())


def test_when_all_is_right_there_is_no_line() -> None:
    checked()
    assert lines() == []


def test_nobody_else_is_told_of_money() -> None:
    a_debt()
    assert lines(EDITORS) == lines(MODERATORS) == []
    assert lines() != []


def test_a_debt_is_said_until_it_is_paid() -> None:
    checked()
    debt = a_debt(2_550)
    assert any(title == "Dettes" and "25,50" in reason for title, reason in lines())
    send_again(pledge=debt, at=timezone.now())
    run_operations(at=timezone.now())
    assert [title for title, _reason in lines()] == ["Campagnes à examiner"]
    campaign = Campaign.objects.get(pk=debt.campaign_id)
    clear_attention(
        campaign=campaign,
        seen=campaign.attention_reason,
        reason="Remboursé.",
        at=timezone.now(),
        actor=a_colleague(),
    )
    assert lines() == []


def test_operations_and_contests_have_their_lines() -> None:
    checked()
    a_stopped_payout()
    a_contest()
    assert [title for title, _reason in lines()] == ["Opérations", "Contestations", "Campagnes à examiner"]


def test_a_difference_and_a_check_that_stopped_are_said() -> None:
    checked()
    CheckRun.objects.filter(kind="books").update(differences=2)
    assert [reason for _title, reason in lines()] == ["Le dernier contrôle a trouvé 2 différences."]
    CheckRun.objects.update(differences=0, ended_at=timezone.now() - timedelta(hours=3, minutes=1))
    assert [reason.split(" depuis ")[0] for _title, reason in lines()] == ["Pas vérifié", "Pas vérifié"]


def test_a_site_never_checked_says_so() -> None:
    assert [reason for _title, reason in lines()] == ["Jamais vérifié.", "Jamais vérifié."]


def test_the_lines_cost_the_same_for_few_and_for_many() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            for rule in (finance.checks, finance.waiting):
                rule(the_territory(), at=timezone.now())
        return len(captured)

    a_debt()
    few = queries()
    for _time in range(3):
        a_debt()
        a_contest()
    assert queries() == few


def test_finance_opens_the_admin_on_these_lines(client: Client) -> None:
    a_debt()
    client.force_login(a_colleague())
    shown = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Dettes" in shown.split("<main")[1]
    assert reverse("dettes_modeladmin_index") in shown.split("<main")[1]
