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


def full_day(value: dt.date | dt.datetime, zone: str = PARIS) -> str:
    """Return "lundi 7 décembre 2026"."""
    return f"{date_format(_local(value, zone), 'l')} {day(value, zone)}"


def month(value: dt.date | dt.datetime, zone: str = PARIS) -> str:
    """Return "mars 2027"."""
    return date_format(_local(value, zone), "F Y")


def hour(value: dt.datetime, zone: str = PARIS) -> str:
    """Return "23 h 59", "9 h" on the hour; "2 h 30 (heure d’hiver)" in the night that has this hour twice."""
    local = value.astimezone(ZoneInfo(zone))
    minutes = f"{NO_BREAK}{local.minute:02d}" if local.minute else ""
    return f"{local.hour}{NO_BREAK}h{minutes}{_which(local)}"


def _which(local: dt.datetime) -> str:
    """Return which of the two, for an hour that comes twice in the night the clocks go back."""
    first, second = (local.replace(fold=fold).utcoffset() for fold in (0, 1))
    if not first or not second or first <= second:
        return ""
    words = _("heure d’hiver") if local.fold else _("heure d’été")
    return f" ({words})"


def moment(value: dt.datetime, zone: str = PARIS) -> str:
    """Return "lundi 7 décembre 2026 à 23 h 59, heure de Paris"."""
    local = _local(value, zone)
    return _("%(weekday)s %(day)s à %(hour)s, %(zone)s") % {
        "weekday": date_format(local, "l"),
        "day": day(value, zone),
        "hour": hour(value, zone),
        "zone": zone_words(zone),
    }


def instant(value: dt.datetime, zone: str = PARIS) -> str:
    """Return a moment to the second: "lundi 7 décembre 2026 à 23 h 58 min 59 s, heure de Paris"."""
    local = _local(value, zone)
    assert isinstance(local, dt.datetime)
    return _("%(weekday)s %(day)s à %(hour)s, %(zone)s") % {
        "weekday": date_format(local, "l"),
        "day": day(value, zone),
        "hour": _("%(hours)d h %(minutes)02d min %(seconds)02d s").replace(" ", NO_BREAK)
        % {"hours": local.hour, "minutes": local.minute, "seconds": local.second}
        + _which(local),
        "zone": zone_words(zone),
    }


def span(starts_at: dt.datetime, ends_at: dt.datetime | None, zone: str = PARIS, *, at: dt.datetime) -> str:
    """Return "du 12 au 15 décembre", hours said unless both are midnight; the year only when it is not that of `at`.

    A day that ends at midnight is the last one said. Without end: "à partir du 12 décembre à 8 h".
    """
    start = _local(starts_at, zone)
    end = _local(ends_at, zone) if ends_at is not None else None
    whole_days = _is_midnight(start) and (end is None or _is_midnight(end))
    if end is not None and whole_days:
        end -= dt.timedelta(days=1)
    year = _local(at, zone).year
    with_year = start.year != year or (end is not None and end.year != year)
    if end is None:
        return _("à partir du %(start)s") % {"start": _day_and_hour(start, zone, whole_days, with_year)}
    if start.date() == end.date() and not whole_days:  # type: ignore[attr-defined]
        return _("le %(day)s de %(start)s à %(end)s") % {
            "day": _day_and_month(start, with_year),
            "start": hour(starts_at, zone),
            "end": hour(ends_at, zone),  # type: ignore[arg-type]
        }
    if start.date() == end.date():  # type: ignore[attr-defined]
        return _("le %(day)s") % {"day": _day_and_month(start, with_year)}
    short = whole_days and (start.year, start.month) == (end.year, end.month)
    return _("du %(start)s au %(end)s") % {
        "start": _day_number(start) if short else _day_and_hour(start, zone, whole_days, with_year),
        "end": _day_and_hour(end, zone, whole_days, with_year),
    }


def _is_midnight(local: dt.date) -> bool:
    return isinstance(local, dt.datetime) and (local.hour, local.minute) == (0, 0)


def _day_and_month(local: dt.date, with_year: bool) -> str:
    return f"{_day_number(local)}{NO_BREAK}{date_format(local, 'F Y' if with_year else 'F')}"


def _day_and_hour(local: dt.date, zone: str, whole_days: bool, with_year: bool) -> str:
    words = _day_and_month(local, with_year)
    if whole_days or not isinstance(local, dt.datetime):
        return words
    return _("%(day)s à %(hour)s") % {"day": words, "hour": hour(local, zone)}
