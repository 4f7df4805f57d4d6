"""Who answered two calls, and what their juries wrote: one jury still reads, the other published its decisions."""

from __future__ import annotations

from dataclasses import dataclass

from home.demo.people import person
from home.demo.shapes import Person
from home.demo.town import CITIZEN, HOLDER, JUROR

READING = "reparer-plutot-que-jeter"
DECIDED = "pieds-d-immeuble"


@dataclass(frozen=True)
class Candidate:
    """One application: who, what, and the points of each juror by criterion (none: not read yet).

    `points` are in the order of the jurors, each in the order of the criteria. `outcome` is the decision, drafted or
    published, with its reason on the first criterion or its public sentence.
    """

    title: str
    summary: str
    neighbourhood: str
    goal_cents: int
    holder: Person
    points: tuple[tuple[int, ...], ...] = ()
    outcome: str = ""
    words: str = ""
    campaign: str = ""


JURORS: tuple[Person, ...] = (
    JUROR,
    person("Solène", "Thévenet", "solene.thevenet@example.org"),
    person("Ousmane", "Cissé", "ousmane.cisse@example.org"),
)

CANDIDATES: tuple[Candidate, ...] = (
    Candidate(
        "La clinique des grille-pain",
        "Un samedi par mois, on ouvre, on comprend, on répare ensemble ce qui ne chauffe plus.",
        "Les Tanneries",
        180_000,
        person("Basile", "Marcon", "basile.marcon@example.org"),
        points=((5, 4, 4, 5), (4, 5, 5, 4), (5, 4, 5, 5)),
        outcome="accepted",
        words="Parce qu’on en repart avec un geste de plus, pas seulement un grille-pain.",
    ),
    Candidate(
        "Couture de trottoir",
        "Deux machines à pédale, un auvent : on raccommode devant l’école, à l’heure de la sortie.",
        "Fontvive",
        90_000,
        person("Aïcha", "Benali", "aicha.benali@example.org"),
        points=((4, 5, 3, 5), (5, 5, 4, 5)),
        outcome="accepted",
        words="Pour l’heure de la sortie d’école, que personne n’avait pensé à prendre.",
    ),
    Candidate(
        "Le vélo du dimanche",
        "Un conteneur d’outils près du quai, et quelqu’un qui sait dérailler une chaîne.",
        "La Gare",
        240_000,
        person("Tristan", "Granger", "tristan.granger@example.org"),
        points=((3, 4, 4, 3), (1, 2, 5, 2), (4, 4, 4, 4)),
        outcome="reserve",
    ),
    Candidate(
        "Ressourcerie express",
        "Une camionnette passe le jeudi, reprend ce qui marche encore et le remet en rayon le samedi.",
        "Bellecombe",
        300_000,
        person("Naïma", "Haddad", "naima.haddad@example.org"),
        points=((), (2, 3, 3, 4)),
    ),
    Candidate(
        "Téléphones, deuxième vie",
        "Changer un écran soi-même, avec une loupe, un tournevis et un lycéen patient.",
        "Centre ancien",
        150_000,
        HOLDER,
        points=((), (4, 3, 2, 3)),
    ),
    Candidate(
        "Un magasin d’ampoules",
        "Vendre des ampoules à prix coûtant dans le hall de la mairie.",
        "Centre ancien",
        290_000,
        person("Gilles", "Poncet", "gilles.poncet@example.org"),
        points=((0, 3, 4, 2), (1, 2, 4, 1), (0, 2, 3, 2)),
        outcome="refused",
        words="On y achète, on n’y apprend pas : le projet ne répond pas au premier critère.",
    ),
)

# The three kept are the results of the call, with their sentences; these are those that were not.
REFUSED: tuple[Candidate, ...] = (
    Candidate(
        "Un banc pour moi",
        "Un banc devant ma fenêtre, pour les soirs d’été.",
        "Le Grand-Clos",
        60_000,
        CITIZEN,
        outcome="refused",
        words="Un seul foyer s’engage ; il en fallait quatre. Parlez-en à votre cage d’escalier.",
    ),
    Candidate(
        "Parking couvert",
        "Couvrir six places de voiture contre la grêle.",
        "Bellecombe",
        300_000,
        person("Hervé", "Jacquet", "herve.jacquet@example.org"),
        outcome="refused",
        words="Le terrain ne serait plus ouvert à ceux qui n’ont pas de voiture.",
    ),
)

KEPT_HOLDERS: tuple[Person, ...] = (
    person("Élise", "Rivoire", "elise.rivoire@example.org"),
    person("Farid", "Mansouri", "farid.mansouri@example.org"),
    person("Perrine", "Vial", "perrine.vial@example.org"),
)
