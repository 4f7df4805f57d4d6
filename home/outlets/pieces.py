"""A selection's pages as every outlet shows them: what the public may see, in the editor's order and words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from base.cards import visible_ids
from base.dates_display import day, moment
from base.mail import site_address
from base.models import Image
from base.money_display import euros
from calls.models import CallPage
from campaigns.models import Campaign, CampaignPage
from home.models import Selection
from search.kinds import KINDS, kind_of
from stories.models import EventDate, EventPage, KitPage, SchemePage, StoryPage
from themes.models import ThemePage


@dataclass(frozen=True)
class Piece:
    """One page of a selection. `url` is absolute; `facts` is one sentence of figures or dates, at the moment asked."""

    page: Page
    kind: str
    title: str
    text: str
    facts: str
    url: str
    action: str
    picture: Image | None
    campaign: Campaign | None = None

    @property
    def short_url(self) -> str:
        """The address as it is printed beside a code."""
        return short(self.url)


def short(address: str) -> str:
    """Return an address without what nobody types."""
    return address.partition("://")[2].rstrip("/")


def pieces_of(selection: Selection, *, at: datetime) -> list[Piece]:
    """Return what may be shown of a selection, pages the public may not see left out.

    The number of queries depends on the kinds of pages, never on their number.
    """
    items = list(selection.items.select_related("page").order_by("sort_order", "pk"))
    shown = visible_ids(item.page for item in items)
    items = [item for item in items if item.page_id in shown]
    # Each page once: the first of its rows counts.
    notes: dict[int, str] = {}
    for item in items:
        notes.setdefault(item.page_id, item.note)
    found = Page.objects.filter(pk__in=notes).specific()
    pages: dict[int, Any] = {page.pk: page for page in found}
    with_picture = [page for page in pages.values() if getattr(page, "picture_id", None)]
    by_type: dict[type, list[Any]] = {}
    for page in with_picture:
        by_type.setdefault(type(page), []).append(page)
    for same in by_type.values():
        prefetch_related_objects(same, "picture__renditions")
    campaigns = {
        campaign.page_id: campaign
        for campaign in Campaign.objects.visible().filter(page_id__in=pages).with_cards()
    }
    dates = _next_dates((pk for pk, page in pages.items() if isinstance(page, EventPage)), at=at)
    site = site_address(selection.territory)
    pieces = []
    for pk, note in notes.items():
        page = pages[pk]
        campaign = campaigns.get(pk)
        kind = kind_of(page)
        parts = page.get_url_parts()
        pieces.append(
            Piece(
                page=page,
                kind=str(KINDS[kind].label) if kind else "",
                title=page.title,
                text=note or getattr(page, "summary", ""),
                facts=_facts(page, campaign, dates.get(pk), at=at),
                url=f"{site}{parts[2] if parts and parts[2] else '/'}",
                action=_action(page, campaign, at=at),
                picture=getattr(page, "picture", None),
                campaign=campaign,
            )
        )
    return pieces


def _next_dates(event_ids: Iterable[int], *, at: datetime) -> dict[int, datetime]:
    """Return the next date of each of these events that has one."""
    found: dict[int, datetime] = {}
    for date in EventDate.objects.upcoming(at=at).filter(event_id__in=list(event_ids)):
        found.setdefault(date.event_id, date.starts_at)
    return found


def campaign_facts(campaign: Campaign, *, at: datetime) -> str:
    """Return where a collection stands, in one line."""
    parts = [
        _("%(percent)s\u00a0%% du seuil") % {"percent": campaign.threshold_percent},
        _("%(amount)s réunis") % {"amount": euros(campaign.gathered_cents)},
    ]
    if campaign.accepts_pledges_at(at) and campaign.deadline is not None:
        days = (campaign.deadline - at).days
        parts.append(
            ngettext("reste %(days)d jour", "reste %(days)d jours", days) % {"days": days}
            if days
            else _("dernières heures")
        )
    return " · ".join(parts)


def _facts(page: Any, campaign: Campaign | None, next_date: datetime | None, *, at: datetime) -> str:
    if campaign is not None:
        return campaign_facts(campaign, at=at)
    if isinstance(page, CallPage) and page.opens_at and page.closes_at:
        if page.opens_at > at:
            return _("Ouvre le %(moment)s") % {"moment": moment(page.opens_at)}
        if page.closes_at > at:
            return _("Ouvert jusqu’au %(day)s") % {"day": day(page.closes_at)}
        return _("Clos depuis le %(day)s") % {"day": day(page.closes_at)}
    if isinstance(page, EventPage):
        starts_at = next_date or page.starts_at
        when = capfirst(moment(starts_at)) if starts_at else ""
        return " · ".join(part for part in (when, page.place) if part)
    if isinstance(page, StoryPage) and page.published_on:
        return day(page.published_on)
    return ""


def _action(page: Page, campaign: Campaign | None, *, at: datetime) -> str:
    """Return what the link invites to: where it leads, never « cliquez ici »."""
    if campaign is not None:
        return (
            _("Soutenir ce projet")
            if campaign.accepts_pledges_at(at)
            else _("Voir ce que le projet est devenu")
        )
    words = {
        CampaignPage: _("Voir le projet"),
        CallPage: _("Lire l’appel à projets"),
        EventPage: _("Voir le rendez-vous"),
        StoryPage: _("Lire le récit"),
        ThemePage: _("Voir le thème"),
        SchemePage: _("Voir le dispositif"),
        KitPage: _("Voir le kit"),
    }
    return words.get(type(page), _("Lire la page"))
