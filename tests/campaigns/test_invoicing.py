"""The invoice made with the outcome, the statement read from the books, the accountant's file."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from base.spreadsheets import csv_lines
from campaigns.models import CommissionInvoice, LedgerAccount, LedgerEntry, NumberSeries
from campaigns.services import invoicing, numbering, operating, settling
from campaigns.services.accounting import entries_between, entries_of, ledger_lines
from campaigns.services.cancelling import cancel_pledge
from campaigns.services.invoicing import statement_of
from campaigns.services.reconciling import check_books
from campaigns.wording.papers import ENTRY_COLUMNS
from tests.builders import a_campaign, a_pledge, a_territory, settle
from tests.papers import a_member, a_seller, an_association

pytestmark = pytest.mark.django_db


def a_funded_campaign(**terms):
    campaign = a_campaign(threshold_cents=10_000, goal_cents=20_000, **terms)
    a_pledge(campaign, 6_000)
    a_pledge(campaign, 4_010)
    return settle(campaign)


def test_the_invoice_says_who_what_and_the_tax_inside():
    a_seller(invoice_prefix="RIV-")
    association = an_association(siret="73282932000074")
    campaign = a_funded_campaign(organisation=association, holder=a_member(association))
    invoice = CommissionInvoice.objects.get()
    year = campaign.decided_at.year
    assert (invoice.number, invoice.reference) == (1, f"RIV-{year}-0001")
    # 5 % of 100,10 € is 5,005 €, rounded up to 5,01 €; of which 20 % of tax: 0,835 €, rounded up to 0,84 €
    assert (invoice.total_cents, invoice.vat_cents) == (501, 84)
    assert invoice.content["net_cents"] == 417
    assert invoice.content["seller"]["name"] == "Agence de Rivelaine"
    assert invoice.content["customer"]["name"] == "Les Amis du four"
    assert invoice.content["vat_exemption"] == ""
    assert check_books().differences == 0


def test_without_tax_the_mention_is_written():
    a_seller(vat_bps=0)
    a_funded_campaign()
    invoice = CommissionInvoice.objects.get()
    assert (invoice.total_cents, invoice.vat_cents) == (501, 0)
    assert "293 B" in invoice.content["vat_exemption"]


def test_what_changes_later_changes_no_invoice():
    territory = a_seller()
    a_funded_campaign()
    before = CommissionInvoice.objects.get().content
    territory.legal_name, territory.vat_bps = "Autre nom", 1_000
    territory.save()
    assert CommissionInvoice.objects.get().content == before
    statements = (
        "UPDATE campaigns_commissioninvoice SET number = 9",
        "DELETE FROM campaigns_commissioninvoice",
    )
    for statement in statements:
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_campaign_that_fails_or_takes_no_commission_has_no_invoice():
    failed = a_campaign(threshold_cents=10_000, goal_cents=20_000)
    a_pledge(failed, 6_000)
    settle(failed)
    territory = a_seller()
    territory.commission_bps = 0
    territory.save()
    a_funded_campaign()
    assert not CommissionInvoice.objects.exists()
    assert not NumberSeries.objects.exists()
    assert check_books().differences == 0


def test_numbers_follow_in_each_territory_and_each_year_of_its_zone():
    here, there = a_seller(), a_territory(name="Ailleurs")
    new_year_in_paris = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    for territory, at in (
        (here, new_year_in_paris - timedelta(hours=1)),
        (here, new_year_in_paris),
        (there, new_year_in_paris),
        (here, new_year_in_paris + timedelta(days=1)),
    ):
        campaign = a_campaign(territory=territory, threshold_cents=1_000, goal_cents=2_000)
        a_pledge(campaign, 1_000)
        settling.close_campaign(campaign=campaign, at=campaign.deadline)
        settling.decide(campaign=campaign, at=at)
        operating.run_operations(at=at)
    found = CommissionInvoice.objects.order_by("pk").values_list("territory", "year", "number")
    assert list(found) == [
        (here.pk, 2026, 1),
        (here.pk, 2027, 1),
        (there.pk, 2027, 1),
        (here.pk, 2027, 2),
    ]
    assert check_books().differences == 0


def test_a_settlement_that_is_undone_gives_its_number_back(monkeypatch):
    campaign = a_campaign(threshold_cents=1_000, goal_cents=2_000)
    a_pledge(campaign, 1_000)
    settling.close_campaign(campaign=campaign, at=campaign.deadline)

    def fails(**facts):
        raise RuntimeError("killed")

    settling.decide(campaign=campaign, at=campaign.deadline)
    with monkeypatch.context() as patched:
        patched.setattr(invoicing.CommissionInvoice.objects, "create", fails)
        assert operating.run_operations(at=campaign.deadline)["done"] == 0
    assert not CommissionInvoice.objects.exists()
    operating.run_operations(at=campaign.deadline + timedelta(minutes=10))
    assert CommissionInvoice.objects.get().number == 1
    assert numbering.take_numbers("other", 3) == 1
    assert numbering.take_numbers("other") == 4


def test_a_missing_invoice_and_a_gap_are_differences():
    campaign = a_campaign(threshold_cents=1_000, goal_cents=2_000)
    a_pledge(campaign, 1_000)
    numbering.take_numbers(f"invoice:{campaign.territory_id}:{campaign.deadline.year}")
    settle(campaign)
    assert check_books().differences == 1  # number 2 without number 1
    with transaction.atomic():
        from campaigns import triggers

        triggers.drop(connection)
        CommissionInvoice.objects.all().delete()
        assert check_books().differences == 1  # a commission without invoice
        triggers.install(connection)


def test_the_statement_adds_up_to_what_decided_and_lists_what_was_given_back():
    campaign = a_campaign(threshold_cents=10_000, goal_cents=20_000)
    a_pledge(campaign, 6_000)
    a_pledge(campaign, 4_010)
    taken = a_pledge(campaign, 3_000)
    cancel_pledge(pledge=taken, at=timezone.now())
    campaign = settle(campaign)
    statement = statement_of(campaign)
    assert [(source.code, source.gross_cents, source.gifts) for source in statement.sources] == [
        ("provider", 10_010, 2)
    ]
    assert statement.gross_cents == campaign.decided_cents == 10_010
    assert statement.gross_cents - statement.commission_cents == statement.payout_cents == 9_509
    assert [pledge.pk for pledge in statement.given_back] == [taken.pk]
    assert statement.paid_out_at is not None


def test_another_source_of_money_is_another_row():
    """Money that came to a bank rather than to the provider, as the ledger would say it."""
    campaign = a_campaign(threshold_cents=1_000, goal_cents=20_000)
    a_pledge(campaign, 1_000)
    from campaigns.services import books

    books.enter(
        kind=LedgerEntry.Kind.CHARGE,
        debit=f"bank:{campaign.territory_id}",
        credit=books.held(campaign),
        amount_cents=500,
        campaign=campaign,
        at=timezone.now(),
    )
    found = statement_of(campaign)
    assert [(source.code, source.gross_cents) for source in found.sources] == [
        ("bank", 500),
        ("provider", 1_000),
    ]


def test_a_gift_contested_and_kept_is_counted_once():
    campaign = a_campaign(threshold_cents=1_000, goal_cents=20_000)
    pledge = a_pledge(campaign, 1_000)
    from campaigns.services import books

    for debit, credit in ((books.held(campaign), "provider"), ("provider", books.held(campaign))):
        books.enter(
            kind=LedgerEntry.Kind.REFUND,
            debit=debit,
            credit=credit,
            amount_cents=1_000,
            campaign=campaign,
            pledge=pledge,
            at=timezone.now(),
        )
    assert [(source.gross_cents, source.gifts) for source in statement_of(campaign).sources] == [(1_000, 1)]


def test_the_statement_asks_the_same_of_few_and_of_many(django_assert_max_num_queries):
    campaign = a_campaign(threshold_cents=1_000, goal_cents=200_000)
    for _number in range(12):
        cancel_pledge(pledge=a_pledge(campaign, 1_000), at=timezone.now())
    a_pledge(campaign, 1_000)
    settle(campaign)
    with django_assert_max_num_queries(
        7
    ):  # what was given back, with its operations and how each was carried out
        [pledge.reference for pledge in statement_of(campaign).given_back]


def test_the_accountants_file_has_every_entry_and_no_formula_nor_name():
    campaign = a_campaign(page={"title": "=HYPERLINK(1)"}, threshold_cents=10_000, goal_cents=20_000)
    pledge = a_pledge(campaign, 10_000)
    settle(campaign)
    text = "".join(csv_lines(ENTRY_COLUMNS, ledger_lines(entries_of(campaign))))
    rows = list(csv.DictReader(text.removeprefix("\ufeff").splitlines(), delimiter=";"))
    assert [row["nature_code"] for row in rows] == ["charge", "decision", "commission", "payout"]
    assert rows[0]["montant"] == "100,00"
    assert rows[0]["piece"] == rows[0]["soutien"] == pledge.reference
    assert rows[2]["piece"] == CommissionInvoice.objects.get().reference
    assert rows[0]["projet"] == "'=HYPERLINK(1)"
    assert pledge.backer_name not in text
    assert pledge.backer_email not in text


def test_what_concerns_no_campaign_has_its_line_too():
    territory = a_campaign().territory
    debit, credit = (
        LedgerAccount.objects.get_or_create(code=code)[0] for code in ("provider_fees", "provider")
    )
    LedgerEntry.objects.create(
        kind="charge", debit=debit, credit=credit, amount_cents=25, territory=territory, at=timezone.now()
    )
    today = timezone.now().date()
    lines = list(
        ledger_lines(
            entries_between(
                territory=territory, first=today - timedelta(days=1), last=today + timedelta(days=1)
            )
        )
    )
    assert [(line[6], line[7], str(line[8]), line[10]) for line in lines] == [
        ("provider_fees", "provider", "0.25", "")
    ]


def test_a_period_holds_its_last_day_whole_in_the_territorys_zone():
    campaign = a_campaign()
    from campaigns.services import books

    for at in (
        datetime(2026, 3, 31, 21, 59, 59, tzinfo=UTC),  # 23:59:59 in Paris, summer time
        datetime(2026, 3, 31, 22, 0, tzinfo=UTC),  # midnight: April
    ):
        books.enter(
            kind=LedgerEntry.Kind.CHARGE,
            debit="provider",
            credit=books.held(campaign),
            amount_cents=1,
            campaign=campaign,
            at=at,
        )
    march = entries_between(territory=campaign.territory, first=date(2026, 3, 1), last=date(2026, 3, 31))
    assert march.count() == 1
