"""Meetings of the season; dates are relative, a weekday moves each to the next such day."""

from __future__ import annotations

from home.demo.prose import blocks
from home.demo.shapes import Event

EVENTS: tuple[Event, ...] = (
    Event(
        slug="soiree-projets",
        title="La soirée des projets",
        summary=(
            "Cinq minutes par projet, aucune diapositive, une soupe à la fin : venez écouter, proposer, "
            "prêter vos bras."
        ),
        picture="rdv-soiree-projets",
        place="Maison des projets",
        address="3 place du Moulin, Rivelaine",
        access="Salle de plain-pied, boucle magnétique. Langue des signes sur demande, huit jours avant.",
        tags=("circuits courts", "lieu partagé"),
        body=blocks("""
        Trois porteurs de projets se présentent, montre en main. Après chacun, dix minutes de questions, et un
        tableau où l’on écrit ce que l’on peut apporter : une remorque, un conseil, un samedi.

        La seconde moitié de la soirée est consacrée à l’appel « Circuits courts : 10 projets pour mieux
        manger ici ». Venez avec une idée même floue. Nadia Berthier et deux anciens lauréats répondent, sans
        langue de bois.

        - Coin des enfants tenu par la Toupie.
        - Soupe offerte par le collectif Épluche.
        """),
        starts_in_days=9,
        starts_at="18:30",
        lasts_minutes=150,
        kind="evening",
        organiser="Ville de Rivelaine, mission projets d’habitants",
        on_weekday=3,
        takes_registrations=True,
        capacity=30,
        campaigns=("cafe-de-quartier", "boulangerie", "cafe-culturel-enfants"),
        booking="Trente chaises : inscrivez-vous. Pour un trajet accompagné, appelez le 04 65 71 20 40.",
    ),
    Event(
        slug="camion-et-stand-bio",
        title="Le camion et le stand bio, place de Fontvive",
        summary=(
            "Chaque samedi midi, un camion de restauration et un stand tenu par des voisins se relaient au "
            "pied des immeubles."
        ),
        picture="rdv-food-truck",
        place="Place de Fontvive",
        address="Place de Fontvive, Rivelaine",
        access="Place de plain-pied, sans marche. Bus 4, arrêt Fontvive, à cinquante mètres.",
        tags=("alimentation", "circuits courts", "espace public"),
        body=blocks("""
        Une semaine le camion du Bol, la semaine suivante le stand bio, où ce sont les habitants qui
        cuisinent. Les légumes viennent de Combe-Noire et de la coopérative du Grand-Clos. Comptez 7 à 9 €, et
        moitié prix pour les enfants.

        Les transats du collectif Dehors sont de sortie s’il ne pleut pas. S’il pleut, on mange sous l’auvent,
        serrés.
        """),
        starts_in_days=2,
        starts_at="11:30",
        lasts_minutes=180,
        kind="meetup",
        organiser="Collectif Dehors",
        on_weekday=5,
        repeats="weekly",
        repeats_for_weeks=7,
        repeats_weekly=7,
        campaigns=("cantine-saine", "place-animee"),
        booking="Venez comme vous êtes, avec votre assiette si vous voulez.",
    ),
    Event(
        slug="atelier-jardin",
        title="Au jardin, l’atelier des mains sales",
        summary=(
            "Une matinée au jardin du bas des tours : composter, pailler, tailler, et reconnaître ce qui "
            "est de saison."
        ),
        picture="rdv-atelier-jardin",
        place="Jardin du bas des tours",
        address="Allée des Mûriers, entre les bâtiments C et D, Rivelaine",
        access="Bacs à hauteur de fauteuil, chemin stabilisé depuis l’arrêt du bus 4.",
        tags=("jardin", "enfance", "espace public"),
        body=blocks("""
        Un ancien pépiniériste et trois jardinières du Grand-Clos montrent les gestes de la saison. Chacun
        repart avec des graines et de la terre sous les ongles.

        Les enfants ont leur carré, leurs outils et leur jeu : deviner, les yeux fermés, ce qui se mange.
        Sacha, sept ans, détient le record.

        - Prévoir des bottes et un vêtement qui ne craint rien.
        """),
        starts_in_days=12,
        starts_at="09:30",
        lasts_minutes=150,
        kind="workshop",
        organiser="Les Pieds dans la terre",
        on_weekday=6,
        repeats="monthly",
        repeats_for_weeks=26,
        takes_registrations=True,
        capacity=20,
        campaigns=("jardin-partage",),
        booking="Vingt places. Sans téléphone ni ordinateur, passez à la Maison des projets.",
    ),
)
