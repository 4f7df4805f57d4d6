"""Registering for an event as people do: on a phone, without JavaScript, with second thoughts."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from notices.services import send_due_notices
from stories.models import EventDate, EventPage
from tests.builders import a_picture
from tests.registrations import an_open_event, somebody_registers, states, the_date
from tests.support.browser import assert_no_axe_violations

pytestmark = pytest.mark.browser

WIDTHS = (390, 1440)


@pytest.fixture
def event(transactional_db: None) -> EventPage:
    """An evening with three places, two of them taken."""
    event = an_open_event(title="La soirée des projets", capacity=3, picture=a_picture())
    somebody_registers(the_date(event), 2, name="Ada Lovelace", email="ada@example.org")
    return event


@pytest.fixture
def date(event: EventPage) -> EventDate:
    return the_date(event)


def links_sent_to(address: str) -> list[str]:
    """The secret pages in the letters an address has received, the last letter last."""
    send_due_notices(at=timezone.now() + dt.timedelta(minutes=1))
    texts = [str(message.body) for message in mail.outbox if message.to == [address]]
    return [re.search(r"/rendez-vous/inscription/[0-9a-f-]{36}/", text)[0] for text in texts]


def register(page: Page, event: EventPage, name: str, address: str, people: str = "1") -> None:
    """From the event's page to the word that a letter is on its way."""
    page.goto(event.url)
    page.get_by_role("link", name=re.compile("nscrire")).first.click()
    page.get_by_label("Votre nom").fill(name)
    page.get_by_label("Votre adresse électronique").fill(address)
    page.get_by_label("Combien serez-vous").select_option(people)
    page.get_by_role("button", name=re.compile("^M’inscrire")).click()


def test_a_place_given_back_goes_to_who_waits(event: EventPage, date: EventDate, page_no_js: Page) -> None:
    phone = page_no_js
    phone.set_viewport_size({"width": 390, "height": 844})
    level1 = phone.get_by_role("heading", level=1)

    register(phone, event, "Zoé Martin", "zoe@example.org")
    expect(level1).to_have_text("C’est noté, à bientôt")
    phone.goto(event.url)
    expect(phone.get_by_text("complet : liste d’attente").first).to_be_visible()
    register(phone, event, "Paulette", "paulette@example.org", people="1")
    expect(level1).to_contain_text("liste d’attente")
    assert states(date) == ["confirmed", "confirmed", "waiting"]

    phone.goto(links_sent_to("zoe@example.org")[-1])
    expect(level1).to_contain_text("Votre place est retenue")
    phone.get_by_role("link", name="Annuler mon inscription").click()
    expect(level1).to_have_text("Annuler votre inscription ?")
    phone.get_by_role("button", name="Oui, annuler mon inscription").click()
    expect(level1).to_contain_text("Votre inscription est annulée")

    phone.goto(links_sent_to("paulette@example.org")[-1])
    expect(level1).to_contain_text("Votre place est retenue")
    assert states(date) == ["confirmed", "cancelled", "confirmed"]
    subjects = [message.subject for message in mail.outbox if message.to == ["paulette@example.org"]]
    assert subjects == [
        "Vous êtes en liste d’attente : La soirée des projets",
        "Une place s’est libérée pour vous : La soirée des projets",
    ]


def test_a_mistake_is_said_and_the_focus_goes_to_it(event: EventPage, site_page: Page) -> None:
    site_page.set_viewport_size({"width": 390, "height": 844})
    site_page.goto(event.registration_url)
    site_page.get_by_label("Votre adresse électronique").fill("zoe")
    site_page.get_by_role("button", name="M’inscrire").click()

    summary = site_page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Votre nom").click()
    expect(site_page.get_by_label("Votre nom")).to_be_focused()
    expect(site_page.get_by_label("Votre adresse électronique")).to_have_value("zoe")


def test_coming_fewer(event: EventPage, date: EventDate, page_no_js: Page) -> None:
    page_no_js.goto(links_sent_to("ada@example.org")[-1])
    page_no_js.get_by_role("button", name="Changer le nombre").click()

    expect(page_no_js.get_by_text("1 personne", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_stops_anybody(event: EventPage, date: EventDate, site_page: Page, width: int) -> None:
    """axe on the event, its form with errors, the word of thanks, the secret page, the question before cancelling."""
    site_page.set_viewport_size({"width": width, "height": 900})
    weekly = an_open_event(
        title="Le camion bio",
        repeats="weekly",
        repeats_until=(timezone.now() + dt.timedelta(days=60)).date(),
    )
    link = links_sent_to("ada@example.org")[-1]
    for address in (event.url, weekly.url, weekly.registration_url, link, f"{link}annuler/"):
        site_page.goto(address)
        assert_no_axe_violations(site_page)
        assert site_page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    site_page.goto(event.registration_url)
    site_page.get_by_role("button", name="M’inscrire").click()
    expect(site_page.get_by_role("alert")).to_be_visible()
    site_page.wait_for_load_state()
    assert_no_axe_violations(site_page)
    register(site_page, event, "Zoé Martin", "zoe@example.org")
    expect(site_page).to_have_url(re.compile("/merci/"))
    site_page.wait_for_load_state()
    assert_no_axe_violations(site_page)
