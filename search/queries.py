"""The one seam of search: every list of results comes from `search_pages`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from wagtail.models import Page, PageViewRestriction

from base.french import words
from campaigns.models import Campaign
from search.models import SearchCard

LONGEST_QUESTION = 200
MOST_WORDS = 8


class Match(StrEnum):
    """How much of the question the results answer, the closest first."""

    EVERY_WORD = "every_word"
    EVERY_BEGINNING = "every_beginning"
    ANY_WORD = "any_word"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Found:
    """What a question found: `cards` in order (of the kinds asked), `counts` by kind (of every kind)."""

    words: list[str]
    match: Match
    cards: QuerySet[SearchCard]
    counts: dict[str, int]

    def total(self, kinds: Collection[str] | None = None) -> int:
        """Return how many results there are, of `kinds` only when given."""
        return sum(count for kind, count in self.counts.items() if not kinds or kind in kinds)


def visible_cards(*, at: datetime, under: Page | None = None) -> QuerySet[SearchCard]:
    """Return the cards of pages that anybody may read at `at`, below the page `under` when given.

    A campaign is there when the campaign itself is in a public state; other pages when published, not expired
    and not in a section kept private. Takes one query more than the list itself, whatever its length.
    """
    cards = SearchCard.objects.filter(page__live=True).filter(
        ~Q(kind=SearchCard.Kind.CAMPAIGN) | Q(page_id__in=Campaign.objects.visible().values("page_id")),
        Q(page__expire_at__isnull=True) | Q(page__expire_at__gt=at),
    )
    for path in PageViewRestriction.objects.values_list("page__path", flat=True):
        cards = cards.exclude(page__path__startswith=path)
    return cards if under is None else cards.filter(page__path__startswith=under.path)


def search_pages(
    text: str, at: datetime, kinds: Collection[str] | None = None, *, under: Page | None = None
) -> Found:
    """Return what answers `text`, in order: most words of the question in the title, then the latest.

    Pages with every word; failing that, with a word that begins with each; failing that, with any.
    Never by money.
    """
    asked = list(dict.fromkeys(words(text[:LONGEST_QUESTION])))[:MOST_WORDS]
    if not asked:
        return Found([], Match.NOTHING, SearchCard.objects.none(), {})
    visible = visible_cards(at=at, under=under)
    for match, matching in (
        (Match.EVERY_WORD, Q(words__has_every=asked)),
        (Match.EVERY_BEGINNING, Q(words__has_every_beginning=asked)),
        (Match.ANY_WORD, Q(words__has_any=asked)),
    ):
        cards = visible.filter(matching)
        counts = dict(cards.order_by().values_list("kind").annotate(Count("pk")))
        if counts:
            ordered = _ordered(cards, asked, match)
            return Found(asked, match, ordered.filter(kind__in=kinds) if kinds else ordered, counts)
    return Found(asked, Match.NOTHING, SearchCard.objects.none(), {})


def _ordered(cards: QuerySet[SearchCard], asked: list[str], match: Match) -> QuerySet[SearchCard]:
    """Order by words met anywhere (when one was enough), then in the title, then by date; a total order."""
    end = "" if match == Match.EVERY_BEGINNING else " "

    def met(column: str) -> Case:
        """Count the words of the question that `column` holds."""
        return reduce(
            add,
            (
                Case(
                    When(**{f"{column}__contains": f" {word}{end}"}, then=Value(1)),
                    default=Value(0),
                    output_field=IntegerField(),
                )
                for word in asked
            ),
        )

    order: list[Any] = [F("in_title").desc(), F("date").desc(nulls_last=True), "-page_id"]
    cards = cards.annotate(in_title=met("title_words"))
    if match == Match.ANY_WORD and len(asked) > 1:
        return cards.annotate(in_all=met("words")).order_by(F("in_all").desc(), *order)
    return cards.order_by(*order)
