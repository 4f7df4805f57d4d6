"""What the demonstration's holders commit to besides money: who benefits, rights on what is made, who they are."""

from __future__ import annotations

WHO_BENEFITS = {
    "appli-obstacles": "Quiconque marche, pousse ou roule en ville, et les services qui entretiennent les rues.",
    "atelier-velo": "Celles et ceux qui roulent à vélo faute de voiture, et les adhérents de la coopérative d’à côté.",
    "boulangerie": "Les habitants de Bellecombe, qui auront du pain à leur porte, d’abord les plus âgés.",
    "bricotheque": "Les voisins de la Gare qui n’ont ni outils ni place pour les ranger.",
    "cafe-culturel-enfants": "Les enfants du quartier, leurs parents, et les associations sans salle à leur taille.",
    "cafe-de-quartier": "Les voisins de la rue des Tanneurs, les adhérents de l’AMAP et les associations sans local.",
    "tables-pique-nique": "Toutes les personnes qui passent par le parc, y compris en fauteuil.",
    "disco-soupe": "Qui veut de la soupe, sans condition, et les maraîchers du marché qui jettent moins.",
    "cooperative-alimentaire": "Les familles de la Filature et les producteurs d’ici, qui vendent à un prix juste.",
    "jardin-partage": "Les habitants des tours, l’école voisine et celles et ceux qui viennent s’asseoir à l’ombre.",
    "cantine-saine": "Les salariés et les étudiants du quartier de la gare, et les maraîchers qui la fournissent.",
    "espoir-ski": "Cinq collégiens et leurs familles ; le minibus sert ensuite à tout le collège.",
    "place-animee": "Les riverains de Fontvive et les commerces qui ferment moins tôt ces soirs-là.",
    "imprimante-3d": "Les usagers de la médiathèque, les réparateurs du samedi et les classes qui viennent.",
    "four-a-pain": "Le hameau du Rouet et toutes les personnes qui veulent apprendre à cuire du pain.",
    "radio-de-quartier": "Les auditeurs, les associations qui se font entendre et les jeunes qui apprennent le micro.",
    "ruches-ecole": "Les élèves des Mûriers, les jardins alentour, et les visiteurs du marché de mai.",
    "coworking": "Les indépendants d’ici, qui ne prennent plus le train pour travailler.",
    "lavoir": "Les passants, l’été, et les associations du quartier qui y joueront.",
    "paniers-du-lundi": "Les familles suivies par le centre social et les maraîchers, qui jettent moins.",
    "trous-de-la-rue-des-foulons": "Les riverains de la rue des Foulons.",
    "fete-du-rouet": "Cinquante-huit portes de la rue, et la rue d’à côté, qui amène son orchestre.",
}

# Everybody else keeps their rights.
RIGHTS = {
    "appli-obstacles": "gpl",
    "imprimante-3d": "cc-by-sa",
    "radio-de-quartier": "cc-by",
    "tables-pique-nique": "art-libre",
}

TEAMS = {
    "cafe-de-quartier": (
        (
            "Alexis",
            "tiendra le comptoir",
            "Né rue des Tanneurs, douze ans de service dans les cafés des autres.",
        ),
        ("Clément", "tient l’établi", "Menuisier, répare ce qu’on lui apporte et explique comment."),
    ),
    "fete-du-rouet": (("Alexis", "appelle les voisins", "Habite au 14, connaît onze portes."),),
    "appli-obstacles": (
        ("Lina", "écrit le code", "Développeuse, pousse une poussette tous les jours."),
        ("Oscar", "tient les ateliers", "Se déplace en fauteuil et note chaque bordure."),
    ),
}

# What the moderators wrote beside the parts of a page, as (place in the page, words).
REMARKS = {
    "fete-du-rouet": (
        (
            "public_duty",
            "Précisez ce que la ville prête déjà pour une fête de rue : barrières, arrêté, tables.",
        ),
        ("body:1", "Combien de personnes attendez-vous ? Le budget en dépend."),
        ("team", "Deux noms de plus rassureraient : qui fait quoi le jour venu ?"),
    ),
}
