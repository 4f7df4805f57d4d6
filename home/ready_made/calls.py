"""Three calls for projects to start from and the one open all year, with criteria, offers and what is asked."""

from __future__ import annotations

from home.ready_made.forms import FOOD, NEIGHBOURHOOD, STANDING, YOUTH
from home.ready_made.shapes import ReadyCall, ReadyCriterion, ReadyOffer

CALLS: tuple[ReadyCall, ...] = (
    ReadyCall(
        code="appel-petits-projets",
        title="Petits projets de quartier",
        description="L’appel pour commencer : beaucoup de petits projets, de tous les sujets, en bas de chez soi.",
        summary="Une idée pour votre rue, votre immeuble ou votre place ? Dix projets seront aidés à se lancer.",
        tags=("espace public", "lieu partagé"),
        places=10,
        body="""
        ## Pourquoi cet appel

        Un quartier change par de petites choses : une table, une fête, un composteur, une boîte à livres. Elles
        sont trop petites pour les subventions ordinaires, et trop grandes pour une seule poche.

        [à compléter] Une phrase sur les quartiers concernés.

        ## Comment cela se passe

        - Vous dites votre idée avant la clôture : deux pages suffisent.
        - Nous rappelons chaque équipe dans la semaine.
        - Un jury lit tout et répond à tous, par écrit.
        - Les projets retenus préparent leur collecte avec nous, puis la lancent le même jour.
        """,
        who_may_answer="""
        - Toute personne majeure qui habite, travaille ou étudie à $town ; les plus jeunes avec un adulte.
        - Les collectifs d’habitants, même sans statut, à partir de trois personnes.
        - Les associations, les commerçants et artisans du quartier.
        """,
        questions=NEIGHBOURHOOD,
        criteria=(
            ReadyCriterion("Utile ici", 30, "Qui vivra mieux grâce à ce projet, et combien sont-ils ?"),
            ReadyCriterion(
                "Fait ensemble", 25, "Les voisins y prennent-ils part, ou seulement connaissance ?"
            ),
            ReadyCriterion("Faisable", 20, "Le lieu, le budget et le calendrier tiennent-ils ?"),
            ReadyCriterion(
                "Ouvert à tous", 15, "Que prévoit-on pour les petits budgets et les corps fatigués ?"
            ),
            ReadyCriterion("Durable", 10, "Qui s’en occupe la deuxième année ?"),
        ),
        offers=(
            ReadyOffer("guidance", "Trois soirées de préparation : budget, récit, contreparties."),
            ReadyOffer("visibility", "Un mois sur la page d’accueil de $platform."),
            ReadyOffer(
                "guidance", "Un rendez-vous avec le service concerné : voirie, espaces verts, assurances."
            ),
        ),
    ),
    ReadyCall(
        code="appel-alimentation",
        title="Mieux manger ici",
        description="Pour les projets alimentaires : points de retrait, cuisines partagées, vergers, anti-gaspillage.",
        summary="Des projets qui rapprochent ceux qui cultivent, ceux qui cuisinent et ceux qui mangent.",
        tags=("circuits courts", "alimentation", "anti-gaspillage"),
        places=8,
        body="""
        ## Pourquoi cet appel

        Ce que l’on cultive près d’ici part souvent loin, et ce que l’on mange vient de loin. Entre les deux, il
        manque des maillons : un lieu de dépôt, une cuisine, une tournée, un savoir-faire.

        [à compléter] Deux phrases sur ce que l’on sait d’ici : nombre de fermes, quartiers sans commerce,
        restauration scolaire.

        ## Ce que nous attendons

        Un projet dont on comprend l’usage en une phrase et dont on peut visiter l’endroit. Étonnez-nous, mais
        restez modestes.

        ## Comment cela se passe

        - Vous dites votre intention avant la clôture, même floue.
        - Nous rappelons chaque équipe dans la semaine, avec quelqu’un du service d’hygiène si l’on cuisine.
        - Un jury d’habitants, de producteurs et de cuisiniers lit tout et répond à tous.
        - Les projets retenus lancent leur collecte le même jour.
        """,
        who_may_answer="""
        - Les agricultrices et agriculteurs, artisans et commerçants de $town et des environs.
        - Les associations, les écoles, les collectifs d’habitants.
        - Les projets marchands sont bienvenus, à égalité avec les autres.
        """,
        questions=FOOD,
        criteria=(
            ReadyCriterion("Intérêt local", 30, "Qui, ici, mangera mieux ou vivra mieux de son travail ?"),
            ReadyCriterion("Prix justes", 20, "Le producteur est-il bien payé, et le prix accessible ?"),
            ReadyCriterion("Réalisme", 20, "Hygiène, lieu, saisons : cela tient-il ?"),
            ReadyCriterion("Faire ensemble", 20, "Producteurs et habitants décident-ils ensemble ?"),
            ReadyCriterion("Sobriété", 10, "Emballages, trajets, restes : qu’évite-t-on ?"),
        ),
        offers=(
            ReadyOffer("guidance", "Une demi-journée avec quelqu’un qui connaît les règles d’hygiène."),
            ReadyOffer("visibility", "Un stand le jour du lancement commun."),
            ReadyOffer("place", "[à compléter] Une cuisine, une halle, un local : lequel, combien de fois ?"),
        ),
    ),
    ReadyCall(
        code="appel-jeunesse",
        title="À vous de jouer, 15-25 ans",
        description="Pour les jeunes eux-mêmes : des projets courts, un adulte qui accompagne, des réponses rapides.",
        summary="Vous avez entre 15 et 25 ans et une envie à plusieurs ? Dites-la : six projets seront lancés.",
        tags=("jeunesse",),
        places=6,
        results_after_days=21,
        body="""
        ## Pourquoi cet appel

        Parce que l’on demande souvent leur avis aux jeunes, et rarement ce qu’ils veulent faire. Ici, c’est vous
        qui faites : nous aidons, nous n’organisons pas à votre place.

        [à compléter] Un exemple d’ici, avec les prénoms de ceux qui l’ont fait.

        ## Comment cela se passe

        - Vous dites votre idée : par écrit, par un message vocal ou en passant nous voir.
        - Nous vous rappelons dans la semaine. Si vous êtes mineurs, nous appelons aussi un parent.
        - Un jury où siègent des jeunes choisit, et répond à tout le monde.
        - Un adulte que vous choisissez vous accompagne jusqu’à la fin de la collecte.
        """,
        who_may_answer="""
        - Trois personnes au moins, de 15 à 25 ans, qui habitent, étudient ou travaillent à $town.
        - Pour les mineurs, l’accord écrit d’un parent et un adulte qui porte la collecte avec eux.
        - Les classes, clubs et associations, si ce sont les jeunes qui décident.
        """,
        questions=YOUTH,
        criteria=(
            ReadyCriterion("C’est votre projet", 35, "Qui décide, qui fait, qui en parle ?"),
            ReadyCriterion(
                "Ouvert aux autres", 25, "Celles et ceux que l’on n’invite jamais y viendront-ils ?"
            ),
            ReadyCriterion("Faisable dans l’année", 25, "Peut-on commencer dans les trois mois ?"),
            ReadyCriterion("En sécurité", 15, "Qui répond de la sécurité, et comment ?"),
        ),
        offers=(
            ReadyOffer("guidance", "Un adulte de l’équipe, une heure par semaine, jusqu’au bout."),
            ReadyOffer("equipment", "Le prêt de matériel de son, de vidéo et de sport."),
            ReadyOffer("visibility", "Une soirée de lancement que vous organisez."),
        ),
    ),
    ReadyCall(
        code="appel-permanent",
        title="Proposer un projet",
        description="L’appel ouvert toute l’année : « Proposer un projet » y mène, hors de tout autre appel.",
        summary="Une idée pour ici ? Proposez-la quand vous voulez : quelqu’un la lit et vous répond.",
        tags=(),
        is_standing=True,
        body="""
        ## Il n’y a pas de mauvais moment

        Un projet n’attend pas toujours un appel. Racontez le vôtre en quelques réponses : elles s’enregistrent à
        mesure, et rien n’est déposé avant que vous le demandiez.

        ## Ce qui se passe ensuite

        - Quelqu’un de l’équipe vous lit et vous rappelle.
        - Si le projet a sa place ici, vous préparez votre campagne ensemble.
        - Sinon, vous savez pourquoi, et à quelle autre porte frapper.
        """,
        who_may_answer="""
        - Toute personne qui habite, travaille ou étudie à $town.
        - Les collectifs, les associations, les commerçants et les entreprises d’ici.
        """,
        questions=STANDING,
        criteria=(
            ReadyCriterion("Utile ici", 0, "Qui vivra mieux grâce à ce projet ?"),
            ReadyCriterion("Fait ensemble", 0, "Peut-on y prendre part autrement qu’en payant ?"),
            ReadyCriterion("Un vrai besoin", 0, "Qui paierait normalement, et pourquoi ne le fait-il pas ?"),
        ),
        offers=(ReadyOffer("guidance", "Une personne de l’équipe prépare la campagne avec vous."),),
    ),
)
