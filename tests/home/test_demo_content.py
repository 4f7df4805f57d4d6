"""The demonstration content keeps the rules it demonstrates: sums, rewards, typography, addresses."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from base.french_typography import typeset
from home.demo.calls import CALLS
from home.demo.campaigns import CAMPAIGNS
from home.demo.events import EVENTS
from home.demo.kits import KITS
from home.demo.people import COLLECTIVES, FIRST_NAMES, LAST_NAMES, MESSAGES, crowd, person
from home.demo.plain_pages import PLAIN_PAGES
from home.demo.programme import PLAN
from home.demo.prose import blocks
from home.demo.registrations import REGISTRATIONS
from home.demo.schemes import SCHEMES
from home.demo.selections import SELECTIONS, SUBSCRIBERS
from home.demo.shapes import CampaignState, CampaignStory
from home.demo.stories import STORIES
from home.demo.themes import THEMES
from home.demo.town import TOWN
from home.ready_made.shapes import ReadyQuestion, ReadyStep

EVERYTHING = (
    *CAMPAIGNS,
    *STORIES,
    *THEMES,
    *CALLS,
    *EVENTS,
    *SCHEMES,
    *KITS,
    *SELECTIONS,
    *PLAIN_PAGES,
    TOWN,
)
WITHOUT_ADDRESS = (*PLAN, *REGISTRATIONS, *SUBSCRIBERS)
"""What has words too, but is no page of its own."""
SHORTEST_TWO_MONTHS = 59
"""Days from 31 December to 28 February: a campaign shorter than that fits whenever it is loaded."""
UNSEEN = {"draft", "submitted", "needs_changes", "refused"}
each_campaign = pytest.mark.parametrize("campaign", CAMPAIGNS, ids=lambda campaign: campaign.slug)


def texts_of(value: Any) -> Iterator[str]:
    """Every piece of text reachable from a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_of(inner)
    elif isinstance(value, ReadyStep | ReadyQuestion):  # typeset when the page is made
        yield from map(typeset, texts_of(dataclasses.astuple(value)))
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts_of(getattr(value, field.name))


def words_in(body: Any) -> int:
    """How many words a reader meets in a body."""
    return sum(len(text.split()) for kind, value in body for text in texts_of(value))


@each_campaign
def test_the_plan_balances_and_the_amounts_are_in_order(campaign: CampaignStory):
    assert campaign.expenses_cents == campaign.resources_cents + campaign.goal_cents
    assert 0 < campaign.threshold_cents <= campaign.goal_cents <= TOWN.goal_ceiling_cents
    assert campaign.gathered_cents * 100 <= campaign.goal_cents * TOWN.surplus_ceiling_percent
    assert all(campaign.threshold_cents < s.amount_cents for s in campaign.stretch)
    assert campaign.duration_days < SHORTEST_TWO_MONTHS


@each_campaign
def test_rewards_are_varied_and_begin_low(campaign: CampaignStory):
    prices = [tier.price_cents for tier in campaign.tiers]

    assert 3 <= len(campaign.tiers) <= 6
    assert len({tier.kind for tier in campaign.tiers}) >= 2
    assert prices == sorted(set(prices))
    assert prices[0] <= 1_000


@each_campaign
def test_a_campaign_is_told_at_length_and_summed_up_briefly(campaign: CampaignStory):
    assert len(campaign.summary) <= 160
    if campaign.state not in UNSEEN:
        assert 250 <= words_in((*campaign.body, ("list", campaign.help))) <= 500
        assert campaign.help
        assert campaign.public_duty


def test_every_state_is_shown_and_the_story_of_one_euro_is_told():
    four = next(campaign for campaign in CAMPAIGNS if campaign.slug == "four-a-pain")

    assert {campaign.state for campaign in CAMPAIGNS} == set(get_args(CampaignState))
    assert (four.threshold_cents, four.gathered_cents, four.state) == (400_000, 399_900, "refunded")


@each_campaign
def test_where_a_campaign_stands_agrees_with_its_sums_and_dates(campaign: CampaignStory):
    running = campaign.launched_days_ago < campaign.duration_days
    reached = campaign.gathered_cents >= campaign.threshold_cents

    assert all(news.days_after_launch <= campaign.launched_days_ago for news in campaign.news)
    if campaign.state in {"live", "suspended"}:
        assert running
    if campaign.state in {"funded", "settled", "closing", "unfunded", "refunded"}:
        assert not running
    if campaign.state in {"funded", "settled"}:
        assert reached
    if campaign.state in {"unfunded", "refunded"}:
        assert not reached


def test_slugs_are_unique_and_every_reference_exists():
    slugs = [thing.slug for thing in EVERYTHING]
    campaigns = {campaign.slug for campaign in CAMPAIGNS}
    named = {slug for theme in THEMES for slug in theme.picks}
    named |= {story.campaign for story in STORIES if story.campaign}
    named |= {result.campaign for call in CALLS for result in call.results if result.campaign}

    assert len(slugs) == len(set(slugs))
    assert named <= campaigns
    assert {slug for call in CALLS for slug in call.events} <= {event.slug for event in EVENTS}
    assert {tag for theme in THEMES for tag in theme.tags} <= {tag for c in CAMPAIGNS for tag in c.tags}


def test_stories_have_room_and_criteria_weigh_a_hundred():
    assert all(300 <= words_in(story.body) <= 500 for story in STORIES)
    assert all(sum(c.weight for c in call.criteria) == 100 for call in CALLS)


@pytest.mark.parametrize(
    "thing", [*EVERYTHING, WITHOUT_ADDRESS], ids=lambda thing: getattr(thing, "slug", "rest")
)
def test_public_words_follow_french_typography_and_the_glossary(thing: Any):
    for text in texts_of(thing):
        assert "'" not in text, text
        assert not re.search(r" [!?;»%€]| :(?!\w)|« ", text), text
        assert not re.search(r"<[a-z/]|séquestre|crowdfunding|\bdonateur", text, re.IGNORECASE), text


def test_nobody_real_can_be_reached_and_nobody_is_there_twice():
    people = crowd(seed=1, size=600)

    assert len({p.email for p in people}) == 600
    assert len(FIRST_NAMES) + len(LAST_NAMES) >= 250
    assert len(set(COLLECTIVES)) >= 40
    assert len(set(MESSAGES)) >= 80
    for text in texts_of((EVERYTHING, WITHOUT_ADDRESS)):
        assert all(address.endswith("@example.org") for address in re.findall(r"\S+@\S+\.[a-z]+", text))
        telephones = re.findall(r"\b0\d(?:[ \u00a0]\d\d){4}\b", text)
        assert all(number.replace("\u00a0", " ").startswith("04 65 71") for number in telephones)
    with pytest.raises(ValueError, match="reserved"):
        person("A", "B", "a.b@gmail.com")


def test_the_typing_conventions_become_blocks():
    text = """
    ## Un titre

    Deux lignes
    d'un texte.

    - un
      point
    - deux

    > Une voix
    > sur deux lignes
    > — Rose

    @picture detail-outils | sur l'établi

    @video https://video.example.org/1 | Le film
    """

    assert blocks(text) == (
        ("heading", "Un titre"),
        ("text", "Deux lignes d'un texte."),
        ("list", ["un point", "deux"]),
        ("quote", {"text": "Une voix sur deux lignes", "author": "Rose"}),
        ("picture", {"key": "detail-outils", "caption": "sur l'établi"}),
        ("video", {"url": "https://video.example.org/1", "title": "Le film"}),
    )
    assert blocks("5\u00a0€ ici") == (("text", "5\u00a0€ ici"),)
    with pytest.raises(ValueError, match="Not a picture"):
        blocks("@picture seule")
