"""Who registered for the project evening: thirty places taken, and two people who wait for one."""

from __future__ import annotations

from home.demo.people import person
from home.demo.shapes import Registrant

REGISTRATIONS_FOR = "soiree-projets"
"""The slug of the event they come to."""

REGISTRATIONS: tuple[Registrant, ...] = (
    Registrant(person("Leïla", "Marchetti", "citoyenne@example.org"), 2),
    Registrant(
        person("Gisèle", "Portier", "gisele.portier@example.org"), 1, "Fauteuil roulant, au milieu du rang."
    ),
    Registrant(
        person("Rémi", "Chabrier", "remi.chabrier@example.org"), 2, "Un enfant de sept ans, très au point."
    ),
    Registrant(person("Suzanne", "Delmas", "suzanne.delmas@example.org")),
    Registrant(person("Yamina", "Benali", "yamina.benali@example.org"), 3),
    Registrant(person("Henri", "Barthélemy", "henri.barthelemy@example.org"), 1, "Boucle magnétique."),
    Registrant(person("Thuy", "Hoang", "thuy.hoang@example.org"), 2),
    Registrant(
        person("Marc", "Sauvage", "marc.sauvage@example.org"), 1, "Canne blanche, j’arrive par le bus 4."
    ),
    Registrant(person("Clara", "Ortega", "clara.ortega@example.org")),
    Registrant(
        person("Joaquim", "Ferreira", "joaquim.ferreira@example.org"), 4, "Deux enfants pour le coin de jeux."
    ),
    Registrant(person("Nora", "Haddad", "nora.haddad@example.org"), 2, "Langue des signes."),
    Registrant(person("Basile", "Girardet", "basile.girardet@example.org")),
    Registrant(
        person("Arlette", "Meunier", "arlette.meunier@example.org"),
        2,
        "Une chaise à dossier, s’il vous plaît.",
    ),
    Registrant(person("Loïc", "Fayolle", "loic.fayolle@example.org")),
    Registrant(person("Bintou", "Sissoko", "bintou.sissoko@example.org"), 3),
    Registrant(person("Perrine", "Lagrange", "perrine.lagrange@example.org")),
    Registrant(person("Victor", "Keller", "victor.keller@example.org"), 2),
    # The room is full from here on.
    Registrant(person("Denise", "Quiblier", "denise.quiblier@example.org")),
    Registrant(person("Robin", "Peyrard", "robin.peyrard@example.org")),
)
