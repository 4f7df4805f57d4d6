"""Where a scheme stands on a day, in words, and whether somebody should look at its entry again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from base.dates_display import day as in_words


@dataclass(frozen=True)
class SchemeState:
    """`label` is short, `tone` colours it, `sentence` says it with its date."""

    label: str
    tone: str
    sentence: str


def scheme_state(*, opens_on: date | None, closes_on: date | None, day: date) -> SchemeState:
    """Return where a scheme of these dates stands on `day`; its last day still counts."""
    if closes_on is not None and closes_on < day:
        sentence = _("Clos depuis le %(day)s.") % {"day": in_words(closes_on)}
        return SchemeState(_("Clos"), "lost", sentence)
    if opens_on is not None and day < opens_on:
        if closes_on is None:
            return SchemeState(_("À venir"), "wait", _("Ouvre le %(day)s.") % {"day": in_words(opens_on)})
        dates = {"first": in_words(opens_on), "last": in_words(closes_on)}
        return SchemeState(_("À venir"), "wait", _("Du %(first)s au %(last)s compris.") % dates)
    if closes_on is not None:
        sentence = _("Jusqu’au %(day)s compris.") % {"day": in_words(closes_on)}
        return SchemeState(_("Ouvert"), "open", sentence)
    return SchemeState(_("Ouvert"), "open", _("Toute l’année."))


def a_year_before(day: date) -> date:
    """Return the same day a year earlier; an entry checked before it is to be checked again."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)
