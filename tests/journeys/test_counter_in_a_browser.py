"""Mme Arnaud's twenty euros: brought to the town hall with a slip, given back against her signature; no JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.groups import CLERKS
from accounts.services import create_verified_user
from campaigns.models import Counter, LedgerEntry, PaymentOperation, Pledge
from campaigns.rules.status import CampaignState, PledgeState
from campaigns.services.cancelling import cancel_pledge
from campaigns.services.reconciling import check_books
from campaigns.services.slips import make_slip
from tests.builders import a_campaign, settle
from tests.campaigns.finance_room import a_colleague
from tests.offline import a_document, an_evidence, an_offline_pledge, hand_out, without_email
from tests.second_factor import PASSWORD, confirm
from tests.support.browser import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIGNED = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def a_counter(territory) -> Counter:
    """The town hall's counter."""
    return Counter.objects.create(
        territory=territory, name="Accueil de la mairie", address="1, place du Marché", hours="9 h–12 h"
    )


def test_a_clerk_takes_twenty_euros_in_and_gives_them_back(page_no_js: Page, tmp_path: Path) -> None:
    page = page_no_js
    campaign = a_campaign(page={"title": "Six tables au parc"})
    a_counter(campaign.territory)
    slip = make_slip(campaign=campaign, amount_cents=2_000, backer=without_email(), at=timezone.now())
    clerk = create_verified_user("odile@example.org", PASSWORD, groups=(CLERKS,))

    page.goto("/admin/")
    page.fill("#id_login", clerk.email)
    page.fill("#id_password", PASSWORD)
    page.click("main form button[type=submit]")
    expect(page.get_by_role("heading", name="Quel code est écrit sur le papier")).to_be_visible()
    page.get_by_label("Code du bulletin").fill("aaaa aaaa")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_text("Vérifiez-le, signe par signe")).to_be_visible()
    page.get_by_label("Code du bulletin").fill(f"{slip.code[:4].lower()} {slip.code[4:].lower()}")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_label("Nom de la personne")).to_have_value("Mme Arnaud")
    page.get_by_label("espèces").check()
    page.get_by_label("Guichet").select_option(label="Accueil de la mairie")
    page.get_by_role("button", name="Relire avant d’encaisser").click()
    expect(page.get_by_text("Écrivez la référence")).to_be_visible()
    page.get_by_label("Référence").fill("Carnet 12-034")
    page.get_by_role("button", name="Relire avant d’encaisser").click()
    expect(page.get_by_role("heading", name="20 €")).to_be_visible()
    assert not Pledge.objects.exists()
    page.get_by_role("button", name="Encaisser 20 €").click()
    expect(page.get_by_role("link", name="Imprimer le reçu")).to_be_visible()
    pledge = Pledge.objects.get()
    expect(page.locator(".desk-code")).to_have_text(pledge.reference)
    campaign.totals.refresh_from_db()
    assert campaign.totals.gathered_cents == 2_000

    settle(campaign)
    assert campaign.status == CampaignState.UNFUNDED

    page.get_by_role("link", name="Guichet").first.click()
    page.get_by_label("Code du bulletin").fill(pledge.reference)
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", name="20 € à rendre")).to_be_visible()
    signed = tmp_path / "recu-signe.pdf"
    signed.write_bytes(SIGNED)
    page.get_by_label("Numéro du reçu signé").fill("R-12")
    page.get_by_role("button", name="20 € remboursés au guichet").click()
    expect(page.get_by_text("Joignez le reçu signé")).to_be_visible()
    expect(page.get_by_label("Numéro du reçu signé")).to_have_value("R-12")
    page.get_by_label("Le reçu signé").set_input_files(signed)
    page.get_by_role("button", name="20 € remboursés au guichet").click()
    expect(page.get_by_role("heading", name="20 € rendus")).to_be_visible()

    pledge.refresh_from_db()
    campaign.refresh_from_db()
    assert (pledge.status, campaign.status) == (PledgeState.REFUNDED, CampaignState.REFUNDED)
    assert LedgerEntry.objects.balance(f"bank:{campaign.territory_id}") == 0
    report = check_books()
    assert not report.differences, [check.differences for check in report.checks if check.differences]


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_and_nothing_overflows(site_page: Page, width: int) -> None:
    campaign = a_campaign()
    a_counter(campaign.territory)
    owed, held, paid = (
        an_offline_pledge(campaign, evidence=an_evidence(document=a_document())) for _number in range(3)
    )
    for pledge in (owed, paid):
        cancel_pledge(pledge=pledge, at=timezone.now())
    hand_out(PaymentOperation.objects.by_hand().get(pledge=paid), at=timezone.now())
    client = Client()
    client.force_login(a_colleague())
    confirm(client)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    site_page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}]
    )
    site_page.set_viewport_size({"width": width, "height": 900})
    operation = PaymentOperation.objects.by_hand().get()
    form = reverse("counter:take_in", args=[campaign.pk])
    for address in (
        reverse("counter:desk"),
        reverse("counter:desk") + "?code=AAAA-AAAA",
        form,
        reverse("counter:pledge", args=[held.uuid]),
        reverse("counter:pledge", args=[owed.uuid]),
        reverse("counter:take_back", args=[held.uuid]),
        reverse("finance:bank"),
        reverse("finance:bank_operation", args=[operation.pk]),
        reverse("finance:offline", args=[paid.offline.pk]),
        reverse("paiements-hors-ligne_modeladmin_inspect", args=[paid.offline.pk]),
    ):
        site_page.goto(address)
        assert_no_axe_violations(site_page, rules=RULES)
        wide = site_page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{address} is {wide} px too wide at {width}"
    # A refused form, its errors beside the fields.
    site_page.goto(form)
    site_page.get_by_role("button", name="Relire avant d’encaisser").click()
    expect(site_page.get_by_text("Rien n’est enregistré")).to_be_visible()
    assert_no_axe_violations(site_page, rules=RULES)
