"""A holder writes, hands over, is asked for more, hands over again, and the launched project takes a pledge."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from campaigns.models import Campaign
from campaigns.services.writing import draft_of
from tests.journeys.steps import approve, open_terms, pledge, receive_the_money, sign_in

# Whichever test is first loads the demonstration, slowly on a busy machine.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

TITLE = "La rue du Rouet fait sa fête"


def the_campaign() -> Campaign:
    return Campaign.objects.get(page__slug="fete-du-rouet")


def change_hands(page: Page, email: str, *, to: str = "/admin/") -> None:
    page.goto("/nos-criteres/")  # no frame is left to load in nobody's name
    page.context.clear_cookies()
    sign_in(page, email, to=to)


def test_from_the_first_word_to_the_launch(demo: None, site_page: Page) -> None:
    page, campaign = site_page, the_campaign()
    sign_in(page, "porteur@example.org", to="/mes-projets/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.locator("#etat")).to_contain_text("À compléter, pas encore soumis de nouveau")
    page.get_by_role("link", name="Le récit").first.click()
    expect(page.get_by_text("Combien de personnes attendez-vous")).to_have_count(
        2
    )  # above, and beside its part
    text = page.locator("textarea").first
    text.fill("Cinquante-huit portes, deux cents voisins attendus.")
    text.blur()
    expect(page.locator("#garde")).to_contain_text("Enregistré à")
    assert draft_of(campaign).body[1].value == "Cinquante-huit portes, deux cents voisins attendus."
    page.get_by_role("button", name="Descendre Texte 2").click()
    expect(page.locator("#etat")).to_contain_text("pas encore soumis")

    page.goto(f"/mes-projets/{campaign.pk}/")
    shown = page.frame_locator("iframe")
    expect(shown.get_by_text("deux cents voisins attendus")).to_be_visible()
    page.get_by_role("button", name="Soumettre à la relecture").click()
    expect(page.get_by_text("C’est soumis")).to_be_visible()
    expect(page.locator("#etat")).to_contain_text("en cours de relecture")

    change_hands(page, "moderatrice@example.org")
    open_terms(page, TITLE)
    page.locator("summary", has_text="Demander des compléments").click()
    page.locator("details[open]").get_by_label("Raison").fill("Et s’il pleut ?")
    page.get_by_role("button", name="Demander des compléments").click()
    expect(page.get_by_text("La demande de compléments est envoyée")).to_be_visible()

    change_hands(page, "porteur@example.org", to=f"/mes-projets/{campaign.pk}/")
    expect(page.get_by_text("Et s’il pleut ?")).to_be_visible()
    page.get_by_role("link", name="Les engagements").first.click()
    page.get_by_label("Comment aider sans payer").fill("Un préau, s’il pleut.\nDes tables.")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.get_by_role("button", name="Soumettre à la relecture").click()
    expect(page.get_by_text("C’est soumis")).to_be_visible()
    receive_the_money(page, campaign)

    change_hands(page, "moderatrice@example.org")
    open_terms(page, TITLE)
    approve(page)
    page.get_by_role("button", name="Lancer la campagne").click()
    expect(page.get_by_text("La campagne est lancée")).to_be_visible()
    page.context.clear_cookies()
    page.goto("/projets/fete-du-rouet/")
    expect(page.get_by_text("deux cents voisins attendus")).to_be_visible()
    expect(page.get_by_text("Un préau, s’il pleut.")).to_be_visible()
    expect(page.get_by_text("Qui paierait cela d’ordinaire")).to_be_visible()
    pledge(page, "25")


def test_the_same_room_without_javascript(demo: None, page_no_js: Page) -> None:
    page, campaign = page_no_js, the_campaign()
    sign_in(page, "porteur@example.org", to=f"/mes-projets/{campaign.pk}/recit/")
    page.get_by_role("button", name="Citation").click()
    quote = page.locator("#nouveau")
    quote.get_by_label("Paroles, sans guillemets").fill("On se dira bonjour le lundi.")
    quote.get_by_label("De qui").fill("Madame Arnaud")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("C’est enregistré, dans votre brouillon.")).to_be_visible()
    assert draft_of(campaign).body[-1].block_type == "quote"
    page.goto(f"/mes-projets/{campaign.pk}/contreparties/")
    before = campaign.tiers.count()
    with page.expect_navigation():
        page.get_by_role("button", name="Ajouter La fête de lancement").click()
    assert campaign.tiers.count() == before + 1
    page.goto(f"/mes-projets/{campaign.pk}/presentation/")
    page.get_by_role("radio", name="en haut à gauche").check(force=True)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("C’est enregistré")).to_be_visible()
    assert draft_of(campaign).picture.get_focal_point().centroid.x < draft_of(campaign).picture.width / 2
