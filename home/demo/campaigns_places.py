"""Two places whose collection did not come to its end: the coworking space and the wash-house."""

from __future__ import annotations

from home.demo.people import person
from home.demo.prose import blocks
from home.demo.shapes import CampaignStory, Line, News, Stretch, Tier

COWORKING = CampaignStory(
    slug="coworking",
    title="Le Quai, bureaux partagés",
    summary=(
        "Douze postes de travail, une salle de réunion et une vraie cuisine dans l’ancien tri postal, à "
        "deux minutes du train."
    ),
    picture="coworking",
    neighbourhood="La Gare",
    place="Ancien tri postal, quai Nord",
    latitude=45.4346,
    longitude=4.1315,
    tags=("lieu partagé", "travail", "numérique"),
    holder=person("Antoine", "Roussel", "antoine.roussel@example.org"),
    organisation="Le Quai",
    holder_kind="entrepreneur",
    body=blocks("""
    ## Travailler seul, mais pas tout le temps

    Je suis traducteur technique. Mon bureau mesure trois mètres sur deux, il donne sur une chaudière. À
    Rivelaine, nous sommes au moins soixante dans ce cas : indépendants, salariés à distance, créateurs
    d’entreprise, étudiants qui rédigent. J’en ai interrogé quarante-sept. Trente et un paieraient pour un
    poste, neuf seulement peuvent mettre plus de 120 € par mois.

    ## Le Quai

    L’ancien tri postal offre 160 m², trois grandes fenêtres et une dalle qui porte tout. J’y prévois douze
    postes, une salle de réunion pour huit, deux cabines pour téléphoner et une cuisine où l’on mange
    ensemble.

    - 9 € la journée, 95 € le mois, sans engagement.
    - Un poste gratuit en permanence, pour qui démarre ou cherche un emploi, attribué par les membres.
    - La salle ouverte le soir aux associations, au prix du ménage.

    ## Le financement

    La fibre, l’électricité, l’isolation du plafond et le mobilier d’occasion coûtent 26 200 €. La banque
    prête 17 000 €, je mets 2 800 €. À 4 500 €, on ouvre avec huit postes ; à 6 400 €, avec douze et les deux
    cabines.

    @picture detail-chantier | Premier samedi de remise en état, avec ceux qui y travailleront.

    > Je prends le train de 6 h 52 quatre jours sur cinq pour faire de la visioconférence à Lyon. Personne ne
    > m’a encore expliqué pourquoi.
    > — Delphine, salariée à distance

    ## Calendrier

    Dix semaines de travaux, réception, puis un mois portes ouvertes avant de facturer quoi que ce soit. Les
    comptes du lieu seront affichés à côté de la machine à café.
    """),
    help=(
        "Des fauteuils de bureau réglables, même laids.",
        "Un avis d’acousticien.",
        "Dix personnes prêtes à s’engager trois mois : c’est ce qui convaincra le propriétaire.",
    ),
    public_duty=(
        "L’hébergement d’entreprises est l’affaire de la pépinière intercommunale, complète et réservée aux "
        "sociétés de moins de trois ans. Le Quai s’adresse à ceux qu’elle n’accueille pas."
    ),
    threshold_cents=450_000,
    goal_cents=640_000,
    stretch=(Stretch(640_000, "Douze postes et deux cabines téléphoniques"),),
    tiers=(
        Tier("Un café sur le quai", "thanks", 500, "Un café et la visite du chantier.", None, 2, "on_site"),
        Tier(
            "La soirée des cartons",
            "invitation",
            1_500,
            "On ouvre les cartons, on monte les bureaux, on dîne.",
            40,
            4,
            "at_event",
        ),
        Tier(
            "Cinq journées", "product", 4_000, "Cinq journées de travail, valables un an.", 60, 5, "on_site"
        ),
        Tier(
            "Un mois à moitié prix",
            "discount",
            5_000,
            "Votre premier mois pour la moitié du tarif.",
            24,
            5,
            "on_site",
        ),
        Tier(
            "La salle, quatre soirées",
            "access",
            18_000,
            "Quatre réunions du soir pour votre association.",
            10,
            6,
            "on_site",
        ),
    ),
    lines=(
        Line("expense", "Isolation du plafond et acoustique", 980_000),
        Line("expense", "Électricité et fibre", 870_000),
        Line("expense", "Mobilier d’occasion", 410_000),
        Line("expense", "Cuisine", 260_000),
        Line("expense", "Assurance et contreparties", 68_000),
        Line("expense", "Commission de la plateforme (5 % de l’objectif)", 32_000),
        Line("resource", "Prêt bancaire", 1_700_000),
        Line("resource", "Apport d’Antoine", 280_000),
    ),
    state="unfunded",
    launched_days_ago=47,
    duration_days=45,
    gathered_cents=88_000,
    news=(
        News(
            "Ce que je retiens de cette collecte",
            46,
            blocks("""
        Nous n’y sommes pas, et de loin : chacun est remboursé. Mais vingt-deux personnes ont dit vouloir une
        journée par semaine, pas un abonnement. Je repars de là, avec quatre postes dans l’arrière-salle d’un
        café. La suite se dira ici.
        """),
        ),
    ),
)

LAVOIR = CampaignStory(
    slug="lavoir",
    title="Un toit pour le lavoir",
    summary=(
        "Remettre en état le lavoir des Mégissiers pour en faire un abri d’été : concerts, lectures, pieds "
        "dans l’eau."
    ),
    picture="lavoir",
    neighbourhood="Les Tanneries",
    place="Lavoir des Mégissiers, quai de la Lize",
    latitude=45.4424,
    longitude=4.1171,
    tags=("patrimoine", "espace public", "culture"),
    holder=person("Odile", "Grangier", "odile.grangier@example.org"),
    organisation="Mémoire des Tanneries",
    holder_kind="association",
    body=blocks("""
    ## Soixante ans de lessive, quarante de ronces

    Ma mère y a battu le linge jusqu’à l’arrivée des machines. On y réglait les querelles, on y apprenait les
    naissances avant le curé. Depuis, le lavoir des Mégissiers s’est endormi : toit percé, bassins envasés,
    ronces. Mémoire des Tanneries réunit trente-deux adhérents et une collection de photographies que l’on
    vient regarder le premier samedi du mois, en cherchant sa grand-mère au deuxième rang.

    ## L’intention

    Nous ne voulons pas d’une vitrine. Nous voulons qu’on s’y asseye à l’ombre, les pieds dans l’eau, et qu’on
    y écoute quelque chose un soir par mois, de juin à septembre.

    - Couvrir : 48 m² de tuiles plates, deux chevrons à remplacer.
    - Curer les deux bassins, remettre la vanne en marche.
    - Poser douze assises de bois, mobiles.

    @picture detail-chantier | Notre salle, repeinte par les adhérents : le lavoir est le suivant sur la
    liste.

    ## L’argent et le travail

    Un couvreur a chiffré la toiture à 2 300 €. L’association apporte 700 €, et nos propres bras pour le
    curage et les assises. À 1 500 €, nous couvrons ; à 2 000 €, nous remettons aussi la vanne en état.

    > Celles qui frottaient fort, on savait qu’il y avait eu dispute à la maison.
    > — Germaine, 91 ans

    ## Les étapes prévues

    Toiture à la belle saison, curage ensuite, premier concert l’été suivant. Le lavoir est ouvert à tous,
    sans clé ni horaire.
    """),
    help=(
        "Deux journées de curage, bottes obligatoires.",
        "Vos photographies du quartier : nous les numérisons et vous les rendons.",
        "Un conteur, une accordéoniste, une chorale.",
    ),
    public_duty=(
        "Le lavoir n’est pas inscrit et ne figure pas au programme d’entretien. La commune en est "
        "propriétaire et nous autorise, par convention, à l’animer."
    ),
    threshold_cents=150_000,
    goal_cents=200_000,
    stretch=(Stretch(200_000, "La vanne remise en marche"),),
    tiers=(
        Tier(
            "Une photographie ancienne",
            "thanks",
            500,
            "Un tirage du lavoir en 1932, au format carte postale.",
            None,
            2,
            "by_post",
        ),
        Tier(
            "Le premier concert",
            "invitation",
            1_000,
            "Une place au premier rang, bottes prêtées.",
            60,
            9,
            "at_event",
        ),
        Tier(
            "La visite des tanneries",
            "access",
            2_500,
            "Deux heures avec un ancien mégissier.",
            30,
            4,
            "on_site",
        ),
        Tier(
            "Une tuile signée",
            "thanks",
            6_000,
            "Votre nom sous une tuile, pour les archéologues.",
            48,
            6,
            "none",
        ),
    ),
    lines=(
        Line("expense", "Toiture, bois et tuiles", 230_000),
        Line("expense", "Curage et vanne", 26_000),
        Line("expense", "Assises mobiles et contreparties", 14_000),
        Line("expense", "Commission de la plateforme (5 % de l’objectif)", 10_000),
        Line("resource", "Mémoire des Tanneries", 70_000),
        Line("resource", "Vente de cartes postales", 10_000),
    ),
    state="cancelled",
    launched_days_ago=30,
    duration_days=55,
    gathered_cents=31_000,
    news=(
        News(
            "Nous arrêtons, pour mieux revenir",
            20,
            blocks("""
        En curant, nous avons mis au jour une poutre maîtresse fendue sur toute sa longueur. Le devis double
        et nous ne voulons pas faire payer une toiture qui tomberait. La collecte s’arrête, vous êtes tous
        remboursés.

        La ville fait expertiser la charpente, qui lui appartient. Nous reviendrons quand nous saurons.
        """),
        ),
    ),
    verdict=(
        "L’association a demandé l’arrêt de sa collecte : une poutre maîtresse fendue change la nature et "
        "le coût des travaux. Tous les soutiens sont remboursés en entier."
    ),
)
