"""Counters in the admin: editors and finance keep them, nobody deletes one; the territory's bank details beside."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts import groups
from base.models import Territory
from campaigns.models import Counter
from tests.builders import the_territory
from tests.campaigns.test_terms_screen import a_staff_member
from tests.offline import a_counter

pytestmark = pytest.mark.django_db


def typed(territory: Territory, **changes: str) -> dict[str, str]:
    """The form of a counter, filled in."""
    return {
        "territory": str(territory.pk),
        "name": "Médiathèque",
        "address": "14, rue des Tanneurs",
        "hours": "le mardi",
        "phone": "",
        "position": "0",
        "takes_cash": "on",
        "is_open": "on",
        **changes,
    }


@pytest.mark.parametrize("group", [groups.EDITORS, groups.FINANCE])
def test_editors_and_finance_keep_them(client: Client, group: str) -> None:
    territory = the_territory()
    client.force_login(a_staff_member(group))
    assert client.post(reverse("counters:add"), typed(territory)).status_code == 302
    counter = Counter.objects.get()
    assert (counter.name, counter.takes_cash, counter.takes_cheques) == ("Médiathèque", True, False)
    closed = typed(territory)
    del closed["is_open"]
    assert client.post(reverse("counters:edit", args=[counter.pk]), closed).status_code == 302
    assert not Counter.objects.filter(is_open=True).exists()
    assert "Médiathèque" in client.get(reverse("counters:index")).content.decode()


def test_moderators_do_not(client: Client) -> None:
    territory = the_territory()
    client.force_login(a_staff_member(groups.MODERATORS))
    client.post(reverse("counters:add"), typed(territory))
    assert not Counter.objects.exists()


def test_nobody_deletes_one(client: Client) -> None:
    counter = a_counter(the_territory())
    client.force_login(a_staff_member(groups.EDITORS))
    try:
        client.post(reverse("counters:delete", args=[counter.pk]))
    except NoReverseMatch:
        return
    assert Counter.objects.filter(pk=counter.pk).exists()


def test_they_stand_by_rank_then_by_name(client: Client) -> None:
    territory = the_territory()
    client.force_login(a_staff_member(groups.EDITORS))
    for name, rank in (("Mairie", "0"), ("Halle", "1"), ("Archives", "1")):
        client.post(reverse("counters:add"), typed(territory, name=name, position=rank))
    assert [counter.name for counter in Counter.objects.all()] == ["Mairie", "Archives", "Halle"]


def test_whoever_keeps_them_finds_them_in_the_menu(client: Client) -> None:
    for group in (groups.EDITORS, groups.FINANCE):
        client.force_login(a_staff_member(group))
        page = client.get(reverse("wagtailadmin_home")).content.decode()
        assert reverse("counters:index") in page


def test_a_wrong_iban_is_said_beside_its_field() -> None:
    territory = the_territory()
    territory.transfer_iban = "FR76 3000 6000 0112 3456 7890 188"
    with pytest.raises(ValidationError) as refused:
        territory.full_clean()
    assert set(refused.value.message_dict) == {"transfer_iban"}
    territory.transfer_iban = "fr76 3000 6000 0112 3456 7890 189"
    territory.full_clean()
    assert territory.transfer_iban == "FR7630006000011234567890189"
