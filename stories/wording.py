"""How an event's dates are said."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from base.dates_display import day, hour, moment
from stories.recurrence import FORTNIGHTLY, MONTHLY, ONCE, WEEKLY, rank_in_month

FIRST, LAST = 1, 5


def rhythm(starts_at: datetime | None, repeats: str, zone: str) -> str:
    """Return "chaque samedi", "un samedi sur deux", "le 3e jeudi du mois"; nothing for what happens once."""
    if starts_at is None or repeats == ONCE:
        return ""
    local = starts_at.astimezone(ZoneInfo(zone))
    weekday = date_format(local, "l")
    rank = rank_in_month(local.date())
    return {
        WEEKLY: _("chaque %(weekday)s"),
        FORTNIGHTLY: _("un %(weekday)s sur deux"),
        MONTHLY: _("le 1er %(weekday)s du mois")
        if rank == FIRST
        else _("les mois qui ont un 5e %(weekday)s")
        if rank == LAST
        else _("le %(rank)se %(weekday)s du mois"),
    }[repeats] % {"weekday": weekday, "rank": rank}


def date_words(starts_at: datetime, ends_at: datetime | None, zone: str) -> str:
    """Return "samedi 28 novembre 2026 à 11 h 30, heure de Paris, jusqu’à 14 h 30"."""
    begins = moment(starts_at, zone)
    if ends_at is None:
        return begins
    if day(ends_at, zone) == day(starts_at, zone):
        return _("%(begins)s, jusqu’à %(hour)s") % {"begins": begins, "hour": hour(ends_at, zone)}
    return _("%(begins)s, jusqu’au %(moment)s") % {"begins": begins, "moment": moment(ends_at, zone)}


def day_and_hour(starts_at: datetime, zone: str) -> str:
    """Return "samedi 28 novembre 2026, 11 h 30": one line of a list that names its zone above."""
    weekday = date_format(starts_at.astimezone(ZoneInfo(zone)), "l")
    return f"{weekday} {day(starts_at, zone)}, {hour(starts_at, zone)}"


def people_words(people: int) -> str:
    """Return "1 personne", "3 personnes"."""
    return _("1 personne") if people == 1 else _("%(people)d personnes") % {"people": people}
