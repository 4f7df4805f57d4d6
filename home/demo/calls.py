"""Five calls for projects: open, to come, read by a jury, with its results, and with projects that prepare together."""

from __future__ import annotations

from home.demo.neighbours_call import ENTRE_VOISINS
from home.demo.prose import blocks
from home.demo.shapes import Call, CallResult, Criterion, Offer
from home.ready_made.forms import BUDGET, FOOD, HONESTY, NEIGHBOURHOOD, OTHER_HELP, PLACE, PUBLIC_DUTY
from home.ready_made.shapes import ReadyQuestion, ReadyStep

REPAIR = (
    ReadyStep("L’atelier", "Ce que l’on y fait, et ce que l’on en rapporte."),
    ReadyQuestion(
        "long_text", "Que répare-t-on, et comment y apprend-on ?", more={"longest": 1500, "role": "story"}
    ),
    ReadyQuestion(
        "choices",
        "Quels objets ?",
        more={"choices": ["Textile", "Bois", "Électroménager", "Vélo", "Informatique"]},
    ),
    PLACE,
    ReadyQuestion("long_text", "Qui tient l’établi ?", identifying=True, more={"longest": 600}),
    PUBLIC_DUTY,
    ReadyStep("Les moyens"),
    BUDGET,
    OTHER_HELP,
    ReadyQuestion("long_text", "Et la deuxième année ?", more={"longest": 600}),
    HONESTY,
)

CALLS: tuple[Call, ...] = (
    Call(
        slug="circuits-courts-10-projets",
        title="Circuits courts : 10 projets pour mieux manger ici",
        summary=(
            "La ville cherche dix petits projets qui rapprochent ceux qui cultivent, ceux qui cuisinent et "
            "ceux qui mangent."
        ),
        picture="appel-circuits-courts",
        tags=("circuits courts", "alimentation", "anti-gaspillage"),
        body=blocks("""
        ## Pourquoi cet appel

        L’étude menée avec la coopérative du Grand-Clos a dessiné une carte que nous avons gardée au mur :
        quarante fermes à moins de cinquante kilomètres, et trois quartiers sans commerce alimentaire. La
        distance n’est pas le problème. Il manque les maillons du milieu : un lieu de dépôt, une cuisine, une
        tournée, une habitude.

        Ces maillons sont trop petits pour les subventions ordinaires et trop neufs pour une banque. Nous
        voulons en faire naître dix dans l’année, portés par des gens d’ici, financés par ceux à qui ils
        serviront.

        ## Ce que nous attendons

        Un projet dont on comprend l’usage en une phrase et dont on peut visiter l’endroit. Un point de
        retrait, une tournée de pains, une cuisine que l’on partage, un verger, une cantine, une conserverie
        d’un jour par mois : étonnez-nous, mais restez modestes.

        ## Comment cela se passe

        - Vous appelez ou écrivez pour dire votre intention, même floue : deux pages suffisent pour commencer.
        - Nadia Berthier rappelle chaque équipe dans la semaine.
        - Un jury de sept personnes, dont trois habitants tirés au sort et deux agriculteurs, lit tout et
          répond à tous, par écrit.
        - Les projets retenus préparent ensemble leur collecte, puis la lancent le même jour.
        """),
        who_may_answer=blocks("""
        - Toute personne qui habite, travaille ou étudie à Rivelaine ou dans les communes de la plaine.
        - Les associations, même en cours de création, et les collectifs sans statut, avec deux personnes
          responsables.
        - Les agricultrices et agriculteurs, artisans, commerçants et entreprises de moins de dix salariés.
        - Les projets marchands sont bienvenus, à égalité avec les autres.
        """),
        offered=(
            Offer("guidance", "Trois demi-journées de préparation : budget, contreparties, récit."),
            Offer("visibility", "Un photographe pendant une heure, chez vous."),
            Offer("visibility", "Une place au lancement commun, sous la halle, avec repas."),
            Offer("visibility", "Un mois en première page du site et dans le journal de la ville."),
            Offer("guidance", "Un rendez-vous avec le service concerné : hygiène, urbanisme ou commerce."),
        ),
        criteria=(
            Criterion(
                "Intérêt local", 30, "Qui, à Rivelaine, vivra mieux grâce à ce projet, et combien sont-ils ?"
            ),
            Criterion(
                "Faire ensemble",
                25,
                "Habitants et producteurs participent-ils à sa fabrication, ou seulement à son paiement ?",
            ),
            Criterion(
                "Réalisme",
                20,
                "Le budget, le lieu et le calendrier tiennent-ils avec les personnes présentes ?",
            ),
            Criterion(
                "Accessible à tous",
                15,
                "Que prévoyez-vous pour les petits budgets, les corps fatigués, ceux qui n’osent pas "
                "entrer ?",
            ),
            Criterion(
                "Besoin réel",
                10,
                "Qui paierait normalement cela, et pourquoi ne le fait-il pas aujourd’hui ?",
            ),
        ),
        opens_in_days=-18,
        closes_in_days=35,
        decision_in_days=63,
        places=10,
        goal_ceiling_cents=800_000,
        surplus_ceiling_percent=150,
        questions=FOOD,
        events=("soiree-projets", "reunion-circuits-courts"),
    ),
    Call(
        slug="pieds-d-immeuble",
        title="Pieds d’immeuble",
        summary=(
            "Que faire des pelouses, halls et parkings au bas de nos immeubles ? Trente et une réponses, "
            "trois projets retenus."
        ),
        picture="appel-pieds-d-immeuble",
        tags=("espace public", "jardin", "lieu partagé"),
        body=blocks("""
        ## Le point de départ

        Au pied des immeubles, le sol n’est ni à soi ni à tout le monde. On y pose un panneau « pelouse
        interdite » et l’on tond. Avec deux bailleurs, nous avons proposé de prêter ces mètres carrés à ceux
        qui les voient de leur fenêtre.

        ## La règle du jeu

        Un projet par cage d’escalier ou par groupe de voisins, un terrain prêté par écrit pour trois ans au
        moins, un budget de 3 000 € au plus, et un engagement : tout remettre en place si l’aventure s’arrête.

        ## Ce que nous avons appris

        Vingt-deux réponses sur trente et une parlaient d’abord de bancs. Pas de potagers, pas de jeux : de
        bancs. Cela méritait d’être écrit quelque part.
        """),
        who_may_answer=blocks("""
        - Les habitants des 46 immeubles concernés, locataires ou propriétaires, à partir de quatre foyers.
        - Les associations de locataires et les amicales.
        - Les écoles et collèges voisins, avec au moins deux familles.
        """),
        offered=(
            Offer("place", "Le terrain, prêté par convention."),
            Offer("equipment", "L’analyse du sol et l’arrivée d’eau."),
            Offer("guidance", "Un coup de main du service des espaces verts pendant deux jours."),
        ),
        criteria=(
            Criterion(
                "Voisinage", 40, "Combien de foyers s’engagent, et sont-ils différents les uns des autres ?"
            ),
            Criterion("Durée", 25, "Qui tient la clé la deuxième année ?"),
            Criterion("Ouverture", 20, "Un passant peut-il s’y asseoir ?"),
            Criterion("Simplicité", 15, "Peut-on commencer avec la moitié de l’argent ?"),
        ),
        opens_in_days=-470,
        closes_in_days=-410,
        decision_in_days=-375,
        places=3,
        goal_ceiling_cents=300_000,
        surplus_ceiling_percent=150,
        questions=NEIGHBOURHOOD,
        results_introduction=(
            "Le jury a lu trente et une réponses, visité onze pieds d’immeuble et discuté deux soirées. "
            "Chaque équipe non retenue a reçu une réponse motivée et une suite possible."
        ),
        results=(
            CallResult(
                "Le jardin du bas des tours",
                "Pour l’eau de pluie, les bacs à hauteur de hanche et une règle qui tient sur une page.",
                "jardin-partage",
            ),
            CallResult(
                "Fontvive dehors",
                "Parce que sortir des chaises, les ranger et recommencer est déjà tout un projet.",
                "place-animee",
            ),
            CallResult(
                "Le hall qui lit",
                "Une bibliothèque de hall, ouverte sans collecte, avec les livres des voisins.",
            ),
        ),
    ),
    Call(
        slug="rue-a-hauteur-d-enfant",
        title="Une rue à hauteur d’enfant",
        summary=(
            "Six rues, six écoles : la ville prêtera la chaussée, les enfants diront à quoi elle sert entre "
            "16 h 30 et 18 h."
        ),
        picture="appel-rue-enfants",
        tags=("enfance", "jeunesse", "espace public", "école"),
        body=blocks("""
        ## Pourquoi cet appel

        Nous avons demandé à soixante écoliers de dessiner leur trajet. Cinquante-deux ont dessiné des
        voitures, trente-neuf un chien, quatre un autre enfant. Entre la grille de l’école et la porte de
        l’immeuble, la rue n’est pas faite pour eux. Elle pourrait l’être une heure et demie par jour.

        ## Ce que nous attendons

        Une rue proche d’une école, fermée aux voitures à la sortie des classes, et une idée pour qu’il s’y
        passe quelque chose : des lignes à la craie, un goûter, une piste de trottinettes, un banc des
        grands-parents, rien du tout avec beaucoup de place. Les enfants décident, les adultes tiennent les
        barrières.

        ## Comment cela se passe

        - L’appel ouvre bientôt. Vous pouvez déjà choisir votre rue et en parler à l’école.
        - Chaque idée est essayée une semaine, avant la collecte, avec des barrières prêtées.
        - Le jury compte neuf personnes, dont cinq de moins de douze ans, qui ont deux voix chacune.
        """),
        who_may_answer=blocks("""
        - Les associations de parents, les conseils d’enfants, les écoles et les centres de loisirs.
        - Les habitants et commerçants d’une même rue, à partir de cinq signatures.
        - Les moins de seize ans, avec un adulte qui signe et qui se tait.
        """),
        offered=(
            Offer("place", "La rue, fermée par arrêté, deux jours par semaine pendant un an."),
            Offer("equipment", "Huit barrières, deux panneaux et un coffre à craies."),
            Offer("guidance", "Une animatrice de la ville pour les trois premières sorties d’école."),
            Offer("experiment", "Une semaine d’essai avant de demander le moindre euro."),
        ),
        criteria=(
            Criterion("Ce que disent les enfants", 40, "Qu’ont-ils choisi, et comment l’ont-ils décidé ?"),
            Criterion("La rue entière", 25, "Le boucher, la dame du premier et le bus savent-ils ?"),
            Criterion("Pour tous", 20, "Celui qui roule, celle qui ne court pas : que font-ils là ?"),
            Criterion("La durée", 15, "Qui tient les barrières un jeudi de pluie ?"),
        ),
        opens_in_days=24,
        closes_in_days=80,
        decision_in_days=108,
        places=6,
        goal_ceiling_cents=250_000,
        surplus_ceiling_percent=150,
        questions=NEIGHBOURHOOD,
    ),
    Call(
        slug="reparer-plutot-que-jeter",
        title="Réparer plutôt que jeter",
        summary=(
            "Cinq ateliers de quartier pour que rien ne finisse à la benne avant d’avoir été ouvert. "
            "Le jury lit vos réponses."
        ),
        picture="appel-reparer",
        tags=("réemploi", "lieu partagé", "solidarité"),
        body=blocks("""
        ## Le point de départ

        La déchèterie de la plaine a pesé : onze tonnes de petits appareils en un an, dont quatre
        fonctionnaient encore, ou presque. Un fusible, une courroie, une couture. Le savoir existe, dans les
        caves et chez les retraités des tissages. Il lui manque un établi et une heure d’ouverture.

        ## Ce que nous cherchions

        Cinq lieux, un par quartier, où l’on vient avec son objet et où l’on repart en sachant. Textile, bois,
        électroménager, vélo, informatique : à chacun sa spécialité, pourvu qu’on y apprenne.

        ## Où en sommes-nous

        Vingt-trois réponses sont arrivées, la dernière à 23 h 58, avec une tache de cambouis. Le jury les lit
        toutes, visite les lieux, essaie les chaises. Chaque équipe recevra une réponse écrite, retenue ou
        non.
        """),
        who_may_answer=blocks("""
        - Les associations et collectifs qui réparent déjà, même à trois dans un garage.
        - Les artisans et commerçants, s’ils ouvrent leur établi une demi-journée par semaine.
        - Les établissements scolaires et les résidences de personnes âgées.
        """),
        offered=(
            Offer("place", "Un local de la ville quand il y en a un, sinon une aide pour le trouver."),
            Offer("equipment", "Un établi, une étagère et l’accès aux pièces de la déchèterie."),
            Offer("guidance", "Une formation à la sécurité électrique, deux soirées."),
            Offer("money", "L’assurance du lieu, payée la première année."),
        ),
        criteria=(
            Criterion("On y apprend", 35, "Repart-on avec un objet réparé, ou avec un geste de plus ?"),
            Criterion("Proximité", 25, "Qui peut venir à pied, et à quelle heure ?"),
            Criterion("Sécurité", 20, "Qui vérifie avant qu’on rebranche ?"),
            Criterion("Prix libre", 20, "Peut-on venir avec trois euros, ou avec rien ?"),
        ),
        fund_cents=250_000,
        fund_percent=50,
        fund_cap_cents=120_000,
        is_read_without_names=True,
        opens_in_days=-74,
        closes_in_days=-9,
        decision_in_days=21,
        places=5,
        goal_ceiling_cents=400_000,
        surplus_ceiling_percent=150,
        questions=REPAIR,
        events=("mercredi-qui-repare",),
    ),
    ENTRE_VOISINS,
)
