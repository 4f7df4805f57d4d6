"""A promotion as a screen reader, a narrow window and a browser without scripts meet it, from forming to launching."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.groups import EDITORS
from accounts.models import User
from calls.models import Promotion, StepDone
from calls.services.launching_together import launch_together
from tests.builders import a_user
from tests.editorial import a_member, an_event, the_home
from tests.promotions import a_mentor, a_promotion, a_selected_call, projects
from tests.support.browser import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (390, 1440)


def enter(page: Page, user: User) -> None:
    """Sign a browser in."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}]
    )


def looked_at(page: Page, address: str) -> None:
    """Open an address at both widths: nothing for axe to find, nothing wider than the window."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        assert_no_axe_violations(page, rules=RULES)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{address}: {wide} px too wide at {width}"


def test_an_editor_forms_the_promotion_and_names_a_mentor(site_page: Page) -> None:
    call, (project,) = a_selected_call()
    an_event(title="Atelier récit")
    enter(site_page, a_member(EDITORS))
    address = reverse("juries:promotion", args=[call.pk])

    looked_at(site_page, address)
    site_page.get_by_role("button", name="Former la promotion").click()
    expect(site_page.get_by_role("heading", name="Qui accompagne chaque projet")).to_be_visible()
    site_page.get_by_label("Mentor").fill("Lucie Arnal")
    site_page.get_by_role("button", name="Enregistrer la préparation").click()
    expect(site_page.get_by_text("L’adresse à laquelle lui écrire.")).to_be_visible()
    site_page.get_by_label("Adresse électronique").fill("lucie@example.org")
    site_page.get_by_label("Atelier récit").check()
    site_page.get_by_role("button", name="Enregistrer la préparation").click()
    expect(site_page.get_by_text("La préparation est enregistrée.")).to_be_visible()
    looked_at(site_page, address)
    project.refresh_from_db()
    assert project.mentor.email == "lucie@example.org"
    assert [event.title for event in Promotion.objects.get().workshops.all()] == ["Atelier récit"]


def test_holders_and_mentors_read_the_shared_page(site_page: Page) -> None:
    promotion = a_promotion("draft", "approved", "")
    project = projects(promotion)[0]
    a_mentor(project)
    address = reverse("calls:promotion", args=[promotion.call_id])

    enter(site_page, project.holder)
    looked_at(site_page, address)
    site_page.get_by_role("button", name="C’est fait : Se rencontrer").click()
    expect(site_page.get_by_role("button", name="Faite : Se rencontrer")).to_be_visible()
    looked_at(site_page, address)  # from the top again
    looked_at(site_page, reverse("campaigns:editor", args=[project.campaign_id]))
    looked_at(site_page, reverse("calls:application", args=[project.reference]))
    enter(site_page, a_user("mentor@example.org"))
    looked_at(site_page, address)
    looked_at(site_page, reverse("calls:mine"))


def test_steps_are_ticked_without_a_script(page_no_js: Page) -> None:
    promotion = a_promotion("draft")
    (project,) = projects(promotion)
    enter(page_no_js, project.holder)
    page_no_js.goto(reverse("calls:promotion", args=[promotion.call_id]))

    page_no_js.get_by_role("button", name="C’est fait : Raconter le projet").click()
    expect(page_no_js.get_by_role("button", name="Faite : Raconter le projet")).to_be_visible()
    assert StepDone.objects.get().step.label == "Raconter le projet"
    page_no_js.get_by_role("button", name="Faite : Raconter le projet").click()
    expect(page_no_js.get_by_role("button", name="C’est fait : Raconter le projet")).to_be_visible()


def test_the_public_reads_when_then_finds_the_campaigns(site_page: Page) -> None:
    at = timezone.now()
    promotion = a_promotion("approved", launches_at=at + dt.timedelta(days=20))
    (project,) = projects(promotion)

    looked_at(site_page, promotion.call.url)
    expect(site_page.get_by_text("Lancement commun le")).to_be_visible()
    looked_at(site_page, the_home().url)
    launch_together(promotion=promotion, at=promotion.launches_at)
    looked_at(site_page, promotion.call.url)
    expect(site_page.get_by_role("link", name="Voir sa campagne")).to_be_visible()
    enter(site_page, project.holder)
    looked_at(site_page, reverse("calls:promotion", args=[promotion.call_id]))
    expect(site_page.get_by_role("heading", name="Lancés ensemble")).to_be_visible()
