"""The screens of letters to print, as a screen reader and a telephone meet them, without a line of script."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from notices.models import Notice
from tests.builders import a_campaign
from tests.campaigns.finance_room import a_colleague
from tests.offline import an_offline_pledge, without_email
from tests.second_factor import confirm
from tests.support.browser import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (1440, 820, 390)


def looked_at(page: Page, name: str) -> None:
    """Nothing for axe to say, nothing wider than the window, at three widths."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name} is {wide} px too wide at {width}"
        assert_no_axe_violations(page, rules=RULES)


def test_a_batch_is_chosen_printed_and_posted(site_page: Page) -> None:
    campaign = a_campaign(page={"title": "Des tables de pique-nique au parc des Tanneurs"})
    for name in ("Mme Arnaud", "M. Blanc", "Association des habitants du quartier des Tanneurs" * 2):
        an_offline_pledge(campaign, backer=without_email(name))
    client = Client()
    client.force_login(a_colleague())
    confirm(client)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    site_page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}]
    )
    site_page.goto(reverse("letters:waiting"))
    expect(site_page.get_by_role("heading", name="3 courriers à imprimer")).to_be_visible()
    looked_at(site_page, "waiting")
    site_page.get_by_role("checkbox").nth(1).uncheck()
    site_page.get_by_role("button", name="Imprimer les courriers cochés").click()
    expect(site_page.get_by_role("heading", name="Un lot de 2 courriers")).to_be_visible()
    looked_at(site_page, "batch")
    site_page.get_by_role("button", name="C’est posté").click()
    expect(site_page.get_by_text("2 courriers sont postés")).to_be_visible()
    assert Notice.objects.to_print().get().addressee == "M. Blanc"
    site_page.reload()  # what was just said is Wagtail's own message, in its own colours
    looked_at(site_page, "posted")
    site_page.get_by_role("button", name="Remettre à imprimer").first.click()
    expect(site_page.get_by_role("heading", name="2 courriers à imprimer")).to_be_visible()
