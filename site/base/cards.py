"""What the editors' blocks may show of the apps above: kinds of cards, rules that choose cards, figures.

`base` names none of those apps: each registers what it offers from its `AppConfig.ready()`, through its own `cards`
module. Whatever is returned here is what the public may see, in a number of queries that does not grow with rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.http import HttpRequest
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from base import clock
from base.context import current_territory
from base.models import Tag, Territory

Words = str | Promise


@dataclass(frozen=True)
class CardKind:
    """One kind of card: the type of its page, how it is read, and the component that shows it under `variable`.

    `load` returns, by page id, those of the pages asked for that the public may see.
    """

    name: str
    model: type[Page]
    load: Callable[[Collection[int]], dict[int, Any]]
    template: str
    variable: str


@dataclass(frozen=True)
class Card:
    """One card: `kind` is the name of a registered kind, `item` what its component shows."""

    kind: str
    item: Any

    @property
    def page_id(self) -> int:
        """The id of the page the card leads to: the item's own, or that of the page it tells of."""
        return int(getattr(self.item, "page_id", self.item.pk))


class Find(Protocol):
    """Reads at most `limit` cards of a territory; only what carries one of `tags`, unless None."""

    def __call__(
        self, *, territory: Territory | None, tags: Collection[Tag] | None, at: datetime, limit: int
    ) -> list[Card]:
        """Return the cards in the order of the rule."""


class Compute(Protocol):
    """Counts something in a territory; only what carries one of `tags`, unless None."""

    def __call__(
        self, *, territory: Territory | None, tags: Collection[Tag] | None, at: datetime
    ) -> tuple[str, Words] | None:
        """Return the figure as it is printed and the words that follow it; None when there is nothing to boast of."""


@dataclass(frozen=True)
class CardRule:
    """A rule that chooses cards, with the words by which editors and readers know it."""

    code: str
    label: Words
    find: Find


@dataclass(frozen=True)
class Figure:
    """A figure the site keeps, with the words by which editors know it."""

    code: str
    label: Words
    compute: Compute


_kinds: dict[str, CardKind] = {}
_rules: dict[str, CardRule] = {}
_figures: dict[str, Figure] = {}
_checks: dict[type[Page], Callable[[Collection[int]], Iterable[int]]] = {}


def register_card(kind: CardKind) -> None:
    """Let blocks show cards of this kind."""
    _kinds[kind.name] = kind


def register_rule(rule: CardRule) -> None:
    """Let editors choose this rule."""
    _rules[rule.code] = rule


def register_figure(figure: Figure) -> None:
    """Let editors choose this figure."""
    _figures[figure.code] = figure


def register_visibility(model: type[Page], visible: Callable[[Collection[int]], Iterable[int]]) -> None:
    """Say which published pages of a type the public really sees, when being published is not enough."""
    _checks[model] = visible


def card_kind(name: str) -> CardKind:
    """Return a registered kind; KeyError when no app offers it."""
    return _kinds[name]


def card_rule(code: str) -> CardRule | None:
    """Return a registered rule, None for one that is no longer offered."""
    return _rules.get(code)


def figure(code: str) -> Figure | None:
    """Return a registered figure, None for one that is no longer offered."""
    return _figures.get(code)


def _choices(offered: Iterable[CardRule | Figure]) -> list[tuple[str, Words]]:
    return sorted(((one.code, one.label) for one in offered), key=lambda choice: str(choice[1]))


def rule_choices() -> list[tuple[str, Words]]:
    """Return code and label of every rule, for a form."""
    return _choices(_rules.values())


def figure_choices() -> list[tuple[str, Words]]:
    """Return code and label of every figure, for a form."""
    return _choices(_figures.values())


def tag_choices() -> list[tuple[str, Words]]:
    """Return slug and name of every tag, for a form, after the choice of none."""
    return [("", _("Tous")), *Tag.objects.order_by("name").values_list("slug", "name")]


def visible_ids(pages: Iterable[Page]) -> set[int]:
    """Return the ids of those of `pages` a link may lead to: published, behind no restriction, shown by their type."""
    asked = {page.pk: page for page in pages}
    if not asked:
        return set()
    seen = set(Page.objects.live().public().filter(pk__in=asked).values_list("pk", flat=True))
    for model, visible in _checks.items():
        concerned = {pk for pk in seen if issubclass(asked[pk].specific_class or Page, model)}
        if concerned:
            seen -= concerned - set(visible(concerned))
    return seen


class Place:
    """Where a block stands: the page around it, for whom it is shown, and what its rules may gather there."""

    def __init__(self, page: Page | None = None, request: HttpRequest | None = None) -> None:
        self.page = page
        self.request = request

    @property
    def is_preview(self) -> bool:
        """Whether an editor is looking, who wants to know why a block shows nothing."""
        return bool(getattr(self.request, "is_preview", False))

    @cached_property
    def territory(self) -> Territory | None:
        """The territory of the page, else of the visited site."""
        found = Territory.objects.for_page(self.page) if self.page is not None and self.page.path else None
        if found is None and self.request is not None:
            found = current_territory(self.request)
        return found

    @cached_property
    def tags(self) -> list[Tag] | None:
        """The tags the page carries; None when it carries none, and thus restricts nothing."""
        carried = getattr(self.page, "tags", None)
        return [tag for tag in carried.all() if tag.pk] or None if carried is not None else None

    def tags_for(self, *, in_theme: bool, slug: str) -> list[Tag] | None:
        """Return what restricts a rule here: one chosen tag, else the page's own if asked for, else nothing (None)."""
        if slug:
            return list(Tag.objects.filter(slug=slug))
        return self.tags if in_theme else None

    def cards(self, rule: CardRule, *, tags: Collection[Tag] | None, limit: int) -> list[Card]:
        """Return what the rule finds here now, without the page that is being read."""
        found = rule.find(territory=self.territory, tags=tags, at=clock.now(), limit=limit + 1)
        here = self.page.pk if self.page is not None else None
        return [card for card in found if card.page_id != here][:limit]

    def figure(self, chosen: Figure, *, tags: Collection[Tag] | None) -> tuple[str, Words] | None:
        """Return what the figure counts here now."""
        return chosen.compute(territory=self.territory, tags=tags, at=clock.now())
