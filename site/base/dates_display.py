"""Dates and hours written out, with the zone beside every hour."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

NO_BREAK = "\u00a0"
PARIS = "Europe/Paris"

# Zones in which French territories live; any other is named by its city.
_ZONE_WORDS = {
    PARIS: gettext_lazy("heure de Paris"),
    "Indian/Reunion": gettext_lazy("heure de La Réunion"),
    "Indian/Mayotte": gettext_lazy("heure de Mayotte"),
    "America/Guadeloupe": gettext_lazy("heure de la Guadeloupe"),
    "America/Martinique": gettext_lazy("heure de la Martinique"),
    "America/Cayenne": gettext_lazy("heure de Guyane"),
    "Pacific/Noumea": gettext_lazy("heure de Nouméa"),
    "Pacific/Tahiti": gettext_lazy("heure de Tahiti"),
}


def zone_words(zone: str) -> str:
    """Return the words that name a zone beside an hour: "heure de Paris"."""
    known = _ZONE_WORDS.get(zone)
    if known is not None:
        return str(known)
    return _("heure locale de %(city)s") % {"city": zone.rpartition("/")[2].replace("_", " ")}


def _local(value: dt.date | dt.datetime, zone: str) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.astimezone(ZoneInfo(zone)) if value.tzinfo else value
    return value


def _day_number(value: dt.date) -> str:
    first_in_french = value.day == 1 and (get_language() or "fr").startswith("fr")
    return "1er" if first_in_french else str(value.day)


def day(value: dt.date | dt.datetime, zone: str = PARIS) -> str:
    """Return "7 décembre 2026"; the first of a month is "1er"."""
    local = _local(value, zone)
    return f"{_day_number(local)}{NO_BREAK}{date_format(local, 'F Y')}"


def day_short(value: dt.date | dt.datetime, zone: str = PARIS) -> str:
    """Return "7 déc. 2026", for cards and tables."""
    local = _local(value, zone)
    return f"{_day_number(local)}{NO_BREAK}{date_format(local, 'N')}{NO_BREAK}{local.year}"


def month(value: dt.date | dt.datetime, zone: str = PARIS) -> str:
    """Return "mars 2027"."""
    return date_format(_local(value, zone), "F Y")


def hour(value: dt.datetime, zone: str = PARIS) -> str:
    """Return "23 h 59", "9 h" on the hour."""
    local = value.astimezone(ZoneInfo(zone))
    minutes = f"{NO_BREAK}{local.minute:02d}" if local.minute else ""
    return f"{local.hour}{NO_BREAK}h{minutes}"


def moment(value: dt.datetime, zone: str = PARIS) -> str:
    """Return "lundi 7 décembre 2026 à 23 h 59, heure de Paris"."""
    local = _local(value, zone)
    return _("%(weekday)s %(day)s à %(hour)s, %(zone)s") % {
        "weekday": date_format(local, "l"),
        "day": day(value, zone),
        "hour": hour(value, zone),
        "zone": zone_words(zone),
    }
