"""Feasts that take up a square: the Disco Soupe and the Thursdays of Fontvive."""

from __future__ import annotations

from home.demo.people import person
from home.demo.prose import blocks
from home.demo.shapes import CampaignStory, Line, News, Stretch, Tier

DISCO_SOUPE = CampaignStory(
    slug="disco-soupe",
    title="Disco Soupe, la saison deux",
    summary=(
        "Des légumes sauvés de la benne, des éplucheurs, une sono : quatre dimanches de soupe gratuite sur "
        "les places."
    ),
    picture="disco-soupe",
    neighbourhood="Centre ancien",
    place="Halle du marché couvert",
    latitude=45.4411,
    longitude=4.1209,
    tags=("alimentation", "anti-gaspillage", "espace public", "fête"),
    holder=person("Jonas", "Weber", "jonas.weber@example.org"),
    organisation="Collectif Épluche",
    holder_kind="collective",
    body=blocks("""
    ## Le principe tient en une phrase

    On récupère le samedi ce que le marché allait jeter, on l’épluche tous ensemble le dimanche en dansant un
    peu, on mange la soupe, c’est gratuit.

    ## La saison une, pour mémoire

    Une seule date, l’an dernier, sous la halle. On espérait cinquante personnes. Il y en a eu deux cent
    trente, 310 kilos de légumes, et une file jusqu’à la fontaine. On a fini à éplucher avec des couteaux à
    huîtres. Leçon : il faut plus d’économes.

    ## La saison deux

    Quatre dimanches, quatre places : Fontvive, le Grand-Clos, la Gare, et retour à la halle. À chaque fois,
    un collectif du quartier prend la cuisine avec nous et choisit la musique. Les restes partent à la maraude
    du soir.

    @picture detail-fete | Fin de la saison une : la vaisselle est faite, on trinque au bouillon.

    ## On demande 450 €, et voilà pourquoi

    - Location de deux marmites de 100 litres et de leurs brûleurs : 180 €.
    - Cent économes qui coupent : 120 €.
    - Gaz, bols lavables, assurance, location d’un triporteur.

    Avec 700 €, on achète les marmites au lieu de les louer, et elles restent à la disposition de n’importe
    quelle association de la ville, sur simple demande.

    ## Les dates

    Premier dimanche un mois après la fin de la collecte, puis un par mois. S’il pleut, c’est sous la halle.
    S’il neige, c’est une raclette de topinambours.
    """),
    help=(
        "Venez éplucher. Sérieusement, c’est le projet.",
        "Prêtez une sono à batterie, un triporteur, une tonnelle.",
        "Vous vendez sur un marché : gardez-nous ce que vous alliez jeter. On passe le prendre, on rend les "
        "cagettes propres.",
    ),
    public_duty=(
        "La collecte des biodéchets du marché est assurée par la ville. Nous intervenons avant, sur ce qui "
        "se mange encore, et pour le plaisir d’être ensemble."
    ),
    threshold_cents=45_000,
    goal_cents=70_000,
    stretch=(Stretch(70_000, "Acheter les marmites et les prêter à toute la ville"),),
    tiers=(
        Tier(
            "Un merci au micro",
            "thanks",
            500,
            "Votre nom crié entre deux morceaux. Nous prononçons mal mais fort.",
            None,
            2,
            "at_event",
        ),
        Tier(
            "L’économe doré",
            "thanks",
            1_000,
            "Un économe peint à la main, qui épluche vraiment.",
            40,
            2,
            "on_site",
        ),
        Tier(
            "Choisir trois morceaux",
            "access",
            2_000,
            "Trois chansons de votre choix dans la programmation d’un dimanche.",
            24,
            2,
            "at_event",
        ),
        Tier(
            "La soupe à la maison",
            "invitation",
            6_000,
            "L’équipe vient cuisiner vos restes pour huit personnes.",
            4,
            4,
            "on_site",
        ),
    ),
    lines=(
        Line("expense", "Deux marmites et leurs brûleurs", 42_000),
        Line("expense", "Cent économes et vingt planches", 14_500),
        Line("expense", "Gaz, bols lavables, triporteur", 19_000),
        Line("expense", "Assurance des quatre dimanches", 11_000),
        Line("expense", "Commission de la plateforme (5 % de l’objectif)", 3_500),
        Line("resource", "Chapeau de la saison une", 20_000),
    ),
    state="live",
    launched_days_ago=24,
    duration_days=30,
    gathered_cents=52_000,
    news=(
        News(
            "Seuil franchi, sortez les couteaux",
            17,
            blocks("""
        Les quatre dimanches auront lieu. La suite de la collecte sert aux marmites. Répétition générale
        d’épluchage mercredi à 18 h 30, derrière la halle.
        """),
        ),
    ),
)

PLACE_ANIMEE = CampaignStory(
    slug="place-animee",
    title="Fontvive dehors",
    summary=(
        "Rendre la place de Fontvive vivante un soir par semaine : des transats, des jeux, un four à pizza "
        "mobile, des voisins."
    ),
    picture="place-animee",
    neighbourhood="Fontvive",
    place="Place de Fontvive",
    latitude=45.4369,
    longitude=4.1148,
    tags=("espace public", "fête", "lieu partagé", "jeunesse"),
    holder=person("Mehdi", "Aubert", "mehdi.aubert@example.org"),
    organisation="Collectif Dehors",
    holder_kind="collective",
    body=blocks("""
    ## Une place où l’on ne fait que passer

    Elle est grande, dallée, avec une fontaine qui fuit, un parking d’un côté et trois barres de l’autre. En
    semaine, elle se traverse en 48 secondes : nous avons chronométré. Le collectif Dehors, c’est neuf
    personnes des barres et du lotissement, de 17 à 66 ans, qui voudraient s’y arrêter.

    ## Un soir par semaine, tout l’été et un peu après

    Le jeudi, de 18 h à 22 h, nous sortons le matériel d’un conteneur. À 22 h 15, tout est rangé et balayé.

    - Trente transats et vingt chaises pliantes.
    - Des jeux : palets, échecs géants, une table de ping-pong roulante.
    - Un four mobile où chacun cuit sa pâte.
    - Un micro ouvert, sans ampli après 21 h. On l’a promis aux bébés du premier.

    Chaque semaine, une personne différente choisit le thème : soirée portugaise, réparation de vélos,
    concours de soupe, silence et lecture.

    @picture detail-fete | Soirée d’essai : le conteneur n’était pas encore peint.

    ## Le matériel, rien d’autre

    Tout le monde est bénévole. Les 700 € paient les transats, les jeux, la guirlande et l’assurance. Avec
    900 €, on monte le four sur sa remorque, et on le prête aux écoles le reste de la semaine.

    ## Et si cela prend

    Nous voulons tenir une saison entière avant de demander quoi que ce soit d’autre. À la fin, nous
    publierons le mode d’emploi, prix compris : le conteneur, le planning, les erreurs. Une place, cela
    s’occupe à plusieurs.
    """),
    help=(
        "Un endroit pour brancher la guirlande sans tirer 60 mètres de câble.",
        "Deux soudeurs, un samedi, pour la remorque.",
        "Une personne dont la fenêtre donne sur la place et qui nous dise, franchement, si l’on fait trop "
        "de bruit.",
    ),
    public_duty=(
        "L’aménagement de la place est à l’étude et restera à la charge de la ville. Ici, rien n’est "
        "construit : on sort des chaises et on les range."
    ),
    threshold_cents=70_000,
    goal_cents=90_000,
    stretch=(Stretch(90_000, "Le four à pizza sur sa remorque, prêté aux écoles"),),
    tiers=(
        Tier(
            "Un transat à votre nom",
            "thanks",
            500,
            "Peint au pochoir, réservé à personne, mais à votre nom.",
            None,
            2,
            "on_site",
        ),
        Tier(
            "La soirée d’inauguration",
            "invitation",
            1_000,
            "Une part de pizza et un verre de sirop le premier jeudi.",
            None,
            2,
            "at_event",
        ),
        Tier(
            "Choisir le thème d’un jeudi",
            "access",
            4_000,
            "Vous décidez, nous sortons ce qu’il faut.",
            10,
            3,
            "at_event",
        ),
        Tier(
            "Le conteneur pour une fête",
            "access",
            10_000,
            "Tout le matériel prêté un week-end à votre rue.",
            6,
            4,
            "on_site",
        ),
    ),
    lines=(
        Line("expense", "Transats et chaises", 41_000),
        Line("expense", "Jeux et ping-pong roulant", 26_000),
        Line("expense", "Four et remorque", 33_000),
        Line("expense", "Guirlande, assurance, peinture", 15_500),
        Line("expense", "Commission de la plateforme (5 % de l’objectif)", 4_500),
        Line("resource", "Prix d’un concours de jeunes", 30_000),
    ),
    state="settled",
    launched_days_ago=240,
    duration_days=40,
    gathered_cents=89_000,
    news=(
        News(
            "Le conteneur est bleu",
            58,
            blocks("""
        Vote organisé au pied des barres : bleu 112, orange 97, « ne le peignez pas » 4. La guirlande se
        branche chez Mme Lopes, au rez-de-chaussée, qui refuse qu’on la paie.
        """),
        ),
        News(
            "Vingt-deux jeudis plus tard",
            216,
            blocks("""
        On range pour l’hiver. 1 900 passages comptés à la main, deux orages, un mariage décidé sur un
        transat. Le mode d’emploi sera en ligne avant la fin du mois, avec la liste de nos erreurs, qui est
        longue et instructive.
        """),
        ),
    ),
)
