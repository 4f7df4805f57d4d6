"""The listings of money: read by the right groups, changed by nobody."""

import pytest
from django.urls import reverse

from accounts import groups
from campaigns.models import LedgerEntry
from tests.builders import a_campaign, a_pledge, a_user
from tests.campaigns.test_terms_screen import a_staff_member

pytestmark = pytest.mark.django_db
LISTINGS = ["campagnes-liste", "soutiens-liste", "livres", "operations"]


@pytest.mark.parametrize("listing", LISTINGS)
@pytest.mark.parametrize("group", groups.ALL)
def test_who_reads_what(client, listing, group):
    a_pledge(a_campaign())
    client.force_login(a_staff_member(group))
    answer = client.get(reverse(f"{listing}_modeladmin_index"))
    allowed = group == groups.FINANCE or listing == "campagnes-liste"
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
    answer = client.get(reverse("livres_modeladmin_inspect", args=[row.pk]))
    assert answer.status_code == 200
    assert "2550" in answer.content.decode()
