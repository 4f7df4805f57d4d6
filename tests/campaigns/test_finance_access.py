"""The access matrix of finance's screens: every role, every route, every method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.groups import CLERKS
from accounts.models import User
from base.models import AuditLine
from campaigns.models import (
    Campaign,
    CheckRun,
    Dispute,
    LedgerEntry,
    OfflinePayment,
    PaymentOperation,
    PaymentSlip,
    Pledge,
    ProviderMovement,
)
from campaigns.rules.offline import Way
from campaigns.rules.status import PledgeState
from campaigns.services.cancelling import cancel_pledge
from campaigns.services.slips import make_slip
from tests.builders import a_campaign
from tests.campaigns.finance_room import a_colleague, a_contest, a_debt, a_fee, a_stopped_payout, everybody
from tests.offline import a_document, an_evidence, an_offline_pledge, hand_out, without_email
from tests.second_factor import confirm
from tests.support.access_matrix import METHODS, Rule, answer, route_names, routes_under, unruled

pytestmark = pytest.mark.django_db

ROLES = (
    "anonymous",
    "citizen",
    "backer",
    "holder",
    "member",
    "editor",
    "moderator",
    "clerk",
    "finance",
    "admin",
)
READ = ("finance", "admin")
DESK = ("clerk", *READ)


@dataclass
class Room:
    """A debt, a payout that is held, a fee, and everybody around them."""

    debt: Pledge
    payout: PaymentOperation
    brought: Pledge
    given_back: Pledge
    slip: PaymentSlip
    fee: LedgerEntry
    people: dict[str, User | None]


def a_room() -> Room:
    """A debt, a held payout, money brought that is owed back, some that was given back, a slip that waits."""
    debt = a_debt()
    stopped = a_stopped_payout().operations.get(kind="payout")
    campaign = a_campaign()
    brought, given_back = (
        an_offline_pledge(campaign, evidence=an_evidence(Way.CHEQUE, document=a_document()))
        for _number in range(2)
    )
    for pledge in (given_back, brought):
        cancel_pledge(pledge=pledge, at=timezone.now())
    hand_out(PaymentOperation.objects.by_hand().get(pledge=given_back), at=timezone.now())
    slip = make_slip(campaign=campaign, amount_cents=2_000, backer=without_email(), at=timezone.now())
    return Room(debt, stopped, brought, given_back, slip, a_fee(debt), everybody(debt))


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


def at_the_desk(status: int) -> dict[str, int]:
    """That answer for those who stand at a counter, finance included; the others are led away."""
    return {**dict.fromkeys(ROLES, 302), **dict.fromkeys(DESK, status)}


def brought(room: Room) -> list[Any]:
    """The long code of a pledge whose money is owed back."""
    return [room.brought.uuid]


def by_hand(room: Room) -> list[Any]:
    """An operation that a person carries out."""
    return [PaymentOperation.objects.get(pledge=room.brought).pk]


def payment(room: Room) -> list[Any]:
    """A payment that was taken in."""
    return [room.brought.offline.pk]


def paid_out(room: Room) -> list[Any]:
    """The key of a pledge whose money is the holder's."""
    return [room.payout.campaign.pledges.get().pk]


def entry(room: Room) -> list[Any]:
    """The key of an entry that may be corrected: the fee of a payment."""
    return [room.fee.pk]


RULES = {
    "counter:desk": Rule(get=at_the_desk(200)),
    "counter:take_in": Rule(
        get=at_the_desk(200), post=at_the_desk(422), arguments=lambda room: [room.slip.campaign_id]
    ),
    "counter:take_in_slip": Rule(
        get=at_the_desk(200), post=at_the_desk(422), arguments=lambda room: [room.slip.code]
    ),
    "counter:pledge": Rule(get=at_the_desk(200), arguments=brought),
    "counter:receipt": Rule(get=at_the_desk(200), arguments=brought),
    "counter:receipt_pdf": Rule(get=at_the_desk(200), arguments=brought),
    "counter:take_back": Rule(get=at_the_desk(302), post=at_the_desk(302), arguments=brought),
    "counter:give_back": Rule(get=at_the_desk(200), post=at_the_desk(422), arguments=brought),
    "counter:to_sign": Rule(get=at_the_desk(200), arguments=brought),
    "counter:to_sign_pdf": Rule(get=at_the_desk(200), arguments=brought),
    "finance:bank": Rule(get=only(200)),
    "finance:bank_operation": Rule(get=only(200), post=only(422), arguments=by_hand),
    "finance:bank_document": Rule(
        get=only(200), arguments=lambda room: [PaymentOperation.objects.get(pledge=room.given_back).pk]
    ),
    "finance:offline": Rule(get=only(200), post=only(422), arguments=payment, fields={"action": "unpaid"}),
    "finance:offline_document": Rule(
        get=only(200), arguments=lambda room: [*payment(room), room.brought.offline.document_id]
    ),
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
    assert unruled(RULES, route_names("finance") | route_names("counter")) == set()


def test_every_role_gets_what_its_rule_says() -> None:
    room = a_room()
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
    room = a_room()
    pledge, people = room.debt, room.people
    before = (CheckRun.objects.count(), AuditLine.objects.count())
    for role in set(ROLES) - set(READ):
        client = Client()
        if (user := people[role]) is not None:
            client.force_login(user)
            confirm(client)
        for name, rule in RULES.items():
            if role in DESK and name.startswith("counter:"):
                continue
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
    "paiements-hors-ligne": OfflinePayment,
    "livres": LedgerEntry,
    "factures": None,
}


@pytest.mark.parametrize("listing", LISTINGS)
def test_lists_their_exports_and_each_row_are_for_finance_alone(listing: str) -> None:
    a_contest()
    an_offline_pledge(a_campaign())
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
    for role in ("moderator", "clerk", "finance", "admin"):
        client = Client()
        client.force_login(people[role])  # type: ignore[arg-type]
        menu = client.get(reverse("wagtailadmin_home"), follow=True).content.decode()
        seen[role] = [
            name
            for name in ("finances/", "dettes/", "campagnes-liste/", "guichet/")
            if f"/admin/{name}" in menu
        ]
    assert seen["clerk"] == ["guichet/"]
    assert "guichet/" not in seen["moderator"]
    assert "finances/" not in seen["moderator"]
    assert "dettes/" not in seen["moderator"]
    for role in READ:
        assert {"finances/", "dettes/", "campagnes-liste/", "guichet/"} <= set(seen[role])


# What opens for a clerk in the whole admin besides the desk, none of it about anybody else.
A_CLERK_S_OWN = {
    "wagtailadmin_account",
    "counter:desk",
    # Wagtail's frame: drawings of its icons, words of its scripts, messages put aside.
    "wagtailadmin_sprite",
    "wagtailadmin_dismissibles",
    "wagtailadmin_javascript_catalog",
}


def test_a_clerk_opens_no_other_screen_of_the_admin_whatever_its_address() -> None:
    a_room()
    client = Client(raise_request_exception=False)  # Wagtail has a page that fails on purpose
    client.force_login(a_colleague(CLERKS))
    confirm(client)
    opened = set()
    for name, route in routes_under("admin/"):
        if "<" in route or "(?P" in route or "logout" in name:
            continue
        given = client.get("/" + route.replace("^", "").replace("$", ""))
        if given.status_code == 200:
            opened.add(name)
        if given.streaming:
            b"".join(given.streaming_content)  # type: ignore[arg-type]
    assert opened == A_CLERK_S_OWN
