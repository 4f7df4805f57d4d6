"""The kinds of pages that search finds: model, words in results and addresses, date that ranks them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from calls.models import CallPage
from campaigns.models import CampaignPage
from search.models import SearchCard
from stories.models import EventPage, KitPage, SchemePage, StoryPage
from themes.models import ThemePage


@dataclass(frozen=True)
class PageKind:
    """One kind of page: `slug` is its name in addresses, `label` what is written above one result."""

    model: type[Page]
    slug: str
    label: Promise | str
    date_of: Callable[[Any], datetime | None]


def _first_published(page: Page) -> datetime | None:
    return page.first_published_at


def _launched(page: CampaignPage) -> datetime | None:
    campaign = page.campaign_or_none
    return campaign.launched_at if campaign and campaign.launched_at else page.first_published_at


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), ZoneInfo(settings.TIME_ZONE))


def _told(page: StoryPage) -> datetime | None:
    return _noon(page.published_on) if page.published_on else page.first_published_at


def _checked(page: SchemePage) -> datetime | None:
    return _noon(page.checked_on) if page.checked_on else page.first_published_at


KINDS: dict[str, PageKind] = {
    SearchCard.Kind.CAMPAIGN: PageKind(CampaignPage, "projets", _("Projet"), _launched),
    SearchCard.Kind.CALL: PageKind(CallPage, "appels", _("Appel à projets"), lambda page: page.opens_at),
    SearchCard.Kind.THEME: PageKind(ThemePage, "themes", _("Thème"), _first_published),
    SearchCard.Kind.STORY: PageKind(StoryPage, "recits", _("Récit"), _told),
    SearchCard.Kind.EVENT: PageKind(EventPage, "rendez-vous", _("Rendez-vous"), lambda page: page.starts_at),
    SearchCard.Kind.SCHEME: PageKind(SchemePage, "dispositifs", _("Dispositif"), _checked),
    SearchCard.Kind.KIT: PageKind(KitPage, "kits", _("Kit"), _first_published),
}
KIND_OF_SLUG = {kind.slug: code for code, kind in KINDS.items()}


def kind_of(page: Page) -> str | None:
    """Return the code of a specific page's kind, None for a page that search does not find."""
    return next((code for code, kind in KINDS.items() if isinstance(page, kind.model)), None)
