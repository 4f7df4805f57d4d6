"""Making a draft campaign of a project that was accepted somewhere else on the site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.text import slugify

from campaigns.models import Campaign, CampaignIndexPage, CampaignPage
from campaigns.services.launching import BudgetDraft, Terms, create_campaign, save_terms

if TYPE_CHECKING:
    from wagtail.models import Page

    from accounts.models import Organisation, User
    from base.models import Image, Territory

LONGEST_TITLE, LONGEST_SUMMARY = 120, 200


@dataclass(frozen=True)
class StoryPart:
    """A part of a story: paragraphs separated by an empty line, under a heading or not."""

    text: str
    heading: str = ""


@dataclass(frozen=True)
class ProposedCampaign:
    """What is known of a project when it is accepted: plain texts, amounts in cents, places in degrees.

    The first picture is the page's own, the others follow the story. Whatever is missing stays to be written in the
    holder's editor, which says what blocks the launch.
    """

    title: str
    summary: str = ""
    story: Sequence[StoryPart] = field(default_factory=tuple)
    pictures: Sequence[Image] = field(default_factory=tuple)
    neighbourhood: str = ""
    place: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    tags: Sequence[str] = field(default_factory=tuple)
    goal_cents: int = 0
    threshold_cents: int = 0
    budget: Sequence[BudgetDraft] = field(default_factory=tuple)
    other_help: Sequence[str] = field(default_factory=tuple)
    who_benefits: str = ""
    public_duty: str = ""
    deliberation_reference: str = ""


@dataclass(frozen=True)
class Origin:
    """Where a campaign was born: a label that stays (« l’appel Circuits courts ») and the page it leads to."""

    label: str
    page: Page | None = None


@transaction.atomic
def create_proposed_campaign(
    *,
    parent: CampaignIndexPage,
    territory: Territory,
    draft: ProposedCampaign,
    holder: User,
    holder_name: str,
    holder_kind: str,
    at: datetime,
    organisation: Organisation | None = None,
    goal_ceiling_cents: int | None = None,
    surplus_percent: int | None = None,
    commission_bps: int | None = None,
    origin: Origin | None = None,
    actor: User | None = None,
) -> Campaign:
    """Create and return a draft campaign with its draft page, below `parent`; the holder goes on in the editor.

    Ceilings and commission are the territory's unless given (a call for projects may have its own); the campaign keeps
    them. A goal above the ceiling is kept as proposed: the editor says it, and the launch refuses it.
    """
    page = _draft_page(parent, draft, actor)
    campaign = create_campaign(
        page=page,
        territory=territory,
        at=at,
        holder=holder,
        commission_bps=commission_bps,
        goal_ceiling_cents=goal_ceiling_cents,
        surplus_percent=surplus_percent,
        actor=actor,
    )
    save_terms(
        campaign=campaign,
        terms=Terms(
            holder=holder,
            holder_name=holder_name[:120],
            holder_kind=holder_kind,
            organisation=organisation,
            threshold_cents=draft.threshold_cents,
            goal_cents=draft.goal_cents,
            surplus_percent=campaign.surplus_percent,
            deadline=None,
            budget=draft.budget,
            deliberation_reference=draft.deliberation_reference[:160],
        ),
    )
    if origin is not None:
        campaign.origin_label = origin.label[:240]
        campaign.origin_page = origin.page
        campaign.save(update_fields=["origin_label", "origin_page"])
    return campaign


def _draft_page(parent: CampaignIndexPage, draft: ProposedCampaign, actor: User | None) -> CampaignPage:
    title = draft.title.strip()[:LONGEST_TITLE] or "Projet"
    page = CampaignPage(
        title=title,
        slug=_free_slug(parent, title),
        live=False,
        summary=draft.summary.strip()[:LONGEST_SUMMARY],
        picture=draft.pictures[0] if draft.pictures else None,
        neighbourhood=draft.neighbourhood.strip()[:80],
        place=draft.place.strip()[:160],
        latitude=draft.latitude,
        longitude=draft.longitude,
        body=_blocks(draft),
        other_help="\n".join(line.strip() for line in draft.other_help if line.strip()),
        who_benefits=draft.who_benefits.strip(),
        public_duty=draft.public_duty.strip(),
    )
    page.tags.add(*draft.tags)
    parent.add_child(instance=page)
    page.save_revision(user=actor, log_action="wagtail.create")
    return page


def _blocks(draft: ProposedCampaign) -> list[tuple[str, Any]]:
    blocks: list[tuple[str, Any]] = []
    for part in draft.story:
        if part.heading.strip():
            blocks.append(("heading", part.heading.strip()))
        if part.text.strip():
            blocks.append(("text", part.text.strip()))
    blocks += [("picture", {"image": picture, "caption": ""}) for picture in draft.pictures[1:]]
    return blocks


def _free_slug(parent: CampaignIndexPage, title: str) -> str:
    """Return an address nobody has below `parent`, readable aloud; a title without a Latin letter gets « projet »."""
    wanted = slugify(title)[:80].strip("-") or "projet"
    taken = set(
        CampaignPage.objects.child_of(parent).filter(slug__startswith=wanted).values_list("slug", flat=True)
    )
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
