"""The second factor and decisions of two people in a real browser: without JavaScript, accessible at two widths."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.groups import FINANCE
from accounts.services import create_verified_user
from campaigns.links import decision_path
from campaigns.models import Campaign
from tests.builders import a_campaign
from tests.decisions import a_terms_decision, somebody
from tests.second_factor import PASSWORD, SET_UP, code_for, code_of, give_second_factor
from tests.support.browser import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SUBMIT = "main form button[type=submit]"


@pytest.fixture(autouse=True)
def _required(settings, transactional_db) -> None:
    settings.STAFF_SECOND_FACTOR = True


def give_password(page: Page, email: str) -> None:
    """Fill in the sign-in page."""
    page.fill("#id_login", email)
    page.fill("#id_password", PASSWORD)
    page.click(SUBMIT)


def test_setting_it_up_and_signing_in_without_javascript(page_no_js: Page) -> None:
    page = page_no_js
    a_campaign()
    finance = create_verified_user("alma@example.org", PASSWORD, groups=(FINANCE,))
    page.goto("/admin/candidatures/export-complet/")
    give_password(page, finance.email)
    expect(page).to_have_url(re.compile(f"{SET_UP}$"))
    page.wait_for_load_state("load")  # a click returns before the pictures of the next page are drawn
    drawn = page.locator(".setup-scan img").evaluate("image => image.naturalWidth")
    assert drawn > 100, "the picture to scan is there"
    secret = "".join(page.locator(".setup-key span").all_inner_texts())
    page.fill("#id_code", "000000")
    page.click(SUBMIT)
    expect(page.locator("#erreurs")).to_be_visible()
    page.fill("#id_code", code_for(secret))
    page.click(SUBMIT)
    expect(page.locator(".codes li")).to_have_count(10)
    codes = page.locator(".codes li").all_inner_texts()
    page.click("text=C’est rangé : continuer")
    expect(page).to_have_url(re.compile("/admin/candidatures/export-complet/$"))
    page.context.clear_cookies()
    page.goto("/admin/")
    give_password(page, finance.email)
    page.fill("#id_code", codes[0])
    page.click(SUBMIT)
    expect(page).to_have_url(re.compile("/admin/$"))


def test_approving_without_javascript(page_no_js: Page) -> None:
    page = page_no_js
    alma, basile = somebody("alma"), somebody("basile")
    give_second_factor(basile)
    campaign = a_campaign()
    decision = a_terms_decision(alma, campaign=campaign, deadline=campaign.deadline + timedelta(days=3))
    page.goto(decision_path(decision))
    give_password(page, basile.email)
    page.fill("#id_code", code_of(basile))
    page.click(SUBMIT)
    expect(page).to_have_url(re.compile(f"{decision_path(decision)}$"))
    page.click("text=Approuver, et faire")
    expect(page.locator("main")).to_contain_text("approuvée et faite")
    assert Campaign.objects.get().deadline == campaign.deadline + timedelta(days=3)


@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_is_accessible(site_page: Page, width: int) -> None:
    page = site_page
    page.set_viewport_size({"width": width, "height": 900})
    alma, basile = somebody("alma"), somebody("basile")
    decision = a_terms_decision(alma)

    def looks(path: str = "") -> None:
        if path:
            page.goto(path)
        assert_no_axe_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url

    page.goto("/admin/")
    give_password(page, basile.email)
    looks()
    secret = "".join(page.locator(".setup-key span").all_inner_texts())
    page.fill("#id_code", "12")
    page.click(SUBMIT)
    looks()
    page.fill("#id_code", code_for(secret))
    page.click(SUBMIT)
    looks()
    looks("/compte/second-facteur/")
    looks("/compte/second-facteur/retirer/")
    looks("/compte/second-facteur/codes/nouveaux/")
    looks("/compte/confirmer-mon-acces/?next=/decisions/")
    looks("/compte/confirmer-mon-acces/code/?next=/decisions/")
    looks("/decisions/")
    looks(decision_path(decision))
    page.click("text=Refuser >> nth=-1")
    looks()
    looks(f"/decisions/conditions/{decision.campaign_id}/")
    page.click(SUBMIT)
    looks()
    page.context.clear_cookies()
    page.goto("/compte/connexion/")
    give_password(page, basile.email)
    looks()
