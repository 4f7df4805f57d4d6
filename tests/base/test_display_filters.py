"""Filters of templates: dates written out, typography that never breaks escaping."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe

UTC = dt.UTC


def shown(text: str, **context: object) -> str:
    """Render a template that loads the three libraries, in French."""
    with translation.override("fr"):
        return Template("{% load money dates french %}" + text).render(Context(context))


def test_money_filters() -> None:
    assert shown(
        "{{ c|euros }} {{ b|rate }}{{ n|euros }}{{ n|rate }}{{ gone|euros }}", c=123450, b=500, n=None
    ) == ("1\u202f234,50\u00a0€ 5\u00a0%")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (dt.datetime(2026, 12, 7, 22, 59, tzinfo=UTC), "lundi 7 décembre 2026 à 23 h 59, heure de Paris"),
        (dt.datetime(2026, 7, 7, 21, 59, tzinfo=UTC), "mardi 7 juillet 2026 à 23 h 59, heure de Paris"),
        (dt.datetime(2026, 12, 31, 23, 0, tzinfo=UTC), "vendredi 1er janvier 2027 à 0 h, heure de Paris"),
        (dt.datetime(2026, 3, 1, 8, 5, tzinfo=UTC), "dimanche 1er mars 2026 à 9 h 05, heure de Paris"),
    ],
)
def test_moments_name_their_zone(moment: dt.datetime, words: str) -> None:
    assert shown("{{ m|moment }}", m=moment).replace("\u00a0", " ") == words


def test_zone_argument() -> None:
    at = dt.datetime(2026, 12, 7, 22, 0, tzinfo=UTC)
    assert shown("{{ m|moment:'Indian/Reunion' }}", m=at).replace("\u00a0", " ") == (
        "mardi 8 décembre 2026 à 2 h, heure de La Réunion"
    )
    assert shown("{{ m|day:z }}", m=at, z="Indian/Reunion").replace("\u00a0", " ") == "8 décembre 2026"
    assert "heure locale de New York" in shown("{{ m|moment:'America/New_York' }}", m=at)


def test_days_and_months() -> None:
    date = dt.date(2027, 3, 7)
    assert shown("{{ d|day }}|{{ d|day_short }}|{{ d|month }}", d=date).replace("\u00a0", " ") == (
        "7 mars 2027|7 mars 2027|mars 2027"
    )
    assert shown("{{ d|day_short }}", d=dt.date(2026, 12, 7)).replace("\u00a0", " ") == "7 déc. 2026"
    assert shown("[{{ d|day }}{{ d|moment }}{{ d|month }}{{ gone|hour }}]", d=None) == "[]"


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("Vraiment ? Oui !", "Vraiment\u00a0? Oui\u00a0!"),
        ("« Bonjour »", "«\u00a0Bonjour\u00a0»"),
        ("«Bonjour»", "«\u00a0Bonjour\u00a0»"),
        ("l'été d'ici", "l’été d’ici"),
        ("6 000 € soit 5 %", "6\u202f000\u00a0€ soit 5\u00a0%"),
        ("à 23 h 59", "à 23\u00a0h 59"),
        ("https://example.org/?a=1;b 12:30", "https://example.org/?a=1;b 12:30"),
        ("un :smiley", "un :smiley"),
    ],
)
def test_typography(text: str, spelt: str) -> None:
    assert shown("{{ t|typo }}", t=text) == spelt.replace("'", "&#x27;")


def test_typography_keeps_escaping() -> None:
    assert shown("{{ t|typo }}", t="<script>alert('x') ;</script>") == (
        "&lt;script&gt;alert(&#x27;x&#x27;)\u00a0;&lt;/script&gt;"
    )
    assert shown("{{ t|typo }}", t="a &amp; b ?") == "a &amp;amp; b\u00a0?"
    assert (
        shown("{{ t|typo }}", t=mark_safe('<a title="a ?">l\'eau ?</a>')) == '<a title="a ?">l’eau\u00a0?</a>'
    )
    assert shown("{{ t|typo }}", t=None) == ""
