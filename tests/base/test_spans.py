"""A time between two moments, in words."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from base.dates_display import span

PARIS = ZoneInfo("Europe/Paris")
AT = dt.datetime(2026, 11, 23, tzinfo=PARIS)


def on(day: int, hour: int = 0, minute: int = 0, *, month: int = 12, year: int = 2026) -> dt.datetime:
    """Return a local moment."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "words"),
    [
        (on(12), on(16), "du 12 au 15 décembre"),
        (on(30, month=11), on(16), "du 30 novembre au 15 décembre"),
        (on(1), on(2), "le 1er décembre"),
        (on(12, 8), on(15, 18, 30), "du 12 décembre à 8 h au 15 décembre à 18 h 30"),
        (on(12, 8), on(12, 18), "le 12 décembre de 8 h à 18 h"),
        (on(31), on(2, month=1, year=2027), "du 31 décembre 2026 au 1er janvier 2027"),
        (on(12, 8), None, "à partir du 12 décembre à 8 h"),
        (on(12, year=2027), None, "à partir du 12 décembre 2027"),
    ],
)
def test_a_span_in_words(starts_at: dt.datetime, ends_at: dt.datetime | None, words: str) -> None:
    assert span(starts_at, ends_at, at=AT).replace("\u00a0", " ") == words


def test_hours_are_those_of_the_zone() -> None:
    at = dt.datetime(2026, 12, 1, 4, tzinfo=dt.UTC)

    assert span(at, None, "Indian/Reunion", at=AT).replace("\u00a0", " ") == "à partir du 1er décembre à 8 h"
