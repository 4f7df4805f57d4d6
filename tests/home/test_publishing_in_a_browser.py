"""« Publier » pressed while the admin is keeping a new page's first draft: the page is made once, and published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from stories.models import StoryPage
from tests.calendar_rows import an_editor, signed_in
from tests.editorial import the_list
from tests.journeys.editing import Editor
from tests.journeys.guide import Unwritten

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Deux heures par mois"


@pytest.fixture
def new_story(site_page: Page) -> Editor:
    """An editor before the empty form of a story."""
    address = reverse("wagtailadmin_pages:add", args=["stories", "storypage", the_list(StoryPage).pk])
    cookie = signed_in(an_editor()).cookies[settings.SESSION_COOKIE_NAME]
    site_page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}]
    )
    site_page.goto(address)
    return Editor(site_page, Unwritten())


@contextmanager
def first_draft_held(page: Page) -> Iterator[Callable[[], None]]:
    """Have the first draft that the admin sends reach the site, and its answer wait for the function given."""
    held: list[Callable[[], None]] = []

    def hold(route: Route) -> None:
        if route.request.method != "POST" or route.request.resource_type != "fetch":
            route.continue_()
            return
        answer = route.fetch()
        held.append(lambda: route.fulfill(response=answer))

    page.route("**/admin/pages/add/**", hold)

    def let_go() -> None:
        """Wait until the site answered, then hand the answer over."""
        while not held:
            page.evaluate("new Promise(requestAnimationFrame)")
        held.pop()()

    yield let_go
    page.unroute_all(behavior="wait")


@pytest.mark.parametrize(("button", "is_live"), [("Publier", True), ("Enregistrer le brouillon", False)])
def test_a_button_pressed_waits_for_the_draft_on_its_way(
    new_story: Editor, button: str, is_live: bool
) -> None:
    page = new_story.page
    with first_draft_held(page) as let_go:
        with page.expect_request(lambda request: request.resource_type == "fetch" and "/add/" in request.url):
            new_story.name(TITLE, "Ce que donne un engagement.")
        if is_live:
            new_story.click("Plus d’actions", role="button")
        new_story.click(button, role="button")
        let_go()
        expect(page.get_by_text(f"« {TITLE} »").first).to_be_visible()

    story = StoryPage.objects.get()
    assert (story.title, story.live) == (TITLE, is_live)
