"""The calendar in a real browser: with the mouse, with the keyboard, without JavaScript, for a screen reader."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from home.models import Slot
from tests.builders import a_campaign
from tests.calendar_rows import a_dated_event, a_newsletter, a_slot, an_editor, local, signed_in
from tests.editorial import a_call, a_story
from tests.support.browser import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = dt.timedelta(days=1)
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def in_two_months(day: int, hour: int = 9) -> dt.datetime:
    """A day of the month after next."""
    now = timezone.now().astimezone(local(2026, 1, 1).tzinfo)
    months = now.year * 12 + now.month + 1
    return local(months // 12, months % 12 + 1, day, hour)


@pytest.fixture
def sign_in() -> Callable[[Page], None]:
    """Give a browser the session of an editor."""
    editor = an_editor()
    cookie = signed_in(editor).cookies[settings.SESSION_COOKIE_NAME]

    def given(page: Page) -> None:
        page.set_viewport_size(WIDE)
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}]
        )

    return given


def open_month(page: Page, view: str = "mois") -> None:
    """Open the calendar where the rows of the tests are."""
    page.goto(f"{reverse('calendar:show')}?vue={view}&le={in_two_months(1):%Y-%m-%d}")


@pytest.fixture
def slot() -> Slot:
    """A headline from the 6th to the 16th."""
    return a_slot(in_two_months(6), in_two_months(16))


def entry_of(page: Page, slot: Slot) -> Locator:
    """The link of the slot in the grid."""
    return page.locator(f"#e-slot-{slot.pk}")


def starts(slot: Slot) -> dt.datetime:
    """When the slot starts now."""
    slot.refresh_from_db()
    return slot.starts_at


def test_dragging_moves_by_whole_days(site_page: Page, sign_in: Callable, slot: Slot) -> None:
    sign_in(site_page)
    open_month(site_page)
    entry = entry_of(site_page, slot)
    box = entry.bounding_box()
    column = (
        site_page.locator(".cal-track").first.bounding_box()["width"] / site_page.locator(".cal-day").count()
    )

    site_page.mouse.move(box["x"] + 60, box["y"] + 10)
    site_page.mouse.down()
    site_page.mouse.move(box["x"] + 80, box["y"] + 12)
    site_page.mouse.move(box["x"] + 60 + 3.3 * column, box["y"] + 12)
    expect(site_page.locator(".cal-ghost")).to_have_count(1)
    with site_page.expect_navigation():
        site_page.mouse.up()

    assert starts(slot) == in_two_months(9)
    expect(entry_of(site_page, slot)).to_be_focused()
    expect(site_page.locator(".messages")).to_contain_text("est déplacé au")

    with site_page.expect_navigation():
        site_page.get_by_role("button", name="Annuler le déplacement").click()
    assert starts(slot) == in_two_months(6)


def test_a_click_opens_the_entry_and_moves_nothing(site_page: Page, sign_in: Callable, slot: Slot) -> None:
    sign_in(site_page)
    open_month(site_page)

    entry_of(site_page, slot).click(position={"x": 40, "y": 8})

    site_page.wait_for_url(f"**{reverse('slots:edit', args=[slot.pk])}**")
    assert starts(slot) == in_two_months(6)


def test_the_keyboard_does_the_same(site_page: Page, sign_in: Callable, slot: Slot) -> None:
    sign_in(site_page)
    open_month(site_page)
    said = site_page.locator("[data-said]")
    entry_of(site_page, slot).focus()

    site_page.keyboard.press("m")
    expect(said).to_contain_text("Flèche gauche ou droite")
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft"):
        site_page.keyboard.press(key)
    expect(said).to_contain_text(f"{in_two_months(14).day} ")
    site_page.keyboard.press("Escape")
    expect(said).to_contain_text("n’a pas bougé")
    expect(entry_of(site_page, slot)).to_be_focused()
    expect(site_page.locator(".cal-ghost")).to_have_count(0)
    assert starts(slot) == in_two_months(6)

    site_page.keyboard.press("Tab")  # the handle
    site_page.keyboard.press("Enter")
    site_page.keyboard.press("ArrowUp")
    for _ in range(9):
        site_page.keyboard.press("ArrowRight")
    with site_page.expect_navigation():
        site_page.keyboard.press("Enter")

    assert starts(slot) == in_two_months(8)
    expect(entry_of(site_page, slot)).to_be_focused()


def test_buttons_do_it_without_dragging(site_page: Page, sign_in: Callable, slot: Slot) -> None:
    sign_in(site_page)
    open_month(site_page)
    entry_of(site_page, slot).hover()

    site_page.get_by_role("link", name="Déplacer «").click()
    site_page.get_by_role("button", name="+1 semaine").click()
    site_page.get_by_role("button", name="−1 jour").click()
    with site_page.expect_navigation():
        site_page.get_by_role("button", name="Poser").click()

    assert starts(slot) == in_two_months(12)


def test_everything_works_without_a_script(page_no_js: Page, sign_in: Callable, slot: Slot) -> None:
    a_call(title="Des bancs", opens_at=in_two_months(3), closes_at=in_two_months(20))
    sign_in(page_no_js)
    open_month(page_no_js)
    page_no_js.get_by_role("checkbox", name="Appels à projets").check()
    page_no_js.get_by_role("button", name="Filtrer").click()
    expect(page_no_js.locator(".cal-row")).to_have_count(1)

    open_month(page_no_js)
    entry_of(page_no_js, slot).hover()
    page_no_js.locator(f"#e-slot-{slot.pk} + .cal-handle").click()
    page_no_js.get_by_label("Nouveau jour").fill(f"{in_two_months(9):%Y-%m-%d}")
    page_no_js.get_by_role("button", name="Déplacer").click()

    undo = page_no_js.get_by_role("button", name="Annuler le déplacement")
    expect(undo).to_have_count(1)
    assert starts(slot) == in_two_months(9)
    with page_no_js.expect_navigation():  # Wagtail's own notice about scripts covers it from the mouse
        undo.press("Enter")
    assert starts(slot) == in_two_months(6)


def test_what_stays_has_no_handle(site_page: Page, sign_in: Callable) -> None:
    a_campaign(at=timezone.now(), deadline=in_two_months(12))
    sign_in(site_page)
    open_month(site_page)

    expect(site_page.locator(".cal-lane--campaigns .cal-item")).to_have_count(1)
    expect(site_page.locator(".cal-lane--campaigns .cal-handle")).to_have_count(0)
    site_page.locator(".cal-lane--campaigns .cal-entry").focus()
    site_page.keyboard.press("m")
    expect(site_page.locator("[data-panel]")).to_be_hidden()


@pytest.mark.parametrize("view", ["mois", "semaine", "liste"])
def test_axe_finds_nothing(site_page: Page, sign_in: Callable, slot: Slot, view: str) -> None:
    a_call(title="Des bancs", live=False, opens_at=in_two_months(1, 12), closes_at=in_two_months(20))
    a_dated_event(in_two_months(2, 18))
    a_newsletter(in_two_months(3))
    a_story(first_published_at=in_two_months(1))
    a_campaign(at=timezone.now(), deadline=in_two_months(12))
    sign_in(site_page)
    for size in (WIDE, NARROW):
        site_page.set_viewport_size(size)
        open_month(site_page, view)
        assert_no_axe_violations(site_page)
        assert site_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if view == "mois":
        site_page.set_viewport_size(WIDE)
        open_month(site_page)
        entry_of(site_page, slot).focus()
        site_page.keyboard.press("m")
        assert_no_axe_violations(site_page)
        for screen in (reverse("calendar:link"), f"{reverse('calendar:move')}?kind=slot&pk={slot.pk}"):
            site_page.goto(screen)
            assert_no_axe_violations(site_page)
