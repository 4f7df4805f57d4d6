"""Addresses in lines, as an envelope wants them."""

import pytest

from base.postal_addresses import MOST_LINES, address_lines, town_of


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("12, rue des Tanneurs, 99999 Rivelaine", ["12, rue des Tanneurs", "99999 Rivelaine"]),
        ("12 rue des Tanneurs 99999 Rivelaine", ["12 rue des Tanneurs", "99999 Rivelaine"]),
        (
            "Bâtiment B, 3 bis, place Carnot ; 42000 Saint-Étienne cedex 2, France",
            ["Bâtiment B", "3 bis, place Carnot", "42000 Saint-Étienne cedex 2", "France"],
        ),
        ("3, place Carnot\n\n  42000   Saint-Étienne", ["3, place Carnot", "42000 Saint-Étienne"]),
        ("Lieu-dit Les Granges", ["Lieu-dit Les Granges"]),
        ("12", ["12"]),
        (" , ", []),
        ("", []),
    ],
)
def test_an_address_begins_a_line_where_people_write_a_comma(typed: str, lines: list[str]) -> None:
    assert address_lines(typed) == lines


def test_too_many_lines_are_put_together_and_nothing_is_lost() -> None:
    lines = address_lines("a,b,c,d,e,f,g,99999 Rivelaine")
    assert len(lines) == MOST_LINES
    assert lines == ["a", "b", "c, d, e, f, g", "99999 Rivelaine"]


@pytest.mark.parametrize(
    ("typed", "town"),
    [
        ("Hôtel de ville, place Carnot, 99999 Rivelaine", "Rivelaine"),
        ("1 place Carnot 42000 Saint-Étienne Cedex 2", "Saint-Étienne"),
        ("Place Carnot", ""),
        ("", ""),
    ],
)
def test_the_town_is_read_from_its_code(typed: str, town: str) -> None:
    assert town_of(typed) == town
