"""The cards follow what is published, and nothing else."""

import pytest
from django.core.management import call_command
from wagtail.models import Page

from search.cards import card_of
from search.models import SearchCard
from search.queries import search_pages
from stories.models import StoryPage
from tests.search.town import NOW, Town


def found(text: str) -> set[str]:
    """Return the slugs of what `text` finds."""
    return set(search_pages(text, NOW).cards.values_list("page__slug", flat=True))


def test_a_draft_is_not_found_until_it_is_published(town: Town) -> None:
    page = StoryPage.objects.get(slug="jardin")
    page.title = "Le potager partagé"
    revision = page.save_revision()
    assert found("potager") == set()
    assert found("jardin récoltes") == {"jardin"}

    revision.publish()
    assert found("potager") == {"jardin"}
    assert found("jardin récoltes") == {"atelier", "immeuble", "jardin"}  # any word: no page has both now


def test_a_new_draft_has_no_card(town: Town) -> None:
    assert not SearchCard.objects.filter(pk=town.pages["brouillon"].pk).exists()

    town.pages["brouillon"].save_revision().publish()
    assert found("brouillon") == {"brouillon"}


def test_withdrawing_and_deleting_a_page_remove_its_card(town: Town) -> None:
    StoryPage.objects.get(slug="jardin").unpublish()
    assert not SearchCard.objects.filter(pk=town.pages["jardin"].pk).exists()

    disco = StoryPage.objects.get(slug="disco")
    Page.objects.get(pk=disco.pk).delete()
    assert not SearchCard.objects.filter(pk=disco.pk).exists()


def test_tags_are_searched(town: Town) -> None:
    page = StoryPage.objects.get(slug="jardin")
    page.tags.add("Biodiversité")
    page.save_revision().publish()

    assert found("biodiversité") == {"jardin"}


def test_who_carries_the_project_is_searched_once_it_is_launched(town: Town) -> None:
    campaign = town.campaign("lavoir", "Le lavoir", launched=None)
    assert "bobine" not in SearchCard.objects.get(pk=campaign.page_id).words.split()

    town.launch(campaign, NOW)
    card = SearchCard.objects.get(pk=campaign.page_id)
    assert "bobine" in card.words.split()
    assert card.date == NOW


def test_rebuilding_makes_the_same_cards_again(town: Town) -> None:
    before = list(SearchCard.objects.order_by("pk").values())
    SearchCard.objects.filter(kind="story").delete()
    SearchCard.objects.filter(kind="call").update(words=" faux ", title_words=" faux ")

    call_command("rebuild_search", verbosity=0)

    assert list(SearchCard.objects.order_by("pk").values()) == before
    assert len(before) == 15


def test_other_pages_have_no_card(town: Town) -> None:
    with pytest.raises(ValueError, match="CampaignIndexPage"):
        card_of(town.lists["campaigns"])
