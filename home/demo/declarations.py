"""The associations of the demonstration that give tax receipts, who asks for one, and a pledge that is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from home.demo.town import TOWN


@dataclass(frozen=True)
class TaxDeclaration:
    """What an association declares before its launch; `values` are what rewards are worth, in cents by price."""

    signatory: str
    purpose: str
    address: str
    values: Mapping[int, int] = field(default_factory=dict)


DECLARATIONS = {
    "espoir-ski": TaxDeclaration(
        signatory="Pauline Jourdan, présidente",
        purpose="Faire découvrir la montagne et ses métiers aux jeunes de la vallée de la Lize.",
        address="Gymnase des Foulons, 4, rue des Foulons, Rivelaine",
        values={1_500: 300, 4_000: 800},
    ),
    "cafe-culturel-enfants": TaxDeclaration(
        signatory="Maud Tessier, présidente",
        purpose="Ouvrir la culture aux enfants et à leurs familles, sans condition de ressources.",
        address="Maison de quartier de Fontvive, 8, allée des Platanes, Rivelaine",
        values={1_500: 350, 3_000: 700, 5_000: 1_000, 12_000: 2_500},
    ),
}
TAKEN_BACK_IN = "jardin-partage"
"""A campaign in which somebody gave, thought again and was given back: its statement shows it."""

STREETS = ("rue des Tanneurs", "quai de la Lize", "place du Moulin", "rue des Foulons", "avenue de la Gare")


def address_of(number: int) -> str:
    """Return the invented address of the backer who asks for the receipt of a campaign's pledge `number`."""
    town = TOWN.town.removeprefix("Ville de ")
    return f"{3 * number % 97 + 1}, {STREETS[number % len(STREETS)]}, {town}"


def asks_for_receipt(slug: str, number: int) -> bool:
    """Tell whether who makes the pledge `number` of a campaign asks for a tax receipt: two in three, where they may."""
    return slug in DECLARATIONS and number % 3 != 2
