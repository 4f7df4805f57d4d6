"""The invented town itself: who answers, what may be asked, what is kept, and the accounts to try."""

from __future__ import annotations

from home.demo.people import person
from home.demo.shapes import Person, TownFacts

TOWN = TownFacts(
    slug="rivelaine",
    town="Ville de Rivelaine",
    platform="Rivelaine pousse",
    baseline="Les projets d’ici grandissent avec vous",
    introduction=(
        "Un café, des tables, un fournil, un jardin : à Rivelaine, de petits projets cherchent un coup de "
        "pouce. Donnez quelques euros, deux heures ou une échelle. Si la somme n’est pas réunie, chacun est "
        "remboursé."
    ),
    contact_name="Nadia Berthier",
    contact_role="Chargée de mission, projets d’habitants",
    contact_email="nadia.berthier@example.org",
    contact_telephone="04 65 71 20 40",
    contact_hours="Du mardi au vendredi, de 9 h à 12 h 30 et de 14 h à 17 h",
    contact_address="Maison des projets, 3 place du Moulin, Rivelaine",
    commission_bps=500,
    goal_ceiling_cents=1_000_000,
    surplus_ceiling_percent=150,
    suggested_amounts_cents=(500, 1_000, 2_500, 5_000),
    legal_name="Agence des projets de Rivelaine",
    legal_address="3, place du Moulin, Rivelaine",
    legal_siret="73282932000074",
    vat_number="FR44732829320",
    vat_bps=2_000,
    neighbourhoods=("Les Tanneries", "Le Grand-Clos", "Fontvive", "La Gare", "Bellecombe", "Centre ancien"),
)

EDITOR: Person = person("Nadia", "Berthier", "editrice@example.org")
MODERATOR: Person = person("Viviane", "Rochefort", "moderatrice@example.org")
CLERK: Person = person("Odile", "Ferrand", "guichetiere@example.org")
FINANCE_OFFICER: Person = person("Étienne", "Quéré", "finance@example.org")
ADMINISTRATOR: Person = person("Salim", "Ouadah", "admin@example.org")
CITIZEN: Person = person("Leïla", "Marchetti", "citoyenne@example.org")
HOLDER: Person = person("Alexis", "Grandjean", "porteur@example.org")
JUROR: Person = person("Maud", "Lagrange", "juree@example.org")
