"""Three themes to start from: each says why now, what one can do, and what is looked at."""

from __future__ import annotations

from home.ready_made.shapes import ReadyTheme

THEMES: tuple[ReadyTheme, ...] = (
    ReadyTheme(
        code="theme-circuits-courts",
        title="Circuits courts alimentaires",
        description=(
            "Rapprocher ceux qui cultivent, ceux qui cuisinent et ceux qui mangent. Bien "
            "en fin d’été ou en hiver, quand les récoltes ou les semis se préparent."
        ),
        summary=(
            "Du champ à l’assiette, sans détour : les projets qui "
            "rapprochent ceux qui cultivent et ceux qui mangent."
        ),
        tags=("circuits courts", "alimentation"),
        body="""
        ## Pourquoi maintenant

        Autour de $town, on cultive, on élève, on cuit du pain. Entre ces fermes et nos tables, il manque
        souvent peu de chose : un lieu de dépôt, une tournée, une cuisine à partager, une habitude.

        [à compléter] Deux phrases sur ce qui se passe ici : combien de fermes, quel marché ferme ou ouvre, ce
        que disent les habitants.

        ## Ce que chacun peut faire

        - Soutenir un projet de cette page : dix euros comptent, et l’on est remboursé si le seuil n’est pas
          atteint.
        - Prêter une cuisine, un camion, une chambre froide, une matinée.
        - Venir goûter : les rendez-vous sont plus bas.
        - Proposer : un projet petit et précis vaut mieux qu’une grande idée.

        ## Ce que nous regardons

        Des projets dont on comprend l’usage en une phrase, qui paient justement ceux qui produisent, et dont
        les prix laissent entrer tout le monde.
        """,
    ),
    ReadyTheme(
        code="theme-espaces-partages",
        title="Espaces partagés",
        description=(
            "Places, cours, jardins, locaux vides : ce qui est à tout le "
            "monde et que l’on peut rendre plus vivant. Bien au printemps."
        ),
        summary=(
            "Une place, un pied d’immeuble, un local fermé : des lieux "
            "à tout le monde, que des habitants rendent vivants."
        ),
        tags=("espace public", "lieu partagé", "jardin"),
        body="""
        ## Pourquoi maintenant

        Un banc, de l’ombre, une table, une porte ouverte le samedi : il faut peu pour qu’un endroit que l’on
        traverse devienne un endroit où l’on reste.

        [à compléter] Les lieux dont il est question ici : une place, une école, une rue, et ce qui s’y
        prépare.

        ## Ce que chacun peut faire

        - Soutenir un projet de cette page.
        - Venir voir sur place : chaque projet reçoit, les dates sont plus bas.
        - Donner une heure : planter, peindre, arroser, ouvrir.
        - Proposer un endroit où il manque quelque chose.

        ## Ce que nous regardons

        Qui s’en servira, à quelle heure, en toute saison ; qui en a la clé la deuxième année ; et si un
        fauteuil, une poussette, une personne âgée y ont leur place.
        """,
    ),
    ReadyTheme(
        code="theme-jeunesse",
        title="Grandir ici",
        description=(
            "Les projets des jeunes et pour eux : sport, culture, "
            "bricolage, premiers emplois. Bien à la rentrée."
        ),
        summary=(
            "Ce que les jeunes d’ici veulent faire, apprendre ou changer, et ce que nous pouvons leur ouvrir."
        ),
        tags=("jeunesse",),
        body="""
        ## Pourquoi maintenant

        À quinze ans, on n’attend pas trois commissions. Un petit budget, un lieu et un adulte qui tient
        parole suffisent souvent.

        [à compléter] Ce que les jeunes d’ici ont demandé : dans un conseil de jeunes, au collège, dans une
        enquête, et combien ils étaient.

        ## Ce que chacun peut faire

        - Soutenir un projet de cette page, même de cinq euros.
        - Transmettre : un métier, un geste, un après-midi.
        - Ouvrir une porte : un atelier, un stage, une salle.
        - Avoir moins de vingt-cinq ans et proposer : un adulte de l’équipe vous accompagne.

        ## Ce que nous regardons

        Que les jeunes décident vraiment ; qu’un adulte réponde de la sécurité ; que personne ne reste dehors
        faute d’argent.
        """,
    ),
)
