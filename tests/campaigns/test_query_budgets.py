"""How many queries pages make: bounded for one page, the same for few or many rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex, Site

from base.page_cache import forget_pages
from campaigns.models import (
    Campaign,
    CampaignIndexPage,
    CampaignPage,
    Counter,
    RewardIdea,
    UpdatePage,
)
from tests.builders import a_campaign, a_picture, a_pledge, a_user, the_territory
from tests.editorial import a_theme
from tests.support.crowd import a_crowd

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

BEYOND_ROUTING = 14  # who receives the money is one of them
FEW, MANY = 13, 300  # one more than a page of the list, then many pages


def queries(client, address: str) -> int:
    """Count the queries of a page seen for the second time: what a first visit stores once is not counted."""
    assert client.get(address).status_code == 200
    forget_pages()  # a kept page asks nothing
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def routing_queries(rf, page: Page) -> int:
    """Count what Wagtail itself asks to find a page from its address."""
    Site.clear_site_root_paths_cache()
    site = Site.objects.get()
    parts = [part for part in page.url.split("/") if part]
    with CaptureQueriesContext(connection) as captured:
        Site.find_for_request(rf.get(page.url, headers={"host": "localhost"}))
        site.root_page.specific.route(rf.get(page.url), parts)
    return len(captured) + 1  # the view restrictions of the page are asked once more when it is served


def test_the_campaign_page(client, rf):
    campaign = a_campaign(page={"picture": a_picture()})
    for _number in range(15):
        a_pledge(campaign)
    found = queries(client, campaign.page.url)
    assert found <= routing_queries(rf, campaign.page) + BEYOND_ROUTING


def test_lists_theme_front_page_and_search_ask_the_same_with_12_and_with_300_campaigns(client):
    picture, holder = a_picture(), a_user()
    theme = a_theme(title="Pain", tags=["pain"])
    the_list = CampaignIndexPage.objects.child_of(the_territory().root_page).get().url
    addresses = [
        the_list,
        f"{the_list}?etat=en-cours",
        f"{the_list}?page=2",
        theme.url,
        the_territory().root_page.url,
        f"{reverse('search')}?q=projet",
    ]

    def add(crowd: int) -> None:
        """Add a page of the list made by the services, pictures included, and a crowd written at once."""
        for _number in range(FEW):
            a_campaign(page={"picture": picture, "tags": ["pain"]}, holder=holder)
        a_crowd(crowd, territory=the_territory(), at=timezone.now())
        CampaignPage.objects.update(picture=picture)
        Campaign.objects.update(holder=holder)

    add(crowd=FEW)
    few = {address: queries(client, address) for address in addresses}
    add(crowd=MANY - 3 * FEW)
    assert Campaign.objects.count() == MANY
    assert {address: queries(client, address) for address in addresses} == few


def test_money_writes_nothing_into_the_editors_index_of_uses():
    of_editors = {Campaign, CampaignIndexPage, CampaignPage, Counter, RewardIdea, UpdatePage}
    tracked = {model for model in ReferenceIndex.tracked_models if model._meta.app_label == "campaigns"}
    assert tracked <= of_editors
    campaign = a_campaign()
    before = ReferenceIndex.objects.count()
    a_pledge(campaign)
    assert ReferenceIndex.objects.count() == before
