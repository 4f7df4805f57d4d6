"""The library of reward ideas: every territory starts with one, its editors keep it, nobody else."""

import pytest
from django.urls import reverse

from accounts import groups
from campaigns.models import RewardIdea
from campaigns.services.ideas import seed_reward_ideas
from tests.builders import the_territory
from tests.campaigns.test_terms_screen import a_staff_member

pytestmark = pytest.mark.django_db


def test_ideas_are_given_once_and_cover_small_and_varied_rewards():
    territory = the_territory()
    seed_reward_ideas(territory=territory)
    seed_reward_ideas(territory=territory)
    ideas = RewardIdea.objects.all()
    assert len(ideas) == 8
    assert min(idea.price_cents for idea in ideas) <= 1000
    assert {idea.kind for idea in ideas} == {"thanks", "invitation", "access", "discount", "product"}


def test_an_editor_keeps_them_in_euros_and_others_do_not(client):
    territory = the_territory()
    add = reverse("reward_ideas:add")
    typed = {
        "territory": territory.pk,
        "title": "Un bol",
        "kind": "product",
        "price_cents": "12,50",
        "hand_over": "on_site",
        "description": "",
    }
    client.force_login(a_staff_member(groups.MODERATORS))
    client.post(add, typed)
    assert not RewardIdea.objects.exists()
    client.force_login(a_staff_member(groups.EDITORS))
    client.post(add, typed)
    assert RewardIdea.objects.get().price_cents == 1250
    assert "Un bol" in client.get(reverse("reward_ideas:index")).content.decode()
