"""A week of an editor who follows docs/editors-guide.md step by step; the guide's pictures are taken on the way.

`make guide` (TERREAU_GUIDE_PICTURES=1) keeps the pictures; every run takes them and counts them.
"""

from __future__ import annotations

import os
import re
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image
from playwright.sync_api import Page

GUIDE = settings.ROOT / "docs" / "editors-guide.md"
PICTURES = settings.ROOT / "site" / "static" / "img" / "guide"
PHOTOGRAPHS = settings.ROOT / "home" / "demo" / "pictures"
WIDEST, HEAVIEST = 1200, 120_000

TAG = "goût d’ici"
THEME, CALL, MEETUP, STORY = (
    "Le goût d’ici",
    "Petits projets de quartier",
    "Un café pour en parler",
    "Le premier panier",
)
SUPPORTED = "Six tables au parc de la Filature"
MONEY = re.compile(r"/admin/(argent|campagnes|ledger|payments|payouts|disputes|reconciliations)/")


def named_in_the_guide() -> list[str]:
    """The names of the pictures the guide shows, in its order."""
    return re.findall(r"\(\.\./site/static/img/guide/([\w-]+)\.webp\)", GUIDE.read_text(encoding="utf-8"))


class Camera:
    """Takes the guide's pictures; keeps the files only where it is asked to."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taken: list[str] = []

    def take(self, name: str, *, height: int = 760) -> None:
        """Picture the top of the screen as it stands, as small as a guide needs."""
        self.taken.append(name)
        content = self.page.screenshot(clip={"x": 0, "y": 0, "width": 1280, "height": height})
        if os.environ.get("TERREAU_GUIDE_PICTURES") == "1":
            keep(content, PICTURES / f"{name}.webp")


def keep(content: bytes, file: Path) -> None:
    """Write a picture as WebP, no wider and no heavier than the guide allows."""
    picture = Image.open(BytesIO(content)).convert("RGB")
    picture.thumbnail((WIDEST, WIDEST * 2))
    for quality in (80, 65, 50, 35):
        written = BytesIO()
        picture.save(written, "WEBP", quality=quality, method=6)
        if written.tell() < HEAVIEST:
            break
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(written.getvalue())


def fill_page(page: Page, title: str, summary: str, photograph: str) -> None:
    """Write what every page begins with: a title, a sentence, a picture with its alternative text."""
    page.wait_for_function(WATCHED)
    page.get_by_role("textbox", name="Titre*").fill(title)
    page.get_by_role("textbox", name="Résumé").fill(summary)
    send_picture(page, photograph, title)


def send_picture(page: Page, photograph: str, title: str) -> None:
    """Add a photograph from the editor's own disk."""
    panel(page, "Image").get_by_role("button", name="Choisir une image").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Transférer").click()
    dialog.get_by_label("Fichier").set_input_files(PHOTOGRAPHS / f"{photograph}.webp")
    dialog.get_by_label("Titre").fill(f"{title}, photographie")
    dialog.get_by_label("Texte alternatif").fill("Des cagettes de légumes sur une table")
    dialog.get_by_role("button", name="Transférer").click()
    expect(panel(page, "Image")).to_contain_text(f"{title}, photographie")


def add_text(page: Page, body: str, text: str) -> None:
    """Insert a block of text into the body."""
    panel(page, body).get_by_role("button", name="Insérer un bloc").last.click()
    page.get_by_role("option", name="Texte", exact=True).click()
    panel(page, body).get_by_role("region", name="Texte").get_by_role("textbox").first.fill(text)


def add_tag(page: Page) -> None:
    """Give the page the theme's tag."""
    tags = panel(page, "Mots-clés").get_by_role("textbox")
    tags.fill(TAG)
    tags.press("Enter")


def schedule(page: Page, place: str, title: str, at: dt.datetime) -> None:
    """Put a page in a place of the front page from a minute on, as the guide says."""
    page.get_by_role("button", name="Programme").click()
    page.get_by_role("link", name="Créneaux", exact=True).click()
    page.get_by_role("link", name=f"Ajouter : {place}", exact=True).click()
    fields = page.locator(".slot-fields")
    choose_page(page, fields, title)
    starts = page.get_by_label("À partir du")
    starts.fill(at_minute(at))
    starts.press("Tab")


def save_slot(page: Page) -> None:
    """Keep the slot."""
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("Le créneau est enregistré.")).to_be_visible()


def look_at(page: Page, at: dt.datetime) -> Locator:
    """Ask for the front page as of a minute, and return what the frame shows."""
    field = page.get_by_label("Vue le")
    field.fill(at_minute(at))
    field.press("Tab")
    page.get_by_role("button", name="Voir", exact=True).click()
    expect(page.get_by_label("Vue le")).to_have_value(at_minute(at))
    return page.frame_locator("iframe.as-of-frame").get_by_role("main")
