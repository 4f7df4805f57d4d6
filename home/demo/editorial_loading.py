"""Writes the pages of the programme: front page, themes, calls, stories, events and plain pages."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page, Site

from accounts.models import User
from base.models import Territory
from calls.models import CallCriterion, CallEvent, CallIndexPage, CallOffer, CallPage
from campaigns.models import CampaignIndexPage
from campaigns.services.ideas import seed_reward_ideas
from home.demo import offline
from home.demo.body import stream
from home.demo.calls import CALLS
from home.demo.clock import LAST_MINUTE, Clock
from home.demo.event_loading import write_events
from home.demo.events import EVENTS
from home.demo.gallery import Gallery
from home.demo.plain_pages import PLAIN_PAGES
from home.demo.publishing import add_page, publish
from home.demo.shapes import Call, Story, Theme
from home.demo.stories import STORIES
from home.demo.themes import THEMES
from home.demo.town import TOWN
from home.models import HomePage, PlainPage
from home.ready_made import STANDING_CALL, ready_made
from home.ready_made.shapes import ReadyCall
from home.services.ready_made import page_from, questions_json
from stories.models import EventIndexPage, StoryCampaign, StoryIndexPage, StoryPage
from themes.models import ThemeIndexPage, ThemePage, ThemePick

OPENING = timedelta(days=-760)
"""When the platform itself opened: before its oldest campaign."""

LISTS: tuple[tuple[type[Any], str, str, str], ...] = (
    (
        CampaignIndexPage,
        "projets",
        "Projets",
        "Ceux qui se financent en ce moment, et ce que sont devenus les autres.",
    ),
    (CallIndexPage, "appels", "Appels à projets", "Ce que la ville cherche, pour qui, et jusqu’à quand."),
    (ThemeIndexPage, "themes", "Thèmes", "Des projets qui se répondent, rassemblés par saison."),
    (StoryIndexPage, "recits", "Récits", "Ce que deviennent les projets, racontés par ceux qui les vivent."),
    (
        EventIndexPage,
        "rendez-vous",
        "Rendez-vous",
        "Venir écouter, goûter, proposer, mettre la main à la pâte.",
    ),
)
THEMES_SINCE = 100
"""Days since the newest theme was published: each was there before the first week of the programme."""
BETWEEN_THEMES = 30
ANNOUNCED_SINCE = timedelta(hours=1)


@dataclass
class EditorialWriter:
    """Writes the editorial pages of one territory; `pages` holds what was written, by slug."""

    gallery: Gallery
    clock: Clock
    pages: dict[str, Any] = field(default_factory=dict)

    def write_front_door(self) -> tuple[HomePage, Territory]:
        """Write the front page, its lists and the territory, in the place of Wagtail's welcome page."""
        root = Page.get_first_root_node()
        home = HomePage(
            title=TOWN.platform,
            slug=TOWN.slug,
            summary=TOWN.introduction[:200],
            picture=self.gallery.picture("rivelaine-hero"),
            baseline=TOWN.baseline,
            introduction=TOWN.introduction,
        )
        add_page(root, home)
        publish(home, by=None, at=self._opening)
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={
                "hostname": address.hostname or "localhost",
                "port": address.port or (443 if address.scheme == "https" else 80),
                "root_page": home,
                "site_name": TOWN.platform,
            },
        )
        for page in _welcome_pages():
            page.delete()
        territory = Territory(
            name=TOWN.town,
            slug=TOWN.slug,
            platform_name=TOWN.platform,
            baseline=TOWN.baseline,
            root_page=home,
            commission_bps=TOWN.commission_bps,
            goal_ceiling_cents=TOWN.goal_ceiling_cents,
            surplus_percent=TOWN.surplus_ceiling_percent,
            suggested_amounts=list(TOWN.suggested_amounts_cents),
            legal_name=TOWN.legal_name,
            legal_address=TOWN.legal_address,
            legal_siret=TOWN.legal_siret,
            vat_number=TOWN.vat_number,
            vat_bps=TOWN.vat_bps,
            logo=self.gallery.picture("logo-rivelaine"),
            cheque_payee=offline.CHEQUE_PAYEE,
            transfer_name=offline.TRANSFER_NAME,
            transfer_iban=offline.TRANSFER_IBAN,
            transfer_bic=offline.TRANSFER_BIC,
            contact_name=TOWN.contact_name,
            contact_role=TOWN.contact_role,
            contact_phone=TOWN.contact_telephone,
            contact_hours=TOWN.contact_hours,
            contact_email=TOWN.contact_email,
            contact_address=TOWN.contact_address,
        )
        territory.full_clean()
        territory.save()
        seed_reward_ideas(territory=territory)
        for model, slug, title, summary in LISTS:
            self._add(
                home, model(title=title, slug=slug, summary=summary, show_in_menus=True), at=self._opening
            )
        self.pages[home.slug] = home
        return home, territory

    @property
    def _opening(self) -> datetime:
        return self.clock.now + OPENING

    def _add(self, parent: Page, page: Any, *, at: datetime, by: User | None = None) -> Any:
        add_page(parent, page, by=by)
        publish(page, by=by, at=at)
        self.pages[page.slug] = page
        return page

    def write_programme(self, home: HomePage, *, by: User, campaigns: dict[str, Any]) -> None:
        """Write everything that names campaigns; `campaigns` are their pages, by slug."""
        events = write_events(self.pages["rendez-vous"], EVENTS, campaigns, self.gallery, self.clock, by=by)
        self.pages.update(events)
        for story in STORIES:
            self._write_story(story, campaigns, by=by)
        for call in CALLS:
            self._write_call(call, campaigns, by=by)
        self._write_standing_call(home, by=by)
        for position, theme in enumerate(THEMES):
            at = self.clock.moment(-THEMES_SINCE - BETWEEN_THEMES * position)
            self._write_theme(theme, campaigns, at=at, by=by)
        for plain in PLAIN_PAGES:
            page = PlainPage(
                title=plain.title,
                slug=plain.slug,
                summary=plain.summary,
                body=stream(plain.body, self.gallery),
                show_in_menus=plain.in_menu,
                for_proposals=plain.slug == "proposer-un-projet",
            )
            self._add(home, page, at=self._opening, by=by)
        self._compose_front_page(home, by=by)

    def _write_story(self, story: Story, campaigns: dict[str, Any], *, by: User) -> None:
        page = StoryPage(
            title=story.title,
            slug=story.slug,
            summary=story.summary,
            picture=self.gallery.picture(story.picture),
            neighbourhood=story.neighbourhood,
            author=story.author,
            published_on=self.clock.day(-story.published_days_ago),
            event_page=self.pages[story.reports_on] if story.reports_on else None,
            body=stream(story.body, self.gallery),
        )
        page.tags.add(*story.tags)
        if story.campaign:
            page.campaign_links.add(StoryCampaign(campaign_page=campaigns[story.campaign]))
        self._add(self.pages["recits"], page, at=self.clock.moment(-story.published_days_ago), by=by)

    def _write_call(self, call: Call, campaigns: dict[str, Any], *, by: User) -> None:
        introduction = [("text", call.results_introduction)] if call.results_introduction else []
        page = CallPage(
            title=call.title,
            slug=call.slug,
            summary=call.summary,
            picture=self.gallery.picture(call.picture),
            body=stream(call.body, self.gallery),
            who_may_answer=stream(call.who_may_answer, self.gallery),
            opens_at=self.clock.moment(call.opens_in_days),
            closes_at=self.clock.moment(call.closes_in_days, LAST_MINUTE),
            results_at=self.clock.moment(call.decision_in_days),
            places=call.places,
            goal_ceiling_cents=call.goal_ceiling_cents,
            surplus_percent=call.surplus_ceiling_percent,
            fund_cents=call.fund_cents,
            fund_percent=call.fund_percent,
            fund_cap_cents=call.fund_cap_cents,
            is_read_without_names=call.is_read_without_names,
            results=stream(introduction, self.gallery),
            questions=questions_json(call),
        )
        if not call.questions and isinstance(asked := ready_made(call.form), ReadyCall):
            page.questions = questions_json(asked)
        page.tags.add(*call.tags)
        page.criteria.set(
            [
                CallCriterion(
                    title=criterion.title, weight=criterion.weight, explanation=criterion.explanation
                )
                for criterion in call.criteria
            ]
        )
        page.offers.set([CallOffer(kind=offer.kind, text=offer.text) for offer in call.offered])
        page.event_links.set([CallEvent(event_page=self.pages[slug]) for slug in call.events])
        # A call to come is announced before it opens.
        announced_at = min(self.clock.moment(call.opens_in_days), self.clock.now - ANNOUNCED_SINCE)
        self._add(self.pages["appels"], page, at=announced_at, by=by)

    def _write_standing_call(self, home: HomePage, *, by: User) -> None:
        """The call open all year: where « Proposer un projet » leads."""
        model, territory = ready_made(STANDING_CALL), Territory.objects.for_page(home)
        assert model is not None
        assert territory is not None
        parent = self.pages["appels"]
        page = page_from(model=model, territory=territory, parent=parent, at=self.clock.now)
        self._add(parent, page, at=self._opening, by=by)
        self.pages[STANDING_CALL] = page

    def _write_theme(self, theme: Theme, campaigns: dict[str, Any], *, at: datetime, by: User) -> None:
        page = ThemePage(
            title=theme.title,
            slug=theme.slug,
            summary=theme.summary,
            picture=self.gallery.picture(theme.picture),
            body=stream(theme.body, self.gallery),
        )
        page.tags.add(*theme.tags)
        page.picks.set([ThemePick(page=campaigns[slug]) for slug in theme.picks])
        self._add(self.pages["themes"], page, at=at, by=by)

    def _compose_front_page(self, home: HomePage, *, by: User) -> None:
        """Choose the sections of the front page; its programme fills them."""
        sections: list[tuple[str, dict[str, Any]]] = [
            ("campaigns", {"title": ""}),
            ("call", {}),
            ("stories", {"title": ""}),
            ("events", {"title": ""}),
            ("figures", {"title": ""}),
            ("themes", {"title": ""}),
            ("steps", {
                "title": "",
                "steps": [],
                "link_text": "Comment ça marche, en détail",
                "page": self.pages["comment-ca-marche"].pk,
            }),
        ]  # fmt: skip
        home.body = json.dumps([{"type": kind, "value": value} for kind, value in sections])
        publish(home, by=by, at=self._opening)


def _welcome_pages() -> Any:
    """Wagtail's own welcome page, as its first migration leaves it: a bare page with nothing below."""
    return Page.objects.filter(
        depth=2, numchild=0, content_type__app_label="wagtailcore", content_type__model="page"
    )
