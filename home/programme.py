"""The composition of a front page: what the slots of the moment hold, completed by stated rules. Pure reads.

The number of queries depends on the number of sections, never on the number of campaigns, calls, stories or events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q, Sum
from wagtail.models import Page

from base.models import Territory
from base.page_querysets import is_private
from calls.models import CallIndexPage, CallPage
from campaigns.models import Campaign, CampaignIndexPage
from home.chosen import Placed, chosen_for, place_of
from home.models.slots import Place
from home.wording import SECTION_TITLES, USUAL_STEPS
from stories.models import EventIndexPage, EventPage, StoryIndexPage, StoryPage
from themes.cards import Card
from themes.models import ThemeIndexPage, ThemePage

if TYPE_CHECKING:
    from home.models import HomePage, Slot

FEWEST_CAMPAIGNS = 4  # one wide, three in a row
FEWEST = 3  # stories, themes: one row
EVENTS_SHOWN = 4
ENDING_SOON = timedelta(days=7)
_LISTS = {
    "campaigns": CampaignIndexPage,
    "calls": CallIndexPage,
    "stories": StoryIndexPage,
    "events": EventIndexPage,
    "themes": ThemeIndexPage,
}
# The place of the programme that each kind of section shows.
SECTION_PLACES = {
    "campaigns": Place.CAMPAIGN,
    "call": Place.CALL,
    "stories": Place.STORY,
    "events": Place.EVENT,
}
CARD_PLACES = (Place.CAMPAIGN, Place.CALL, Place.STORY, Place.EVENT)
# Blocks of every page that may stand among the sections, and show themselves.
BLOCKS = ("campaign", "cards", "figure", "quote", "gallery", "before_after", "video")
USUAL_SECTIONS = ("campaigns", "call", "stories", "events", "themes", "figures", "steps")


@dataclass(frozen=True)
class Figures:
    """What the platform has brought so far; `given_cents` counts campaigns that reached their threshold."""

    funded: int
    open: int
    backers: int
    given_cents: int


@dataclass(frozen=True)
class Section:
    """One section: `kind` names its template; `items` are its cards or pages; `value` the editor's own words."""

    kind: str
    title: Any
    items: Sequence[Any] = ()
    value: Any = None
    position: int = 0

    @property
    def anchor(self) -> str:
        """The id of the section's heading, unique on the page."""
        return f"{self.kind}-{self.position}"

    @property
    def has_lead(self) -> bool:
        """Whether the first card is shown wide so that the others fill rows of three."""
        return len(self.items) % 3 == 1

    @property
    def template(self) -> str:
        """The template of this kind of section."""
        return f"home/sections/{self.kind}.html"


@dataclass(frozen=True)
class FrontPage:
    """A front page ready to be shown; `action` is where the hero's button leads.

    `placed` is everything it shows in the places of the programme, chosen or filled in by a rule.
    """

    action: Page | None
    banner: Slot | None
    theme: ThemePage | None
    sections: list[Section]
    lists: dict[str, Page]  # the territory's list pages: campaigns, calls, stories, events, themes
    placed: Sequence[Placed] = ()


@dataclass(frozen=True)
class ThemeProgramme:
    """What the programme puts on a theme page, in the order it is shown; a theme page has no rule to fill it."""

    banner: Slot | None
    cards: list[Card]
    placed: Sequence[Placed] = ()


@dataclass
class _Composition:
    """What the sections of one front page share: where, when, what was chosen, and what is already on the page."""

    home: HomePage
    territory: Territory | None
    at: datetime
    chosen: dict[str, list[Placed]]
    placed: list[Placed] = field(default_factory=list)

    @property
    def campaigns(self) -> Any:
        """The campaigns the public sees here."""
        visible = Campaign.objects.visible()
        return visible if self.territory is None else visible.in_territory(self.territory)

    @property
    def shown_campaigns(self) -> set[int]:
        """The campaigns already on the page."""
        return {placed.item.pk for placed in self.placed if placed.place == Place.CAMPAIGN}

    def fill(self, place: str, wanted: int, rule: Callable[[list[Placed], int], Iterable[Any]]) -> list[Any]:
        """Put in a place what was chosen for it, once, then what `rule(chosen, missing)` gives; return the items."""
        chosen = self.chosen.pop(place, [])
        self.placed += chosen
        missing = wanted - len(chosen)
        found = [place_of(place, item) for item in rule(chosen, missing)] if missing > 0 else []
        self.placed += found
        return [placed.item for placed in [*chosen, *found]]


def front_page(home: HomePage, *, at: datetime) -> FrontPage:
    """Return the front page of `home` at `at`."""
    territory = Territory.objects.for_page(home)
    made = _Composition(home, territory, at, chosen_for(home, at=at, territory=territory))
    banner = made.fill(Place.BANNER, 0, lambda chosen, missing: ())
    theme = made.fill(Place.HEADLINE, 1, lambda chosen, missing: _newest_theme(made))
    blocks = [(block.block_type, block.value) for block in home.body] or [
        (kind, {}) for kind in USUAL_SECTIONS
    ]
    sections = (_SECTIONS[kind](made, kind, value) for kind, value in blocks)
    kept = [section for section in sections if section is not None]
    lists = list_pages(home)
    return FrontPage(
        action=home.action_page if home.action_page and home.action_page.live else lists.get("campaigns"),
        banner=banner[0] if banner else None,
        theme=theme[0] if theme else None,
        sections=[replace(section, position=position) for position, section in enumerate(kept, start=1)],
        lists=lists,
        placed=made.placed,
    )


def theme_programme(theme: Page, *, at: datetime, territory: Territory | None = None) -> ThemeProgramme:
    """Return what the slots of a theme page show at `at`; its territory is looked up when it is not given."""
    chosen = chosen_for(theme, at=at, territory=territory)
    cards = [Card(str(place), placed.item) for place in CARD_PLACES for placed in chosen[place]]
    return ThemeProgramme(
        banner=chosen[Place.BANNER][0].item if chosen[Place.BANNER] else None,
        cards=cards,
        placed=[placed for place in (Place.BANNER, *CARD_PLACES) for placed in chosen[place]],
    )


def list_pages(home: HomePage) -> dict[str, Page]:
    """Return the published list pages directly below `home`, by what they list; one query."""
    kinds = {ContentType.objects.get_for_model(model).pk: kind for kind, model in _LISTS.items()}
    pages = home.get_children().live().filter(~is_private(), content_type__in=kinds)
    return {kinds[page.content_type_id]: page for page in pages}


def rotated(items: Sequence[int], *, day: date) -> list[int]:
    """Return `items` starting one further each day, so that none of the equal is always first."""
    start = day.toordinal() % len(items) if items else 0
    return [*items[start:], *items[:start]]


def rule_order(open_rows: Iterable[tuple[int, datetime]], *, at: datetime) -> list[int]:
    """Return ids of open campaigns in the stated order, given (id, deadline): ending within a week, then by turns."""
    rows = sorted(open_rows)
    soon = sorted((deadline, pk) for pk, deadline in rows if deadline <= at + ENDING_SOON)
    later = [pk for pk, deadline in rows if deadline > at + ENDING_SOON]
    return [*(pk for _, pk in soon), *rotated(later, day=at.date())]


def figures_of(campaigns: Any, *, at: datetime) -> Figures:
    """Return the figures of a queryset of visible campaigns, in one query."""
    funded = Q(outcome="funded")
    row = campaigns.aggregate(
        funded=Count("pk", filter=funded),
        open=Count("pk", filter=Q(status="live", deadline__gt=at)),
        backers=Sum("totals__backers"),
        given_cents=Sum("decided_cents", filter=funded),
    )
    return Figures(**{name: value or 0 for name, value in row.items()})


def _title(kind: str, value: Any) -> Any:
    return value.get("title") or SECTION_TITLES[kind]


def _newest_theme(made: _Composition) -> list[ThemePage]:
    themes = ThemePage.objects.visible().descendant_of(made.home).with_cards()
    return list(themes.newest_first()[:1])


def _campaigns(made: _Composition, kind: str, value: Any) -> Section | None:
    items = made.fill(
        Place.CAMPAIGN, FEWEST_CAMPAIGNS, lambda chosen, missing: _ruled_campaigns(made, missing)
    )
    return Section(kind, _title(kind, value), items, value) if items else None


def _ruled_campaigns(made: _Composition, missing: int) -> list[Campaign]:
    """Return campaigns not on the page yet: ending within a week, the other open ones by turns, the last successes."""
    others = made.campaigns.exclude(pk__in=made.shown_campaigns)
    wanted = rule_order(others.open(at=made.at).values_list("pk", "deadline"), at=made.at)[:missing]
    if len(wanted) < missing:
        latest = others.filter(outcome="funded").order_by("-decided_at", "-pk").values_list("pk", flat=True)
        wanted += latest[: missing - len(wanted)]
    found = {campaign.pk: campaign for campaign in Campaign.objects.filter(pk__in=wanted).with_cards()}
    return [found[pk] for pk in wanted if pk in found]


def _call(made: _Composition, kind: str, value: Any) -> Section | None:
    """Show the call chosen, else the one to answer; below it the promotion that is launched next, of any call."""
    announced = list(CallPage.objects.visible().descendant_of(made.home).announced(at=made.at).with_cards())
    items = made.fill(
        Place.CALL, 1, lambda chosen, missing: [call for call in announced if call.is_to_answer]
    )
    launched = next((call for call in announced if call.common_launch_at), None)
    if not items and launched is None:
        return None
    return Section(kind, SECTION_TITLES[kind], items, {"launched": launched})


def _stories(made: _Composition, kind: str, value: Any) -> Section | None:
    def newest(chosen: list[Placed], missing: int) -> list[StoryPage]:
        here = (
            StoryPage.objects.visible()
            .descendant_of(made.home)
            .exclude(pk__in=[one.page_id for one in chosen])
        )
        return list(here.with_cards().newest_first()[:missing])

    items = made.fill(Place.STORY, FEWEST, newest)
    return Section(kind, _title(kind, value), items, value) if items else None


def _themes(made: _Composition, kind: str, value: Any) -> Section | None:
    here = ThemePage.objects.visible().descendant_of(made.home).with_cards()
    items = list(here.newest_first()[:FEWEST])
    return Section(kind, _title(kind, value), items, value) if items else None


def _events(made: _Composition, kind: str, value: Any) -> Section | None:
    def coming(chosen: list[Placed], missing: int) -> list[EventPage]:
        known = [one.item.title for one in chosen]
        here = EventPage.objects.visible().descendant_of(made.home).exclude(title__in=known)
        return list(here.upcoming(at=made.at).with_cards()[:missing])

    items = made.fill(Place.EVENT, EVENTS_SHOWN, coming)
    return Section(kind, _title(kind, value), items, value) if items else None


def _figures(made: _Composition, kind: str, value: Any) -> Section | None:
    figures = figures_of(made.campaigns, at=made.at)
    return Section(kind, _title(kind, value), [figures], value) if figures.funded or figures.backers else None


def _steps(made: _Composition, kind: str, value: Any) -> Section | None:
    return Section(kind, _title(kind, value), list(value.get("steps") or USUAL_STEPS), value)


def _text(made: _Composition, kind: str, value: Any) -> Section | None:
    return Section(kind, value["title"], [], value)


def _block(made: _Composition, kind: str, value: Any) -> Section | None:
    return Section("block", "", [], value)


_SECTIONS: dict[str, Callable[[_Composition, str, Any], Section | None]] = {
    "campaigns": _campaigns,
    "call": _call,
    "stories": _stories,
    "events": _events,
    "themes": _themes,
    "text": _text,
    "figures": _figures,
    "steps": _steps,
    **dict.fromkeys(BLOCKS, _block),
}
