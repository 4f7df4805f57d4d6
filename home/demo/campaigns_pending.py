"""Projects the public does not see yet: a draft, one waiting to be read, one sent back, one refused."""

from __future__ import annotations

from home.demo.people import person
from home.demo.prose import blocks
from home.demo.shapes import CampaignStory, Line, Tier

PANIERS_DU_LUNDI = CampaignStory(
    slug="paniers-du-lundi",
    title="Les paniers du lundi",
    summary="Assembler chaque lundi les invendus du marché en paniers à 4 €, avec la recette qui va avec.",
    picture="detail-paniers",
    neighbourhood="Centre ancien",
    place="Halle du marché couvert",
    latitude=45.4413,
    longitude=4.1213,
    tags=("anti-gaspillage", "alimentation", "solidarité"),
    holder=person("Rosa", "Figueiredo", "rosa.figueiredo@example.org"),
    organisation="Les Glaneuses",
    holder_kind="collective",
    body=blocks("""
    ## Le dimanche à 13 heures

    Sous la halle, le marché se replie. Ce qui est beau repart, ce qui est moche part à la benne. Nous sommes
    cinq glaneuses, nous repassons depuis deux ans avec des cabas, et nous donnons ce que nous trouvons autour
    de nous.

    ## Passer du cabas au panier

    Huit maraîchers acceptent de nous mettre leurs invendus de côté. Le lundi matin, nous trions, nous pesons,
    nous composons quarante paniers de 3 kg, avec une recette. Ils sont vendus 4 € à la Maison des projets, ou
    contre un bon du centre social.

    - Deux cents cagettes pliantes et une balance.
    - Une étagère réfrigérée d’occasion.
    - Un vélo à remorque, que nous empruntons pour l’instant.

    ## Ce que permettrait la collecte

    1 400 € suffisent pour démarrer et tenir six mois. Avec 1 800 €, nous achetons la remorque. Le prix de
    vente couvre ensuite le lieu et le gaz.

    Nous pourrions commencer cinq semaines après la collecte.
    """),
    help=(
        "Des recettes qui supportent qu’on remplace tout par des blettes.",
        "Une pièce fraîche au centre, le lundi de 7 h à 14 h.",
        "Deux personnes de plus le lundi matin.",
    ),
    public_duty=(
        "Le centre social aide les familles, la ville collecte les biodéchets. Nous travaillons entre les "
        "deux, sur ce que personne ne ramasse."
    ),
    threshold_cents=140_000,
    goal_cents=180_000,
    stretch=(),
    tiers=(
        Tier(
            "La recette du lundi",
            "thanks",
            500,
            "Une recette par mois pendant un an, par courrier électronique.",
            None,
            2,
            "by_email",
        ),
        Tier("Un panier", "product", 1_000, "Un panier composé, à retirer un lundi.", 60, 2, "on_site"),
        Tier("Glaner avec nous", "access", 2_500, "Une matinée de tri, soupe comprise.", 20, 3, "on_site"),
    ),
    lines=(
        Line("expense", "Étagère réfrigérée", 98_000),
        Line("expense", "Cagettes, balance, sacs", 52_000),
        Line("expense", "Remorque de vélo", 39_000),
        Line("expense", "Commission de la plateforme (5 % de l’objectif)", 9_000),
        Line("resource", "Cotisations", 18_000),
    ),
    state="submitted",
    launched_days_ago=0,
    duration_days=45,
    gathered_cents=0,
)

BRICOTHEQUE = CampaignStory(
    slug="bricotheque",
    title="Une bricothèque à la Gare",
    summary=(
        "Emprunter une perceuse pour un trou plutôt que l’acheter : cent outils à prêter, et quelqu’un pour "
        "les expliquer."
    ),
    picture="detail-outils",
    neighbourhood="La Gare",
    place="Sous les arches du viaduc",
    latitude=45.4355,
    longitude=4.1289,
    tags=("réemploi", "lieu partagé"),
    holder=person("Damien", "Kowalski", "damien.kowalski@example.org"),
    organisation=None,
    holder_kind="individual",
    body=blocks("""
    ## Douze minutes dans une vie

    C’est, dit-on, la durée d’utilisation d’une perceuse domestique. La mienne a servi à tout mon escalier et
    dort depuis. Je voudrais un endroit où l’on emprunte une perceuse, une décolleuse, un diable, comme on
    emprunte un livre.

    ## Le lieu et la règle

    Une arche du viaduc, louée 90 € par mois. Adhésion de 12 € par an, prêt de trois jours, caution par chèque
    non encaissé.

    - Cent outils, dont soixante déjà promis par des voisins.
    - Un carnet par outil : qui l’a pris, ce qu’il en a fait, ce qui grince.
    - Une permanence le samedi, avec démonstration.

    ## Ce qu’il faut

    1 200 € pour les étagères, l’assurance et les outils qui manquent ; 1 600 € pour l’établi commun.
    """),
    help=(
        "Vos outils en double.",
        "Un électricien pour les contrôler une fois par an.",
        "Un logiciel de prêt, même simple.",
    ),
    public_duty=(
        "La médiathèque prête des livres et n’a pas vocation à prêter des ponceuses : nous avons demandé."
    ),
    threshold_cents=120_000,
    goal_cents=160_000,
    stretch=(),
    tiers=(
        Tier("Un merci gravé", "thanks", 500, "Votre prénom sur le manche d’un marteau.", None, 3, "on_site"),
        Tier("L’adhésion d’un an", "access", 1_200, "Un an de prêts.", None, 3, "on_site"),
        Tier("L’après-midi bricolage", "access", 4_000, "Poser une étagère droite, enfin.", 24, 4, "on_site"),
    ),
    lines=(
        Line("expense", "Outils complémentaires", 84_000),
        Line("expense", "Étagères et établi", 53_000),
        Line("expense", "Assurance et loyer, six mois", 65_000),
        Line("expense", "Commission de la plateforme (5 % de l’objectif)", 8_000),
        Line("resource", "Apport de Damien", 50_000),
    ),
    state="draft",
    launched_days_ago=0,
    duration_days=50,
    gathered_cents=0,
)

TROUS_DE_LA_RUE = CampaignStory(
    slug="trous-de-la-rue-des-foulons",
    title="Reboucher la rue des Foulons",
    summary=(
        "Payer nous-mêmes l’enrobé qui manque dans une rue oubliée : quarante-deux trous comptés, deux "
        "pneus crevés."
    ),
    picture="detail-chantier",
    neighbourhood="Fontvive",
    place="Rue des Foulons",
    latitude=45.4381,
    longitude=4.1171,
    tags=("espace public",),
    holder=person("Patrick", "Vasseur", "patrick.vasseur@example.org"),
    organisation=None,
    holder_kind="individual",
    body=blocks("""
    ## Quarante-deux trous

    Je les ai comptés, mesurés, photographiés. Le plus profond fait dix-sept centimètres. J’ai écrit trois
    fois. On me répond que la rue est inscrite au programme, sans dire lequel. En attendant, ma voisine a
    crevé deux pneus et mon fils est tombé de vélo.

    ## Mon idée

    L’enrobé à froid se vend en sacs. Il en faut cent vingt. Avec une dame prêtée et quatre voisins, un
    week-end suffit. Je ne demande pas un centime pour le travail.

    - 120 sacs d’enrobé : 1 380 €.
    - Location d’une plaque vibrante : 160 €.
    - Balises pour la circulation : 60 €.

    ## Ce que j’aimerais

    Que la rue redevienne une rue.
    """),
    help=("Une remorque, un samedi.", "Un élu qui veuille tenir la pelle."),
    public_duty="Je sais bien que c’est à la ville de le faire. C’est tout le problème.",
    threshold_cents=160_000,
    goal_cents=168_000,
    stretch=(),
    tiers=(
        Tier("Un merci", "thanks", 500, "Votre nom à la craie sur le trottoir.", None, 1, "none"),
        Tier(
            "Le casse-croûte du chantier",
            "invitation",
            1_000,
            "Saucisson, pain, café, pelle.",
            40,
            1,
            "at_event",
        ),
        Tier("Le trou à votre nom", "thanks", 4_000, "Numéroté, daté, rebouché.", 42, 1, "none"),
    ),
    lines=(
        Line("expense", "Enrobé à froid", 138_000),
        Line("expense", "Plaque vibrante et balises", 22_000),
        Line("expense", "Commission de la plateforme (5 % de l’objectif)", 8_400),
        Line("resource", "Caisse des voisins", 400),
    ),
    state="refused",
    launched_days_ago=0,
    duration_days=30,
    gathered_cents=0,
    verdict=(
        "Entretenir la chaussée est une mission normale de la ville, que vos soutiens ne doivent pas "
        "remplacer : nous ne pouvons pas ouvrir cette collecte. Votre relevé, lui, est précieux. Nous "
        "l’avons transmis au service voirie, qui vous donnera une date par écrit d’ici un mois, et la carte "
        "Passe-Partout peut l’accueillir dès maintenant."
    ),
)

FETE_DU_ROUET = CampaignStory(
    slug="fete-du-rouet",
    title="La rue du Rouet fait sa fête",
    summary="Fermer la rue un dimanche, sortir les tables, inviter la rue d’à côté.",
    picture="detail-fete",
    neighbourhood="Centre ancien",
    place="Rue du Rouet",
    latitude=45.4396,
    longitude=4.1217,
    tags=("fête", "espace public"),
    holder=person("Alexis", "Grandjean", "porteur@example.org"),
    organisation=None,
    holder_kind="collective",
    body=blocks("""
    ## Pourquoi une fête

    La rue du Rouet compte cinquante-huit portes. Nous connaissons le nom de onze voisins. Ce n’est pas un
    drame, c’est dommage.

    ## Ce que nous imaginons

    Une table de quatre-vingts mètres, chacun apporte un plat, un orchestre de la rue d’à côté. À compléter :
    autorisation de fermeture, assurance, plan B s’il pleut.

    - Guirlandes et nappes en papier.
    - Une estrade prêtée par l’école.
    - Des toilettes sèches.

    ## À écrire encore

    Le budget détaillé, le calendrier, et la réponse à la question : que reste-t-il le lundi ?
    """),
    help=(
        "Des tréteaux, des bancs, une estrade.",
        "Quelqu’un qui connaisse la procédure de fermeture d’une rue.",
    ),
    public_duty="La ville prête des barrières et l’arrêté de fermeture ; la fête, elle, est l’affaire des voisins.",
    threshold_cents=40_000,
    goal_cents=60_000,
    stretch=(),
    tiers=(
        Tier("Votre nom sur la nappe", "thanks", 500, "Écrit au feutre, avant les taches.", None, 2, "none"),
        Tier(
            "Une place près de l’orchestre",
            "invitation",
            1_000,
            "Ou loin, si vous préférez parler.",
            80,
            2,
            "at_event",
        ),
        Tier(
            "La guirlande prêtée",
            "access",
            3_000,
            "Prêt de la guirlande pour votre propre fête.",
            10,
            3,
            "on_site",
        ),
    ),
    lines=(
        Line("expense", "Nappes, guirlandes, toilettes sèches", 47_000),
        Line("expense", "Assurance", 15_000),
        Line("expense", "Commission de la plateforme (5 % de l’objectif)", 3_000),
        Line("resource", "Tirelire de la rue", 5_000),
    ),
    state="needs_changes",
    launched_days_ago=0,
    duration_days=30,
    gathered_cents=0,
    verdict=(
        "Une belle idée, presque prête. Nos remarques sont à côté de chaque partie : il manque surtout le nombre de "
        "personnes attendues et qui fait quoi le jour venu."
    ),
)
