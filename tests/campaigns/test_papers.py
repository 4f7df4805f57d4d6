"""Papers through HTTP: who may read them, that they are real PDF files, and what a server without Pango sends."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.models import Membership
from base import printing
from base.models import AuditLine
from campaigns.links import accounts_path, pledge_token
from campaigns.models import Campaign, TaxReceipt
from campaigns.services.tax_receipts import issue_receipts
from notices.models import Notice
from tests.builders import a_backer, a_campaign, a_pledge, a_user, settle
from tests.papers import ADDRESS, a_declaring_campaign, a_member, a_seller, an_association

pytestmark = pytest.mark.django_db

PAPERS = ("accounts", "statement_pdf", "statement_page", "invoice_pdf", "invoice_page", "entries_csv")


def address(name: str, campaign: Campaign, *more: int) -> str:
    return reverse(f"campaigns:{name}", args=[campaign.pk, *more])


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def staff(group: str):
    user = a_user()
    user.groups.add(Group.objects.get_or_create(name=group)[0])
    return user


@pytest.fixture
def funded() -> Campaign:
    """A campaign paid out, of an association that declares tax receipts, one of them asked for."""
    a_seller()
    campaign = a_declaring_campaign()
    a_pledge(
        campaign, 1_000, backer=a_backer(name="Zoé Martin"), wants_tax_receipt=True, postal_address=ADDRESS
    )
    return settle(campaign)


def test_the_holder_and_finance_read_the_accounts_and_nobody_else(funded):
    writer = a_member(funded.organisation, Membership.Right.EDITOR)
    reader = a_member(funded.organisation, Membership.Right.READER)
    for user, expected in (
        (funded.holder, 200),
        (writer, 200),
        (staff(FINANCE), 200),
        (reader, 404),
        (staff(EDITORS), 404),
        (staff(MODERATORS), 404),
        (a_user(), 404),
    ):
        for name in PAPERS:
            answer = signed_in(user).get(address(name, funded))
            assert answer.status_code == expected, (name, user)
            if expected == 200:
                assert answer["Cache-Control"] == "private, no-store"
    for name in PAPERS:
        assert Client().get(address(name, funded)).status_code == 302


@pytest.mark.parametrize("state", ["draft", "live", "suspended"])
def test_there_is_nothing_before_the_success(state):
    campaign = a_campaign(state=state)
    client = signed_in(campaign.holder)
    for name in PAPERS:
        assert client.get(address(name, campaign)).status_code == 404


def test_papers_are_pdf_files_and_pages(funded):
    client = signed_in(funded.holder)
    for name in ("statement", "invoice"):
        file = client.get(address(f"{name}_pdf", funded))
        assert file["Content-Type"] == "application/pdf"
        assert file.content.startswith(b"%PDF")
    page = client.get(address("invoice_page", funded)).content.decode()
    for words in ("Agence de Rivelaine", funded.holder_name, "TVA à 20", "Total, taxe comprise"):
        assert words in page, words
    page = client.get(address("statement_page", funded)).content.decode()
    for words in ("Paiements par carte", "Versé au porteur", "2 à 7 jours ouvrés"):
        assert words in page, words
    assert "style=" not in page


def test_without_pango_the_page_to_print_is_sent(funded, monkeypatch):
    def unable(html, town):
        raise printing.PrintingUnavailable

    monkeypatch.setattr(printing, "drawn", unable)
    answer = signed_in(funded.holder).get(address("invoice_pdf", funded))
    assert answer["Content-Type"].startswith("text/html")
    assert "Imprimez cette page" in answer.content.decode()


def test_a_receipt_names_who_what_and_never_calls_itself_a_tax_receipt(client):
    campaign = a_campaign()
    pledge = a_pledge(campaign, 2_550, backer=a_backer(name="<b>Zoé</b>"))
    token = pledge_token(pledge)
    page = client.get(reverse("campaigns:receipt_page", args=[token])).content.decode()
    for words in (
        pledge.reference,
        "25,50\u00a0€",
        "&lt;b&gt;Zoé",
        "Don sans contrepartie",
        "Nadia Berthier",
        "Alexis et Clément",
    ):
        assert words in page, words
    assert "reçu fiscal" not in page.lower()
    file = client.get(reverse("campaigns:receipt_pdf", args=[token]))
    assert file.content.startswith(b"%PDF")
    assert file["Referrer-Policy"] == "no-referrer"


def test_the_letter_of_the_payout_leads_to_the_accounts(funded):
    letter = Notice.objects.get(kind="campaign_paid_out")
    assert letter.context["path"] == accounts_path(funded)
    assert "facture" in letter.context["link_text"]


def test_exports_leave_a_line_in_the_audit_trail(funded):
    signed_in(funded.holder).get(address("entries_csv", funded))
    assert AuditLine.objects.filter(action="ledger.exported", actor=funded.holder).count() == 1


# Tax receipts


def test_who_administers_the_association_or_finance_makes_them(funded):
    for user in (a_member(funded.organisation, Membership.Right.EDITOR), staff(EDITORS), a_user()):
        assert signed_in(user).post(address("make_receipts", funded)).status_code == 404
    assert not TaxReceipt.objects.exists()
    administrator = a_member(funded.organisation)
    assert signed_in(administrator).post(address("make_receipts", funded)).status_code == 302
    assert TaxReceipt.objects.get().issued_by == administrator
    for user in (administrator, staff(FINANCE)):
        file = signed_in(user).get(address("receipts_pdf", funded, 1))
        assert file.content.startswith(b"%PDF")
        page = signed_in(user).get(address("receipts_page", funded, 1)).content.decode()
        for words in ("Zoé Martin", ADDRESS, "Dix euros", "Jeanne Roux, présidente", "article 200"):
            assert words in page, words
    assert AuditLine.objects.filter(action="tax_receipts.exported").count() == 4
    for number in (0, 2, 99_999):
        assert signed_in(administrator).get(address("receipts_page", funded, number)).status_code == 404
    assert signed_in(funded.holder).get(address("receipts_page", funded, 1)).status_code == 404


def test_the_backer_finds_their_own(client, funded):
    pledge = funded.pledges.get()
    token = pledge_token(pledge)
    assert client.get(reverse("campaigns:tax_receipt_page", args=[token])).status_code == 404
    issue_receipts(campaign=funded, at=timezone.now(), actor=None)
    receipt = client.get(reverse("campaigns:receipt", args=[token])).content.decode()
    assert reverse("campaigns:tax_receipt_pdf", args=[token]) in receipt
    page = client.get(reverse("campaigns:tax_receipt_page", args=[token])).content.decode()
    assert "Zoé Martin" in page
    assert client.get(reverse("campaigns:tax_receipt_pdf", args=[token])).content.startswith(b"%PDF")


def test_a_file_holds_a_page_for_each_receipt_up_to_its_size(monkeypatch, funded):
    from campaigns.views import accounts

    monkeypatch.setattr(accounts, "RECEIPTS_A_FILE", 2)
    campaign = a_declaring_campaign(an_association(name="Autre"))
    for _number in range(3):
        a_pledge(campaign, 1_000, wants_tax_receipt=True, postal_address=ADDRESS)
    settle(campaign)
    issue_receipts(campaign=campaign, at=timezone.now(), actor=None)
    client = signed_in(staff(FINANCE))
    assert "Reçus 3 à 3" in client.get(address("accounts", campaign)).content.decode()
    pages = [client.get(address("receipts_page", campaign, number)).content.decode() for number in (1, 2)]
    assert [page.count('<main class="paper">') for page in pages] == [2, 1]


# « Mon soutien donne-t-il droit à un reçu fiscal ? »


def test_every_campaign_answers_and_asks_for_an_address_only_when_it_gives_receipts(client):
    for campaign, answer in ((a_campaign(), "Non."), (a_declaring_campaign(), "Oui, si vous le demandez.")):
        page = client.get(campaign.page.url).content.decode()
        assert re.search(r"Mon soutien donne-t-il droit à un reçu fiscal\s\?", page)
        assert answer in page
        form = client.get(reverse("campaigns:pledge", args=[campaign.pk])).content.decode()
        assert answer in form
        assert ('name="postal_address"' in form) == campaign.gives_tax_receipts
