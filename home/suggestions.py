"""Pages that a theme does not gather though they seem to belong there, each with the reason. Pure reads."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from math import log

from django.utils.translation import gettext as _
from wagtail.models import Page

from base.blocks import plain_text
from base.french import words
from base.models import Territory
from calls.models import CallTag
from campaigns.models import CampaignPage
from campaigns.models.pages import CampaignTag
from search.models import SearchCard
from stories.models import EventTag, StoryTag
from themes.models import ThemePage

SHOWN = 10
FEWEST_WORDS = 3  # shared words below which two texts have nothing to do with each other
WORDS_SHOWN = 4
# A word on more than one page in six says nothing of a page.
COMMON = 6
KINDS = ("campaign", "call", "story", "event")
SPOKEN = re.compile(r"[^\W\d_][\w’'-]*")


@dataclass(frozen=True)
class Suggestion:
    """A page that would fit a theme, and why; `score` only orders, the rarest shared words first."""

    page: Page
    reasons: list[str]
    score: float


def suggestions_for(theme: ThemePage) -> list[Suggestion]:
    """Return what would fit `theme` and carries none of its keywords, the best first; a constant number of queries.

    Reasons: words shared with the theme's own text (those found everywhere left out), keywords shared with what the
    theme already gathers, the same neighbourhood as a project it gathers.
    """
    territory = Territory.objects.for_page(theme)
    if territory is None:
        return []
    carried = _carried_tags()
    own = {tag.pk for tag in theme.tags.all()}
    gathered = {pick.page_id for pick in theme.picks.all()}
    gathered |= {pk for pk, tags in carried.items() if own & tags.keys()}
    related = {
        pk: name for page_id in gathered for pk, name in carried.get(page_id, {}).items() if pk not in own
    }
    spoken = _spoken_words(theme)
    cards = list(
        SearchCard.objects.filter(
            kind__in=KINDS, page__live=True, page__path__startswith=territory.root_page.path
        ).values_list("page_id", "words")
    )
    spread = Counter(word for _pk, packed in cards for word in packed.split())
    places = _places({pk for pk, _words in cards})
    near = {places[pk] for pk in gathered if places.get(pk)}
    scored = []
    for pk, packed in cards:
        if pk in gathered:
            continue
        fit = _Fit(
            page_id=pk,
            words=_telling_words(packed, spoken, spread, len(cards)),
            tags=[related[tag] for tag in carried.get(pk, {}) if tag in related],
            place=places[pk] if places.get(pk) in near else "",
        )
        if fit.is_enough:
            scored.append((fit.score(spread, len(cards)), fit))
    scored.sort(key=lambda row: (-row[0], row[1].page_id))
    return _with_pages(scored[:SHOWN], spoken)


@dataclass(frozen=True)
class _Fit:
    """What a page has in common with a theme; a tag or a place makes up for one shared word."""

    page_id: int
    words: list[str]
    tags: list[str]
    place: str

    @property
    def is_enough(self) -> bool:
        """Whether it is worth an editor's look."""
        return len(self.words) + bool(self.tags) + bool(self.place) >= FEWEST_WORDS and bool(self.words)

    def score(self, spread: Counter[str], pages: int) -> float:
        """Return what orders suggestions: rare words weigh more than common ones."""
        rare = sum(log(pages / spread[word]) + 1 for word in self.words)
        return rare + 2 * len(self.tags) + (2 if self.place else 0)


def _telling_words(packed: str, spoken: dict[str, str], spread: Counter[str], pages: int) -> list[str]:
    """Return the words a page shares with the theme, the rarest first, those found everywhere left out."""
    shared = [
        word for word in packed.split() if word in spoken and spread[word] * COMMON <= max(pages, COMMON)
    ]
    return sorted(shared, key=lambda word: (spread[word], word))


def _carried_tags() -> dict[int, dict[int, str]]:
    """Return the keywords of every page that carries some: page id → tag id → name; one query per kind of page."""
    carried: dict[int, dict[int, str]] = {}
    for model in (CampaignTag, CallTag, StoryTag, EventTag):
        for page_id, tag_id, name in model.objects.values_list("content_object_id", "tag_id", "tag__name"):
            carried.setdefault(page_id, {})[tag_id] = name
    return carried


def _spoken_words(theme: ThemePage) -> dict[str, str]:
    """Return the theme's own words by their normal form, as the theme writes them, keywords included."""
    tags = " ".join(tag.name for tag in theme.tags.all())
    text = " ".join([theme.title, theme.summary, plain_text(theme.body), tags])
    spoken: dict[str, str] = {}
    for found in SPOKEN.finditer(text):
        for word in words(found.group()):
            if len(word) > 4:
                spoken.setdefault(word, found.group().rpartition("’")[2].lower())
    return spoken


def _places(page_ids: set[int]) -> dict[int, str]:
    """Return the neighbourhood of the projects among these pages."""
    rows = CampaignPage.objects.filter(pk__in=page_ids).values_list("pk", "neighbourhood")
    return {pk: place for pk, place in rows if place}


def _with_pages(scored: list[tuple[float, _Fit]], spoken: dict[str, str]) -> list[Suggestion]:
    """Read the pages kept, and say why each was."""
    ids = [fit.page_id for _score, fit in scored]
    pages = {page.pk: page for page in Page.objects.filter(pk__in=ids).specific()}
    found = []
    for score, fit in scored:
        if fit.page_id not in pages:
            continue
        said = ", ".join(dict.fromkeys(spoken[word] for word in fit.words[:WORDS_SHOWN]))
        reasons = [_("mots communs : %(words)s") % {"words": said}]
        if fit.tags:
            reasons.append(_("mots-clés de pages du thème : %(tags)s") % {"tags": ", ".join(fit.tags)})
        if fit.place:
            reasons.append(_("même quartier : %(place)s") % {"place": fit.place})
        found.append(Suggestion(pages[fit.page_id], reasons, score))
    return found
