"""The usual steps of a promotion, counted back from its launch. No database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WEEK = 7


@dataclass(frozen=True)
class UsualStep:
    """A step everybody goes through: how many weeks before the launch, what it is called, what is expected."""

    weeks_before: int
    label: Promise | str
    expected: Promise | str


USUAL_STEPS = (
    UsualStep(
        7,
        _("Se rencontrer"),
        _("Les porteurs et leurs mentors font connaissance ; chacun présente son projet en deux minutes."),
    ),
    UsualStep(
        6,
        _("Raconter le projet"),
        _("Une phrase, une belle image, le récit et l’équipe : un voisin comprend en une minute."),
    ),
    UsualStep(
        5,
        _("Poser le seuil, l’objectif et le budget"),
        _("La somme sans laquelle rien ne se fait, ce qu’on ferait de plus, et à quoi sert chaque euro."),
    ),
    UsualStep(
        4,
        _("Choisir les contreparties"),
        _("Deux natures au moins, une à 10 € ou moins, et comment aider sans payer."),
    ),
    UsualStep(
        3,
        _("Soumettre la campagne à la relecture"),
        _("La liste de ce qui bloque est vide : les modérateurs peuvent lire."),
    ),
    UsualStep(
        2,
        _("Prévenir les premiers soutiens"),
        _("Trente personnes savent le jour et l’heure, et viendront dans les deux premiers jours."),
    ),
    UsualStep(
        1,
        _("Être approuvée"),
        _("Les remarques des modérateurs sont traitées : la campagne partira avec les autres."),
    ),
)


def usual_steps(*, today: date, launch_day: date) -> list[tuple[date, UsualStep]]:
    """Return the usual steps with their days, from tomorrow at the earliest to the eve of the launch.

    Weeks are kept when there is room for them, and shortened all alike when there is not.
    """
    room = max((launch_day - today).days, 1)
    longest = USUAL_STEPS[0].weeks_before * WEEK
    dated = []
    for step in USUAL_STEPS:
        wanted = step.weeks_before * WEEK
        before = wanted if room > longest else wanted * (room - 1) // longest
        dated.append((launch_day - timedelta(days=max(before, min(1, room - 1))), step))
    return dated
