"""The access matrix of finance's screens: every role, every route, every method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from base.models import AuditLine
from campaigns.models import (
    Campaign,
    CheckRun,
    Dispute,
    LedgerEntry,
    PaymentOperation,
    Pledge,
    ProviderMovement,
)
from campaigns.rules.status import PledgeState
from tests.campaigns.finance_room import a_contest, a_debt, a_fee, a_stopped_payout, everybody
from tests.second_factor import confirm
from tests.support.access_matrix import METHODS, Rule, answer, route_names, unruled

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "citizen", "backer", "holder", "member", "editor", "moderator", "finance", "admin")
READ = ("finance", "admin")


@dataclass
class Room:
    """A debt, a payout that is held, a fee, and everybody around them."""

    debt: Pledge
    payout: PaymentOperation
    fee: LedgerEntry
    people: dict[str, User | None]


def only(status: int) -> dict[str, int]:
    """That answer for finance and technical administrators; the others are led away."""
    return {**dict.fromkeys(ROLES, 302), **dict.fromkeys(READ, status)}


def debt(room: Room) -> list[Any]:
    """The debt's key."""
    return [room.debt.pk]


def campaign(room: Room) -> list[Any]:
    """Its campaign's key."""
    return [room.debt.campaign_id]


def payout(room: Room) -> list[Any]:
    """A payout's key."""
    return [room.payout.pk]


def paid_out(room: Room) -> list[Any]:
    """The key of a pledge whose money is the holder's."""
    return [room.payout.campaign.pledges.get().pk]


def entry(room: Room) -> list[Any]:
    """The key of an entry that may be corrected: the fee of a payment."""
    return [room.fee.pk]


RULES = {
    "finance:dashboard": Rule(get=only(200)),
    "finance:verify": Rule(post=only(302)),
    "finance:examine": Rule(get=only(200), post=only(422), arguments=campaign),
    "finance:ledger": Rule(get=only(200), arguments=campaign),
    "finance:ledger_export": Rule(get=only(200), arguments=lambda room: [*campaign(room), "csv"]),
    "finance:entry": Rule(get=only(200), post=only(422), arguments=entry),
    "finance:debt": Rule(get=only(200), post=only(422), arguments=debt, fields={"action": "close"}),
    "finance:payout": Rule(get=only(200), post=only(422), arguments=payout),
    "finance:return": Rule(get=only(200), post=only(422), arguments=paid_out, fields={"action": "ask"}),
    "finance:trail": Rule(get=only(200)),
    "finance:trail_export": Rule(get=only(200), arguments=lambda room: ["csv"]),
}


def test_every_route_has_a_rule() -> None:
    assert unruled(RULES, route_names("finance")) == set()


def test_every_role_gets_what_its_rule_says() -> None:
    pledge = a_debt()
    held = a_stopped_payout().operations.get(kind="payout")
    room = Room(pledge, held, a_fee(pledge), everybody(pledge))
    assert set(room.people) == set(ROLES)
    wrong = []
    for role in ROLES:
        client = Client()
        if (user := room.people[role]) is not None:
            client.force_login(user)
            confirm(client)
        for name, rule in RULES.items():
            for method in METHODS:
                got = answer(client, name, rule, room, method)
                expected = rule.expected(method, role)
                if getattr(rule, method.lower(), None) is None:
                    expected = expected | {302}  # sent out of the admin before the method is looked at
                if got not in expected:
                    wrong.append(f"{role} {method} {name}: {got}, not {expected}")
    assert not wrong, "\n".join(wrong)


def test_who_is_led_away_has_changed_nothing_and_left_no_line() -> None:
    pledge = a_debt()
    held = a_stopped_payout().operations.get(kind="payout")
    people = everybody(pledge)
    room = Room(pledge, held, a_fee(pledge), people)
    before = (CheckRun.objects.count(), AuditLine.objects.count())
    for role in set(ROLES) - set(READ):
        client = Client()
        if (user := people[role]) is not None:
            client.force_login(user)
            confirm(client)
        for name, rule in RULES.items():
            answer(client, name, rule, room, "POST")
            answer(client, name, rule, room, "GET")
    pledge.refresh_from_db()
    assert pledge.status == PledgeState.REFUND_FAILED
    assert Campaign.objects.get(pk=pledge.campaign_id).needs_attention
    assert (CheckRun.objects.count(), AuditLine.objects.count()) == before


LISTINGS = {
    "denouements": None,
    "dettes": None,
    "contestations": Dispute,
    "operations": None,
    "mouvements": ProviderMovement,
    "controles": CheckRun,
    "soutiens-liste": Pledge,
    "livres": LedgerEntry,
    "factures": None,
}


@pytest.mark.parametrize("listing", LISTINGS)
def test_lists_their_exports_and_each_row_are_for_finance_alone(listing: str) -> None:
    a_contest()
    pledge = a_debt()
    people = everybody(pledge)
    Client().post(reverse("finance:verify"))
    index = reverse(f"{listing}_modeladmin_index")
    for role, user in people.items():
        client = Client()
        if user is not None:
            client.force_login(user)
            confirm(client)
        if role == "finance":
            client.post(reverse("finance:verify"))
        expected = 200 if role in READ else 302
        assert client.get(index).status_code == expected, role
        exported = client.get(index, {"export": "csv"})
        assert exported.status_code == expected, role
        b"".join(exported.streaming_content) if exported.streaming else None
        model = LISTINGS[listing]
        row = model.objects.first() if model else None
        if row is not None:
            shown = client.get(reverse(f"{listing}_modeladmin_inspect", args=[row.pk]), follow=role in READ)
            assert shown.status_code == expected, role


def test_the_menu_shows_finance_their_screens_and_moderators_the_campaigns_alone() -> None:
    people = everybody(a_debt())
    seen = {}
    for role in ("moderator", "finance", "admin"):
        client = Client()
        client.force_login(people[role])  # type: ignore[arg-type]
        menu = client.get(reverse("wagtailadmin_home")).content.decode()
        seen[role] = [
            name for name in ("finances/", "dettes/", "campagnes-liste/") if f"/admin/{name}" in menu
        ]
    assert "finances/" not in seen["moderator"]
    assert "dettes/" not in seen["moderator"]
    for role in READ:
        assert {"finances/", "dettes/", "campagnes-liste/"} <= set(seen[role])
