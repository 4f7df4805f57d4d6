"""What search engines are told of."""

from urllib.parse import urlsplit

from django.test import Client
from wagtail.models import PageViewRestriction

from tests.search.town import Town

SEEN = {
    "cafe", "cantine", "velo", "four", "impression", "preau", "oeuvres",
    "immeuble", "circuits", "jardin", "disco", "soiree", "atelier",
}  # fmt: skip


def listed(client: Client) -> list[str]:
    """Return the paths that the sitemap lists."""
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    text = response.content.decode()
    return [urlsplit(part.split("</loc>")[0]).path for part in text.split("<loc>")[1:]]


def test_the_sitemap_lists_every_public_page_once_and_nothing_else(client: Client, town: Town) -> None:
    paths = listed(client)

    expected = [town.home, *town.lists.values(), *(town.pages[slug] for slug in SEEN)]
    assert sorted(paths) == sorted(page.url for page in expected)
    assert set(town.pages) - SEEN == {"secret", "copie", "brouillon"}


def test_private_pages_are_left_out(client: Client, town: Town) -> None:
    PageViewRestriction.objects.create(page=town.lists["stories"], restriction_type=PageViewRestriction.LOGIN)

    assert not any("stories" in path for path in listed(client))


def test_a_launched_campaign_enters(client: Client, town: Town) -> None:
    page = town.pages["secret"]
    assert page.url not in listed(client)

    town.launch(page.campaign, page.campaign.created_at)
    assert page.url in listed(client)
