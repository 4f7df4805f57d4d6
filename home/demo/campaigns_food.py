"""The food co-operative and the healthy canteen: where Rivelaine now buys and eats what grows nearby."""

from __future__ import annotations

from home.demo.people import person
from home.demo.prose import blocks
from home.demo.shapes import CampaignStory, Line, News, Stretch, Tier

COOPERATIVE_ALIMENTAIRE = CampaignStory(
    slug="cooperative-alimentaire",
    title="La Réserve, coopérative alimentaire",
    summary=(
        "Un magasin tenu par ceux qui y font leurs courses : deux heures par mois contre des produits d’ici "
        "moins chers."
    ),
    picture="cooperative-alimentaire",
    neighbourhood="Le Grand-Clos",
    place="Ancienne supérette, allée des Mûriers",
    latitude=45.4489,
    longitude=4.1276,
    tags=("circuits courts", "alimentation", "lieu partagé", "solidarité"),
    holder=person("Samira", "Belkacem", "samira.belkacem@example.org"),
    organisation="La Réserve du Grand-Clos",
    holder_kind="association",
    body=blocks("""
    ## Quand la supérette a fermé

    Le 3 mars, le rideau de la supérette du Grand-Clos est resté baissé. Pour un litre de lait, il faut depuis
    prendre le bus 4, deux fois par heure, jamais le dimanche. Nous sommes dix-neuf habitants de l’allée des
    Mûriers et des rues voisines. Nous avons commencé par un groupement d’achat dans une cage d’escalier ;
    nous voulons maintenant un magasin, et qu’il soit à nous.

    ## Comment cela marche

    On devient membre avec une part de 10 €. On donne deux heures par mois : à la caisse, au rangement, au
    quai, à la comptabilité. En échange, on achète sans la marge d’un commerce ordinaire. Nos premiers calculs
    donnent des prix d’environ 30 % plus bas que ceux du centre, à qualité égale, et les producteurs sont
    payés au prix qu’ils demandent.

    - Six fermes à moins de 35 kilomètres : légumes, œufs, farine, fromages, volailles, pommes.
    - Un rayon sec en vrac, avec les bocaux de chacun.
    - Des produits ordinaires aussi : des pâtes, des couches, de la lessive.

    @picture detail-paniers | La dernière livraison du groupement, avant le magasin.

    ## Ce que paie la collecte

    Les parts des membres couvrent le premier stock. Il manque la vitrine froide d’occasion, la balance
    homologuée, la caisse et les rayonnages. À partir de 2 800 €, nous ouvrons avec une seule vitrine ; à
    3 500 €, avec un congélateur et une rampe pour les poussettes et les fauteuils.

    ## Et le lieu ?

    La ville nous accompagne pour une étude d’implantation. Elle y met une condition qui nous convient : que
    l’endroit ne serve pas seulement à vendre. Il y aura donc un atelier de réparation de vélos dans la
    réserve et des cours de cuisine dans l’ancien fournil. Si tout va bien, ouverture cinq mois après la
    collecte.
    """),
    help=(
        "Des producteurs qui aimeraient nous livrer, même peu, même irrégulièrement.",
        "Une personne qui sache tenir un stock dans un tableur sans se fâcher.",
        "Des rayonnages, un transpalette, des cagettes.",
    ),
    public_duty=(
        "La ville n’a pas à tenir un magasin. Elle prend en charge l’étude d’implantation, ouverte ensuite "
        "à tous les commerçants, et ne finance ni le stock ni l’équipement."
    ),
    threshold_cents=280_000,
    goal_cents=350_000,
    stretch=(
        Stretch(350_000, "Un congélateur et une rampe d’accès"),
        Stretch(450_000, "Un vélo-cargo pour livrer les personnes qui ne descendent plus"),
    ),
    tiers=(
        Tier(
            "Votre nom sur un bocal",
            "thanks",
            500,
            "Votre prénom gravé sur l’un des bocaux du rayon vrac. Il servira longtemps.",
            None,
            5,
            "on_site",
        ),
        Tier(
            "La soupe d’ouverture",
            "invitation",
            1_000,
            "Deux bols de soupe le jour de l’ouverture, et la visite des coulisses.",
            None,
            5,
            "at_event",
        ),
        Tier(
            "Un cageot des six fermes",
            "product",
            2_500,
            "Un cageot composé par les producteurs : légumes, œufs, farine, fromage, pommes.",
            50,
            6,
            "on_site",
        ),
        Tier(
            "Un cours de cuisine",
            "access",
            4_000,
            "Une soirée à huit dans l’ancien fournil, on mange ce qu’on a cuisiné.",
            32,
            8,
            "on_site",
        ),
        Tier(
            "Six mois à prix de membre",
            "discount",
            8_000,
            "Les prix des membres pendant six mois, pour essayer avant de s’engager aux deux heures.",
            30,
            5,
            "on_site",
        ),
    ),
    lines=(
        Line("expense", "Vitrine froide et congélateur d’occasion", 310_000),
        Line("expense", "Premier stock", 290_000),
        Line("expense", "Caisse et balance homologuée", 98_000),
        Line("expense", "Rayonnages, bocaux, rampe", 84_500),
        Line("expense", "Assurance et frais de création", 40_000),
        Line("expense", "Commission de la plateforme (5 % de l’objectif)", 17_500),
        Line("resource", "Parts de 290 membres", 290_000),
        Line("resource", "Fonds d’une caisse de retraite", 200_000),
    ),
    state="settled",
    launched_days_ago=690,
    duration_days=58,
    gathered_cents=361_500,
    news=(
        News(
            "Quatre fermes se sont déclarées",
            12,
            blocks("""
        Nous demandions des producteurs sans trop y croire. Quatre ont écrit cette semaine : les maraîchères
        de Combe-Noire, la ferme des Aulnes pour les œufs, un meunier et une chèvrerie. Rendez-vous est pris à
        la salle du Rouet.
        """),
        ),
        News(
            "Le seuil est passé, merci",
            48,
            blocks("""
        Hier à 21 h 12, une personne qui n’a pas laissé son nom a donné 25 € et le seuil a été franchi. Les
        dix-neuf téléphones ont sonné en même temps. Nous continuons pour le congélateur et la rampe.
        """),
        ),
        News(
            "L’étude d’implantation est lancée",
            78,
            blocks("""
        Deux urbanistes de la ville ont parcouru le quartier avec nous, carte en main, un caddie vide pour
        faire la distance. Leur premier constat sert à tout le monde : trois quartiers de Rivelaine sont à
        plus d’un quart d’heure de marche d’un pain.
        """),
        ),
        News(
            "Nous avons les clés",
            143,
            blocks("""
        Ce sera bien l’ancienne supérette. Le bailleur nous laisse trois mois sans loyer contre les travaux de
        peinture. La réserve sera partagée avec l’atelier vélo, comme promis à la ville.

        - Samedi et dimanche : on vide.
        - La semaine suivante : on lave.
        - Ensuite : on peint, et il faut des bras.
        """),
        ),
        News(
            "La Réserve est ouverte",
            214,
            blocks("""
        Trois cent douze bols de soupe servis, la caisse en panne vingt minutes, aucun discours entendu
        jusqu’au bout. La première vente est un paquet de farine, acheté par Mme Arnaud, qui a demandé un
        ticket pour l’encadrer.
        """),
        ),
        News(
            "Vos bocaux sont gravés",
            228,
            blocks("""
        Les contreparties sont prêtes. Passez les prendre, ou les voir, aux heures d’ouverture. Les cours de
        cuisine commencent le mois prochain et les places sont nominatives.
        """),
        ),
        News(
            "Un an de magasin : les comptes sur la table",
            585,
            blocks("""
        640 membres, 71 % des achats venus de moins de 50 kilomètres, un excédent de 1 840 € que l’assemblée a
        décidé de mettre dans un second vélo-cargo. Ce qui ne va pas encore : le dimanche matin, nous manquons
        de monde au quai.
        """),
        ),
    ),
)

CANTINE_SAINE = CampaignStory(
    slug="cantine-saine",
    title="Le Bol, manger vite et bien",
    summary=(
        "Un comptoir du midi près de la gare : un plat, une soupe, des légumes d’ici, servis en quatre "
        "minutes à moins de 10 €."
    ),
    picture="cantine-saine",
    neighbourhood="La Gare",
    place="Kiosque de la place de la Gare",
    latitude=45.4358,
    longitude=4.1302,
    tags=("alimentation", "circuits courts", "commerce"),
    holder=person("Inès", "Carvalho", "ines.carvalho@example.org"),
    organisation="Le Bol",
    holder_kind="entrepreneur",
    body=blocks("""
    ## Mon problème de midi

    J’ai travaillé onze ans dans un centre d’appels, derrière la gare. Quarante minutes de pause, un
    distributeur, deux enseignes de sandwichs. J’ai pris dix kilos et j’ai appris à cuisiner le dimanche pour
    toute la semaine. Mes collègues ont commencé à me commander leurs boîtes. À vingt-deux boîtes par jour,
    j’ai passé mon diplôme de cuisine et je suis partie.

    ## Ce que je veux servir

    Une soupe, un plat chaud, un plat froid. C’est tout, et cela change chaque jour. Les légumes viennent des
    maraîchères de Combe-Noire et de la coopérative du Grand-Clos, les lentilles de la plaine. Le bol est à
    8,50 €, à 6 € pour les étudiants et les demandeurs d’emploi, sans justificatif : je préfère faire
    confiance. On paie, on tend son bol ou on en emprunte un consigné, on est assis quatre minutes plus tard.

    @picture detail-paniers | Une livraison de Combe-Noire : ce qui arrive le mardi décide du mercredi.

    ## L’argent

    Le kiosque appartient à la ville, qui le loue à tout commerçant retenu ; j’ai été retenue. La banque me
    prête 9 000 € pour la cuisine, à condition que j’apporte de quoi finir. Avec 1 800 € je remplace le four
    et j’achète les deux cents bols consignés ; avec 2 200 € j’ai aussi la plonge qui les lave.

    > Le lundi, on reconnaissait son plat à l’odeur dans tout le plateau. Personne n’a jamais laissé une
    > lentille.
    > — Yann, ancien collègue

    ## Quand

    Essais trois semaines après la collecte, ouverture au bout de deux mois. Je publierai mes chiffres chaque
    trimestre : nombre de bols, prix d’achat, ce que je me verse. Si cela ne marche pas, vous saurez pourquoi.
    """),
    help=(
        "Un électricien qui accepte de relire mon devis.",
        "Des cobayes : trois services d’essai gratuits, en échange de critiques sans pitié.",
        "Des bocaux et des cagettes.",
    ),
    public_duty=(
        "Un commerce de bouche n’est pas un service public. La ville loue son kiosque au prix du marché, "
        "après un appel ouvert à tous."
    ),
    threshold_cents=180_000,
    goal_cents=220_000,
    stretch=(Stretch(220_000, "Une plonge pour laver les bols sur place"),),
    tiers=(
        Tier(
            "Une soupe",
            "product",
            500,
            "Une soupe du jour et une tranche de pain, un midi d’ouverture.",
            None,
            3,
            "on_site",
        ),
        Tier(
            "Cobaye officiel",
            "invitation",
            1_000,
            "Votre place à l’un des trois services d’essai, critique écrite exigée.",
            60,
            2,
            "at_event",
        ),
        Tier(
            "Trois bols", "product", 2_500, "Trois repas complets, à prendre en six mois.", 80, 3, "on_site"
        ),
        Tier(
            "Votre bol à vous",
            "thanks",
            5_000,
            "Un bol de grès tourné à Bellecombe, votre prénom dessous, rangé au kiosque ou chez vous.",
            30,
            4,
            "on_site",
        ),
        Tier(
            "Le déjeuner du bureau",
            "discount",
            15_000,
            "Un quart de moins sur un repas livré à vélo pour quinze personnes.",
            10,
            4,
            "on_site",
        ),
    ),
    lines=(
        Line("expense", "Four, plaques et hotte", 640_000),
        Line("expense", "Plonge professionnelle d’occasion", 185_000),
        Line("expense", "Électricité et mise aux normes", 230_000),
        Line("expense", "Deux cents bols consignés", 74_000),
        Line("expense", "Premier mois de loyer et assurance", 80_000),
        Line("expense", "Commission de la plateforme (5 % de l’objectif)", 11_000),
        Line("resource", "Prêt bancaire", 900_000),
        Line("resource", "Économies d’Inès", 100_000),
    ),
    state="settled",
    launched_days_ago=470,
    duration_days=45,
    gathered_cents=209_000,
    news=(
        News(
            "Premier essai : trop salé",
            68,
            blocks("""
        Vingt fiches de critique, dix-neuf avec le mot sel. Message reçu. Le houmous de betterave, lui, fait
        l’unanimité moins une voix, celle de mon père.
        """),
        ),
        News(
            "Le kiosque est ouvert",
            112,
            blocks("""
        Cent quatre bols le premier jour, vingt-huit le deuxième, c’est la vie. Les contreparties vous
        attendent au comptoir : dites simplement votre nom.
        """),
        ),
        News(
            "Six mois : les chiffres",
            300,
            blocks("""
        - 71 bols par jour en moyenne, 9 sur 100 au tarif réduit.
        - 62 % des achats à moins de 50 kilomètres.
        - Je me verse 1 150 € depuis deux mois. L’objectif reste 1 500 €.
        """),
        ),
    ),
)
