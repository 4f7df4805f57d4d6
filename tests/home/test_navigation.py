"""The links of every page, and the list of pages given to search engines."""

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from calls.models import CallPage
from stories.models import KitPage, SchemePage
from tests.builders import a_campaign, a_campaign_page
from tests.editorial import (
    a_call,
    a_kit,
    a_plain_page,
    a_scheme,
    a_story,
    a_theme,
    an_event,
    the_home,
    the_list,
)
from tests.support.html import read_page

pytestmark = pytest.mark.django_db


def test_menu_holds_the_pages_marked_for_it_and_says_where_one_is(client: Client) -> None:
    index = the_list(CallPage)
    a_plain_page(title="Cachée", in_footer=False)

    text = read_page(client, a_call().url)
    menu = text.partition('id="menu"')[2].partition("</nav>")[0]

    assert f'href="{index.url}" aria-current="page"' in menu
    assert menu.count("aria-current") == 1
    assert "Cachée" not in text


def test_foot_holds_plain_pages_once(client: Client) -> None:
    a_plain_page(title="Mentions légales")
    a_plain_page(title="Comment faire", show_in_menus=True)
    a_plain_page(title="Brouillon", live=False)

    foot = read_page(client, the_home().url).partition("<footer")[2]

    assert foot.count("Mentions légales") == 1
    assert foot.count("Comment faire") == 1
    assert "Brouillon" not in foot


def test_foot_leads_to_the_directory_and_the_kits_once_there_are_some(client: Client) -> None:
    directory, kits = the_list(SchemePage), the_list(KitPage)
    empty = read_page(client, the_home().url)
    a_scheme(), a_kit()
    kits.refresh_from_db()
    kits.show_in_menus = True
    kits.save()

    head, _, foot = read_page(client, the_home().url).partition("<footer")

    assert directory.url not in empty
    assert foot.count(f'href="{directory.url}"') == 1
    assert directory.url not in head
    assert foot.count(f'href="{kits.url}"') == 1, (
        "in the menu, hence once in the foot, which repeats the menu"
    )


def test_a_restricted_page_is_named_neither_in_the_menu_nor_in_the_foot(client: Client) -> None:
    for title, in_menu in (("Salle du bureau", False), ("Salle du jury", True)):
        page = a_plain_page(title=title, show_in_menus=in_menu)
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert "Salle du" not in read_page(client, the_home().url)


def test_the_button_to_propose_leads_to_the_page_chosen_for_it(client: Client) -> None:
    assert "Proposer un projet" not in read_page(client, the_home().url)
    page = a_plain_page(title="Avant de se lancer", for_proposals=True)

    head = read_page(client, the_home().url).partition("<main")[0]

    assert f'href="{page.url}"' in head
    assert "Proposer un projet" in head


def test_sitemap_lists_every_public_page_and_no_hidden_campaign(client: Client) -> None:
    shown = [a_call(), a_story(), an_event(), a_theme(), a_plain_page(), a_campaign().page, the_home()]
    shown += [a_scheme(), a_kit()]
    hidden = [
        a_campaign(state="draft").page,
        a_campaign(state="refused").page,
        a_campaign_page(),
        a_story(live=False),
    ]

    text = client.get("/sitemap.xml").content.decode()

    assert [page.full_url for page in shown if f"<loc>{page.full_url}</loc>" not in text] == []
    assert [page.full_url for page in hidden if f"<loc>{page.full_url}</loc>" in text] == []


def test_the_call_open_all_year_is_where_one_proposes_a_project(client: Client) -> None:
    a_plain_page(title="Comment proposer", for_proposals=True)
    kit = a_kit()
    standing = a_call(title="Proposez", is_standing=True, opens_at=None, closes_at=None)

    assert f'href="{standing.url}"' in read_page(client, the_home().url).partition("</header>")[0]
    assert f'href="{standing.url}?kit={kit.slug}"' in read_page(client, kit.url)
    assert kit.title in read_page(client, f"{standing.url}?kit={kit.slug}")

    standing.unpublish()
    assert standing.url not in read_page(client, the_home().url)
