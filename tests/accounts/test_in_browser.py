"""Account pages in a real browser: accessible, at two widths, in error too, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.services import create_verified_user
from home.set_up import set_up_territory
from tests.support.browser import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EMAIL, PASSWORD = "amina@example.org", "quatre petits jardins"
SUBMIT = "main button[type=submit]"


@pytest.fixture(autouse=True)
def town(transactional_db) -> None:
    """A town, and somebody with an account."""
    set_up_territory(
        name="Ville de Rivelaine",
        slug="rivelaine",
        platform_name="Rivelaine pousse",
        contact_name="Nadia Ferrand",
        contact_phone="04 65 71 00 10",
        contact_hours="en semaine",
        contact_email="bonjour@example.org",
    )
    create_verified_user(EMAIL, PASSWORD)


@pytest.mark.parametrize("width", [390, 1280])
def test_every_account_page_is_accessible(site_page: Page, width: int) -> None:
    site_page.set_viewport_size({"width": width, "height": 900})
    for path in (
        "inscription/",
        "connexion/",
        "mot-de-passe/oublie/",
        "confirmer/",
        "mot-de-passe/nouveau/1-a/",
    ):
        site_page.goto(f"/compte/{path}")
        assert_no_axe_violations(site_page)
        assert site_page.evaluate("document.documentElement.scrollWidth") <= width
    site_page.goto("/compte/inscription/")
    site_page.fill("#id_email", "amina")
    site_page.click(SUBMIT)
    expect(site_page.locator("#erreurs")).to_be_focused()
    assert_no_axe_violations(site_page)
    site_page.goto("/compte/connexion/?next=/compte/profil/")
    site_page.fill("#id_login", EMAIL)
    site_page.fill("#id_password", PASSWORD)
    site_page.click(SUBMIT)
    site_page.wait_for_url("**/compte/profil/")
    for path in ("profil/", "mot-de-passe/", "deconnexion/", "reserve/"):
        site_page.goto(f"/compte/{path}")
        assert_no_axe_violations(site_page)


def test_coming_in_and_going_out_without_javascript(page_no_js: Page) -> None:
    page_no_js.goto("/admin/")
    page_no_js.fill("#id_login", EMAIL)
    page_no_js.fill("#id_password", PASSWORD)
    page_no_js.click(SUBMIT)
    expect(page_no_js.locator("h1")).to_contain_text("réservé à l’équipe")
    page_no_js.goto("/compte/profil/")
    page_no_js.fill("#id_display_name", "Mina")
    page_no_js.click("main form .button:not(.button--quiet)")
    expect(page_no_js.locator("body")).to_contain_text("enregistré")
    with page_no_js.expect_navigation():
        page_no_js.click("main aside form button")
    page_no_js.goto("/compte/profil/")
    expect(page_no_js).to_have_url(re.compile("/connexion/"))
