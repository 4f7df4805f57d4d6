"""What is held in common out of doors: the picnic tables and the shared garden."""

from __future__ import annotations

from home.demo.people import person
from home.demo.prose import blocks
from home.demo.shapes import CampaignStory, Line, News, Stretch, Tier

TABLES_PIQUE_NIQUE = CampaignStory(
    slug="tables-pique-nique",
    title="Six tables au parc de la Filature",
    summary=(
        "Des tables de pique-nique en châtaignier, dont deux pour les fauteuils roulants, construites avec "
        "ceux qui s’y assoiront."
    ),
    picture="tables-pique-nique",
    neighbourhood="Les Tanneries",
    place="Parc de la Filature",
    latitude=45.4447,
    longitude=4.1162,
    tags=("espace public", "lieu partagé", "accessibilité"),
    holder=person("Colette", "Ravier", "colette.ravier@example.org"),
    organisation="Les Bancs de la Lize",
    holder_kind="association",
    body=blocks("""
    ## On est bien, mais on est par terre

    Le parc de la Filature a de beaux arbres, une rivière, de l’ombre, et quatre bancs tournés vers l’allée.
    Dès qu’il fait bon, on y mange sur des couvertures. C’est charmant à vingt ans. À soixante-quatorze, on
    reste debout avec son sandwich. Nous sommes une douzaine de voisins, dont plusieurs ont passé l’âge de
    s’asseoir dans l’herbe, et nous voulons des tables.

    ## Six tables, pas n’importe lesquelles

    En châtaignier d’une scierie à trente kilomètres, sans traitement, assemblées par chevilles : une planche
    abîmée se change en dix minutes. Deux des six ont un plateau prolongé, pour qu’un fauteuil roulant ou une
    poussette s’y glisse vraiment. Les plans seront publiés : que d’autres quartiers les copient.

    Le service des espaces verts a choisi les emplacements avec nous et se charge de l’entretien courant, une
    fois les tables posées.

    @picture detail-outils | Le prototype a été monté en une matinée.

    ## Ce que coûte une table

    Environ 170 € de bois, 20 € de visserie pour les ancrages, et deux journées de travail, que nous offrons.
    À 900 €, nous en faisons quatre, dont une accessible. À 1 300 €, les six.

    > Je n’ai pas de carte pour payer sur un téléphone. On m’a dit d’aller au guichet de la mairie, avec un
    > billet de vingt. C’est plus simple.
    > — Mme Arnaud, 74 ans

    ## Et ensuite

    Les tables sont prêtes six semaines après la fin de la collecte. On les porte ensemble jusqu’au parc, à
    pied, en cortège. Puis on mange.
    """),
    help=(
        "Venir deux samedis à l’atelier de la rue des Tanneurs : scier, percer, poncer. On apprend sur "
        "place.",
        "Prêter une scie sur table, des serre-joints, une remorque.",
        "Apporter le gâteau. Le comité du gâteau recrute.",
    ),
    public_duty=(
        "La ville entretient le parc et y renouvelle les bancs. Ces tables s’ajoutent au mobilier prévu : "
        "elles sont dessinées et fabriquées par des habitants."
    ),
    threshold_cents=90_000,
    goal_cents=130_000,
    stretch=(
        Stretch(110_000, "Une cinquième table, avec un damier gravé"),
        Stretch(130_000, "Six tables en tout, dont deux accessibles en fauteuil"),
    ),
    tiers=(
        Tier(
            "Votre prénom sous la table",
            "thanks",
            500,
            "Gravé au pyrograveur, là où seuls les enfants et les curieux le liront.",
            None,
            3,
            "on_site",
        ),
        Tier(
            "Le cortège et le banquet",
            "invitation",
            1_000,
            "Une place au premier repas, et une poignée de table à porter.",
            None,
            3,
            "at_event",
        ),
        Tier(
            "Les plans et la leçon",
            "access",
            2_500,
            "Les plans imprimés et une demi-journée pour construire votre propre tabouret.",
            30,
            3,
            "on_site",
        ),
        Tier(
            "Une table pour une fête",
            "access",
            8_000,
            "Réservation d’une table un dimanche de votre choix, nappe fournie.",
            12,
            4,
            "on_site",
        ),
    ),
    lines=(
        Line("expense", "Châtaignier scié, pour six tables", 102_000),
        Line("expense", "Ancrages et visserie", 12_500),
        Line("expense", "Location d’outils et consommables", 18_000),
        Line("expense", "Repas de chantier et contreparties", 11_000),
        Line("expense", "Commission de la plateforme (5 % de l’objectif)", 6_500),
        Line("resource", "Vente de tartes au marché", 20_000),
    ),
    state="live",
    launched_days_ago=33,
    duration_days=57,
    gathered_cents=56_500,
    news=(
        News(
            "Le prototype a tenu onze personnes",
            9,
            blocks("""
        Onze, dont deux debout dessus, contre notre avis. Il n’a pas bougé. La table d’essai est visible
        devant la médiathèque pendant quinze jours : asseyez-vous, dites-nous si elle est trop haute.
        """),
        ),
        News(
            "On peut aussi soutenir au guichet",
            21,
            blocks("""
        Plusieurs d’entre vous n’ont pas de carte bancaire ou n’aiment pas payer en ligne. L’accueil de la
        mairie et la Maison des projets expliquent comment faire, avec un reçu. Demandez Nadia.
        """),
        ),
    ),
)

JARDIN_PARTAGE = CampaignStory(
    slug="jardin-partage",
    title="Le jardin du bas des tours",
    summary=(
        "Transformer 400 m² de pelouse tondue en jardin commun : seize parcelles, un verger, une cabane et "
        "de l’eau de pluie."
    ),
    picture="jardin-partage",
    neighbourhood="Le Grand-Clos",
    place="Entre les bâtiments C et D, allée des Mûriers",
    latitude=45.4481,
    longitude=4.1291,
    tags=("jardin", "espace public", "lieu partagé", "enfance"),
    holder=person("Fatou", "Diarra", "fatou.diarra@example.org"),
    organisation="Les Pieds dans la terre",
    holder_kind="association",
    body=blocks("""
    ## De nos fenêtres

    On voit une pelouse. Elle est tondue onze fois par an et personne ne marche dessus. Un soir, sur le palier
    du sixième, Fatou a dit qu’à Kayes, un terrain pareil nourrirait trois familles. Le lendemain on était
    huit autour d’un plan dessiné au dos d’une facture.

    ## Le plan, en propre

    - Seize parcelles de 12 m², tirées au sort entre les habitants des quatre bâtiments.
    - Quatre bacs à hauteur de hanche, pour jardiner assis.
    - Un verger de neuf arbres, dont les fruits sont à qui passe.
    - Une cabane à outils : une bêche pour tous plutôt que seize bêches.
    - Trois cuves de 1 000 litres branchées sur les gouttières du bâtiment C.

    Le bailleur nous prête le terrain pour neuf ans, par écrit. La terre a été analysée : elle est saine, un
    peu fatiguée.

    @picture detail-mains-terre | Premier essai dans les bacs, ce printemps.

    ## Combien et pour quoi

    Le plus cher, c’est l’eau : les cuves, la dérivation, 380 €. Ensuite la clôture basse, les outils, les
    arbres. Nous fabriquons la cabane et les bacs avec du bois d’échafaudage donné. À 900 € le jardin existe ;
    à 1 100 €, il a ses bacs à hauteur et son verger.

    > Moi je veux un endroit où mes enfants voient pousser une fraise, et où je connais le nom de la dame d’en
    > face.
    > — Amélie, bâtiment D

    ## Quand

    On retourne la terre le mois qui suit la collecte, les arbres sont plantés à la Sainte-Catherine, comme il
    se doit. Chaque année, en juin, repas ouvert avec ce qui aura poussé. Même si c’est trois radis.
    """),
    help=(
        "Trois personnes qui savent tailler un fruitier, et le montrer.",
        "Du fumier de cheval, une remorque, un dimanche matin.",
        "Quelqu’un de patient pour écrire le règlement : une page, pas deux.",
    ),
    public_duty=(
        "L’entretien des espaces verts du bailleur continue autour du jardin. Cultiver ensemble n’est la "
        "mission de personne : c’est notre envie."
    ),
    threshold_cents=90_000,
    goal_cents=110_000,
    stretch=(Stretch(110_000, "Quatre bacs à hauteur de fauteuil et le verger complet"),),
    tiers=(
        Tier(
            "Un sachet de graines",
            "thanks",
            500,
            "Des graines de nos premières récoltes, avec la notice de Fatou.",
            None,
            9,
            "by_post",
        ),
        Tier(
            "Le repas de juin",
            "invitation",
            1_000,
            "Votre assiette au repas du jardin.",
            None,
            10,
            "at_event",
        ),
        Tier(
            "Un plant à votre nom",
            "thanks",
            2_000,
            "Un fraisier, un groseillier ou une rhubarbe, étiqueté, à visiter.",
            40,
            4,
            "on_site",
        ),
        Tier(
            "La leçon de taille",
            "access",
            4_000,
            "Une matinée au verger avec un ancien pépiniériste.",
            20,
            8,
            "on_site",
        ),
    ),
    lines=(
        Line("expense", "Cuves et récupération d’eau de pluie", 38_000),
        Line("expense", "Clôture basse et portillon", 31_000),
        Line("expense", "Outils communs", 26_500),
        Line("expense", "Neuf arbres et petits fruits", 24_000),
        Line("expense", "Quincaillerie, contreparties", 15_000),
        Line("expense", "Commission de la plateforme (5 % de l’objectif)", 5_500),
        Line("resource", "Adhésions des jardiniers", 30_000),
    ),
    state="settled",
    launched_days_ago=330,
    duration_days=45,
    gathered_cents=112_000,
    news=(
        News(
            "Quarante-trois demandes, seize parcelles",
            38,
            blocks("""
        Nous ne pensions pas devoir tirer au sort. Ce sera donc en public, samedi, avec un chapeau. Les
        vingt-sept autres auront les bacs, le verger et une liste d’attente affichée sur la cabane.
        """),
        ),
        News(
            "L’eau arrive",
            104,
            blocks("""
        Il a plu trois jours : les cuves sont pleines. Jamais nous n’avions été si contents d’être trempés. Le
        verger est planté, neuf arbres, neuf parrains.
        """),
        ),
        News(
            "Premier repas : plus que trois radis",
            268,
            blocks("""
        Soixante-dix convives, onze sortes de tomates, une seule dispute, sur l’ail. Les sachets de graines
        partent par la poste cette semaine.
        """),
        ),
    ),
)
