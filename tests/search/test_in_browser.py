"""The search page in a real browser, without JavaScript, and under axe."""

import pytest
from playwright.sync_api import Page, expect

from tests.search.town import a_town
from tests.support.browser import assert_no_axe_violations


@pytest.mark.browser
def test_a_question_is_asked_and_refined_without_javascript(page_no_js: Page) -> None:
    a_town()
    page_no_js.goto("/recherche/")
    page_no_js.get_by_label("Un projet, un quartier, une envie…").fill("jardin")
    page_no_js.get_by_role("button", name="Chercher").click()
    expect(page_no_js.locator(".found h2")).to_have_count(3)

    page_no_js.get_by_role("link", name="Récits (1)").click()
    expect(page_no_js.locator(".found h2")).to_have_text(["Le jardin partagé, un an après"])


@pytest.mark.browser
def test_axe_finds_nothing(site_page: Page) -> None:
    a_town()
    for width in (390, 1440):
        site_page.set_viewport_size({"width": width, "height": 900})
        for query in ("", "?q=café", "?q=cantinne", "?q=jardin+lavoir"):
            site_page.goto(f"/recherche/{query}")
            assert_no_axe_violations(site_page)
            assert site_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
