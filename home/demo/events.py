"""Meetings of the season, seven with dates to come and two that are over; a weekday moves each to the next such day."""

from __future__ import annotations

from home.demo.neighbours_call import WORKSHOP
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
        booking="Trente chaises : inscrivez-vous. Pour un trajet accompagné, appelez le 04 65 71 20 40.",
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
        starts_in_days=-61,
        starts_at="11:30",
        lasts_minutes=180,
        kind="meetup",
        organiser="Collectif Dehors",
        on_weekday=5,
        repeats="weekly",
        repeats_for_weeks=18,
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
    Event(
        slug="reunion-circuits-courts",
        title="Une heure pour comprendre l’appel",
        summary=(
            "L’appel « Circuits courts » expliqué en vingt minutes, puis vos questions, y compris celles qu’on "
            "n’ose pas poser."
        ),
        picture="rdv-reunion-appel",
        place="Médiathèque La Navette, salle du Métier",
        address="1 place du Moulin, Rivelaine",
        access="Ascenseur, boucle magnétique, places de stationnement réservées devant l’entrée.",
        tags=("circuits courts", "alimentation"),
        body=blocks("""
        Qui peut répondre ? Faut-il déjà une association ? Que fait-on si la collecte échoue ? Nadia Berthier
        répond à tout, sans jargon, et Samira Belkacem, de la Réserve du Grand-Clos, raconte son dossier page
        par page, ratures comprises.

        On repart avec la fiche des critères, une date pour en reparler et, si l’on veut, un équipier : à la
        fin, chacun colle son idée au mur et dit ce qui lui manque. L’an dernier, deux projets se sont mariés
        ainsi.

        - Les enfants sont les bienvenus, la salle du conte est ouverte à côté.
        - La réunion n’est pas obligatoire pour répondre.
        """),
        starts_in_days=15,
        starts_at="18:00",
        lasts_minutes=75,
        kind="meetup",
        organiser="Ville de Rivelaine, mission projets d’habitants",
        on_weekday=1,
        takes_registrations=True,
        capacity=50,
        booking="Gratuit. L’inscription nous aide seulement à sortir assez de chaises.",
    ),
    Event(
        slug="portes-ouvertes-cooperative",
        title="La Réserve ouvre ses réserves",
        summary=(
            "Une journée dans la coopérative du Grand-Clos : visiter, goûter, comparer les tickets, essayer "
            "deux heures de tablier."
        ),
        picture="rdv-portes-ouvertes",
        place="La Réserve du Grand-Clos",
        address="Allée des Mûriers, Rivelaine",
        access="Quai avec rampe, allées d’un mètre quarante. Le vieux fournil a deux marches, on vous aide.",
        tags=("circuits courts", "alimentation", "solidarité"),
        body=blocks("""
        D’ordinaire, il faut être membre pour pousser la porte. Ce jour-là, non. On visite la chambre froide
        par groupes de huit, on suit un poireau de la ferme à la caisse, on apprend à lire une étiquette
        ouverte.

        À midi, la soupe est faite avec ce qui reste du vendredi. L’après-midi, ceux que cela tente prennent
        un tablier : décharger, peser, ranger. Deux heures, comme tout le monde ici, et l’on garde le tablier
        si l’on s’inscrit. Rémi prévient qu’ils sont tous trop courts.

        - Apportez un ticket de caisse : on compare, sans tricher, y compris quand nous sommes plus chers.
        - Coin de jeux tenu par les grands de la Toupie.
        """),
        starts_in_days=18,
        starts_at="10:00",
        lasts_minutes=360,
        kind="open_day",
        organiser="La Réserve du Grand-Clos",
        on_weekday=5,
        campaigns=("cooperative-alimentaire",),
        booking="Entrée libre toute la journée.",
    ),
    Event(
        slug="mercredi-qui-repare",
        title="Le mercredi qui répare",
        summary=(
            "Un mercredi sur deux, un grille-pain, une chaise ou un cartable retrouvent une vie, et c’est vous "
            "qui tenez le tournevis."
        ),
        picture="rdv-atelier-reparation",
        place="Médiathèque La Navette, ancienne cabine",
        address="1 place du Moulin, Rivelaine",
        access="Ascenseur jusqu’à la cabine, un établi bas, lampe-loupe sur demande.",
        tags=("réemploi", "numérique", "lieu partagé"),
        body=blocks("""
        Une horloge muette, une couture qui lâche, un aspirateur qui tousse. Six bénévoles ont des outils, de
        la patience et une règle : ils montrent, vous faites. Trois objets sur quatre repartent en état. Le
        quatrième finit en pièces détachées, avec les honneurs.

        Quand la pièce n’existe plus, on la dessine ensemble et on l’imprime la fois suivante. Le pied de
        micro-ondes est devenu une spécialité.

        - Un objet par personne, que l’on peut porter à deux mains.
        - Chapeau à la sortie pour les fusibles et le café.
        """),
        starts_in_days=4,
        starts_at="18:00",
        lasts_minutes=120,
        kind="workshop",
        organiser="Les Amis de la Navette",
        on_weekday=2,
        repeats="fortnightly",
        repeats_for_weeks=12,
        campaigns=("imprimante-3d",),
        booking="Sans inscription. On prend les objets dans l’ordre d’arrivée jusqu’à 19 h 15.",
    ),
    Event(
        slug="troc-de-graines",
        title="Le troc de graines",
        summary="Apportez trois graines ou trois cents, repartez avec ce que le voisin sait faire pousser.",
        picture="rdv-troc-graines",
        place="Cabane du jardin du bas des tours",
        address="Allée des Mûriers, entre les bâtiments C et D, Rivelaine",
        access="Chemin stabilisé, tables hautes et tables basses, bancs à dossier.",
        tags=("jardin", "alimentation", "anti-gaspillage"),
        body=blocks("""
        On échange, on ne vend rien. Chaque sachet porte un nom, une année et un conseil d’une ligne. Les
        meilleurs conseils sont lus à voix haute ; le record de brièveté est tenu par « De l’eau. Pas trop. »

        Ceux qui viennent les mains vides repartent les mains pleines : le jardin a gardé ses propres graines
        toute la saison pour cela.
        """),
        starts_in_days=-12,
        starts_at="14:30",
        lasts_minutes=150,
        kind="meetup",
        organiser="Les Pieds dans la terre",
        campaigns=("jardin-partage",),
        booking="Entrée libre.",
    ),
    Event(
        slug="grande-tablee",
        title="La grande tablée du quai",
        summary="Un midi, une seule table le long de la Lize : chacun apporte sa chaise, un plat et un inconnu.",
        picture="rdv-grande-tablee",
        place="Quai des Tanneries",
        address="Quai des Tanneries, de la passerelle au lavoir, Rivelaine",
        access="Quai de plain-pied. Douze places à table sans banc, pour les fauteuils et les poussettes.",
        tags=("espace public", "fête", "accessibilité"),
        body=blocks("""
        Les Bancs de la Lize ouvrent leur collecte et, pour montrer ce que serait un quai où l’on s’assoit,
        installent des planches sur des tréteaux, bout à bout. Il n’y a pas de traiteur, pas d’estrade, pas de
        plan de table. Il y a une nappe en papier et des crayons.

        - Un plat pour deux de plus que vous.
        - Une étiquette avec ce qu’il contient.
        """),
        starts_in_days=-33,
        starts_at="12:00",
        lasts_minutes=240,
        kind="meetup",
        organiser="Les Bancs de la Lize",
        campaigns=("tables-pique-nique",),
        booking="Venez avec votre chaise. Soixante sont prêtées par la salle des fêtes.",
    ),
    WORKSHOP,
)
