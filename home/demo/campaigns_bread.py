"""Bread: the oven that missed its threshold by one euro, and the bakery that Bellecombe waits for."""

from __future__ import annotations

from home.demo.people import person
from home.demo.prose import blocks
from home.demo.shapes import CampaignStory, Line, News, Stretch, Tier

FOUR_A_PAIN = CampaignStory(
    slug="four-a-pain",
    title="Rallumer le four à pain du Rouet",
    summary="Remettre en état le vieux four du hameau du Rouet et y cuire ensemble, un dimanche sur deux.",
    picture="four-a-pain",
    neighbourhood="Bellecombe",
    place="Hameau du Rouet",
    latitude=45.4523,
    longitude=4.1094,
    tags=("alimentation", "patrimoine", "lieu partagé"),
    holder=person("Bernard", "Chazal", "bernard.chazal@example.org"),
    organisation="Les Amis du Rouet",
    holder_kind="association",
    body=blocks("""
    ## Un four qui n’a pas chauffé depuis cinquante ans

    Il est au bout du chemin, sous le tilleul : un dôme de briques, une porte de fonte, un toit qui fuit. Ma
    grand-mère y portait sa pâte le samedi. Nous sommes quatorze aux Amis du Rouet, et trois d’entre nous se
    souviennent encore de l’odeur.

    ## Ce que nous voulons en faire

    Pas un musée. Un four où l’on cuit. Un dimanche sur deux, une équipe allume à six heures ; à dix heures,
    chacun apporte son pain, sa tarte, son gratin. Une vingtaine de miches par fournée, et l’école des Mûriers
    une fois par mois. La farine viendrait du moulin de la plaine.

    - Voûte : quarante briques réfractaires à changer, le reste est sain.
    - Toit : charpente à reprendre sur un pan, tuiles de récupération.
    - Abords : un banc, une table, un point d’eau, un chemin où passe un fauteuil.

    ## À quoi servent les 4 000 €

    Un fumiste diplômé doit refaire la voûte : cela ne s’improvise pas et c’est le gros du devis, 2 650 €. Le
    bois de charpente et les tuiles font le reste. La main-d’œuvre de la toiture, c’est nous. Avec 4 500 €, on
    ajoute le point d’eau. Sous 4 000 €, nous n’engageons pas le fumiste et chacun récupère sa mise.

    @picture detail-chantier | Le local des Amis du Rouet, remis en état l’hiver dernier : notre chantier
    d’essai.

    ## Calendrier

    La voûte doit sécher six semaines avant le premier feu. Si la collecte réussit, on allume cinq mois plus
    tard, et la première fournée est pour ceux qui ont soutenu.
    """),
    help=(
        "Quatre samedis de maçonnerie légère et de couverture.",
        "Un tracteur pour monter les tuiles : cent mètres de chemin raide.",
        "Des recettes. Nous avons commencé un cahier.",
    ),
    public_duty=(
        "Le four appartient à l’indivision du hameau, pas à la commune ; il n’est pas classé et n’ouvre "
        "droit à aucune aide au patrimoine."
    ),
    threshold_cents=400_000,
    goal_cents=450_000,
    stretch=(Stretch(450_000, "Un point d’eau et une table sous le tilleul"),),
    tiers=(
        Tier(
            "Une pensée à la première bûche",
            "thanks",
            500,
            "Votre nom lu à voix haute quand on allumera.",
            None,
            5,
            "none",
        ),
        Tier(
            "La première fournée",
            "invitation",
            1_500,
            "Une part du repas du premier dimanche, pain à volonté.",
            90,
            5,
            "at_event",
        ),
        Tier(
            "Six miches",
            "product",
            3_000,
            "Une miche d’un kilo à chaque fournée pendant trois mois.",
            40,
            6,
            "on_site",
        ),
        Tier(
            "Apprenti d’un jour",
            "access",
            6_000,
            "Une journée à pétrir, façonner et enfourner avec l’équipe.",
            20,
            6,
            "on_site",
        ),
        Tier(
            "Le four pour votre fête",
            "access",
            20_000,
            "Une chauffe entière pour vos proches, avec deux Amis du Rouet.",
            6,
            7,
            "on_site",
        ),
    ),
    lines=(
        Line("expense", "Réfection de la voûte par un fumiste", 265_000),
        Line("expense", "Charpente et tuiles", 142_000),
        Line("expense", "Point d’eau, banc, table", 68_000),
        Line("expense", "Contreparties et assurance du chantier", 32_500),
        Line("expense", "Commission de la plateforme (5 % de l’objectif)", 22_500),
        Line("resource", "Caisse des Amis du Rouet", 80_000),
    ),
    state="refunded",
    launched_days_ago=118,
    duration_days=50,
    gathered_cents=399_900,
    news=(
        News(
            "Le maçon est venu voir",
            15,
            blocks("""
        M. Perrin a passé la tête dans le four, puis les épaules, puis tout le reste. Verdict : « Elle tiendra
        cent ans si on ne fait pas les malins. »
        """),
        ),
        News(
            "Il manquait un euro",
            51,
            blocks("""
        3 999 €. Il n’y a pas d’arrondi, et c’est bien ainsi : la règle était écrite au départ et elle vaut
        pour tous. Chacun est remboursé en entier, sans frais.

        Nous avons ri, puis pas tellement. Mais des dizaines de personnes ont voulu ce four. Nadia Berthier
        nous a reçus : le dossier de vos soutiens part chez le fumiste, qui accepte d’échelonner sa facture,
        et nous reviendrons avec un chantier en deux temps.
        """),
        ),
    ),
)

BOULANGERIE = CampaignStory(
    slug="boulangerie",
    title="Du pain à Bellecombe",
    summary=(
        "Rouvrir un fournil dans le quartier du haut, où le premier pain est à vingt-cinq minutes à pied."
    ),
    picture="boulangerie",
    neighbourhood="Bellecombe",
    place="2 place du Belvédère",
    latitude=45.4512,
    longitude=4.1132,
    tags=("circuits courts", "alimentation", "commerce"),
    holder=person("Thomas", "Nguyen", "thomas.nguyen@example.org"),
    organisation=None,
    holder_kind="entrepreneur",
    body=blocks("""
    ## Bonjour, je fais du pain

    Je m’appelle Thomas, j’ai trente-quatre ans, boulanger depuis quinze. Pendant trois ans j’ai monté la côte
    de Bellecombe avec un vélo et quarante miches, le mardi et le vendredi. Je suis arrivé trempé, en retard,
    une fois sans pain du tout. Les gens m’attendaient quand même. On m’a proposé l’ancienne boucherie de la
    place du Belvédère. J’ai visité quatre fois. J’ai dit oui.

    ## Pourquoi là-haut

    Bellecombe compte 2 900 habitants, un collège, une maison de retraite, et plus un seul commerce
    alimentaire. Le bus du retour passe à 12 h 10 puis à 16 h 45. Une baguette y coûte une matinée à qui
    marche mal.

    ## Ce que j’y ferai

    - Quatre pains au levain, faits avec les farines de deux paysans meuniers de la plaine.
    - Une baguette ordinaire, à un prix ordinaire. C’est important.
    - Un coin épicerie : les œufs des Aulnes, du lait, des pommes, le journal.
    - Une fenêtre sur le fournil, à hauteur de collégien.

    @picture detail-mains-terre | Tout commence là : les blés poussent à dix-neuf kilomètres du fournil.

    ## Le compte est simple

    Le four coûte 14 000 € d’occasion, la banque le finance. Elle ne finance ni le froid, ni le pétrin, ni le
    devant de la boutique. Il me manque 5 000 € pour ouvrir ; à 6 000 €, je fais la fenêtre et je prends
    l’apprenti dès le premier jour.

    ## Après

    Quatre mois de travaux. Levé à deux heures, ouvert à sept, fermé le lundi. Vos noms, si vous voulez bien,
    seront peints sur le mur du fournil : il paraît que la farine conserve.
    """),
    help=(
        "Un menuisier pour l’étal : j’ai le bois.",
        "Deux camions et six dos solides, un lundi, pour descendre le pétrin.",
        "Parlez-en à la maison de retraite : je voudrais savoir ce qu’on y aime.",
    ),
    public_duty=(
        "Une boulangerie est un commerce, et c’est très bien. La ville l’accompagne pour l’enseigne et "
        "l’accessibilité, comme tout commerçant."
    ),
    threshold_cents=500_000,
    goal_cents=600_000,
    stretch=(
        Stretch(600_000, "La fenêtre sur le fournil et l’apprenti dès l’ouverture"),
        Stretch(750_000, "Un vélo-cargo pour livrer la maison de retraite et le collège"),
    ),
    tiers=(
        Tier(
            "Votre nom dans la farine",
            "thanks",
            500,
            "Votre prénom peint sur le mur du fournil.",
            None,
            4,
            "on_site",
        ),
        Tier(
            "Le petit déjeuner de l’ouverture",
            "invitation",
            1_200,
            "Tartines, confiture, café, à partir de sept heures le premier samedi.",
            100,
            4,
            "at_event",
        ),
        Tier(
            "Dix baguettes",
            "product",
            2_000,
            "Une carte de dix baguettes, valable un an.",
            150,
            4,
            ("on_site"),
        ),
        Tier(
            "Le pain du mois",
            "product",
            4_500,
            "Une miche différente chaque mois pendant un an.",
            60,
            5,
            "on_site",
        ),
        Tier(
            "Une nuit au fournil",
            "access",
            9_000,
            "De deux heures à sept heures, tablier fourni, sieste conseillée.",
            15,
            6,
            "on_site",
        ),
    ),
    lines=(
        Line("expense", "Four d’occasion, transport et pose", 1_400_000),
        Line("expense", "Pétrin et chambre de pousse", 420_000),
        Line("expense", "Vitrine et devanture", 265_000),
        Line("expense", "Fenêtre sur le fournil", 85_000),
        Line("expense", "Premières farines et emballages", 60_000),
        Line("expense", "Contreparties", 40_000),
        Line("expense", "Commission de la plateforme (5 % de l’objectif)", 30_000),
        Line("resource", "Prêt bancaire", 1_400_000),
        Line("resource", "Économies de Thomas", 300_000),
    ),
    state="live",
    launched_days_ago=20,
    duration_days=58,
    gathered_cents=146_500,
    news=(
        News(
            "La maison de retraite a répondu",
            11,
            blocks("""
        Dix-huit résidents ont rempli mon questionnaire. Résultat : croûte fine, mie serrée, et un pain aux
        noix le dimanche. Mme Vidal ajoute en marge qu’elle veut bien tenir la caisse.
        """),
        ),
    ),
)
