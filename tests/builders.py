"""Builders of the rows tests need, through the services: what they make is what the product would make."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from http.client import HTTPConnection
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as Picture
from wagtail.models import Page, Site

from accounts.models import User
from base.models import Image, Territory
from campaigns.gateways.base import Gateway
from campaigns.models import (
    Campaign,
    CampaignIndexPage,
    CampaignPage,
    PayoutAccount,
    Pledge,
    Recipient,
    RewardTier,
)
from campaigns.rules.criteria import Criterion
from campaigns.rules.status import CampaignState
from campaigns.services import (
    launching,
    paying,
    payout_accounts,
    pledging,
    receiving,
    reviewing,
    settling,
)
from campaigns.services.launching import BudgetDraft, Terms, TierDraft
from campaigns.services.pledging import Backer
from demo_bank import services as bank
from home.models import HomePage

_numbers = itertools.count(1)


def a_picture(**fields: Any) -> Image:
    """A small picture with an alternative text."""
    content = BytesIO()
    Picture.new("RGB", (600, 400), (31, 77, 58)).save(content, "WEBP")
    content.seek(0)
    defaults = {"title": "Une image", "description": "Un aplat vert"}
    return Image.objects.create(
        file=ImageFile(content, name=f"image-{next(_numbers)}.webp"), **{**defaults, **fields}
    )


def a_user(email: str = "", **fields: Any) -> User:
    """A person with a password « motdepasse »."""
    return User.objects.create_user(email or f"personne-{next(_numbers)}@example.org", "motdepasse", **fields)


def a_territory(**fields: Any) -> Territory:
    """A town with its front page at the root of the default site, and its list of campaigns."""
    slug = fields.pop("slug", None) or f"ville-{next(_numbers)}"
    root = Page.get_first_root_node()
    front = root.add_child(instance=HomePage(title="Rivelaine", slug=slug))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": front}
    )
    front.add_child(instance=CampaignIndexPage(title="Campagnes", slug="campagnes"))
    defaults = {
        "name": "Ville de Rivelaine",
        "platform_name": "Rivelaine pousse",
        "contact_name": "Nadia Berthier",
        "contact_phone": "04 65 71 00 00",
        "contact_hours": "du lundi au vendredi",
        "contact_email": "nadia@example.org",
        "suggested_amounts": [500, 1000, 2500, 5000],
    }
    return Territory.objects.create(slug=slug, root_page=front, **{**defaults, **fields})


def the_territory() -> Territory:
    """The first territory, made when there is none."""
    return Territory.objects.first() or a_territory()


# What every holder must have said before a launch, and what moderators answer to a good project.
SAID: dict[str, Any] = {
    "body": [("text", "Nous voulons une salle commune.")],
    "other_help": "Des bras pour peindre",
    "who_benefits": "Les gens d’ici.",
    "public_duty": "Personne : ce n’est le métier d’aucun service.",
}
GOOD_ANSWERS = {criterion.value: "yes" for criterion in Criterion}


def a_campaign_page(territory: Territory | None = None, **fields: Any) -> CampaignPage:
    """A published campaign page without a campaign."""
    territory = territory or the_territory()
    index = CampaignIndexPage.objects.descendant_of(territory.root_page).get()
    number = next(_numbers)
    tags = fields.pop("tags", ())
    defaults = {
        "title": f"Projet {number}",
        "slug": f"projet-{number}",
        "summary": "Un projet d’ici.",
        **SAID,
    }
    page: CampaignPage = index.add_child(instance=CampaignPage(**{**defaults, **fields}))
    if tags:
        page.tags.add(*tags)
        page.save()
    return page


def some_terms(**changes: Any) -> Terms:
    """Terms that may launch: threshold 1 000 €, goal 2 000 €, thirty days, two tiers."""
    goal = changes.get("goal_cents", 200_000)
    defaults: dict[str, Any] = {
        "holder": None,
        "holder_name": "Alexis et Clément",
        "holder_kind": Campaign.HolderKind.COLLECTIVE,
        "threshold_cents": 100_000,
        "goal_cents": goal,
        "surplus_percent": 150,
        "deadline": timezone.now() + timedelta(days=30),
        "tiers": [
            TierDraft(title="Un café", kind="thanks", price_cents=500),
            TierDraft(title="Un repas", kind="invitation", price_cents=2000, limit=10),
        ],
        "budget": [BudgetDraft(kind="expense", label="Travaux", amount_cents=goal)],
        "rights": "kept",
    }
    return Terms(**{**defaults, **changes})


def a_ready_recipient(campaign: Campaign, *, at: datetime | None = None) -> Recipient:
    """The holder's organisation where they administer it, else the holder; their account (one for all) in order."""
    at = at or timezone.now()
    holder, organisation = campaign.holder, campaign.organisation
    assert holder is not None
    if organisation and organisation.memberships.administrators().filter(user=holder).exists():
        recipient = receiving.receive_through(campaign=campaign, organisation=organisation, by=holder, at=at)
    else:
        recipient = receiving.receive_oneself(campaign=campaign, by=holder, at=at)
    assert recipient.account is not None
    an_account_in_order(recipient.account, at=at)
    return recipient


def an_account_in_order(account: PayoutAccount, *, at: datetime | None = None) -> PayoutAccount:
    """The same account, open at its provider (the demonstration bank, or the fake of Stripe) and verified there."""
    at = at or timezone.now()
    if not account.payouts_enabled:
        payout_accounts.open_account(account=account, at=at)
        if account.gateway == "demo":
            bank.satisfy_account(account.remote_id, at=at)
        else:
            _submit_everything(account)
        payout_accounts.sync_account(gateway_name=account.gateway, remote_id=account.remote_id, at=at)
        account.refresh_from_db()
    return account


def _submit_everything(account: PayoutAccount) -> None:
    """Press the one button of the provider's own page."""
    back = "https://rivelaine.example/"
    page = urlsplit(payout_accounts.account_page(account=account, return_url=back, again_url=back))
    connection = HTTPConnection(page.netloc, timeout=10)
    connection.request("POST", page.path, headers={"Content-Length": "0"})
    connection.getresponse().read()
    connection.close()


def a_campaign(
    *,
    state: str = CampaignState.LIVE,
    territory: Territory | None = None,
    at: datetime | None = None,
    page: dict[str, Any] | None = None,
    **terms: Any,
) -> Campaign:
    """A campaign in the wanted state, reached through the services; `at` is when it was made and launched."""
    at = at or timezone.now()
    territory = territory or the_territory()
    holder = terms.pop("holder", None) or a_user()
    terms.setdefault("deadline", at + timedelta(days=30))
    campaign = launching.create_campaign(
        page=a_campaign_page(territory, **(page or {})), territory=territory, holder=holder, at=at
    )
    launching.save_terms(campaign=campaign, terms=some_terms(holder=holder, **terms))
    campaign.refresh_from_db()
    walk: dict[str, list[str]] = {
        "draft": [],
        "submitted": ["submit"],
        "needs_changes": ["submit", "ask_changes"],
        "refused": ["submit", "refuse"],
        "approved": ["submit", "approve"],
        "live": ["submit", "approve", "launch"],
        "suspended": ["submit", "approve", "launch", "suspend"],
    }
    if "approve" in walk[state]:
        a_ready_recipient(campaign, at=at)
    for verb in walk[state]:
        facts: dict[str, Any] = (
            {"reason": "Parce que."} if verb in {"ask_changes", "refuse", "suspend"} else {}
        )
        if verb == "approve":
            facts["answers"] = GOOD_ANSWERS
        if verb == "refuse":
            facts["criterion"] = "public_duty"
        service = launching if verb in {"launch", "suspend"} else reviewing
        getattr(service, verb)(campaign=campaign, at=at, **facts)
        campaign.refresh_from_db()
    return campaign


def a_backer(**fields: Any) -> Backer:
    """Somebody who gives."""
    number = next(_numbers)
    return Backer(**{"name": f"Camille {number}", "email": f"camille-{number}@example.org", **fields})


def a_reservation(campaign: Campaign, amount_cents: int = 2500, **facts: Any) -> Pledge:
    """A pledge that awaits its payment, its payment page open at the demonstration bank."""
    at = facts.pop("at", None) or timezone.now()
    address = {"postal_address": facts.pop("postal_address")} if "postal_address" in facts else {}
    pledge = pledging.start_pledge(
        campaign=campaign,
        amount_cents=amount_cents,
        backer=replace(facts.pop("backer", None) or a_backer(), **address),
        submission_key=facts.pop("submission_key", uuid.uuid4().hex),
        at=at,
        **facts,
    )
    paying.open_payment_page(pledge=pledge, return_url="http://testserver/retour/", at=at)
    return pledge


def remote_id(pledge: Pledge) -> str:
    """The bank's name of the pledge's payment."""
    return paying.page_operation(pledge).remote_id


def a_pledge(campaign: Campaign, amount_cents: int = 2500, **facts: Any) -> Pledge:
    """A pledge that is paid and held."""
    at = facts.get("at") or timezone.now()
    pledge = a_reservation(campaign, amount_cents, **facts)
    bank.accept(remote_id(pledge), at=at)
    paying.sync_payment(gateway_name="demo", remote_id=remote_id(pledge), at=at)
    pledge.refresh_from_db()
    return pledge


def settle(campaign: Campaign, *, gateway: Gateway | None = None) -> Campaign:
    """End the campaign at its deadline, decide, pay out or refund everything."""
    from campaigns.services.operating import run_operations

    at = campaign.deadline
    assert at is not None
    settling.close_campaign(campaign=campaign, at=at)
    settling.decide(campaign=campaign, at=at)
    while any(run_operations(at=at, gateway=gateway).values()):
        pass
    campaign.refresh_from_db()
    return campaign


def tier(campaign: Campaign, position: int = 0) -> RewardTier:
    """One of the campaign's tiers, cheapest first."""
    return campaign.tiers.order_by("price_cents")[position]
