"""The call whose results are fresh: its projects prepare together, with mentors, towards one launch."""

from __future__ import annotations

from home.demo.juries import Candidate
from home.demo.people import person
from home.demo.prose import blocks
from home.demo.shapes import Call, Criterion, Event, Offer
from home.demo.town import JUROR
from home.ready_made.forms import NEIGHBOURHOOD

DECIDED_DAYS_AGO, LAUNCHED_IN_DAYS = 20, 22

ENTRE_VOISINS = Call(
    slug="entre-voisins",
    title="Entre voisins",
    summary=(
        "Prêter, glaner, semer, fêter : quatre projets à l’échelle d’une rue se préparent côte à côte, et se lancent "
        "le même soir."
    ),
    picture="detail-fete",
    tags=("lieu partagé", "solidarité", "fête"),
    body=blocks("""
    ## Le point de départ

    Une rue se connaît le jour où elle fait quelque chose. Nous cherchions des projets assez petits pour tenir entre
    deux carrefours, assez ouverts pour que celui d’en face y entre.

    ## Ce que nous avons retenu

    Onze réponses, quatre projets. Ils ne se ressemblent pas, et c’est pourquoi ils se préparent ensemble : chacun a
    son mentor, tous ont le même calendrier, et l’on se retrouve autour d’une soupe.
    """),
    who_may_answer=blocks("""
    - Les voisins d’une même rue, à partir de trois foyers.
    - Les collectifs et les associations d’un quartier.
    - Les écoles, avec leurs parents.
    """),
    offered=(
        Offer("guidance", "Un mentor par projet, des ateliers, une date de lancement commune."),
        Offer("visibility", "Une soirée de lancement et la première place sur la page d’accueil."),
        Offer("equipment", "Tables, gobelets et rallonges du service des fêtes."),
    ),
    criteria=(
        Criterion("Ouverture", 40, "Celui d’en face peut-il y entrer ?"),
        Criterion("Mesure", 35, "Est-ce à la taille d’une rue ?"),
        Criterion("Suite", 25, "Qui s’en occupe l’an prochain ?"),
    ),
    opens_in_days=-96,
    closes_in_days=-44,
    decision_in_days=-DECIDED_DAYS_AGO,
    places=4,
    goal_ceiling_cents=400_000,
    surplus_ceiling_percent=150,
    questions=NEIGHBOURHOOD,
)

# Each is a campaign of the demonstration that the public does not see yet, by its slug.
SELECTED: tuple[Candidate, ...] = (
    Candidate(
        "La rue du Rouet fait sa fête",
        "Une table de quatre-vingts mètres, un plat par porte et l’orchestre de la rue d’à côté.",
        "Les Tanneries",
        120_000,
        person("Alexis", "Grandjean", "porteur@example.org"),
        outcome="accepted",
        words="Parce que cinquante-huit portes et onze prénoms connus, cela peut changer en un soir.",
        campaign="fete-du-rouet",
    ),
    Candidate(
        "Les paniers du lundi",
        "Assembler chaque lundi les invendus du marché en paniers à 4 €, avec la recette qui va avec.",
        "Centre ancien",
        180_000,
        person("Rosa", "Figueiredo", "rosa.figueiredo@example.org"),
        outcome="accepted",
        words="Pour ce que personne ne ramassait, et pour la recette qui va avec.",
        campaign="paniers-du-lundi",
    ),
    Candidate(
        "Une bricothèque à la Gare",
        "Cent outils à prêter sous une arche du viaduc, et quelqu’un pour les expliquer.",
        "La Gare",
        160_000,
        person("Damien", "Kowalski", "damien.kowalski@example.org"),
        outcome="accepted",
        words="Une perceuse pour tout un escalier : c’est la bonne mesure.",
        campaign="bricotheque",
    ),
    Candidate(
        "Trois ruches pour l’école des Mûriers",
        "Des ruches vitrées sur le toit du préau, un apiculteur, et le miel au marché de mai.",
        "Le Grand-Clos",
        240_000,
        person("Émilie", "Fontanel", "emilie.fontanel@example.org"),
        outcome="accepted",
        words="Pour la question de CE1 à laquelle toute l’école a voulu répondre.",
        campaign="ruches-ecole",
    ),
)

NOT_SELECTED: tuple[Candidate, ...] = (
    Candidate(
        "Une barrière au bout de l’impasse",
        "Fermer l’impasse aux voitures des autres, avec une télécommande par foyer.",
        "Bellecombe",
        90_000,
        person("Hervé", "Jacquet", "herve.jacquet@example.org"),
        outcome="refused",
        words="Celui d’en face n’y entre pas : c’est le contraire du premier critère.",
    ),
)

# The mentor of each selected project, in their order; the last one has none yet.
MENTORS = (
    person("Solène", "Thévenet", "solene.thevenet@example.org"),
    JUROR,
    person("Ousmane", "Cissé", "ousmane.cisse@example.org"),
)
# How many of the first steps each has done.
STEPS_DONE = (3, 4, 1, 5)

# Its own workshop; the evening of the projects is the other one.
WORKSHOP = Event(
    slug="trente-premiers-soutiens",
    title="Atelier : les trente premiers soutiens",
    summary=(
        "Qui prévenir, avec quels mots, à quelle heure : une table, du papier, et la liste de ceux qui viendront le "
        "premier soir."
    ),
    picture="detail-comptoir",
    place="Maison des projets",
    address="3 place du Moulin, Rivelaine",
    access="Salle de plain-pied, boucle magnétique.",
    tags=("lieu partagé",),
    body=blocks("""
    Une collecte qui part bien est une collecte qu’on attendait. On écrit ensemble trois messages, un pour la famille,
    un pour la rue, un pour ceux qu’on ne connaît pas encore, et chacun repart avec sa liste.

    - Venez avec votre téléphone et votre carnet d’adresses.
    - Ouvert à tous ceux qui préparent une campagne, retenus ou non.
    """),
    starts_in_days=13,
    starts_at="18:00",
    lasts_minutes=120,
    kind="workshop",
    organiser="Ville de Rivelaine, mission projets d’habitants",
    takes_registrations=True,
    capacity=16,
    booking="Seize chaises autour de la grande table : inscrivez-vous.",
)
WORKSHOPS = ("soiree-projets", WORKSHOP.slug)
