"""Nearest questions, and where to go when nothing answers."""

import datetime as dt

import pytest

from search.suggestions import campaigns_to_join, nearest_questions, nearest_to, themes_to_browse
from tests.search.town import NOW, Town

TITLES = ["Un café de quartier", "Boulangerie d’été", "Le jardin partagé", "Atelier vélo", "L’imprimante 3D"]


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("boulangeri", "boulangerie"),
        ("jadrin", "jardin"),
        ("quartié", "quartier"),
        ("cafe cartier", "cafe quartier"),
        ("attelier velos", "atelier velos"),
        ("imprimente 3d", "imprimante 3d"),
        ("le jardin partajé", "jardin partagé"),
    ],
)
def test_a_misspelt_word_is_brought_near_a_title(asked: str, first: str) -> None:
    assert nearest_questions(asked, TITLES)[0] == first


@pytest.mark.parametrize("asked", ["", "\x00", "zzzzz", "jardin", "Un café", '"', "😀", "%%%", "x" * 5_000])
def test_nothing_near_suggests_nothing(asked: str) -> None:
    assert nearest_questions(asked, TITLES) == []


def test_a_word_that_is_near_nothing_is_left_out() -> None:
    assert nearest_questions("jardin zzzzzz", TITLES) == ["jardin"]


def test_hidden_titles_are_not_given_away(town: Town) -> None:
    assert nearest_to("boulangeri clandestin", at=NOW, under=town.home) == []
    assert nearest_to("cantinne", at=NOW, under=town.home) == ["cantine"]


def test_campaigns_to_join_are_open_and_end_first(town: Town) -> None:
    assert [campaign.page.slug for campaign in campaigns_to_join(at=NOW, under=town.home)] == [
        "oeuvres",
        "preau",
        "impression",
    ]
    assert campaigns_to_join(at=NOW + dt.timedelta(days=60)) == []


def test_themes_are_those_of_the_territory(town: Town) -> None:
    assert [theme.slug for theme in themes_to_browse(under=town.home)] == ["circuits"]
