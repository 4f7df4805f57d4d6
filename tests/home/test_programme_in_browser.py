"""The programme's screens in a real browser, narrow and wide: axe finds nothing, and an editor fills a gap."""

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import expect

from accounts.groups import EDITORS
from home.models import Place, Slot
from home.services.showings import record_showings
from tests.builders import a_campaign
from tests.editorial import a_member, a_slot, a_story, a_theme, the_home
from tests.support.browser import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = dt.timedelta(days=1)
WIDTHS = (390, 1280)


@pytest.fixture
def editor(site_page: BrowserPage, live_server: Any) -> BrowserPage:
    """The browser of an editor, the programme begun: two themes that overlap, then a gap; a draft set to show."""
    at = timezone.now()
    a_campaign()
    a_slot(a_theme(title="Circuits courts"), starts_at=at - DAY, ends_at=at + 3 * DAY)
    a_slot(a_theme(title="Grandir ensemble"), starts_at=at + 2 * DAY, ends_at=at + 9 * DAY)
    a_slot(a_story(title="Pas encore", live=False), place=Place.STORY, starts_at=at + DAY)
    a_slot(place=Place.BANNER, text="Venez samedi")
    record_showings(page=the_home(), at=at)
    client = Client()
    client.force_login(a_member(EDITORS), backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    site_page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    return site_page


def test_axe_finds_nothing(editor: BrowserPage) -> None:
    slot = Slot.objects.filter(place=Place.STORY).get()
    addresses = [
        reverse("slots:list"),
        reverse("slots:list") + "?du=hier",
        reverse("slots:add"),
        reverse("slots:add") + "?place=banner",
        reverse("slots:edit", args=[slot.pk]),
        reverse("slots:delete", args=[slot.pk]),
        reverse("as_of:show"),
        reverse("showings:list"),
    ]
    for width in WIDTHS:
        editor.set_viewport_size({"width": width, "height": 900})
        for address in addresses:
            answer = editor.goto(address)
            assert answer is not None
            assert answer.ok, address
            assert_no_axe_violations(editor)
            assert not editor.evaluate("document.documentElement.scrollWidth > window.innerWidth"), address


def test_the_banner_is_accessible(site_page: BrowserPage, live_server: Any) -> None:
    a_slot(a_story(), place=Place.BANNER, text="Venez samedi")
    for width in WIDTHS:
        site_page.set_viewport_size({"width": width, "height": 900})
        site_page.goto("/")
        expect(site_page.get_by_role("link", name="Venez samedi")).to_be_visible()
        assert_no_axe_violations(site_page)


def test_an_editor_fills_a_gap_and_sees_the_page_then(editor: BrowserPage) -> None:
    a_theme(title="Espaces partagés")
    editor.goto(reverse("slots:list"))
    lane = editor.get_by_role("region", name="Thème à la une")
    expect(lane).to_contain_text("2 créneaux se chevauchent")
    lane.get_by_role("link", name="Remplir").first.click()
    editor.get_by_role("button", name="Choisissez une page").click()
    dialog = editor.get_by_role("dialog")
    dialog.get_by_role("searchbox").or_(dialog.get_by_role("textbox")).first.fill("Espaces")
    dialog.get_by_role("link", name="Espaces partagés").first.click()
    expect(dialog).to_have_count(0)
    editor.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(editor.get_by_text("Le créneau est enregistré.")).to_be_visible()

    filled = Slot.objects.latest("pk")
    assert filled.shown is not None
    assert filled.shown.title == "Espaces partagés"
    editor.get_by_role("link", name="Voir la page à cette minute : Espaces partagés").click()
    frame = editor.frame_locator("iframe.as-of-frame")
    expect(frame.get_by_role("region", name="Espaces partagés")).to_be_visible()
    editor.get_by_role("link", name="Téléphone").click()
    expect(frame.get_by_role("region", name="Espaces partagés")).to_be_visible()
    editor.get_by_role("link", name="Maintenant").click()
    expect(frame.get_by_role("region", name="Circuits courts")).to_be_visible()
