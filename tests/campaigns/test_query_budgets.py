"""How many queries pages make: bounded for one page, the same for few or many rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, Site

from campaigns.models import CampaignIndexPage
from tests.builders import a_campaign, a_picture, a_pledge, a_user, the_territory

pytestmark = pytest.mark.django_db

BEYOND_ROUTING = 12


def queries(client, address: str) -> int:
    """Count the queries of a page seen for the second time: what a first visit stores once is not counted."""
    assert client.get(address).status_code == 200
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


@pytest.mark.parametrize("query", ["", "?etat=en-cours", "?page=2"])
def test_the_list_asks_the_same_whatever_the_number_of_campaigns(client, query):
    picture = a_picture()
    holder = a_user()
    address = CampaignIndexPage.objects.child_of(the_territory().root_page).get().url + query
    for _number in range(13):
        a_campaign(page={"picture": picture}, holder=holder)
    few = queries(client, address)
    for _number in range(30):
        a_campaign(page={"picture": picture}, holder=holder, at=timezone.now())
    assert queries(client, address) == few
