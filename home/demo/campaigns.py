"""Every campaign of the demonstration, the front-page one first; together they show every state."""

from __future__ import annotations

from home.demo.campaigns_bread import BOULANGERIE, FOUR_A_PAIN
from home.demo.campaigns_cafes import CAFE_CULTUREL_ENFANTS, CAFE_DE_QUARTIER
from home.demo.campaigns_commons import JARDIN_PARTAGE, TABLES_PIQUE_NIQUE
from home.demo.campaigns_feasts import DISCO_SOUPE, PLACE_ANIMEE
from home.demo.campaigns_food import CANTINE_SAINE, COOPERATIVE_ALIMENTAIRE
from home.demo.campaigns_making import APPLI_OBSTACLES, ATELIER_VELO, IMPRIMANTE_3D
from home.demo.campaigns_pending import BRICOTHEQUE, FETE_DU_ROUET, PANIERS_DU_LUNDI, TROUS_DE_LA_RUE
from home.demo.campaigns_places import COWORKING, LAVOIR
from home.demo.campaigns_youth import ESPOIR_SKI, RADIO_DE_QUARTIER, RUCHES_ECOLE
from home.demo.shapes import CampaignStory

CAMPAIGNS: tuple[CampaignStory, ...] = (
    CAFE_DE_QUARTIER,
    TABLES_PIQUE_NIQUE,
    BOULANGERIE,
    DISCO_SOUPE,
    CAFE_CULTUREL_ENFANTS,
    COOPERATIVE_ALIMENTAIRE,
    APPLI_OBSTACLES,
    JARDIN_PARTAGE,
    CANTINE_SAINE,
    ESPOIR_SKI,
    PLACE_ANIMEE,
    IMPRIMANTE_3D,
    FOUR_A_PAIN,
    ATELIER_VELO,
    RADIO_DE_QUARTIER,
    RUCHES_ECOLE,
    COWORKING,
    LAVOIR,
    PANIERS_DU_LUNDI,
    BRICOTHEQUE,
    TROUS_DE_LA_RUE,
    FETE_DU_ROUET,
)
"""In the order an editor would show them; never an order of money."""
