"""Inviting and the kit of a call as a screen reader, a narrow window and a browser without scripts meet them."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import Membership, Organisation
from calls.addresses import address_digest
from calls.invitation_links import Refuser, refusal_path
from calls.models import CallInvitation
from tests.builders import a_user, the_territory
from tests.calendar_rows import an_editor, signed_in
from tests.editorial import a_call
from tests.support.browser import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def looked_at(page: Page, width: int) -> None:
    """Fail on what axe finds, and on a page wider than its window."""
    assert_no_axe_violations(page, rules=RULES)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{wide} px too wide at {width}"


@pytest.mark.parametrize("width", [1440, 820])
def test_an_editor_invites_then_opens_the_kit(site_page: Page, width: int) -> None:
    call = a_call(title="Du pain partagé", summary="Trois fours à faire naître.")
    for number in range(3):
        organisation = Organisation.objects.create(name=f"Association {number}", kind="association")
        Membership.objects.create(user=a_user(), organisation=organisation, right="administrator")
    cookie = signed_in(an_editor()).cookies[settings.SESSION_COOKIE_NAME]
    site_page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}]
    )
    site_page.set_viewport_size({"width": width, "height": 900})

    site_page.goto(reverse("call_reach:invite", args=[call.pk]))
    site_page.get_by_role("button", name="Voir avant d’envoyer").click()
    expect(site_page.get_by_role("alert")).to_contain_text("Écrivez une phrase")
    looked_at(site_page, width)
    site_page.get_by_label("Association 1").check()
    site_page.get_by_label("Autres adresses").fill("ali@example.org")
    site_page.get_by_label("Votre phrase").fill("Votre four a montré la voie.")
    site_page.get_by_role("button", name="Voir avant d’envoyer").click()
    expect(site_page.get_by_role("heading", name="2 personnes recevront cette invitation")).to_be_visible()
    letter = site_page.frame_locator("iframe[title^=Aperçu]")
    expect(letter.get_by_text("Votre four a montré la voie.")).to_be_visible()
    looked_at(site_page, width)
    site_page.get_by_role("button", name="Envoyer 2 invitations").click()
    expect(site_page.get_by_role("heading", name="Ce que les invitations ont apporté")).to_be_visible()
    site_page.reload()  # without Wagtail's own passing message, whose colours fade
    looked_at(site_page, width)
    assert CallInvitation.objects.count() == 2

    site_page.goto(reverse("call_kit:show", args=[call.pk]))
    expect(site_page.get_by_role("heading", name="Pour le magazine municipal")).to_be_visible()
    looked_at(site_page, width)


def test_whoever_is_invited_says_no_without_a_script(page_no_js: Page) -> None:
    path = refusal_path(Refuser(the_territory().pk, address_digest("a@example.org")))
    page_no_js.goto(path)
    page_no_js.get_by_role("button", name="Ne plus m’inviter").click()
    expect(page_no_js.get_by_role("heading", name="C’est noté")).to_be_visible()
