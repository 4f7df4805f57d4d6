"""Kept pages end at a deadline, and when a campaign moves or is given money."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.services import launching
from tests.builders import a_campaign, a_pledge, a_reservation

DAY = dt.timedelta(days=1)

pytestmark = pytest.mark.django_db


def the_list_says(campaign):
    return Client().get(campaign.page.get_parent().url).content.decode()


def test_the_next_deadline_is_that_of_a_campaign_that_takes_pledges(django_assert_num_queries):
    now = timezone.now()
    first = a_campaign(deadline=now + 2 * DAY)
    a_campaign(deadline=now + 3 * DAY)

    with django_assert_num_queries(1):
        assert Campaign.objects.next_deadline(at=now) == first.deadline
    assert Campaign.objects.next_deadline(at=first.deadline) == now + 3 * DAY
    launching.suspend(campaign=first, at=now, reason="une question", actor=None)
    assert Campaign.objects.next_deadline(at=now) == now + 3 * DAY


def test_a_kept_list_ends_at_the_deadline(time_machine):
    campaign = a_campaign(deadline=timezone.now() + DAY)
    time_machine.move_to(campaign.deadline - dt.timedelta(seconds=30), tick=False)

    answer = Client().get(campaign.page.get_parent().url)

    assert "s-maxage=29," in answer["Cache-Control"]


def test_money_and_states_are_shown_at_once():
    campaign = a_campaign()
    at_first = the_list_says(campaign)
    a_reservation(campaign)
    assert the_list_says(campaign) == at_first

    a_pledge(campaign)
    with_a_pledge = the_list_says(campaign)
    launching.suspend(campaign=campaign, at=timezone.now(), reason="une question", actor=None)

    assert len({at_first, with_a_pledge, the_list_says(campaign)}) == 3
