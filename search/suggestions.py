"""What to offer when a question finds nothing, or before one is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from difflib import get_close_matches

from wagtail.models import Page

from base.french import words
from campaigns.models import Campaign
from search.queries import LONGEST_QUESTION, MOST_WORDS, visible_cards
from themes.models import ThemePage

TITLES_READ = 2_000
LIKENESS = 0.72  # of difflib's ratio: « jadrin » is near « jardin », « vélo » is not near « école »
_TOKEN = re.compile(r"\w+")


def nearest_questions(text: str, titles: Iterable[str], *, most: int = 3) -> list[str]:
    """Return up to `most` questions near `text` whose unknown words are replaced by words of `titles`."""
    tokens = (token for title in titles for token in _TOKEN.findall(title))
    known = {key: token.lower() for token in tokens for key in words(token)}
    asked = [token for token in _TOKEN.findall(text[:LONGEST_QUESTION]) if words(token)][:MOST_WORDS]
    choices = []
    for token in asked:
        key = words(token)[0]
        near = [] if key in known else get_close_matches(key, known, most, LIKENESS)
        choices.append([token] if key in known else [known[other] for other in near])
    found = []
    for rank in range(most):
        other = " ".join(choice[min(rank, len(choice) - 1)] for choice in choices if choice)
        if other and words(other) != words(text) and other not in found:
            found.append(other)
    return found


def nearest_to(text: str, *, at: datetime, under: Page | None = None) -> list[str]:
    """Return questions near `text` made of words that titles of visible pages hold; two queries."""
    latest = visible_cards(at=at, under=under).order_by("-date", "-page_id")[:TITLES_READ]
    return nearest_questions(text, latest.values_list("page__title", flat=True))


def campaigns_to_join(*, at: datetime, under: Page | None = None, most: int = 3) -> list[Campaign]:
    """Return open campaigns, those that end first, with what their cards show."""
    campaigns = Campaign.objects.open(at=at).order_by("deadline", "pk")
    if under is not None:
        campaigns = campaigns.filter(page__path__startswith=under.path)
    return list(campaigns.with_cards()[:most])


def themes_to_browse(*, under: Page | None = None, most: int = 6) -> list[ThemePage]:
    """Return published themes, in the order editors gave them."""
    themes = ThemePage.objects.visible().order_by("path")
    return list((themes.descendant_of(under) if under is not None else themes)[:most])
