"""Two cafés: the neighbourhood café of Les Tanneries and the cultural café where children are at home."""

from __future__ import annotations

from home.demo.people import person
from home.demo.prose import blocks
from home.demo.shapes import CampaignStory, Line, News, Stretch, Tier

CAFE_DE_QUARTIER = CampaignStory(
    slug="cafe-de-quartier",
    title="Le café de quartier",
    summary=(
        "Un café rue des Tanneurs, avec les paniers de l’AMAP le jeudi et un établi pour réparer ce qui "
        "peut encore servir."
    ),
    picture="cafe-de-quartier",
    neighbourhood="Les Tanneries",
    place="18 rue des Tanneurs",
    latitude=45.4431,
    longitude=4.1187,
    tags=("circuits courts", "alimentation", "café", "réemploi", "lieu partagé"),
    holder=person("Alexis", "Grandjean", "porteur@example.org"),
    organisation=None,
    holder_kind="collective",
    body=blocks("""
    ## Deux voisins et un rideau de fer baissé

    Nous sommes Alexis et Clément. L’un est menuisier, l’autre a tenu pendant six ans la salle d’un restaurant
    ouvrier. Nous habitons à quarante mètres l’un de l’autre et, depuis que le dernier bistrot des Tanneries a
    fermé, nous nous retrouvons sur un banc. Le local du 18, l’ancienne mercerie, est vide depuis quatre ans.
    Le propriétaire nous le loue 480 € par mois, à condition que nous fassions les travaux.

    ## Trois usages sous un même toit

    - Le matin et l’après-midi, un café : du café équitable, des sirops d’ici, une soupe à midi, aucune
      obligation de consommer pour s’asseoir.
    - Le jeudi soir, le dépôt des paniers bio de l’AMAP de la Lize. Trente-deux familles les retirent
      aujourd’hui dans un garage sans lumière.
    - Au fond, une petite ressourcerie : un établi, des outils, une étagère d’objets à prendre, et Alexis le
      samedi pour recoller une chaise ou changer un cordon.

    @picture detail-comptoir | Le comptoir vient de la salle des fêtes de Bellecombe : 4,20 mètres de chêne,
    descendus à six.

    ## Ce que paie la collecte

    Nous mettons 5 000 € de nos économies, la brocante de la rue a rapporté 1 000 €. Avec 6 000 € de plus, on
    refait l’électricité et le point d’eau, on achète une machine à café révisée et la chambre froide des
    paniers : on ouvre. Jusqu’à 8 000 €, on ajoute les toilettes accessibles en fauteuil et une vraie
    banquette. En dessous de 6 000 €, nous ne signons pas le bail et chacun est remboursé.

    > Le jeudi, on se croise cinq minutes, les bras chargés, dans un courant d’air. Avec trois tables et un
    > poêle, on se parlerait.
    > — Huguette, qui prend son panier depuis le premier jour

    ## Et après ?

    Bail signé dans la semaine qui suit la fin de la collecte, huit semaines de chantier, une soirée
    d’ouverture avec tous ceux qui auront soutenu. Nous donnerons des nouvelles ici chaque quinzaine, y
    compris des mauvaises.
    """),
    help=(
        "Des bras, cinq samedis de suite, pour gratter, peindre et poser un plancher. Le repas est pour "
        "nous.",
        "Quelqu’un qui a déjà monté une association : nous hésitons entre plusieurs statuts et nous "
        "tournons en rond.",
        "Des tables, des chaises, une échelle double, une ponceuse prêtée.",
    ),
    public_duty=(
        "Tenir un café n’est pas le rôle de la ville. Elle nous aide autrement : deux rendez-vous avec le "
        "service commerce pour l’installation et l’accessibilité du local."
    ),
    threshold_cents=600_000,
    goal_cents=800_000,
    stretch=(
        Stretch(700_000, "Des toilettes accessibles en fauteuil roulant"),
        Stretch(800_000, "Une banquette le long du mur et un coin pour les enfants"),
        Stretch(950_000, "Une petite terrasse de bois démontable, côté cour"),
    ),
    tiers=(
        Tier(
            "Un café vous attend",
            "thanks",
            500,
            "Un café équitable, un thé ou un sirop offert le premier mois, et votre prénom sur le mur de "
            "l’entrée.",
            None,
            3,
            "on_site",
        ),
        Tier(
            "À table le soir de l’ouverture",
            "invitation",
            1_000,
            "Votre place au repas d’inauguration : soupe, tartes salées, musique, discours de moins de deux "
            "minutes.",
            120,
            3,
            "at_event",
        ),
        Tier(
            "Un panier de légumes de l’AMAP",
            "product",
            2_000,
            "Un panier de saison de 5 kg environ, à retirer un jeudi de votre choix.",
            60,
            3,
            "on_site",
        ),
        Tier(
            "Un samedi à l’établi",
            "access",
            3_000,
            "Deux heures avec Alexis pour remettre en état un meuble ou un petit appareil que vous apportez.",
            24,
            4,
            "on_site",
        ),
        Tier(
            "La carte d’habitué",
            "discount",
            6_000,
            "Un dixième de moins sur toutes vos boissons chaudes pendant un an.",
            80,
            3,
            "on_site",
        ),
        Tier(
            "Le café à vous, un soir",
            "access",
            15_000,
            "La salle pour un anniversaire, une réunion ou un concert, jusqu’à trente personnes, Clément au "
            "comptoir.",
            8,
            5,
            "on_site",
        ),
    ),
    lines=(
        Line("expense", "Électricité, point d’eau, peinture", 420_000),
        Line("expense", "Comptoir, tables et chaises de récupération", 260_000),
        Line("expense", "Dépôt de garantie et premiers loyers", 240_000),
        Line("expense", "Machine à café révisée et moulin", 190_000),
        Line("expense", "Chambre froide pour les paniers", 140_000),
        Line("expense", "Établi et outils de la ressourcerie", 90_000),
        Line("expense", "Assurance, licence et formation obligatoire", 80_000),
        Line("expense", "Soirée d’ouverture et contreparties", 80_000),
        Line("expense", "Commission de la plateforme (5 % de l’objectif)", 40_000),
        Line("resource", "Économies d’Alexis et de Clément", 500_000),
        Line("resource", "Prêt sans intérêt d’une tante", 140_000),
        Line("resource", "Brocante de la rue des Tanneurs", 100_000),
    ),
    state="live",
    launched_days_ago=44,
    duration_days=58,
    gathered_cents=564_000,
    news=(
        News(
            "Le comptoir a traversé la ville",
            6,
            blocks("""
        Samedi, six voisins, un camion prêté par la droguerie Masson et beaucoup de couvertures : le comptoir
        de Bellecombe est arrivé rue des Tanneurs sans une rayure. Il dort dans le garage de Clément en
        attendant le bail.

        Merci à Jeanne, qui passait là et qui a tenu la porte pendant une heure.
        """),
        ),
        News(
            "L’AMAP dit oui",
            19,
            blocks("""
        L’assemblée de l’AMAP de la Lize a voté hier soir : si le café ouvre, les paniers quittent le garage.
        Vingt-sept voix pour, aucune contre, trois personnes qui veulent d’abord voir la chambre froide.

        Nous cherchons toujours quelqu’un qui sache expliquer la différence entre une association et une
        coopérative à deux personnes fatiguées.
        """),
        ),
        News(
            "Il manque 360 €",
            43,
            blocks("""
        Nous n’avions pas osé regarder depuis dimanche. Il reste deux semaines et 360 € à réunir pour que le
        projet se fasse. La visite du local est ouverte à tous samedi, de 10 h à midi : venez avec vos
        questions sur le plancher, il le mérite.
        """),
        ),
    ),
)

CAFE_CULTUREL_ENFANTS = CampaignStory(
    slug="cafe-culturel-enfants",
    title="La Toupie, café des enfants",
    summary=(
        "Un café à hauteur d’enfant : des livres, des ateliers et des goûters, avec ou sans parents, trois "
        "jours par semaine."
    ),
    picture="cafe-culturel-enfants",
    neighbourhood="Centre ancien",
    place="Ancienne imprimerie, 5 rue de la Navette",
    latitude=45.4402,
    longitude=4.1221,
    tags=("enfance", "culture", "café", "lieu partagé"),
    holder=person("Maud", "Tessier", "maud.tessier@example.org"),
    organisation="La Toupie",
    holder_kind="association",
    body=blocks("""
    ## D’où vient l’idée

    À Rivelaine, un enfant de neuf ans qui sort de l’école à 16 h 30 a trois endroits où aller : chez lui, à
    l’étude, ou nulle part. Nous sommes onze, parents, grands-parents, une comédienne, un ancien instituteur.
    Depuis un an, un mercredi sur deux, nous posons des tapis et des caisses de livres dans la salle
    paroissiale. Nous étions douze la première fois, soixante la dernière. La salle n’est plus assez grande et
    il faut tout remballer à 18 h.

    ## Un lieu où l’enfant est le client

    L’ancienne imprimerie nous est louée avec sa verrière et ses 90 m². Les enfants y entreront seuls dès huit
    ans, accompagnés avant. Ils commanderont au comptoir un jus de pomme à 80 centimes et choisiront : lire,
    jouer, fabriquer, écouter, ne rien faire. Les adultes sont les bienvenus s’ils posent leur téléphone dans
    la boîte à gants.

    - Mercredi, samedi et dimanche après-midi : portes ouvertes, deux animateurs, un atelier.
    - Un vendredi par mois : une scène de six mètres carrés, tenue par les enfants.
    - Le matin, la salle accueille les assistantes maternelles et les bébés.

    ## Ce que vos soutiens paient

    Les deux tiers vont au lieu lui-même : sol souple, cuisine aux normes, mobilier bas, mise en sécurité de
    la verrière. Le reste achète six mois d’ateliers, le temps que les adhésions prennent le relais. Au-delà
    du seuil de 5 000 €, nous ouvrons le vendredi ; à 7 500 €, nous salarions une personne à mi-temps dès la
    rentrée.

    @picture detail-fete | On a trinqué au sirop, le soir où nous avons trouvé l’imprimerie.

    ## Le calendrier

    Les travaux commencent le mois qui suit la collecte et durent dix semaines. Le comité des enfants, neuf
    membres de sept à douze ans, choisit les couleurs et a déjà interdit le beige.
    """),
    help=(
        "Donner deux heures par mois au comptoir ou à l’accueil : nous vous formons.",
        "Prêter une scie sauteuse, une machine à coudre, un vidéoprojecteur.",
        "Nous confier des livres jeunesse en bon état, des jeux complets, un piano droit si vous en rêvez.",
    ),
    public_duty=(
        "L’accueil périscolaire relève de la ville et continue sans changement. La Toupie n’est pas une "
        "garderie : les familles y viennent ensemble, et les enfants décident du programme."
    ),
    threshold_cents=500_000,
    goal_cents=750_000,
    stretch=(
        Stretch(600_000, "La scène du vendredi, avec son rideau et trois projecteurs"),
        Stretch(750_000, "Une personne salariée à mi-temps dès l’ouverture"),
    ),
    tiers=(
        Tier(
            "Une carte dessinée",
            "thanks",
            500,
            "Une carte dessinée par un membre du comité des enfants, envoyée par la poste avec un vrai "
            "timbre.",
            None,
            2,
            "by_post",
        ),
        Tier(
            "Le premier goûter",
            "invitation",
            1_500,
            "Deux places au goûter d’ouverture, dont une au moins pour un enfant.",
            100,
            5,
            "at_event",
        ),
        Tier(
            "Dix jus de pomme",
            "discount",
            3_000,
            "Une carte de dix boissons pour le prix de sept, valable un an.",
            None,
            5,
            "on_site",
        ),
        Tier(
            "Un atelier en famille",
            "access",
            5_000,
            "Un atelier du samedi pour deux enfants et un adulte : linogravure, marionnettes ou électricité.",
            40,
            6,
            "on_site",
        ),
        Tier(
            "L’anniversaire sous la verrière",
            "access",
            12_000,
            "La salle un dimanche matin, un animateur, un gâteau et douze chapeaux.",
            12,
            6,
            "on_site",
        ),
    ),
    lines=(
        Line("expense", "Sol, peinture, mise en sécurité de la verrière", 480_000),
        Line("expense", "Cuisine aux normes", 290_000),
        Line("expense", "Mobilier bas et rayonnages", 165_000),
        Line("expense", "Six mois d’ateliers", 240_000),
        Line("expense", "Livres, jeux, petit matériel", 90_000),
        Line("expense", "Contreparties et envois", 47_500),
        Line("expense", "Commission de la plateforme (5 % de l’objectif)", 37_500),
        Line("resource", "Cotisations des 140 familles adhérentes", 210_000),
        Line("resource", "Fondation d’une mutuelle régionale", 300_000),
        Line("resource", "Vide-grenier et ventes de gâteaux", 90_000),
    ),
    state="live",
    launched_days_ago=3,
    duration_days=56,
    gathered_cents=24_000,
    news=(
        News(
            "Le comité des enfants s’est réuni",
            2,
            blocks("""
        Ordre du jour : le nom des salles, le prix du sirop, la question des chats. Sont adoptés la Petite
        Presse pour l’atelier, 80 centimes pour le sirop, et un chat dessiné sur la vitrine à la place d’un
        chat.
        """),
        ),
    ),
)
