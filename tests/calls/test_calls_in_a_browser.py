"""A call, its form to print and the back office, for a screen reader, a telephone and a page without scripts."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.groups import EDITORS
from calls.models import CallCriterion, CallEvent, CallFaq, CallPage
from calls.services import depositing
from home.ready_made import CALLS
from home.services.ready_made import questions_json
from tests.applications import a_deposited_application
from tests.builders import a_user
from tests.calendar_rows import signed_in
from tests.editorial import a_call, a_member, an_event
from tests.support.browser import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADMIN_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def a_whole_call() -> CallPage:
    call = a_call(
        title="Circuits courts",
        questions=json.loads(questions_json(CALLS[0])),
        answerers=["association", "collective"],
        area="Rivelaine et la plaine",
        fund_cents=2_000_000,
        fund_percent=30,
        fund_cap_cents=200_000,
    )
    CallCriterion.objects.create(call=call, title="Utilité locale", weight=100, explanation="À qui ?")
    CallFaq.objects.create(call=call, question="Faut-il un statut ?", answer="Non.")
    CallEvent.objects.create(call=call, event_page=an_event(title="Réunion d’information"))
    a_call(title="Proposer un projet", is_standing=True, opens_at=None, closes_at=None)
    return call


def assert_fits(page: Page, address: str) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{address} is {wide} px too wide"


def seen(page: Page, name: str) -> None:
    """Keep a picture of the page in the folder of runs, to be looked at."""
    folder = Path(settings.VAR) / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", full_page=True)


@pytest.mark.parametrize("width", [1440, 820, 390])
def test_the_public_pages_have_no_fault_and_fit(site_page: Page, width: int) -> None:
    call = a_whole_call()
    site_page.set_viewport_size({"width": width, "height": 900})
    form = reverse("calls:questionnaire", args=[call.pk])
    for name, address in (("call", call.url), ("list", call.get_parent().url), ("form", form)):
        site_page.goto(address)
        assert_no_axe_violations(site_page)
        assert_fits(site_page, address)
        seen(site_page, f"{name}-{width}")


def test_the_form_is_reached_and_read_without_script(page_no_js: Page) -> None:
    call = a_whole_call()
    page_no_js.goto(call.url)
    page_no_js.get_by_role("link", name="Lire et imprimer le questionnaire").click()

    expect(page_no_js.get_by_role("heading", name="Tout ce qui vous sera demandé")).to_be_visible()
    page_no_js.emulate_media(media="print")
    expect(page_no_js.locator(".site-header")).to_be_hidden()
    expect(page_no_js.locator(".question-room").first).to_be_visible()
    seen(page_no_js, "print")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_back_office_has_no_fault_and_fits(site_page: Page, width: int) -> None:
    call = a_whole_call()
    who = {"applicant_kind": "collective", "collective_name": "Les voisins du four"}
    application = a_deposited_application(call, answers={"title": "Le four du quartier"}, **who)
    a_deposited_application(call, answers={"title": "Une tournée des pains"}, **who)
    at = timezone.now()
    depositing.ask_more(application=application, text="Qui tient la caisse ?", at=at, actor=a_user())
    depositing.deposit(application=application, at=at, actor=application.holder)
    cookie = signed_in(a_member(EDITORS)).cookies[settings.SESSION_COOKIE_NAME]
    site_page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}]
    )
    site_page.set_viewport_size({"width": width, "height": 900})
    for name, address in (
        ("applications", reverse("applications:list")),
        ("application", reverse("applications:inspect", args=[application.pk])),
        ("statistics", reverse("applications:statistics", args=[call.pk])),
    ):
        site_page.goto(address)
        assert_no_axe_violations(site_page, rules=ADMIN_RULES)
        assert_fits(site_page, address)
        seen(site_page, f"admin-{name}-{width}")
    site_page.goto(reverse("wagtailadmin_pages:edit", args=[call.pk]))
    for tab in ("Le questionnaire", "Le jury", "L’appel"):
        site_page.get_by_role("tab", name=tab).click()
        seen(site_page, f"admin-edit-{tab[-5:].strip()}-{width}")
