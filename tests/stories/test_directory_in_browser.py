"""Directory, schemes and kits in a real browser: without JavaScript, on paper, and under axe."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.groups import EDITORS
from stories.models import KitCampaign, KitPage, SchemePage
from tests.builders import a_campaign, a_picture
from tests.editorial import a_call, a_kit, a_plain_page, a_scheme, a_theme, the_list
from tests.stories.test_kits import MATERIALS, steps
from tests.stories.test_schemes import signed_in
from tests.support.browser import assert_no_axe_violations

pytestmark = [pytest.mark.browser]


def a_full_directory() -> list[str]:
    """Schemes, kits and the pages that point to them, as full as they get; return every address."""
    proposals = a_plain_page(title="Proposer", for_proposals=True)
    schemes = [
        a_scheme(
            title="Coup de pouce", kind="grant", tags=["pain"], how_much="De 500 à 3 000 €", picture=a_picture(),
            steps=[("step", "Appelez."), ("step", "Écrivez deux pages.")], body=[("text", "Une seule fois.")],
            contact_name="Inès Morel", contact_email="ines@example.org", website="https://example.org/",
        ),
        a_scheme(title="La grande salle", kind="room", for_everyone=True, checked_on="2020-01-01"),
    ]  # fmt: skip
    kit = a_kit(
        title="La table", slug="table", picture=a_picture(), materials=MATERIALS, steps=steps(a_picture()),
        tags=["pain"], cost="180 €", duration="Deux samedis", difficulty="medium",
    )  # fmt: skip
    next_kit = a_kit(title="La table des enfants", continues=kit, version="2")
    KitCampaign.objects.create(kit=kit, campaign_page=a_campaign(page={"title": "Six tables"}).page)
    pages = [the_list(SchemePage), *schemes, the_list(KitPage), kit, next_kit, a_theme(tags=["pain"])]
    starts = [f"{page.url}?kit=table" for page in (proposals, a_call(tags=["pain"]))]
    return [*(page.url for page in pages), *starts, f"{the_list(SchemePage).url}?nature=microcredit"]


def test_axe_finds_nothing_and_nothing_is_too_wide(site_page: Page) -> None:
    addresses = a_full_directory()
    for width, scheme in ((390, "light"), (1440, "light"), (390, "dark")):
        site_page.set_viewport_size({"width": width, "height": 900})
        site_page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        for address in addresses:
            site_page.goto(address)
            assert_no_axe_violations(site_page)
            assert site_page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_one_filters_the_directory_and_starts_from_a_kit_without_javascript(page_no_js: Page) -> None:
    a_full_directory()
    page_no_js.goto(the_list(SchemePage).url)
    page_no_js.get_by_role("link", name="Prêt de salle").click()
    expect(page_no_js.locator(".card-title")).to_have_text(["La grande salle"])

    page_no_js.goto(the_list(KitPage).url)
    page_no_js.get_by_role("link", name="La table", exact=True).click()
    expect(page_no_js.get_by_role("button", name=re.compile("Imprimer"))).to_have_count(0)
    page_no_js.get_by_role("link", name="Commencer la même chose ici").first.click()

    expect(page_no_js.get_by_role("heading", name="Vous partez du kit « La table »")).to_be_visible()
    message = page_no_js.get_by_label("Le message, à compléter ou à copier")
    expect(message).to_have_value(re.compile("- 12 m Planches de douglas"))
    expect(page_no_js.get_by_role("link", name="Écrire ce message")).to_have_attribute(
        "href", re.compile("^mailto:nadia@example.org")
    )


def test_the_shopping_list_is_printed_alone(site_page: Page) -> None:
    a_full_directory()
    site_page.add_init_script("window.print = () => { window.printed = true; }")
    site_page.goto("/kits/table/")
    part, steps_heading = site_page.locator("#liste-de-courses"), site_page.locator("#etapes")
    site_page.get_by_role("button", name="Imprimer la liste").click()

    assert site_page.evaluate("window.printed")
    site_page.emulate_media(media="print")
    expect(part).to_be_visible()
    expect(steps_heading).to_be_hidden()
    site_page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(steps_heading).to_be_visible()


def test_an_editor_checks_an_entry_from_the_list_and_continues_a_kit(site_page: Page, client: Client) -> None:
    a_full_directory()
    cookie = signed_in(client, EDITORS).cookies["sessionid"].value
    site_page.goto("/")
    site_page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site_page.url}])

    site_page.goto("/admin/programme_schemes/?check=a-verifier")
    site_page.get_by_role("button", name="Vérifié aujourd’hui : La grande salle").click()
    expect(site_page).to_have_url(re.compile(r"/admin/programme_schemes/\?check=a-verifier$"))
    expect(site_page.get_by_text("la page le dit déjà")).to_be_visible()

    site_page.goto(f"/admin/pages/{KitPage.objects.get(slug='table').pk}/edit/")
    site_page.get_by_role("button", name="Actions", exact=True).first.click()
    site_page.get_by_role("button", name="Continuer ce kit").click()
    expect(site_page.get_by_text("Voici le brouillon de la version 2")).to_be_visible()
    assert KitPage.objects.filter(slug="table-2", live=False).exists()


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_axe_finds_nothing_on_the_editors_list_and_its_buttons_are_in_reach(
    site_page: Page, client: Client, width: int
) -> None:
    a_full_directory()
    cookie = signed_in(client, EDITORS).cookies["sessionid"].value
    site_page.set_viewport_size({"width": width, "height": 900})
    site_page.goto("/")
    site_page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site_page.url}])

    site_page.goto("/admin/programme_schemes/")
    expect(site_page.get_by_text("à vérifier", exact=True)).to_be_visible()
    # The rules of the law: Wagtail's menus have landmarks that a good practice would name.
    assert_no_axe_violations(site_page, rules=["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    rows = site_page.get_by_role("row")
    expect(rows).to_have_count(3)
    for button in site_page.get_by_role("button", name=re.compile("Vérifié aujourd’hui")).all():
        box = button.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= width
    title = site_page.get_by_role("link", name="Coup de pouce").first.bounding_box()
    assert title is not None
    assert title["height"] < 60, "the title stands one word a line"
