"""The listings of money: read by the right groups, changed by nobody."""

import pytest
from django.urls import reverse

from accounts import groups
from base.models import AuditLine
from campaigns.models import CommissionInvoice, LedgerEntry
from tests.builders import a_campaign, a_pledge, a_user, settle
from tests.campaigns.test_terms_screen import a_staff_member
from tests.second_factor import confirm

pytestmark = pytest.mark.django_db
LISTINGS = ["campagnes-liste", "soutiens-liste", "livres", "operations", "factures"]


@pytest.mark.parametrize("listing", LISTINGS)
@pytest.mark.parametrize("group", groups.ALL)
def test_who_reads_what(client, listing, group):
    a_pledge(a_campaign())
    client.force_login(a_staff_member(group))
    answer = client.get(reverse(f"{listing}_modeladmin_index"))
    allowed = group == groups.FINANCE or (listing == "campagnes-liste" and group != groups.CLERKS)
    assert (answer.status_code == 200) == allowed


@pytest.mark.parametrize("listing", LISTINGS)
def test_nobody_adds_changes_or_deletes(client, listing):
    pledge = a_pledge(a_campaign())
    rows = {"campagnes-liste": pledge.campaign.pk, "soutiens-liste": pledge.pk}
    row = rows.get(listing) or LedgerEntry.objects.get().pk
    for user in (a_staff_member(groups.FINANCE), a_user(is_superuser=True, is_staff=True)):
        client.force_login(user)
        for method in (client.get, client.post):
            for view, args in (("create", []), ("edit", [row]), ("delete", [row])):
                answer = method(reverse(f"{listing}_modeladmin_{view}", args=args))
                assert answer.status_code in {302, 403, 404}
    assert LedgerEntry.objects.count() == 1
    pledge.refresh_from_db()


def test_finance_inspects_an_entry(client):
    a_pledge(a_campaign(), 2_550)
    client.force_login(a_staff_member(groups.FINANCE))
    row = LedgerEntry.objects.get()
    answer = client.get(reverse("livres_modeladmin_inspect", args=[row.pk]), follow=True)
    assert answer.status_code == 200
    assert "25,50" in answer.content.decode()


def test_finance_lists_invoices_and_takes_the_entries_of_a_period(client):
    campaign = a_campaign(threshold_cents=1_000, goal_cents=2_000)
    a_pledge(campaign, 1_000)
    settle(campaign)
    client.force_login(a_staff_member(groups.FINANCE))
    page = client.get(reverse("factures_modeladmin_index")).content.decode()
    assert CommissionInvoice.objects.get().reference in page
    assert reverse("ledger_period") in page
    period = {"territory": campaign.territory_id, "first": "2020-01-01", "last": "2199-12-31"}
    asked_again = client.get(reverse("ledger_period"), period)
    assert asked_again.status_code == 302
    assert "confirmer" in asked_again.url
    confirm(client)
    answer = client.get(reverse("ledger_period"), period)
    assert "no-store" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content).count(b"\r\n") == 1 + LedgerEntry.objects.count()
    assert AuditLine.objects.filter(action="ledger.exported").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"last": "2019-12-31"},
        {"first": "hier"},
        {"first": "0001-01-01"},
        {"last": "9999-12-31"},
        {"territory": "x"},
        {"territory": "\x00"},
        {"first": ""},
    ],
)
def test_a_wrong_period_is_said_beside_its_field(client, wrong):
    campaign = a_campaign()
    client.force_login(a_staff_member(groups.FINANCE))
    period = {"territory": campaign.territory_id, "first": "2020-01-01", "last": "2020-12-31"}
    answer = client.get(reverse("ledger_period"), {**period, **wrong})
    assert answer.status_code == 422
    assert "error-message" in answer.content.decode()


@pytest.mark.parametrize("group", [groups.EDITORS, groups.MODERATORS])
def test_the_entries_of_a_period_are_for_finance(client, group):
    client.force_login(a_staff_member(group))
    assert client.get(reverse("ledger_period")).status_code in {302, 403}
