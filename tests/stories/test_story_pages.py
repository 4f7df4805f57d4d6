"""Stories: their order, their campaigns, what search reads of them."""

import datetime as dt

import pytest
from django.test import Client

from stories.models import StoryCampaign, StoryPage
from tests.builders import a_campaign, a_picture
from tests.editorial import a_story, a_theme, the_list
from tests.support.html import read_page

pytestmark = pytest.mark.django_db


def test_stories_come_newest_first() -> None:
    old = a_story(published_on=dt.date(2026, 1, 5))
    new = a_story(published_on=dt.date(2026, 6, 5))
    middle = a_story(published_on=dt.date(2026, 3, 5))

    assert list(StoryPage.objects.newest_first()) == [new, middle, old]


def test_a_story_shows_its_visible_campaigns_in_order(client: Client) -> None:
    story = a_story(
        title="La coopérative a ouvert",
        picture=a_picture(),
        author="Inès Morel",
        neighbourhood="Fontvive",
        published_on=dt.date(2026, 5, 1),
        body=[
            ("text", "Tout a commencé au marché."),
            ("quote", {"text": "On y croyait.", "author": "Nadia"}),
        ],
        tags=["pain"],
    )
    second, first = (
        a_campaign(page={"title": "Deuxième projet"}),
        a_campaign(page={"title": "Premier projet"}),
    )
    hidden = a_campaign(state="approved", page={"title": "Projet secret"})
    for position, campaign in enumerate((first, hidden, second)):
        StoryCampaign.objects.create(story=story, campaign_page=campaign.page, sort_order=position)
    a_theme(title="Circuits courts", tags=["pain"])

    text = read_page(client, story.url)

    assert text.index("Premier projet") < text.index("Deuxième projet")
    assert "Projet secret" not in text
    for words in ("1er\u00a0mai 2026", "Fontvive", "Inès Morel", "On y croyait.", "Nadia", "Circuits courts"):
        assert words in text, words


def test_text_of_people_is_never_markup(client: Client) -> None:
    story = a_story(
        title="<b>Gras</b>", body=[("text", "<script>alert(1)</script>"), ("heading", "<i>non</i>")]
    )

    text = read_page(client, story.url)

    assert "<script>alert" not in text
    assert "<b>Gras" not in text
    assert "<i>non" not in text


def test_search_reads_the_body() -> None:
    story = a_story(
        body=[("text", "Tout a commencé au marché."), ("list", ["des paniers"])], author="Inès Morel"
    )

    assert {"Inès", "marché.", "paniers"} <= set(story.searchable_text().split())


def test_the_list_is_valid_empty_and_on_several_pages(client: Client) -> None:
    index = the_list(StoryPage)
    assert "Aucun récit encore" in read_page(client, index.url)
    for _ in range(14):
        a_story(picture=None)

    assert "Page 1 sur 2" in read_page(client, index.url)
    assert "Page 2 sur 2" in read_page(client, f"{index.url}?page=2")
