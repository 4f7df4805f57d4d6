"""A territory just opened, as a season is planned on it: an empty window, one editor, a few campaigns that collect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from accounts.groups import EDITORS
from accounts.models import User
from accounts.services import create_verified_user
from base.models import Territory
from campaigns.models import Campaign
from home.demo.gallery import Gallery
from home.demo.staff import PASSWORD
from home.set_up import set_up_territory
from tests.builders import a_campaign, a_pledge

EDITOR = "nadia@example.org"
BREAD, SHOP, ORCHARD, CANTEEN = (
    "Du pain à Bellecombe",
    "La Réserve, coopérative alimentaire",
    "Le verger du bord de Lize",
    "Une cantine qui cuisine",
)
# Title, summary, picture, neighbourhood, days already gone, days still to come, cents already given.
CAMPAIGNS = (
    (
        BREAD,
        "Un four, un fournil, et du pain six jours sur sept.",
        "boulangerie",
        "Bellecombe",
        20,
        3,
        62_000,
    ),
    (
        SHOP,
        "Deux heures par mois, et des produits d’ici.",
        "cooperative-alimentaire",
        "Le Grand-Clos",
        12,
        24,
        84_000,
    ),
    (ORCHARD, "Quarante pommiers que chacun pourra cueillir.", "jardin-partage", "Les Quais", 6, 38, 21_000),
    (CANTEEN, "Des légumes frais pour trois cents enfants.", "cantine-saine", "Fontvive", 25, 12, 97_000),
)


def open_territory() -> tuple[Territory, User]:
    """Open a territory with nothing in it, and return it with its editor."""
    territory = set_up_territory(
        slug="rivelaine",
        name="Ville de Rivelaine",
        platform_name="Rivelaine pousse",
        baseline="Les projets d’ici, avec ceux d’ici.",
        contact_name="Nadia Berthier",
        contact_phone="04 65 71 00 00",
        contact_hours="Du lundi au vendredi, de 9 h à 17 h",
        contact_email="nadia@example.org",
    )
    editor = create_verified_user(
        EDITOR, PASSWORD, groups=(EDITORS,), first_name="Nadia", last_name="Berthier"
    )
    return territory, editor


def start_campaigns(territory: Territory, *, at: dt.datetime, tags: Sequence[str] = ()) -> list[Campaign]:
    """Launch the campaigns that the town already has, each with one pledge, at `at` for those who read it."""
    gallery = Gallery()
    started = []
    for title, summary, picture, neighbourhood, gone, left, cents in CAMPAIGNS:
        page = {
            "title": title,
            "slug": picture,
            "summary": summary,
            "neighbourhood": neighbourhood,
            "tags": tags,
        }
        campaign = a_campaign(
            territory=territory,
            at=at - dt.timedelta(days=gone),
            deadline=at + dt.timedelta(days=left, hours=5),
            page={**page, "picture": gallery.picture(picture)},
            holder_name="Les voisins",
        )
        a_pledge(campaign, cents, at=at - dt.timedelta(days=1))
        started.append(campaign)
    return started
