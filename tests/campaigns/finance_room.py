"""What finance has before its eyes: a debt, an operation in trouble, a contest, a campaign being refunded."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.groups import EDITORS, FINANCE, MODERATORS
from accounts.models import Membership, Organisation, User
from accounts.services import create_verified_user
from campaigns.errors import ProviderRefused
from campaigns.gateways.base import PayoutSnapshot, RefundSnapshot
from campaigns.gateways.demo import DemoGateway
from campaigns.models import Campaign, LedgerEntry, Pledge
from campaigns.services import books, inbox, operating, settling
from demo_bank import services as bank
from tests.builders import a_backer, a_campaign, a_pledge, a_user, settle
from tests.support.html import check_markup

PASSWORD = "motdepasse"


class CardsGone(DemoGateway):
    """A provider that gives nothing back."""

    def refund(self, charge_id: str, amount_cents: int, *, reference: str, key: str) -> RefundSnapshot:
        """Refuse."""
        raise ProviderRefused("carte expirée, remboursement impossible")


class HolderUnknown(DemoGateway):
    """A provider that pays no holder."""

    def pay_out(self, account: str, amount_cents: int, *, group: str, key: str) -> PayoutSnapshot:
        """Refuse."""
        raise ProviderRefused("compte du porteur à vérifier")


def a_colleague(group: str = FINANCE) -> User:
    """Somebody of one staff group."""
    return create_verified_user(
        f"{group[:4].lower()}-{User.objects.count()}@example.org", None, groups=(group,)
    )


def a_debt(amount_cents: int = 2500, *, campaign: Campaign | None = None) -> Pledge:
    """A pledge of a cancelled campaign that the provider refused to give back."""
    campaign = campaign or a_campaign()
    pledge = a_pledge(campaign, amount_cents)
    settling.cancel(campaign=campaign, at=timezone.now(), reason="Arrêt.")
    operating.run_operations(at=timezone.now(), gateway=CardsGone())
    pledge.refresh_from_db()
    return pledge


def a_fee(pledge: Pledge, cents: int = 62) -> LedgerEntry:
    """The provider's fee on a payment, as its line says it."""
    return books.enter(
        kind=LedgerEntry.Kind.FEE,
        debit=books.PROVIDER_FEES,
        credit=books.PROVIDER,
        amount_cents=cents,
        campaign=pledge.campaign,
        pledge=pledge,
        at=timezone.now(),
    )


def a_stopped_payout(amount_cents: int = 2000) -> Campaign:
    """A funded campaign whose holder the provider does not pay."""
    campaign = a_campaign(threshold_cents=amount_cents)
    a_pledge(campaign, amount_cents)
    return settle(campaign, gateway=HolderUnknown())


def a_contest(amount_cents: int = 3000) -> Pledge:
    """A pledge contested at its backer's bank."""
    pledge = a_pledge(a_campaign(), amount_cents)
    bank.open_dispute(pledge.charge_id, at=timezone.now())
    bank.deliver_events()
    inbox.read_events(at=timezone.now() + timedelta(minutes=1))
    pledge.refresh_from_db()
    return pledge


def refunds_under_way(*, pledges: int, done: int, at: datetime) -> Campaign:
    """A cancelled campaign with so many pledges, so many of them given back in a round that began at `at`."""
    campaign = a_campaign(at=at - timedelta(days=1))
    backer = a_backer()
    for _number in range(pledges):
        a_pledge(campaign, backer=backer, at=at - timedelta(hours=1))
    settling.cancel(campaign=campaign, at=at, reason="Arrêt.")
    operating.run_operations(at=at, limit=done) if done else None
    campaign.refresh_from_db()
    return campaign


def everybody(pledge: Pledge) -> dict[str, User | None]:
    """One person of each role around a pledge."""
    body = Organisation.objects.create(name="Les Voisins", kind="association")
    member = a_user()
    Membership.objects.create(user=member, organisation=body, right=Membership.Right.ADMINISTRATOR)
    return {
        "anonymous": None,
        "citizen": a_user(),
        "backer": a_user(email=pledge.backer_email),
        "holder": pledge.campaign.holder,
        "member": member,
        "editor": a_colleague(EDITORS),
        "moderator": a_colleague(MODERATORS),
        "finance": a_colleague(FINANCE),
        "admin": a_user(is_superuser=True, is_staff=True),
    }


def page(client: Client, name: str = "finance:dashboard", *args: Any, **query: Any) -> str:
    """The text of a screen, its markup looked at."""
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    text = answer.content.decode()
    check_markup(text)
    return text
