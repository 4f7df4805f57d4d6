"""A small town to search in: projects, a call, a theme, stories, events, and what nobody may see."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Site

from accounts.models import User
from base.models import Territory
from calls.models import CallIndexPage, CallPage
from campaigns.models import Campaign, CampaignIndexPage, CampaignPage
from campaigns.services import launching, reviewing
from stories.models import EventIndexPage, EventPage, StoryIndexPage, StoryPage
from tests.builders import GOOD_ANSWERS, SAID, a_ready_recipient
from themes.models import ThemeIndexPage, ThemePage

NOW = dt.datetime(2026, 11, 10, 9, tzinfo=dt.UTC)


@dataclass
class Town:
    """The pages of the town, by slug, and what is needed to add others."""

    home: Page
    territory: Territory
    holder: User
    lists: dict[str, Page]
    pages: dict[str, Any] = field(default_factory=dict)

    def add(
        self, where: str, model: type[Page], slug: str, title: str, summary: str = "", **fields: Any
    ) -> Any:
        """Add a published page (a draft with `live=False`) to a list of the town."""
        page = model(title=title, slug=slug, summary=summary, first_published_at=timezone.now(), **fields)
        self.pages[slug] = self.lists[where].add_child(instance=page)
        return self.pages[slug]

    def campaign(
        self, slug: str, title: str, summary: str = "", *, launched: dt.datetime | None = NOW, **fields: Any
    ) -> Campaign:
        """Add a campaign, launched at `launched` (left a draft when None), its page being published."""
        page = self.add("campaigns", CampaignPage, slug, title, summary, **fields)
        campaign = launching.create_campaign(page=page, territory=self.territory, holder=self.holder, at=NOW)
        if launched:
            self.launch(campaign, launched)
        return campaign

    def launch(self, campaign: Campaign, at: dt.datetime) -> None:
        """Take a draft campaign to the public."""
        terms = launching.Terms(
            holder=self.holder,
            holder_name="Collectif Bobine",
            holder_kind="association",
            threshold_cents=200_000,
            goal_cents=300_000,
            surplus_percent=150,
            deadline=at + dt.timedelta(days=30),
            tiers=[launching.TierDraft("Un grand merci", "thanks", 500)],
            one_kind_reason="Nous n’avons que des mercis.",
            rights="kept",
            budget=[launching.BudgetDraft("expense", "Matériel", 300_000)],
        )
        launching.save_terms(campaign=campaign, terms=terms)
        for name, words in SAID.items():
            setattr(campaign.page, name, getattr(campaign.page, name) or words)
        campaign.page.summary = campaign.page.summary or campaign.page.title
        campaign.page.save()
        reviewing.submit(campaign=campaign, at=at)
        reviewing.approve(campaign=campaign, answers=GOOD_ANSWERS, at=at)
        campaign.refresh_from_db()
        a_ready_recipient(campaign, at=at)
        launching.launch(campaign=campaign, at=at)


def an_empty_town() -> Town:
    """Return a town with its lists and nothing in them; it is the site's only territory."""
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    home = site.root_page
    territory = Territory.objects.create(
        name="Ville de Rivelaine",
        slug="rivelaine",
        platform_name="Rivelaine pousse",
        root_page=home,
        contact_name="Inès Morel",
        contact_phone="04 65 71 00 01",
        contact_hours="du lundi au vendredi",
        contact_email="projets@example.org",
    )
    holder = User.objects.create_user("porteuse@example.org", display_name="Alix")
    lists = {
        name: home.add_child(instance=model(title=title, slug=name))
        for name, model, title in (
            ("campaigns", CampaignIndexPage, "Projets"),
            ("calls", CallIndexPage, "Appels"),
            ("stories", StoryIndexPage, "Récits"),
            ("events", EventIndexPage, "Agenda"),
            ("themes", ThemeIndexPage, "Thèmes"),
        )
    }
    return Town(home, territory, holder, lists)


def a_town() -> Town:
    """Return a town with a dozen pages that may be found and some that may not."""
    town = an_empty_town()
    days = iter(range(1, 20))

    def before() -> dt.datetime:
        """Return the launch of the next campaign, each a day before the last."""
        return NOW - dt.timedelta(days=next(days))

    town.campaign(
        "cafe", "Un café de quartier", "Un lieu où l’on se rencontre, aux Tanneries.", launched=before()
    )
    town.campaign(
        "cantine", "La cantine saine", "Des repas de saison à l’école de Fontvive.", launched=before()
    )
    town.campaign("velo", "Atelier vélo de la Gare", "Réparer soi-même, avec un café.", launched=before())
    town.campaign("four", "Le four à pain du lavoir", "Cuire ensemble, près des chevaux.", launched=before())
    town.campaign(
        "impression", "L’imprimante 3D", "Fabriquer des pièces : jeux, vélos, outils.", launched=before()
    )
    town.campaign(
        "preau",
        "Des tables sous le préau",
        "Pique-nique et goûters.",
        launched=before(),
        neighbourhood="Bellecombe",
    )
    town.campaign("oeuvres", "Une œuvre pour le cœur de ville", "Fresque et vitrail.", launched=before())
    town.campaign("secret", "Boulangerie clandestine", "Un café de quartier secret.", launched=None)
    town.add("campaigns", CampaignPage, "copie", "Un café de quartier (copie)", "Copie sans campagne.")
    town.add(
        "calls",
        CallPage,
        "immeuble",
        "Pieds d’immeuble",
        "Jardins, bancs et cafés en bas de chez soi.",
        opens_at=NOW - dt.timedelta(days=40),
        closes_at=NOW + dt.timedelta(days=20),
    )
    town.add("themes", ThemePage, "circuits", "Circuits courts", "Du champ à la cantine.")
    town.add(
        "stories",
        StoryPage,
        "jardin",
        "Le jardin partagé, un an après",
        "Récoltes.",
        published_on=dt.date(2026, 5, 1),
    )
    town.add(
        "stories",
        StoryPage,
        "disco",
        "Retour sur la disco-soupe",
        "Trois cents bols.",
        published_on=dt.date(2026, 6, 1),
    )
    town.add("stories", StoryPage, "brouillon", "Le jardin brouillon", "Pas encore relu.", live=False)
    town.add(
        "events",
        EventPage,
        "soiree",
        "Soirée des projets",
        "Venez rencontrer les porteurs.",
        place="Salle des Tanneries",
        starts_at=NOW + dt.timedelta(days=9),
    )
    town.add(
        "events",
        EventPage,
        "atelier",
        "Atelier au jardin",
        "Semis d’été.",
        place="Jardin de Bellecombe",
        starts_at=NOW - dt.timedelta(days=90),
    )
    return town
