"""Finance's screens as a screen reader and a telephone meet them."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from campaigns.models import CheckRun, PaymentOperation
from tests.campaigns.finance_room import a_colleague, a_contest, a_debt, a_fee, a_stopped_payout
from tests.second_factor import confirm
from tests.support.browser import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_and_nothing_overflows(site_page: Page, width: int) -> None:
    debt, campaign = a_debt(), a_stopped_payout()
    fee, paid_out = a_fee(debt), campaign.pledges.get()
    a_contest()
    client = Client()
    client.force_login(a_colleague())
    confirm(client)
    client.post(reverse("finance:verify"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    site_page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}]
    )
    site_page.set_viewport_size({"width": width, "height": 900})
    operation = PaymentOperation.objects.filter(state="attention").first()
    run = CheckRun.objects.first()
    assert operation is not None
    assert run is not None
    for address, heading in (
        (reverse("wagtailadmin_home"), "L’argent"),
        (reverse("finance:dashboard"), "Les comptes sont justes"),
        (reverse("finance:examine", args=[campaign.pk]), campaign.page.title),
        (reverse("finance:ledger", args=[campaign.pk]), "Ce qui est passé par chaque compte"),
        (reverse("finance:debt", args=[debt.pk]), "à rendre"),
        (reverse("finance:entry", args=[fee.pk]), "frais du prestataire"),
        (reverse("finance:return", args=[paid_out.pk]), "Faire rendre ce soutien"),
        (reverse("finance:trail"), "Qui a fait quoi"),
        (reverse("operations_modeladmin_inspect", args=[operation.pk]), "25"),
        (reverse("controles_modeladmin_inspect", args=[run.pk]), "Aucune différence"),
    ):
        site_page.goto(address)
        expect(site_page.get_by_role("heading", name=heading).first).to_be_visible()
        assert_no_axe_violations(site_page, rules=RULES)
        wide = site_page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{address} is {wide} px too wide at {width}"
    # A refused form, its errors beside the fields.
    site_page.goto(reverse("finance:debt", args=[debt.pk]))
    site_page.get_by_role("button", name="Demander la clôture").click()
    expect(site_page.get_by_text("Joignez la pièce")).to_be_visible()
    assert_no_axe_violations(site_page, rules=RULES)
