"""The accounts of one campaign: the running balance is that of the books on every page, at the same cost."""

from __future__ import annotations

from itertools import accumulate

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from base.models import AuditLine
from campaigns.models import LedgerAccount, LedgerEntry
from campaigns.services import books, campaign_ledger
from tests.builders import a_campaign, a_pledge, settle
from tests.campaigns.finance_room import a_colleague, a_debt
from tests.second_factor import confirm

pytestmark = pytest.mark.django_db


def many_entries(campaign, number):
    """Write entries of charges and refunds in bulk: what is tested is how they are read."""
    held = LedgerAccount.objects.get(code=books.held(campaign))
    provider = LedgerAccount.objects.get(code=books.PROVIDER)
    payable = LedgerAccount.objects.get(code=books.payable(campaign))
    turns = [(provider, held, 700), (provider, held, 1_100), (held, provider, 300), (held, payable, 200)]
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            kind="fee",
            debit=debit,
            credit=credit,
            amount_cents=cents + row % 13,
            territory=campaign.territory,
            campaign=campaign,
            at=timezone.now(),
        )
        for row in range(number)
        for debit, credit, cents in [turns[row % 4]]
    )


def test_each_page_goes_on_from_the_one_before(client):
    campaign = a_campaign()
    a_pledge(a_campaign(), 99_900)  # another campaign's money, which must not be seen here
    many_entries(campaign, 10_000)
    held, payable = books.held(campaign), books.payable(campaign)
    rows = list(
        LedgerEntry.objects.filter(campaign=campaign)
        .order_by("pk")
        .values_list("debit__code", "credit__code", "amount_cents")
    )
    expected = {
        code: list(accumulate(cents * ((credit == code) - (debit == code)) for debit, credit, cents in rows))
        for code in (held, payable)
    }
    client.force_login(a_colleague())
    costs = []
    for page in (1, 2, 50, 100):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(reverse("finance:ledger", args=[campaign.pk]), {"p": page})
        costs.append(len(captured))
        first = (page - 1) * 100
        shown = [(line.held_cents, line.payable_cents) for line, _debit, _credit in answer.context["lines"]]
        assert shown == list(
            zip(expected[held][first : first + 100], expected[payable][first : first + 100], strict=True)
        )
    assert len(set(costs[1:])) == 1
    assert costs[1] <= costs[0] <= 30
    last = list(campaign_ledger.everything(campaign))[-1]
    assert (last.held_cents, last.payable_cents) == (expected[held][-1], expected[payable][-1])
    assert last.held_cents == books.held_balance(campaign)


def test_the_totals_are_what_the_books_say(client):
    campaign = a_campaign(threshold_cents=2_000)
    a_pledge(campaign, 1_200)
    a_pledge(campaign, 1_300)
    settle(campaign)
    found = {total.code: total for total in campaign_ledger.totals_of(campaign)}
    for code, total in found.items():
        assert total.balance_cents == LedgerEntry.objects.filter(campaign=campaign).balance(code)
    assert found[books.held(campaign)].balance_cents == 0
    assert sum(total.balance_cents for total in found.values()) == 0
    client.force_login(a_colleague())
    page = client.get(reverse("finance:ledger", args=[campaign.pk])).content.decode()
    assert "commission" in page.lower()
    assert "versement au porteur" in page.lower()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_export_leaves_its_line_and_has_every_entry(client, kind):
    debt = a_debt(2_550)
    finance = a_colleague()
    client.force_login(finance)
    confirm(client)
    answer = client.get(reverse("finance:ledger_export", args=[debt.campaign_id, kind]))
    content = b"".join(answer.streaming_content)
    assert answer.status_code == 200
    assert f".{kind}" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    if kind == "csv":
        lines = content.decode("utf-8-sig").splitlines()
        assert len(lines) == 1 + LedgerEntry.objects.filter(campaign=debt.campaign).count()
        assert "25,5" in lines[1]
    line = AuditLine.objects.get(action="campaign_ledger.exported")
    assert (line.actor, line.object_id, line.detail) == (finance, str(debt.campaign_id), {"kind": kind})


def test_a_campaign_that_received_nothing_says_so(client):
    client.force_login(a_colleague())
    answer = client.get(reverse("finance:ledger", args=[a_campaign().pk]))
    assert "Aucune écriture" in answer.content.decode()
    assert client.get(reverse("finance:ledger", args=[999_999])).status_code == 404
    assert client.get(reverse("finance:ledger_export", args=[999_999, "csv"])).status_code == 404
