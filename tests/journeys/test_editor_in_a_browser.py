"""A campaign in the admin, from an editor's draft and terms to a moderator's launch, until the public reads it."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image, ImageOps
from playwright.sync_api import Page, expect

from campaigns.models import Campaign
from home.demo.gallery import FOLDER
from tests.journeys.editing import Editor
from tests.journeys.guide import Unwritten
from tests.journeys.steps import approve, open_terms, receive_the_money, sign_in

# Whichever test is first loads the demonstration, slowly on a busy machine.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

TITLE = "Un ponton rue du Gué"


def at_minute(moment: dt.datetime, form: str = "%Y-%m-%d %H:%M") -> str:
    """Write a moment as the admin's fields take it, at Paris time."""
    return timezone.localtime(moment).strftime(form)


def fill_terms(page: Page) -> None:
    """Write the terms of a small campaign."""
    page.get_by_label("Adresse électronique du porteur").fill("porteur@example.org")
    page.get_by_label("Porté par").fill("Aïcha et les riverains")
    page.get_by_label("Seuil").fill("800")
    page.get_by_label(re.compile("^Objectif")).fill("1 000")
    deadline = at_minute(timezone.now() + dt.timedelta(days=30), "%Y-%m-%dT%H:%M")
    page.get_by_label("Échéance").fill(deadline)
    reward = page.get_by_role("group", name="Contreparties 1")
    reward.get_by_label("Contrepartie").fill("Une balade en barque")
    reward.get_by_label("À partir de").fill("10")
    page.get_by_label("Droits sur ce qui sera créé").select_option("kept")
    page.get_by_label("Si une seule nature de contrepartie, pourquoi").fill("La barque, et elle seule.")
    cost = page.get_by_role("group", name="Budget : dépenses et autres ressources 1")
    cost.get_by_label("Intitulé").fill("Planches et clous")
    cost.get_by_label("Montant").fill("1000")
    page.get_by_role("button", name="Enregistrer les conditions").click()
    expect(page.get_by_text("Les conditions sont enregistrées.")).to_be_visible()


def press(page: Page, button: str, answer: str) -> None:
    """Press a button of « Conditions » and read the answer."""
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text(answer).first).to_be_visible()


def picture_without_words(editor: Editor) -> None:
    """Try to add a picture that says nothing to who does not see it: it is not taken."""
    editor.panel("Image").get_by_role("button", name="Choisir une image").click()
    dialog = editor.page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Transférer").click()
    editor.send(FOLDER / "lavoir.webp")
    dialog.get_by_role("button", name="Transférer").click()
    refused = dialog.get_by_role("listitem").filter(has_text="Ce champ est requis")
    expect(refused).to_have_count(1)
    expect(refused).to_contain_text("Texte alternatif")
    dialog.get_by_role("button", name="Fermer").first.click()
    expect(editor.page.locator(".modal-backdrop")).to_have_count(0)


def test_a_campaign_from_the_first_draft_to_the_public(demo: None, site_page: Page, tmp_path: Path) -> None:
    page, editor = site_page, Editor(site_page, Unwritten())
    sign_in(page, "editrice@example.org")
    page.goto("/admin/pages/")
    page.get_by_role("link", name="Explorer les sous-pages de « Projets »").click()
    page.get_by_role("link", name="Ajouter une sous-page", exact=True).click()
    editor.name(TITLE, "Pour mettre une barque à l’eau.")
    picture_without_words(editor)
    new = tmp_path / "ponton.webp"
    ImageOps.mirror(Image.open(FOLDER / "lavoir.webp")).save(new)  # the library has the other already
    editor.picture(new, "Le ponton sous les arbres")
    text = editor.insert(editor.panel("Récit du projet"), "Texte")
    text.get_by_role("textbox").fill("Douze planches.")
    page.get_by_role("textbox", name="Ce qui aide aussi, sans argent").fill("Des planches")
    page.get_by_role("textbox", name="À qui cela profite").fill("Aux riverains.")
    page.get_by_role("textbox", name="Qui paierait cela d’ordinaire").fill("Personne.")
    editor.tag("bords-de-lize")
    editor.preview(TITLE, "Douze planches.", "Chiffres d’exemple")
    editor.publish()
    assert page.request.get("/projets/un-ponton-rue-du-gue/").status == 404
    page.get_by_role("link", name=TITLE, exact=True).click()
    page.get_by_role("link", name="Remplir « Conditions »").click()
    page.get_by_role("button", name="Créer le brouillon des conditions").click()
    press(page, "Soumettre à la relecture", "Indiquez qui porte le projet.")
    fill_terms(page)
    press(page, "Soumettre à la relecture", "La campagne est soumise à la relecture.")
    expect(page.get_by_role("button", name="Approuver")).to_have_count(0)

    page.context.clear_cookies()
    sign_in(page, "moderatrice@example.org")
    open_terms(page, TITLE)
    approve(page)
    press(page, "Lancer la campagne", "Dites qui reçoit l’argent")

    page.context.clear_cookies()
    campaign = Campaign.objects.get(page__title=TITLE)
    sign_in(page, "porteur@example.org", to=f"/mes-projets/{campaign.pk}/")
    receive_the_money(page, campaign)

    page.context.clear_cookies()
    sign_in(page, "moderatrice@example.org")
    open_terms(page, TITLE)
    press(page, "Lancer la campagne", "La campagne est lancée")

    page.context.clear_cookies()
    page.goto("/projets/un-ponton-rue-du-gue/")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_role("main")).to_contain_text("Une balade en barque")
