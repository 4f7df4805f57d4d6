"""What several stories do the same way: signing in, and letting the worker take its turn."""

from __future__ import annotations

import datetime as dt
import re

from django.utils import timezone
from playwright.sync_api import Page, expect

from base.schedule import run_due_jobs
from campaigns.models import Campaign
from home.demo.staff import PASSWORD


def sign_in(page: Page, email: str, *, to: str = "/admin/") -> None:
    """Go to a page that asks for an account, and come back to it signed in."""
    page.goto(to)
    expect(page).to_have_url(re.compile("/compte/connexion/"))
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    expect(page).to_have_url(re.compile(f"{to}$"))


def let_the_worker_run(turns: int = 2) -> None:
    """Do what the worker does in its next turns, half a minute apart, at once."""
    now = timezone.now()
    for turn in range(turns):
        run_due_jobs(at=now + turn * dt.timedelta(seconds=30))


def open_terms(page: Page, title: str) -> None:
    """Find a campaign in the admin's menu and open its « Conditions »."""
    page.get_by_role("button", name="Argent").click()
    page.get_by_role("link", name="Campagnes", exact=True).click()
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", name="Conditions")).to_be_visible()


def approve(page: Page) -> None:
    """Answer every criterion of « Conditions » and approve."""
    page.locator("summary", has_text="Approuver").click()
    for answers in page.locator("details[open] [type=radio][value=yes]").all():
        answers.check()
    page.get_by_role("button", name="Approuver").click()
    expect(page.get_by_text("La campagne est approuvée").first).to_be_visible()


def pledge(page: Page, amount: str) -> None:
    """On the page of a live campaign, pledge an amount without reward, up to the receipt."""
    page.get_by_label("Un autre montant").fill(amount)
    page.get_by_role("button", name="Soutenir", exact=True).click()
    page.get_by_label("Votre nom", exact=True).fill("Zoé Martin")
    page.get_by_label("Votre adresse électronique").fill("zoe@example.org")
    page.get_by_role("button", name="Relire mon soutien").click()
    page.get_by_role("button", name="Payer").click()
    page.get_by_role("button", name="la banque accepte").click()
    expect(page.get_by_text("Merci ! Votre soutien est enregistré").first).to_be_visible()
    expect(page.locator(".receipt-row--total")).to_contain_text(f"{amount} €")


def receive_the_money(page: Page, campaign: Campaign) -> None:
    """The holder says that the money comes to them, and gives the bank what it asks, if it asks anything."""
    page.goto(f"/mes-projets/{campaign.pk}/versement/")
    page.get_by_label("Moi, en mon nom").check()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("C’est noté.")).to_be_visible()
    opening = page.get_by_role("button", name="Ouvrir mon compte de versement")
    ready = page.get_by_role("heading", name="En règle : l’argent peut être versé")
    expect(opening.or_(ready)).to_be_visible()
    if opening.is_visible():
        opening.click()
        page.get_by_role("button", name="Tout fournir : le compte est vérifié").click()
    expect(ready).to_be_visible()
