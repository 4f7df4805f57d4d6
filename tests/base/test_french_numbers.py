"""Numbers in French words: the traps of the language, and a reading back of every number below ten thousand."""

import pytest

from base.french_numbers import LARGEST, euros_in_words, in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zéro"),
        (1, "un"),
        (16, "seize"),
        (17, "dix-sept"),
        (21, "vingt-et-un"),
        (22, "vingt-deux"),
        (61, "soixante-et-un"),
        (70, "soixante-dix"),
        (71, "soixante-et-onze"),
        (72, "soixante-douze"),
        (79, "soixante-dix-neuf"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (90, "quatre-vingt-dix"),
        (91, "quatre-vingt-onze"),
        (99, "quatre-vingt-dix-neuf"),
        (100, "cent"),
        (101, "cent-un"),
        (180, "cent-quatre-vingts"),
        (200, "deux-cents"),
        (201, "deux-cent-un"),
        (999, "neuf-cent-quatre-vingt-dix-neuf"),
        (1000, "mille"),
        (1001, "mille-un"),
        (1100, "mille-cent"),
        (1981, "mille-neuf-cent-quatre-vingt-un"),
        (2000, "deux-mille"),
        (21_000, "vingt-et-un-mille"),
        (80_000, "quatre-vingt-mille"),
        (200_000, "deux-cent-mille"),
        (280_200, "deux-cent-quatre-vingt-mille-deux-cents"),
        (1_000_000, "un-million"),
        (80_000_000, "quatre-vingts-millions"),
        (200_000_080, "deux-cents-millions-quatre-vingts"),
        (1_000_000_001, "un-milliard-un"),
    ],
)
def test_the_traps_of_french(number, words):
    assert in_words(number) == words


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (0, "zéro euro"),
        (1, "un centime"),
        (50, "cinquante centimes"),
        (100, "un euro"),
        (101, "un euro et un centime"),
        (1250, "douze euros et cinquante centimes"),
        (8000, "quatre-vingts euros"),
        (20_000, "deux-cents euros"),
        (100_000_000, "un-million d’euros"),
        (100_000_100, "un-million-un euros"),
    ],
)
def test_amounts(cents, words):
    assert euros_in_words(cents) == words


def test_no_two_numbers_read_alike():
    assert len({in_words(number) for number in range(20_000)}) == 20_000


@pytest.mark.parametrize("number", [-1, LARGEST])
def test_what_cannot_be_said_is_refused(number):
    with pytest.raises(ValueError, match="between"):
        in_words(number)
