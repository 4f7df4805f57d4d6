"""« Ma semaine », balance, copy of a season, suggestions and guide as a screen reader and a telephone meet them."""

import datetime as dt

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from search.cards import rebuild_cards
from tests.builders import a_campaign
from tests.calendar_rows import an_editor, signed_in
from tests.editorial import a_call, a_story, a_theme, an_event
from tests.support.browser import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = dt.timedelta(days=1)
TEXT = "Des producteurs livrent légumes et fromages au moulin, à vélo, chaque semaine."


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_and_nothing_overflows(site_page: Page, width: int) -> None:
    now = timezone.now()
    theme = a_theme(title="Circuits courts", summary=TEXT, tags=["pain"])
    a_campaign(deadline=now + 4 * DAY, page={"tags": ["pain"], "neighbourhood": "Fontvive"})
    a_call(closes_at=now + 3 * DAY, tags=["pain"])
    an_event(starts_at=now - 2 * DAY)
    a_story(title="Le moulin", summary=TEXT)
    rebuild_cards()
    cookie = signed_in(an_editor()).cookies[settings.SESSION_COOKIE_NAME]
    site_page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}]
    )
    site_page.set_viewport_size({"width": width, "height": 900})
    for address, heading in (
        (reverse("wagtailadmin_home"), "Ma semaine"),
        (reverse("balance:show"), "Équilibre de l’année"),
        (reverse("seasons:copy", args=[theme.pk]), "Copier la saison"),
        (reverse("seasons:suggestions", args=[theme.pk]), "Ce qui irait avec ce thème"),
        (reverse("guide:show"), "Guide"),
    ):
        site_page.goto(address)
        expect(site_page.get_by_role("heading", name=heading).first).to_be_visible()
        assert_no_axe_violations(site_page, rules=["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
        wide = site_page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{address} is {wide} px too wide at {width}"
