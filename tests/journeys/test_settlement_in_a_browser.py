"""The end of two campaigns, seen from both sides: staff end them, the worker settles, the public reads the outcome."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from campaigns.models import Campaign, PaymentOperation
from notices.models import Notice
from tests.journeys.steps import let_the_worker_run, open_terms, sign_in
from tests.offline import hand_out

# Whichever test is first loads the demonstration, slowly on a busy machine.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


def end_now(page: Page, campaign: Campaign) -> None:
    """End a campaign from its « Conditions »."""
    open_terms(page, campaign.page.title)
    page.get_by_role("button", name="Terminer maintenant (démonstration)").click()
    expect(page.get_by_text("La campagne est close : le dénouement suit")).to_be_visible()


def test_one_campaign_is_paid_out_and_another_refunded(
    demo: None, site_page: Page, mailoutbox: list[EmailMessage], capsys: pytest.CaptureFixture[str]
) -> None:
    above, below = (Campaign.objects.get(page__slug=slug) for slug in ("disco-soupe", "tables-pique-nique"))
    sign_in(site_page, "moderatrice@example.org")
    for campaign in (above, below):
        end_now(site_page, campaign)
    site_page.context.clear_cookies()
    site_page.goto(above.page.url)
    expect(site_page.locator("#soutenir")).to_contain_text("le résultat est connu dans quelques minutes")

    let_the_worker_run()

    site_page.goto(above.page.url)
    expect(site_page.get_by_role("heading", name="C’est réussi")).to_be_visible()
    expect(site_page.locator("#soutenir")).to_contain_text("520 € réunis et versés au porteur")
    payout = PaymentOperation.objects.get(campaign=above, kind="payout")
    assert (payout.state, payout.amount_cents) == ("done", 49_400)
    brought = PaymentOperation.objects.by_hand().filter(campaign=below)
    assert sum(refund.amount_cents for refund in brought) == 17_000
    for refund in brought:
        hand_out(refund, at=timezone.now())
    site_page.goto(below.page.url)
    expect(site_page.get_by_role("heading", name="Le seuil n’est pas atteint")).to_be_visible()
    expect(site_page.locator("#soutenir")).to_contain_text("chacun a été remboursé intégralement")
    refunds = PaymentOperation.objects.filter(campaign=below, kind="refund")
    assert {refund.state for refund in refunds} == {"done"}
    assert sum(refund.amount_cents for refund in refunds) == 56_500

    for campaign in (above, below):
        letters = [
            letter for letter in mailoutbox if campaign.page.title in f"{letter.subject} {letter.body}"
        ]
        people = {
            campaign.holder.email,
            *campaign.pledges.exclude(paid_at=None).values_list("backer_email", flat=True),
        } - {""}
        assert people - {address for letter in letters for address in letter.to} == set()
    on_paper = Notice.objects.filter(state="to_print", purpose__startswith=f"backer_unfunded:{below.pk}:")
    assert sorted(on_paper.values_list("addressee", flat=True)) == ["Mme Arnaud", "Paulette et Jean Vidal"]
    call_command("check_ledger")
    assert "entries, 0 differences" in capsys.readouterr().out
