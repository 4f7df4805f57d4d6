"""Makes the invented pledges of a campaign one by one, as a visitor would: form, payment page, payment."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from accounts.models import User
from campaigns.links import return_path
from campaigns.models import Campaign, Pledge
from campaigns.services.cancelling import cancel_pledge
from campaigns.services.operating import run_operations
from campaigns.services.paying import open_payment_page, page_operation, sync_payment
from campaigns.services.pledging import Backer, start_pledge
from demo_bank import services as bank
from home.demo.declarations import TAKEN_BACK_IN, address_of, asks_for_receipt
from home.demo.offline_loading import bring, brought_in
from home.demo.people import COLLECTIVES, MESSAGES, crowd
from home.demo.shapes import CampaignStory
from home.demo.spread import PlannedPledge, spread
from home.demo.town import CITIZEN, FINANCE_OFFICER, HOLDER

SEED = 2012
PAYING = timedelta(minutes=2)
THINKING = timedelta(days=2)
SMALLEST_OF_A_FIRM = 15_000
FIRMS_SHARE = 0.6
REGULARS = {
    CITIZEN.email: {
        "cafe-de-quartier",
        "tables-pique-nique",
        "four-a-pain",
        "cooperative-alimentaire",
        "coworking",
    },
    HOLDER.email: {"appli-obstacles", "imprimante-3d", "tables-pique-nique"},
}
"""Which campaigns the accounts to try have backed: the café's holders gave to others before asking."""
USUAL_AMOUNT = range(1_000, 5_001)


def write_pledges(
    *, campaign: Campaign, story: CampaignStory, until: datetime, accounts: dict[str, User], ended: bool
) -> None:
    """Make and pay pledges from the launch to `until`, adding up exactly to what the story gathered."""
    if campaign.launched_at is None:
        raise ValueError("A campaign takes pledges from its launch on.")
    plan = spread(
        seed=f"{SEED}-{story.slug}",
        gathered_cents=story.gathered_cents,
        span=until - PAYING - campaign.launched_at,
        tiers=story.tiers,
        messages=MESSAGES,
        ended=ended,
    )
    tiers = list(campaign.tiers.order_by("price_cents"))
    backers = _backers(story, plan, accounts)
    brought = brought_in(story.slug, plan, backers)
    for number, (planned, backer) in enumerate(zip(plan, backers, strict=True)):
        at = campaign.launched_at + planned.offset
        tier = None if planned.tier is None else tiers[planned.tier]
        if number in brought:
            cashier = accounts[FINANCE_OFFICER.email]
            bring(campaign=campaign, planned=planned, brought=brought[number], tier=tier, by=cashier, at=at)
            continue
        wants_tax_receipt = _wants_tax_receipt(story, number, backer)
        pledge = start_pledge(
            campaign=campaign,
            amount_cents=planned.amount_cents,
            backer=replace(backer, postal_address=address_of(number)) if wants_tax_receipt else backer,
            submission_key=f"demo-{story.slug}-{number}",
            at=at,
            tier=tier,
            shown_as=Pledge.ShownAs.ANONYMOUS if planned.anonymous else Pledge.ShownAs.NAME,
            message=planned.message or "",
            wants_tax_receipt=wants_tax_receipt,
        )
        pay(pledge, at=at)
    if story.slug == TAKEN_BACK_IN:
        _change_ones_mind(campaign, at=campaign.launched_at + THINKING)


def _wants_tax_receipt(story: CampaignStory, number: int, backer: Backer) -> bool:
    """Tell who asks for a tax receipt: some people, where an association gives them."""
    return backer.kind == Pledge.BackerKind.INDIVIDUAL and asks_for_receipt(story.slug, number)


def _change_ones_mind(campaign: Campaign, *, at: datetime) -> None:
    """Make a pledge, pay it, and take it back two days later."""
    pledge = start_pledge(
        campaign=campaign,
        amount_cents=3_000,
        backer=next(_strangers(f"taken-back-{campaign.pk}", 1)),
        submission_key=f"demo-taken-back-{campaign.pk}",
        at=at,
    )
    pay(pledge, at=at)
    cancel_pledge(pledge=pledge, at=at + THINKING)
    run_operations(at=at + THINKING + PAYING)


def leave_waiting(*, campaign: Campaign, at: datetime) -> Pledge:
    """Make a pledge whose payment page is open and not yet paid: the outcome waits for it."""
    backer = next(_strangers(f"waiting-{campaign.pk}", 1))
    pledge = start_pledge(
        campaign=campaign,
        amount_cents=2_000,
        backer=backer,
        submission_key=f"demo-waiting-{campaign.pk}",
        at=at,
    )
    open_payment_page(pledge=pledge, return_url=return_path(pledge), at=at)
    return pledge


def pay(pledge: Pledge, *, at: datetime) -> None:
    """Open the payment page, have the demonstration bank accept the card, and record the answer."""
    open_payment_page(pledge=pledge, return_url=return_path(pledge), at=at)
    remote_id = page_operation(pledge).remote_id
    bank.accept(remote_id, at=at + PAYING)
    sync_payment(gateway_name=pledge.gateway, remote_id=remote_id, at=at + PAYING)


def _backers(story: CampaignStory, plan: list[PlannedPledge], accounts: dict[str, User]) -> list[Backer]:
    """Choose who makes each planned pledge: firms the large ones, the accounts to try a usual one each."""
    draw = random.Random(f"{SEED}-backers-{story.slug}")  # noqa: S311  # nosec B311
    firms = draw.sample(COLLECTIVES, len(COLLECTIVES))
    backers = []
    for planned, stranger in zip(plan, _strangers(story.slug, len(plan)), strict=True):
        backer = stranger
        if planned.amount_cents >= SMALLEST_OF_A_FIRM and firms and draw.random() < FIRMS_SHARE:
            backer = Backer(backer.name, backer.email, Pledge.BackerKind.ORGANISATION, firms.pop())
        backers.append(backer)
    usual = [
        i for i, planned in enumerate(plan) if planned.amount_cents in USUAL_AMOUNT and not planned.anonymous
    ]
    for email, slugs in REGULARS.items():
        if story.slug in slugs and usual:
            user = accounts[email]
            backers[usual.pop(0)] = Backer(user.public_name, user.email, user=user)
    return backers


def _strangers(seed: str, size: int) -> Iterator[Backer]:
    for person in crowd(seed=f"{SEED}-{seed}", size=size):
        yield Backer(person.full_name, person.email)
