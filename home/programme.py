"""The composition of a front page: what the editors chose, completed by stated rules. Pure reads.

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
from calls.models import CallIndexPage, CallPage
from calls.status import CallStatus
from campaigns.models import Campaign, CampaignIndexPage
from home.querysets import in_force
from home.wording import SECTION_TITLES, USUAL_STEPS
from stories.models import EventIndexPage, EventPage, StoryIndexPage, StoryPage
from stories.querysets import next_of_each
from themes.cards import Card, cards_of
from themes.models import ThemeIndexPage, ThemePage

if TYPE_CHECKING:
    from home.models import HomePage

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
    """A front page ready to be shown; `action` is where the hero's button leads."""

    action: Page | None
    theme: ThemePage | None
    sections: list[Section]
    lists: dict[str, Page]  # the territory's list pages: campaigns, calls, stories, events, themes


@dataclass
class _Composition:
    """What the sections of one front page share: where, when, and which campaigns are already on it."""

    home: HomePage
    territory: Territory | None
    at: datetime
    shown: set[int] = field(default_factory=set)

    @property
    def campaigns(self) -> Any:
        """The campaigns the public sees here."""
        visible = Campaign.objects.visible()
        return visible if self.territory is None else visible.in_territory(self.territory)


def front_page(home: HomePage, *, at: datetime) -> FrontPage:
    """Return the front page of `home` at `at`."""
    made = _Composition(home, Territory.objects.for_page(home), at)
    blocks = [(block.block_type, block.value) for block in home.body] or [
        (kind, {}) for kind in USUAL_SECTIONS
    ]
    sections = (_SECTIONS[kind](made, kind, value) for kind, value in blocks)
    kept = [section for section in sections if section is not None]
    lists = list_pages(home)
    return FrontPage(
        action=home.action_page if home.action_page and home.action_page.live else lists.get("campaigns"),
        theme=headline_theme(home, at=at),
        sections=[replace(section, position=position) for position, section in enumerate(kept, start=1)],
        lists=lists,
    )


def list_pages(home: HomePage) -> dict[str, Page]:
    """Return the published list pages directly below `home`, by what they list; one query."""
    kinds = {ContentType.objects.get_for_model(model).pk: kind for kind, model in _LISTS.items()}
    pages = home.get_children().live().public().filter(content_type__in=kinds)
    return {kinds[page.content_type_id]: page for page in pages}


def headline_theme(home: HomePage, *, at: datetime) -> ThemePage | None:
    """Return the theme on the front page at `at`: the last begun of those set for this date, else the newest one."""
    themes = ThemePage.objects.visible().with_cards()
    current = home.headlines.filter(in_force(at)).order_by("-starts_at").first()
    chosen = themes.filter(pk=current.theme_id).first() if current is not None else None
    return chosen or themes.descendant_of(home).newest_first().first()


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


def _picked_ids(value: Any) -> list[int]:
    return [page.pk for page in value.get("pages") or [] if page is not None]


def _campaigns(made: _Composition, kind: str, value: Any) -> Section | None:
    cards = [card for card in cards_of(_picked_ids(value)) if card.item.pk not in made.shown]
    made.shown.update(card.item.pk for card in cards)
    missing = FEWEST_CAMPAIGNS - len(cards)
    if missing > 0:
        others = made.campaigns.exclude(pk__in=made.shown)
        wanted = rule_order(others.open(at=made.at).values_list("pk", "deadline"), at=made.at)[:missing]
        if len(wanted) < missing:
            latest = (
                others.filter(outcome="funded").order_by("-decided_at", "-pk").values_list("pk", flat=True)
            )
            wanted += latest[: missing - len(wanted)]
        found = {campaign.pk: campaign for campaign in Campaign.objects.filter(pk__in=wanted).with_cards()}
        made.shown.update(found)
        cards += [Card("campaign", found[pk]) for pk in wanted if pk in found]
    return Section(kind, _title(kind, value), [card.item for card in cards], value) if cards else None


def _call(made: _Composition, kind: str, value: Any) -> Section | None:
    chosen = value.get("page")
    calls = CallPage.objects.visible().with_cards()
    call = calls.filter(pk=chosen.pk).first() if chosen is not None else None
    if call is None or call.status_at(made.at) == CallStatus.CLOSED:
        here = calls.descendant_of(made.home)
        call = here.open(at=made.at).first() or here.upcoming(at=made.at).first()
    return Section(kind, SECTION_TITLES[kind], [call], value) if call is not None else None


def _completed(
    pages: Any, home: HomePage, newest: Callable[[Any], Any], kind: str, value: Any
) -> Section | None:
    """Return a section of picked pages, completed by the newest ones of the territory."""
    picked = _picked_ids(value)
    found = {page.pk: page for page in pages.filter(pk__in=picked)} if picked else {}
    items = [found[pk] for pk in dict.fromkeys(picked) if pk in found]
    if len(items) < FEWEST:
        others = newest(pages.descendant_of(home).exclude(pk__in=found))
        items += others[: FEWEST - len(items)]
    return Section(kind, _title(kind, value), items, value) if items else None


def _stories(made: _Composition, kind: str, value: Any) -> Section | None:
    pages = StoryPage.objects.visible().with_cards()
    return _completed(pages, made.home, lambda stories: stories.newest_first(), kind, value)


def _themes(made: _Composition, kind: str, value: Any) -> Section | None:
    pages = ThemePage.objects.visible().with_cards()
    return _completed(pages, made.home, lambda themes: themes.newest_first(), kind, value)


def _events(made: _Composition, kind: str, value: Any) -> Section | None:
    events = EventPage.objects.visible().descendant_of(made.home).upcoming(at=made.at).with_cards()
    items = next_of_each(events[: 4 * EVENTS_SHOWN])[:EVENTS_SHOWN]
    return Section(kind, _title(kind, value), items, value) if items else None


def _figures(made: _Composition, kind: str, value: Any) -> Section | None:
    figures = figures_of(made.campaigns, at=made.at)
    return Section(kind, _title(kind, value), [figures], value) if figures.funded or figures.backers else None


def _steps(made: _Composition, kind: str, value: Any) -> Section | None:
    return Section(kind, _title(kind, value), list(value.get("steps") or USUAL_STEPS), value)


def _text(made: _Composition, kind: str, value: Any) -> Section | None:
    return Section(kind, value["title"], [], value)


_SECTIONS: dict[str, Callable[[_Composition, str, Any], Section | None]] = {
    "campaigns": _campaigns,
    "call": _call,
    "stories": _stories,
    "events": _events,
    "themes": _themes,
    "text": _text,
    "figures": _figures,
    "steps": _steps,
}
