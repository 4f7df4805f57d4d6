"""The programme of the town: eight weeks behind, eight weeks ahead, on the front page and on its themes.

How to read it: a slot says where (`on` and `place`), what (`shown`, a slug, or the `text` of a banner), and from
which day to which, counted from the day of loading, at `starts_at` on both. Weeks begin on the day of loading,
whatever its name: -56 is the first day of the eighth week past, 49 that of the eighth to come. Slots of one
place that run together are shown in the order written here. In the past everything was there at its dates: no
campaign before its launch, no story before it was told.

Two things are wrong on purpose, for the screens to have something to say: on the front page no theme is
planned from day 28 to day 31, and two are planned from day 45 to day 49.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SlotPlace = Literal["headline", "banner", "campaign", "call", "story", "event"]
FRONT = "accueil"
"""Stands for the front page wherever the slug of a theme may stand."""


@dataclass(frozen=True)
class SlotPlan:
    """What a place shows from one day to another, or until further notice when `ends_in_days` is None.

    A banner has a `text`, and leads to what it shows when it names something.
    """

    place: SlotPlace
    starts_in_days: int
    ends_in_days: int | None
    shown: str = ""
    text: str = ""
    starts_at: str = "08:00"
    on: str = FRONT


HEADLINES: tuple[SlotPlan, ...] = (
    SlotPlan("headline", -56, -40, "grandir-ensemble"),
    SlotPlan("headline", -40, 28, "circuits-courts-alimentaires"),
    # From 28 to 31 nobody has planned anything.
    SlotPlan("headline", 31, 49, "espaces-partages"),
    # Begins four days before the one above has ended.
    SlotPlan("headline", 45, 56, "grandir-ensemble"),
)

BANNERS: tuple[SlotPlan, ...] = (
    SlotPlan(
        "banner",
        -34,
        -33,
        "grande-tablee",
        "Demain midi, une seule table le long de la Lize : apportez votre chaise et un inconnu.",
        starts_at="12:00",
    ),
    SlotPlan(
        "banner",
        3,
        6,
        "disco-soupe",
        "Disco Soupe : les derniers jours pour que les marmites restent à la ville.",
    ),
    SlotPlan(
        "banner",
        32,
        36,
        "circuits-courts-10-projets",
        "L’appel « Circuits courts » ferme bientôt : deux pages suffisent, même avec des ratures.",
    ),
)

CAMPAIGNS_SHOWN: tuple[SlotPlan, ...] = (
    SlotPlan("campaign", -56, -49, "espoir-ski"),
    SlotPlan("campaign", -56, -42, "cooperative-alimentaire"),
    SlotPlan("campaign", -49, -42, "imprimante-3d"),
    SlotPlan("campaign", -42, -28, "cafe-de-quartier"),
    SlotPlan("campaign", -42, -35, "coworking"),
    SlotPlan("campaign", -35, -28, "radio-de-quartier"),
    SlotPlan("campaign", -33, -21, "tables-pique-nique"),
    SlotPlan("campaign", -28, -20, "imprimante-3d"),
    SlotPlan("campaign", -21, -14, "disco-soupe"),
    SlotPlan("campaign", -20, -7, "boulangerie"),
    SlotPlan("campaign", -14, -7, "radio-de-quartier"),
    SlotPlan("campaign", -7, 0, "cafe-de-quartier"),
    SlotPlan("campaign", -7, 0, "tables-pique-nique"),
    SlotPlan("campaign", 0, 7, "cafe-culturel-enfants"),
    SlotPlan("campaign", 0, 6, "disco-soupe"),
    SlotPlan("campaign", 0, 14, "cafe-de-quartier"),
    SlotPlan("campaign", 7, 21, "tables-pique-nique"),
    SlotPlan("campaign", 7, 14, "boulangerie"),
    SlotPlan("campaign", 14, 28, "cafe-culturel-enfants"),
    SlotPlan("campaign", 21, 35, "boulangerie"),
    SlotPlan("campaign", 28, 42, "jardin-partage"),
    SlotPlan("campaign", 35, 49, "cafe-culturel-enfants"),
    SlotPlan("campaign", 42, 56, "place-animee"),
    SlotPlan("campaign", 49, 56, "espoir-ski"),
)

CALLS_SHOWN: tuple[SlotPlan, ...] = (
    SlotPlan("call", -56, -18, "reparer-plutot-que-jeter"),
    SlotPlan("call", -18, 24, "circuits-courts-10-projets"),
    SlotPlan("call", 24, 56, "rue-a-hauteur-d-enfant"),
)

STORIES_SHOWN: tuple[SlotPlan, ...] = (
    SlotPlan("story", -56, -49, "devoirs-et-batons"),
    SlotPlan("story", -49, -42, "neuf-bordures"),
    SlotPlan("story", -42, -34, "les-mains-dans-la-terre"),
    SlotPlan("story", -34, -26, "deux-heures-par-mois"),
    SlotPlan("story", -26, -18, "une-nappe-de-quatre-vingt-dix-metres"),
    SlotPlan("story", -18, -7, "vingt-deux-jeudis"),
    SlotPlan("story", -7, 0, "quatre-minutes-pour-un-bol"),
    SlotPlan("story", 0, 7, "deux-heures-par-mois"),
    SlotPlan("story", 7, 14, "trois-cents-kilos-de-legumes"),
    SlotPlan("story", 14, 21, "une-nappe-de-quatre-vingt-dix-metres"),
    SlotPlan("story", 21, 35, "quatre-minutes-pour-un-bol"),
    SlotPlan("story", 35, 42, "les-mains-dans-la-terre"),
    SlotPlan("story", 42, 49, "vingt-deux-jeudis"),
    SlotPlan("story", 49, 56, "devoirs-et-batons"),
)

EVENTS_SHOWN: tuple[SlotPlan, ...] = (
    SlotPlan("event", -56, -43, "camion-et-stand-bio"),
    SlotPlan("event", -43, -33, "grande-tablee"),
    SlotPlan("event", -33, -22, "camion-et-stand-bio"),
    SlotPlan("event", -22, -12, "troc-de-graines"),
    SlotPlan("event", -12, -6, "camion-et-stand-bio"),
    SlotPlan("event", -6, 8, "soiree-projets"),
    SlotPlan("event", 0, 7, "camion-et-stand-bio"),
    SlotPlan("event", 7, 14, "reunion-circuits-courts"),
    SlotPlan("event", 10, 18, "portes-ouvertes-cooperative"),
    SlotPlan("event", 18, 32, "mercredi-qui-repare"),
    SlotPlan("event", 32, 46, "camion-et-stand-bio"),
    SlotPlan("event", 35, 56, "atelier-jardin"),
)

ON_THEMES: tuple[SlotPlan, ...] = (
    SlotPlan("campaign", -18, 14, "cafe-de-quartier", on="circuits-courts-alimentaires"),
    SlotPlan("campaign", -18, 35, "boulangerie", on="circuits-courts-alimentaires"),
    SlotPlan("call", -18, 35, "circuits-courts-10-projets", on="circuits-courts-alimentaires"),
    SlotPlan("event", -6, 18, "portes-ouvertes-cooperative", on="circuits-courts-alimentaires"),
    SlotPlan("story", -34, None, "deux-heures-par-mois", on="circuits-courts-alimentaires"),
    SlotPlan("campaign", 10, 24, "tables-pique-nique", on="espaces-partages"),
    SlotPlan("story", 10, None, "vingt-deux-jeudis", on="espaces-partages"),
    SlotPlan("event", 4, 46, "mercredi-qui-repare", on="espaces-partages"),
    SlotPlan("call", 24, 56, "rue-a-hauteur-d-enfant", on="grandir-ensemble"),
    SlotPlan("story", -49, None, "devoirs-et-batons", on="grandir-ensemble"),
)

PLAN: tuple[SlotPlan, ...] = (
    *HEADLINES,
    *BANNERS,
    *CAMPAIGNS_SHOWN,
    *CALLS_SHOWN,
    *STORIES_SHOWN,
    *EVENTS_SHOWN,
    *ON_THEMES,
)
