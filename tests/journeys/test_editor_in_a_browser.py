"""A season put together in the admin, as an editor and a moderator do it, until the public walks through it."""

from __future__ import annotations

import datetime as dt
import re
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.journeys.steps import approve, open_terms, sign_in

# Whichever test is first loads the demonstration, slowly on a busy machine.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

TAG = "bords-de-lize"


def panel(page: Page, heading: str) -> Locator:
    """The panel of the editing page under a heading."""
    return page.get_by_role("region", name=re.compile(rf"^{heading}\s?\*?$"))


def begin(page: Page, listing: str, kind: str) -> None:
    """Start a page of one kind from the menu « Programme »."""
    page.get_by_role("button", name="Contenus").click()
    page.get_by_role("link", name=listing, exact=True).click()
    page.get_by_role("link", name=f"Ajouter un(e) {kind}").click()


WATCHED = """() => window.wagtail?.app?.getControllerForElementAndIdentifier(
    document.querySelector("#page-edit-form"), "w-unsaved")?.initialFormData"""


def write(page: Page, title: str, summary: str, text: str, *, body: str) -> None:
    """Fill title and summary, insert a block of text into the body, and give the season's tag."""
    page.wait_for_function(WATCHED)  # for two seconds the admin takes changes, ours too, for its own
    page.get_by_role("textbox", name="Titre*").fill(title)
    page.get_by_role("textbox", name="Résumé").fill(summary)
    panel(page, body).get_by_role("button", name="Insérer un bloc").click()
    page.get_by_role("option", name="Texte", exact=True).click()
    panel(page, body).get_by_role("region", name="Texte").get_by_role("textbox").fill(text)
    tags = panel(page, "Mots-clés").get_by_role("textbox")
    tags.fill(TAG)
    tags.press("Enter")


def send_picture(page: Page) -> None:
    """Add a picture from the editor's own disk; it is not taken without its alternative text."""
    panel(page, "Image").get_by_role("button", name="Choisir une image").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Transférer").click()
    content = BytesIO()
    Image.new("RGB", (1800, 1200), (70, 110, 140)).save(content, "JPEG")
    picture = {"name": "lavoir.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}
    dialog.get_by_label("Fichier").set_input_files(picture)
    dialog.get_by_label("Titre").fill("Le lavoir de la Lize")
    dialog.get_by_role("button", name="Transférer").click()
    refused = dialog.get_by_role("listitem").filter(has_text="Ce champ est requis")
    expect(refused).to_have_count(1)
    expect(refused).to_contain_text("Texte alternatif")
    dialog.get_by_label("Fichier").set_input_files(picture)
    dialog.get_by_label("Texte alternatif").fill("Le lavoir sous les arbres")
    dialog.get_by_role("button", name="Transférer").click()
    expect(panel(page, "Image")).to_contain_text("Le lavoir de la Lize")


def choose_page(page: Page, place: Locator, title: str) -> None:
    """Choose a page of the site in the chooser that opens from `place`."""
    place.get_by_role("button", name=re.compile("^Choisi")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill(title)
    dialog.get_by_role("link", name=title, exact=True).click()
    expect(place).to_contain_text(title)


def preview_then_publish(page: Page, *words: str) -> None:
    """Look at the preview beside the form, wait for the draft to be kept, publish."""
    toggle = page.get_by_role("button", name="Afficher/masquer la prévisualisation")
    if toggle.get_attribute("aria-expanded") != "true":  # the admin remembers it from one page to the next
        toggle.click()
    shown = page.frame_locator(".w-preview__iframe:not(.w-preview__proxy)").get_by_role("main")
    for sentence in words:
        expect(shown).to_contain_text(sentence, timeout=15_000)
    expect(page).to_have_url(re.compile("/edit/$"))
    page.get_by_role("button", name="Plus d'actions").click()
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text(re.compile("a été publiée"))).to_be_visible()


def at_minute(moment: dt.datetime, form: str = "%Y-%m-%d %H:%M") -> str:
    """Write a moment as the admin's fields take it, at Paris time."""
    return timezone.localtime(moment).strftime(form)


def fill_terms(page: Page) -> None:
    """Write the terms of a small campaign."""
    page.get_by_label("Adresse électronique du porteur").fill("aicha@example.org")
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


def test_a_season_from_the_first_draft_to_the_public(demo: None, site_page: Page) -> None:
    page, now = site_page, timezone.now()
    sign_in(page, "editrice@example.org")

    begin(page, "Thèmes", "thème")
    write(page, "Bords de Lize", "La rivière revient en ville.", "Elle rassemble.", body="Introduction")
    send_picture(page)
    picks = panel(page, "Votre sélection")
    picks.get_by_role("button", name="Ajouter un(e) page").click()
    choose_page(page, picks, "Le jardin du bas des tours")
    preview_then_publish(page, "Bords de Lize", "Elle rassemble.", "Le jardin du bas des tours")

    begin(page, "Appels à projets", "appel à projets")
    write(
        page, "Vivre au bord de l’eau", "Six projets de quai.", "Pour s’asseoir.", body="Pourquoi cet appel"
    )
    page.get_by_label("Ouverture").fill(at_minute(now - dt.timedelta(days=1)))
    page.get_by_label("Clôture").fill(at_minute(now + dt.timedelta(days=20)))
    preview_then_publish(page, "Vivre au bord de l’eau", "Pour s’asseoir.", "heure de Paris")

    page.goto("/admin/pages/")
    page.get_by_role("link", name="Explorer les sous-pages de « Projets »").click()
    page.get_by_role("link", name="Ajouter une sous-page", exact=True).click()
    write(
        page,
        "Un ponton rue du Gué",
        "Pour mettre une barque à l’eau.",
        "Douze planches.",
        body="Récit du projet",
    )
    page.get_by_role("textbox", name="Ce qui aide aussi, sans argent").fill("Des planches")
    page.get_by_role("textbox", name="À qui cela profite").fill("Aux riverains.")
    page.get_by_role("textbox", name="Qui paierait cela d’ordinaire").fill("Personne.")
    preview_then_publish(page, "Un ponton rue du Gué", "Douze planches.", "Chiffres d’exemple")
    assert page.request.get("/projets/un-ponton-rue-du-gue/").status == 404
    page.get_by_role("link", name="Un ponton rue du Gué", exact=True).click()
    page.get_by_role("link", name="Remplir « Conditions »").click()
    page.get_by_role("button", name="Créer le brouillon des conditions").click()
    press(page, "Soumettre à la relecture", "Indiquez qui porte le projet.")
    fill_terms(page)
    press(page, "Soumettre à la relecture", "La campagne est soumise à la relecture.")
    expect(page.get_by_role("button", name="Approuver")).to_have_count(0)

    page.context.clear_cookies()
    sign_in(page, "moderatrice@example.org")
    open_terms(page, "Un ponton rue du Gué")
    approve(page)
    press(page, "Lancer la campagne", "La campagne est lancée")

    page.context.clear_cookies()
    sign_in(page, "editrice@example.org")
    begin(page, "Récits", "récit")
    write(page, "Le printemps des barques", "Une histoire d’eau.", "Il pleuvait.", body="Récit")
    told = panel(page, "Campagnes racontées")
    told.get_by_role("button", name="Ajouter un(e) campagne").click()
    choose_page(page, told, "Un ponton rue du Gué")
    preview_then_publish(page, "Le printemps des barques", "Il pleuvait.", "Un ponton rue du Gué")

    page.goto("/admin/programme/creneaux/ajouter/?place=headline")
    choose_page(page, page.get_by_role("main"), "Bords de Lize")
    expect(page.locator(".modal-backdrop")).to_have_count(0)
    page.get_by_label("À partir du").fill(at_minute(timezone.now() - dt.timedelta(minutes=1)))
    press(page, "Enregistrer", "Le créneau est enregistré.")

    page.context.clear_cookies()
    page.goto("/")
    expect(page.get_by_role("region", name="Bords de Lize")).to_contain_text("La rivière revient en ville.")
    for title, words in (
        ("Vivre au bord de l’eau", "Pour s’asseoir."),
        ("Un ponton rue du Gué", "Une balade en barque"),
        ("Le printemps des barques", "Il pleuvait."),
        ("Le jardin du bas des tours", "versés au porteur"),
    ):
        page.goto("/")
        page.get_by_role("link", name="Voir ce qui se prépare").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Bords de Lize")
        page.get_by_role("link", name=title).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        expect(page.get_by_role("main")).to_contain_text(words)
