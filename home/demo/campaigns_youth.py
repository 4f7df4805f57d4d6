"""Growing up here: young skiers, bees at school, a neighbourhood radio."""

from __future__ import annotations

from home.demo.people import person
from home.demo.prose import blocks
from home.demo.shapes import CampaignStory, Line, News, Stretch, Tier

ESPOIR_SKI = CampaignStory(
    slug="espoir-ski",
    title="Cinq espoirs sur les skis",
    summary=(
        "Cinq collégiens de la section ski de fond, un minibus partagé et des devoirs faits le soir : leur "
        "saison complète."
    ),
    picture="espoir-ski",
    neighbourhood="Fontvive",
    place="Collège de Fontvive",
    latitude=45.4377,
    longitude=4.1133,
    tags=("jeunesse", "sport", "école"),
    holder=person("Pauline", "Jourdan", "pauline.jourdan@example.org"),
    organisation="Ski-club de la Lize",
    holder_kind="association",
    body=blocks("""
    ## Ils se lèvent à 5 h 20

    Noé, Aya, Lucas, Maëlys et Idriss ont entre 12 et 15 ans. Trois fois par semaine, ils partent s’entraîner
    sur le plateau avant les cours. Ils sont bons : Aya a fini quatrième du championnat de massif avec des
    skis plus longs qu’elle, prêtés par une cousine.

    Je suis leur entraîneuse, bénévole comme les trois autres. Cette saison, le collège ouvre une section :
    des cours aménagés, une étude encadrée, un suivi des notes. Il reste à leur charge ce qui trie le plus
    sûrement les enfants, c’est-à-dire le matériel et les trajets.

    ## Ce que nous demandons

    - Cinq paires de skis de compétition d’occasion, avec bâtons et chaussures à leur taille, qui resteront au
      club.
    - Le carburant du minibus pour quatorze déplacements.
    - Quarante heures d’aide aux devoirs par une étudiante, dans le minibus et le soir.
    - L’hébergement de deux stages.

    ## Et si l’on dépasse

    À 1 000 €, la saison est assurée. À 1 300 €, nous emmenons dix autres enfants du quartier, qui n’ont
    jamais vu la neige de près, pour une journée complète.

    @picture detail-fete | Fin de la saison dernière : on trinque au jus de pomme avec les parents.

    > On me demande si je veux devenir championne. Je veux surtout ne pas rater mon contrôle de mardi.
    > — Aya, 13 ans

    ## Retour promis

    Les enfants raconteront la saison eux-mêmes, résultats et carnets de notes compris, s’ils le veulent bien.
    Au printemps, soirée au collège avec photos, tartiflette, et démonstration de ski à roulettes dans le
    préau.
    """),
    help=(
        "Quelqu’un qui sait farter et affûter, le vendredi soir.",
        "Des vêtements chauds en bon état, du 12 au 16 ans.",
        "Un garage fermé pour la remorque.",
    ),
    public_duty=(
        "L’enseignement est public et gratuit, et le collège finance l’étude du midi. Le matériel sportif "
        "de compétition n’entre dans aucun de ses budgets."
    ),
    threshold_cents=100_000,
    goal_cents=130_000,
    stretch=(Stretch(130_000, "Une journée de neige pour dix enfants du quartier"),),
    tiers=(
        Tier(
            "Une carte du plateau",
            "thanks",
            500,
            "Écrite à la main par l’un des cinq, fautes comprises.",
            None,
            4,
            "by_post",
        ),
        Tier(
            "La soirée tartiflette",
            "invitation",
            1_500,
            "Une place à la soirée de fin de saison.",
            80,
            6,
            "at_event",
        ),
        Tier(
            "Première glisse",
            "access",
            4_000,
            "Une séance d’initiation sur le plateau avec les cinq.",
            24,
            5,
            "on_site",
        ),
        Tier(
            "Vos couleurs sur la remorque",
            "thanks",
            20_000,
            "Le nom de votre atelier ou de votre famille, peint à la main.",
            5,
            3,
            "on_site",
        ),
    ),
    lines=(
        Line("expense", "Skis, bâtons et chaussures d’occasion", 92_000),
        Line("expense", "Carburant de quatorze déplacements", 49_000),
        Line("expense", "Aide aux devoirs", 60_000),
        Line("expense", "Deux stages", 54_000),
        Line("expense", "Contreparties", 8_500),
        Line("expense", "Commission de la plateforme (5 % de l’objectif)", 6_500),
        Line("resource", "Licences et participation des familles", 90_000),
        Line("resource", "Loto du ski-club", 50_000),
    ),
    state="settled",
    launched_days_ago=365,
    duration_days=48,
    gathered_cents=121_000,
    news=(
        News(
            "Les skis sont là",
            66,
            blocks("""
        Cinq paires, cinq sourires, et Idriss qui dort avec les siennes. Les cartes partent dès que les cinq
        se sont mis d’accord sur le dessin.
        """),
        ),
        News(
            "La saison en cinq phrases",
            190,
            blocks("""
        - Aya : troisième au massif, et 16 en mathématiques.
        - Noé : « J’ai appris à perdre, c’est long. »
        - Lucas passe en seconde, section sport.
        - Maëlys a formé deux débutantes.
        - Idriss a gagné une course et perdu un gant.
        """),
        ),
    ),
)

RUCHES_ECOLE = CampaignStory(
    slug="ruches-ecole",
    title="Trois ruches pour l’école des Mûriers",
    summary=(
        "Des ruches vitrées sur le toit du préau, un apiculteur, une année de classe, et le miel au marché "
        "de mai."
    ),
    picture="ruches-ecole",
    neighbourhood="Le Grand-Clos",
    place="École des Mûriers",
    latitude=45.4476,
    longitude=4.1259,
    tags=("école", "enfance", "jardin", "alimentation"),
    holder=person("Émilie", "Fontanel", "emilie.fontanel@example.org"),
    organisation="Les Parents des Mûriers",
    holder_kind="association",
    body=blocks("""
    ## Une question de CE1

    « Maîtresse, qui peint les rayures des abeilles ? » Personne n’a su répondre à ce qui a suivi : combien
    sont-elles, où dorment-elles, est-ce qu’elles ont un jour de congé. Les parents d’élèves se sont pris au
    jeu, l’équipe enseignante aussi. Un apiculteur du Rouet, Lucien Maréchal, accepte de nous guider une année
    entière.

    ## Le projet

    - Trois ruches sur le toit du préau, derrière un garde-corps et une vitre, à douze mètres de la cour.
    - Une ruche d’observation démontable : on voit la reine sans ouvrir.
    - Huit combinaisons à la taille des enfants.
    - Une séance par classe et par saison, avec carnet de relevés : poids, météo, floraisons.

    Le toit a été vérifié, la déclaration est prête, et la médecine scolaire a donné son avis. Trois enfants
    allergiques participent autrement : ils tiennent la pesée, derrière la vitre.

    ## Le budget

    Les essaims et les ruches font la moitié de la somme. Les combinaisons coûtent cher, c’est vrai, mais
    serviront dix ans. À 1 100 €, deux ruches ; à 1 400 €, trois et la ruche vitrée.

    @picture detail-mains-terre | En attendant les abeilles, chaque classe sème de quoi les nourrir.

    > J’ai commencé à huit ans, chez mon oncle, en me faisant piquer. On fera mieux.
    > — Lucien, apiculteur

    ## Quand les abeilles arrivent

    Les essaims voyagent au printemps. D’ici là, les enfants peignent les ruches : il paraît que les abeilles
    retrouvent mieux une porte bleue.
    """),
    help=(
        "Un menuisier pour le garde-corps et la vitre.",
        "Des jardins où semer de la phacélie : demandez-nous des graines.",
        "Des pots de verre de 250 g avec leur couvercle.",
    ),
    public_duty=(
        "L’école fournit les heures de classe et la ville a vérifié le toit. Les ruches appartiennent aux "
        "parents et viennent en plus des programmes."
    ),
    threshold_cents=110_000,
    goal_cents=140_000,
    stretch=(Stretch(140_000, "La troisième ruche et la ruche d’observation vitrée"),),
    tiers=(
        Tier(
            "Un dessin d’abeille",
            "thanks",
            500,
            "Par un élève, avec le nombre de pattes de son choix.",
            None,
            3,
            "by_post",
        ),
        Tier(
            "L’ouverture des ruches",
            "invitation",
            1_000,
            "Votre place à la visite de mai, derrière la vitre.",
            60,
            7,
            "at_event",
        ),
        Tier(
            "Un pot de 250 g",
            "product",
            1_800,
            "Miel de la première récolte, si les abeilles veulent bien.",
            50,
            9,
            "on_site",
        ),
        Tier(
            "Parrain d’une ruche",
            "thanks",
            15_000,
            "La ruche porte le nom choisi par vous, sous réserve de vote de la classe.",
            3,
            5,
            "on_site",
        ),
    ),
    lines=(
        Line("expense", "Trois ruches et essaims", 79_000),
        Line("expense", "Combinaisons et petit matériel", 46_000),
        Line("expense", "Ruche d’observation", 22_000),
        Line("expense", "Garde-corps et vitre", 21_000),
        Line("expense", "Assurance et pots", 10_000),
        Line("expense", "Commission de la plateforme (5 % de l’objectif)", 7_000),
        Line("resource", "Kermesse de l’école", 45_000),
    ),
    state="approved",
    launched_days_ago=0,
    duration_days=45,
    gathered_cents=0,
)

RADIO_DE_QUARTIER = CampaignStory(
    slug="radio-de-quartier",
    title="Radio Lize, un micro au coin de la rue",
    summary=(
        "Une radio sur Internet faite par les habitants : un triporteur-studio, une émission par semaine, "
        "des voix d’ici."
    ),
    picture="radio-de-quartier",
    neighbourhood="Fontvive",
    place="Local commun, 4 place de Fontvive",
    latitude=45.4364,
    longitude=4.1156,
    tags=("culture", "jeunesse", "numérique", "espace public"),
    holder=person("Sofia", "Lambert", "sofia.lambert@example.org"),
    organisation="Radio Lize",
    holder_kind="collective",
    body=blocks("""
    ## On parle beaucoup de nous, rarement avec nous

    Quand Fontvive passe à la radio, c’est pour une voiture brûlée. La semaine où l’équipe de hand a gagné,
    rien. Alors on s’est dit qu’un micro ne coûte pas si cher. Nous sommes sept, trois lycéennes, un facteur,
    une aide-soignante, un retraité des tanneries et moi, qui ai fait du son pour le théâtre.

    ## Un studio qui roule

    Un triporteur, une table de mixage, quatre micros, une batterie : on s’installe devant la boulangerie, au
    marché, à l’arrêt du 4, et l’on enregistre. L’émission sort le vendredi, sur Internet, à écouter quand on
    veut.

    - « L’escalier » : dix minutes chez quelqu’un, sans sujet.
    - « Le métier » : une personne raconte son geste.
    - « Le conseil en clair » : ce que la mairie a voté, traduit par des lycéens.
    - « La dédicace » : parce que ma mère a insisté.

    Aucune publicité. Les archives restent en ligne, et chacun peut demander qu’on retire sa voix.

    ## Avec 650 €

    On achète le matériel d’occasion et on aménage le triporteur, donné par un glacier. À 800 €, on prend
    aussi un ordinateur pour monter sur place, et on organise six ateliers dans les collèges.

    > J’ai distribué le courrier ici pendant vingt-sept ans. Je connais tous les noms, il me manquait les
    > histoires.
    > — Gérard, ancien facteur

    ## La suite

    Première émission six semaines après la collecte, puis chaque vendredi. On s’engage sur trente émissions.
    Après, on se comptera.
    """),
    help=(
        "Donner sa voix, son histoire, sa chanson.",
        "Prêter un micro, un casque, un pied.",
        "Apprendre le montage à deux d’entre nous. Nous apportons les crêpes.",
    ),
    public_duty=(
        "Le bulletin municipal informe ; une radio faite par les habitants, libre de ses sujets, n’est pas "
        "le rôle d’une mairie."
    ),
    threshold_cents=65_000,
    goal_cents=80_000,
    stretch=(Stretch(80_000, "Six ateliers radio dans les collèges"),),
    tiers=(
        Tier(
            "Une dédicace",
            "thanks",
            500,
            "Vingt secondes à l’antenne, pour qui vous voulez.",
            None,
            2,
            "none",
        ),
        Tier(
            "L’émission en public",
            "invitation",
            1_000,
            "Une place à l’enregistrement de la première.",
            70,
            2,
            "at_event",
        ),
        Tier(
            "Votre escalier",
            "access",
            3_000,
            "Nous venons enregistrer dix minutes chez vous, ou chez votre grand-mère.",
            15,
            4,
            "on_site",
        ),
        Tier(
            "Un atelier pour votre groupe",
            "access",
            12_000,
            "Deux heures de radio avec le triporteur, une émission à la clé.",
            8,
            4,
            "on_site",
        ),
    ),
    lines=(
        Line("expense", "Table de mixage, micros, casques", 46_000),
        Line("expense", "Aménagement du triporteur et batterie", 31_000),
        Line("expense", "Ordinateur d’occasion", 18_000),
        Line("expense", "Hébergement et droits musicaux, un an", 16_000),
        Line("expense", "Commission de la plateforme (5 % de l’objectif)", 4_000),
        Line("resource", "Concert de soutien", 35_000),
    ),
    state="closing",
    launched_days_ago=40,
    duration_days=40,
    gathered_cents=73_000,
    news=(
        News(
            "L’émission zéro",
            18,
            blocks("""
        Onze minutes, dont deux de vent. Le facteur y raconte la boîte aux lettres qui parlait. On s’entend
        trop peu, on rit beaucoup : à refaire.
        """),
        ),
    ),
)
