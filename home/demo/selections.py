"""Two selections, one already sent as a letter and one being prepared, and those who asked for letters."""

from __future__ import annotations

from dataclasses import dataclass

from home.demo.people import person
from home.demo.shapes import Person


@dataclass(frozen=True)
class Item:
    """One page of a selection, by its slug, with the editor's own word in place of its summary."""

    shown: str
    note: str = ""


@dataclass(frozen=True)
class Selection:
    """A choice made once, sent, printed and displayed; `sent_in_days` is negative once the letter has gone."""

    slug: str
    title: str
    subject: str
    introduction: str
    items: tuple[Item, ...]
    sent_in_days: int
    theme: str | None = None


@dataclass(frozen=True)
class Subscriber:
    """Somebody who asked for the letters of some themes (slugs) or, when there is none, for all of them.

    One who has not confirmed is written to by nobody; one who left is kept for what was sent before.
    """

    person: Person
    asked_days_ago: int
    themes: tuple[str, ...] = ()
    confirmed: bool = True
    left_days_ago: int | None = None


SELECTIONS: tuple[Selection, ...] = (
    Selection(
        slug="une-chaise-un-plat-un-inconnu",
        title="Une chaise, un plat, un inconnu",
        subject="Il reste de la soupe, et trois façons d’aider",
        introduction=(
            "La grande tablée a laissé une nappe de quatre-vingt-dix mètres et beaucoup d’idées. Voici ce qui "
            "en est sorti, deux projets qui démarrent, et un appel qui vient d’ouvrir : dix idées pour mieux "
            "manger ici, dont peut-être la vôtre."
        ),
        items=(
            Item("une-nappe-de-quatre-vingt-dix-metres"),
            Item("tables-pique-nique", "Celles qui resteront, dont deux où l’on entre en fauteuil."),
            Item("disco-soupe", "Ils promettent d’avoir changé de disque."),
            Item("deux-heures-par-mois"),
            Item("troc-de-graines", "Venez avec trois graines, ou les poches vides."),
        ),
        sent_in_days=-21,
    ),
    Selection(
        slug="a-table-tout-est-pret",
        title="À table, tout est presque prêt",
        subject="Un café, du pain, une soirée : la semaine est bien remplie",
        introduction=(
            "Le café des Tanneries entre dans sa dernière semaine, le fournil de Bellecombe monte en température "
            "et trente chaises vous attendent à la Maison des projets. Choisissez : donner, venir, prêter une "
            "échelle. Ou simplement lire."
        ),
        items=(
            Item("cafe-de-quartier", "Dernière ligne droite. Après, c’est l’odeur du café ou rien."),
            Item("boulangerie"),
            Item("soiree-projets", "Les deux dernières chaises sont parties, mais on se serre."),
            Item("circuits-courts-10-projets", "Deux pages pour commencer. Nadia rappelle tout le monde."),
            Item("portes-ouvertes-cooperative"),
            Item("table-de-pique-nique-accessible", "Pour ceux qui ont une scie et deux samedis."),
        ),
        sent_in_days=7,
        theme="circuits-courts-alimentaires",
    ),
)


FOOD, COMMONS, YOUTH = "circuits-courts-alimentaires", "espaces-partages", "grandir-ensemble"

SUBSCRIBERS: tuple[Subscriber, ...] = (
    Subscriber(person("Leïla", "Marchetti", "citoyenne@example.org"), 410),
    Subscriber(person("Rémi", "Chabrier", "remi.chabrier@example.org"), 388, (FOOD,)),
    Subscriber(person("Suzanne", "Delmas", "suzanne.delmas@example.org"), 350),
    Subscriber(person("Yamina", "Benali", "yamina.benali@example.org"), 333, (COMMONS,)),
    Subscriber(person("Gisèle", "Portier", "gisele.portier@example.org"), 301, (COMMONS, FOOD)),
    Subscriber(person("Loïc", "Fayolle", "loic.fayolle@example.org"), 276),
    Subscriber(person("Bintou", "Sissoko", "bintou.sissoko@example.org"), 254, (YOUTH,)),
    Subscriber(person("Henri", "Barthélemy", "henri.barthelemy@example.org"), 240),
    Subscriber(person("Clara", "Ortega", "clara.ortega@example.org"), 211, (YOUTH, FOOD)),
    Subscriber(person("Marius", "Tavernier", "marius.tavernier@example.org"), 190, left_days_ago=9),
    Subscriber(person("Thuy", "Hoang", "thuy.hoang@example.org"), 174, (FOOD,)),
    Subscriber(person("Arlette", "Meunier", "arlette.meunier@example.org"), 166),
    Subscriber(person("Joaquim", "Ferreira", "joaquim.ferreira@example.org"), 151, (COMMONS,)),
    Subscriber(person("Nora", "Haddad", "nora.haddad@example.org"), 139),
    Subscriber(person("Basile", "Girardet", "basile.girardet@example.org"), 120, (FOOD, COMMONS)),
    Subscriber(person("Élise", "Monnier", "elise.monnier@example.org"), 103, (YOUTH,)),
    Subscriber(person("Farid", "Achour", "farid.achour@example.org"), 91),
    Subscriber(person("Perrine", "Lagrange", "perrine.lagrange@example.org"), 77, (FOOD,)),
    Subscriber(person("Victor", "Keller", "victor.keller@example.org"), 58),
    Subscriber(person("Aïcha", "Coulibaly", "aicha.coulibaly@example.org"), 44, (YOUTH, COMMONS)),
    Subscriber(person("Denise", "Quiblier", "denise.quiblier@example.org"), 33),
    Subscriber(person("Robin", "Peyrard", "robin.peyrard@example.org"), 26, (FOOD,)),
    Subscriber(person("Camille", "Vidal", "camille.vidal@example.org"), 12, (COMMONS,)),
    Subscriber(person("Anatole", "Gaudin", "anatole.gaudin@example.org"), 1, confirmed=False),
)
