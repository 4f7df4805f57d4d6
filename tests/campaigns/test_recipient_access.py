"""The access matrix of who receives the money: every route of payouts and hosting, every role, every method."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.models import Membership, Organisation, User
from accounts.services import create_verified_user
from campaigns.access import may_choose_recipient, may_manage_account
from campaigns.models import Campaign, PayoutAccount
from campaigns.services import receiving
from tests.builders import a_campaign, an_account_in_order
from tests.support.access_matrix import METHODS, Rule, answer, route_names, unruled

pytestmark = pytest.mark.django_db

MEMBERS = ("reader", "editor", "administrator")
STAFF = {"staff editor": EDITORS, "moderator": MODERATORS, "finance": FINANCE}
ROLES = ("anonymous", "stranger", "holder", *MEMBERS, *STAFF)


@dataclass
class Room:
    """A campaign carried for an organisation that receives its money, and one person of each role."""

    campaign: Campaign
    account: PayoutAccount
    people: dict[str, User]


@pytest.fixture
def room() -> Room:
    """The campaign is a draft, the account open and in order."""
    people = {}
    for number, role in enumerate(ROLES[1:]):
        groups = (STAFF[role],) if role in STAFF else ()
        people[role] = create_verified_user(f"role{number}@example.org", None, groups=groups)
    organisation = Organisation.objects.create(name="Les Passeurs", kind="association")
    for role in MEMBERS:
        Membership.objects.create(organisation=organisation, user=people[role], right=role)
    campaign = a_campaign(state="draft", holder=people["holder"], organisation=organisation)
    recipient = receiving.receive_through(
        campaign=campaign, organisation=organisation, by=people["administrator"], at=timezone.now()
    )
    return Room(campaign, an_account_in_order(recipient.account), people)


def answers(roles: tuple[str, ...], status: int, **others: int) -> dict[str, int]:
    """Return the same status for some roles; the anonymous are sent to sign in."""
    return {"anonymous": 302, **dict.fromkeys(roles, status), **others}


def campaign_of(room: Room) -> list[object]:
    return [room.campaign.pk]


def account_of(room: Room) -> list[object]:
    return [room.account.uuid]


WRITERS = ("holder", "editor", "administrator")
RULES = {
    "campaigns:payout": Rule(
        get=answers(WRITERS, 200), post=answers(("holder", "administrator"), 422), arguments=campaign_of
    ),
    # Whoever opens the desk without the right to choose is told that nothing changed.
    "campaigns:payout_withdraw": Rule(post=answers(WRITERS, 302), arguments=campaign_of),
    "campaigns:payout_account": Rule(
        get=answers(("administrator",), 200), post=answers(("administrator",), 302), arguments=account_of
    ),
    "campaigns:payout_return": Rule(get=answers(("administrator",), 302), arguments=account_of),
    # Without a link followed before, nobody finds anything.
    "campaigns:hosting": Rule(get={}, post={}),
    "campaigns:hosting_link": Rule(get={}, arguments=lambda room: ["0" * 64]),
}


def test_every_route_has_its_rule() -> None:
    ours = {name for under in ("versement/", "portage/") for name in route_names("campaigns", under=under)}
    assert unruled(RULES, ours) == set()


@pytest.mark.parametrize("role", ROLES)
def test_the_matrix(room: Room, role: str) -> None:
    unexpected = []
    for name, rule in RULES.items():
        for method in METHODS:
            client = Client()
            if role in room.people:
                client.force_login(room.people[role])
            status = answer(client, name, rule, room, method)
            wanted = rule.expected(method, role)
            if status not in wanted:
                unexpected.append(f"{role} {method} {name}: {status}, not {sorted(wanted)}")
    assert not unexpected, "\n".join(unexpected)


def test_leaving_the_organisation_ends_every_right_at_once(room: Room) -> None:
    admin = room.people["administrator"]
    own = reverse("campaigns:payout_account", args=[room.account.uuid])
    client = Client()
    client.force_login(admin)
    assert client.get(own).status_code == 200
    Membership.objects.filter(user=admin).update(right=Membership.Right.EDITOR)
    assert client.get(own).status_code == client.post(own).status_code == 404
    assert not may_manage_account(admin, room.account)
    assert not may_choose_recipient(admin, room.campaign)
    Membership.objects.filter(user=admin).delete()
    assert client.get(own).status_code == 404
    assert client.get(reverse("campaigns:payout", args=[room.campaign.pk])).status_code == 404


def test_my_projects_lists_the_accounts_one_acts_for_and_no_other(room: Room) -> None:
    own = reverse("campaigns:payout_account", args=[room.account.uuid])
    for role in ROLES[1:]:
        client = Client()
        client.force_login(room.people[role])
        shown = own in client.get(reverse("campaigns:my_projects")).content.decode()
        assert shown == (role == "administrator"), role


def test_a_foreign_account_and_none_look_the_same(room: Room) -> None:
    client = Client()
    client.force_login(room.people["stranger"])
    missing = "00000000-0000-4000-8000-000000000000"
    pages = [
        client.get(reverse("campaigns:payout_account", args=[uuid])).content.replace(str(uuid).encode(), b"")
        for uuid in (room.account.uuid, missing)
    ]
    assert pages[0] == pages[1]


def test_the_holder_does_not_read_what_the_organisations_account_lacks(room: Room) -> None:
    client = Client()
    client.force_login(room.people["holder"])
    PayoutAccount.objects.update(missing=["external_account"], payouts_enabled=False)
    page = reverse("campaigns:payout", args=[room.campaign.pk])
    assert "IBAN" not in client.get(page).content.decode()
    client.force_login(room.people["administrator"])
    assert "IBAN" in client.get(page).content.decode()


def test_personal_pages_are_kept_by_nobody(room: Room) -> None:
    client = Client()
    client.force_login(room.people["administrator"])
    for name, number in (("payout", room.campaign.pk), ("payout_account", room.account.uuid)):
        assert "no-store" in client.get(reverse(f"campaigns:{name}", args=[number]))["Cache-Control"]
