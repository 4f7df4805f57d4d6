"""Tools shared and made: the map of obstacles, the library's 3-D printer, the bicycle workshop."""

from __future__ import annotations

from home.demo.people import person
from home.demo.prose import blocks
from home.demo.shapes import CampaignStory, Line, News, Stretch, Tier

APPLI_OBSTACLES = CampaignStory(
    slug="appli-obstacles",
    title="Passe-Partout, la carte des obstacles",
    summary=(
        "Une application libre où piétons, poussettes, fauteuils et cyclistes signalent ce qui barre la "
        "route."
    ),
    picture="appli-obstacles",
    neighbourhood="La Gare",
    place="Atelier des étudiants, 11 rue du Viaduc",
    latitude=45.4351,
    longitude=4.1278,
    tags=("numérique", "accessibilité", "vélo"),
    holder=person("Lina", "Moreau", "lina.moreau@example.org"),
    organisation=None,
    holder_kind="collective",
    body=blocks("""
    ## Tout part d’une béquille

    Lina étudie le design, Oscar l’informatique. L’hiver dernier, Oscar s’est cassé la cheville et a mis
    vingt-six minutes pour un trajet qui en prend huit : un trottoir de dix-huit centimètres, une poubelle, un
    poteau au milieu du passage, un escalier qu’aucune carte n’annonce. Lina a tout photographié. Nous avions
    notre projet de fin d’études ; nous voudrions qu’il serve pour de bon.

    ## Ce que fait Passe-Partout

    On prend une photo, on choisit parmi douze obstacles, on dit pour qui c’est gênant. La carte propose
    ensuite un trajet selon la personne : en fauteuil, avec une poussette, avec une canne blanche, à vélo avec
    un enfant derrière.

    - Aucune inscription pour consulter, aucun suivi de position.
    - Des données libres, versées chaque nuit dans une carte ouverte.
    - Un envoi mensuel des points les plus signalés aux services techniques.

    ## La collecte

    Le code est écrit aux deux tiers. L’argent paie deux ans d’hébergement, un audit d’accessibilité par des
    testeurs malvoyants rémunérés, et les impressions pour douze promenades de relevé. À 1 200 €,
    l’application sort. À 1 400 €, elle parle en cinq langues.

    > La bordure, je la connais par cœur. Ce que je ne sais jamais, c’est où ils ont mis les poubelles.
    > — Marc, qui nous a accompagnés avec sa canne

    ## Le calendrier

    Version d’essai deux mois après la collecte, version complète au quatrième. Nous présenterons les
    résultats à la médiathèque et nous restons joignables ensuite : nous sommes d’ici.
    """),
    help=(
        "Venez à une promenade de relevé : deux heures, un quartier, un goûter.",
        "Prêtez un fauteuil, un déambulateur, une poussette double.",
        "Relisez nos textes : nous disons encore trop souvent « géolocalisation ».",
    ),
    public_duty=(
        "La ville doit rendre sa voirie accessible et y consacre un plan. L’application ne répare rien : "
        "elle montre ce que vivent les gens, et les services techniques la lisent."
    ),
    threshold_cents=120_000,
    goal_cents=140_000,
    stretch=(Stretch(140_000, "Cinq langues : anglais, arabe, portugais, turc, facile à lire"),),
    tiers=(
        Tier(
            "Merci dans l’appli", "thanks", 500, "Votre nom dans la page des remerciements.", None, 4, "none"
        ),
        Tier(
            "La promenade d’essai",
            "invitation",
            1_000,
            "Votre place dans l’une des promenades, goûter compris.",
            80,
            2,
            "at_event",
        ),
        Tier(
            "La carte de votre quartier",
            "product",
            2_500,
            "Une carte imprimée des trajets doux, au format affiche.",
            60,
            5,
            "by_post",
        ),
        Tier(
            "Une matinée pour votre association",
            "access",
            10_000,
            "Une formation au relevé pour quinze personnes.",
            8,
            6,
            "on_site",
        ),
    ),
    lines=(
        Line("expense", "Audit avec des testeurs rémunérés", 78_000),
        Line("expense", "Hébergement et nom de domaine, deux ans", 34_000),
        Line("expense", "Impressions et goûters des promenades", 36_000),
        Line("expense", "Traductions", 25_000),
        Line("expense", "Commission de la plateforme (5 % de l’objectif)", 7_000),
        Line("resource", "Bourse de l’école", 40_000),
    ),
    state="settled",
    launched_days_ago=420,
    duration_days=50,
    gathered_cents=133_000,
    news=(
        News(
            "412 obstacles en une promenade",
            30,
            blocks("""
        Trente-huit personnes, trois fauteuils, une trottinette. Le record va à la rue du Viaduc : un obstacle
        tous les onze mètres.
        """),
        ),
        News(
            "Passe-Partout est en ligne",
            140,
            blocks("""
        L’application fonctionne, en français, sur téléphone et sur ordinateur. Marc en a trouvé la première
        panne en quatre minutes : le bouton d’envoi n’avait pas de nom. Corrigé le soir même.
        """),
        ),
        News(
            "Neuf bordures abaissées",
            330,
            blocks("""
        Les services techniques ont repris neuf des points les plus signalés. Ce n’est pas nous qui le disons,
        c’est la poussette de ma sœur.
        """),
        ),
    ),
)

IMPRIMANTE_3D = CampaignStory(
    slug="imprimante-3d",
    title="Une imprimante 3D à la médiathèque",
    summary=(
        "Imprimer la pièce qui manque, apprendre à la dessiner : un atelier ouvert à la Navette, le "
        "mercredi et le samedi."
    ),
    picture="imprimante-3d",
    neighbourhood="Centre ancien",
    place="Médiathèque La Navette, 1 place du Moulin",
    latitude=45.4407,
    longitude=4.1198,
    tags=("numérique", "réemploi", "jeunesse", "culture"),
    holder=person("Hélène", "Pasquier", "helene.pasquier@example.org"),
    organisation="Les Amis de la Navette",
    holder_kind="association",
    body=blocks("""
    ## Un pied de micro-ondes

    Il vaut quarante centimes, il ne se vend plus, et sans lui on jette l’appareil. L’an dernier, un lecteur
    de quinze ans nous a rapporté ce pied imprimé par son cousin, à l’autre bout du département. Les Amis de
    la Navette, association des lecteurs de la médiathèque, ont trouvé cela plus beau qu’un discours sur
    l’innovation.

    ## Une machine, et surtout des gens

    Nous voulons une imprimante fiable, fermée, silencieuse, installée dans l’ancienne cabine de projection.
    Mais une machine seule prend la poussière. Onze bénévoles se relaieront pour tenir deux permanences par
    semaine, et chaque usager formé en forme un autre.

    - Réparer : charnières, boutons, crochets, pièces de jouets.
    - Apprendre : dessiner un objet simple en deux séances.
    - Adapter : un tourne-page, une poignée de couvert, un guide-doigt pour clavier.

    Chacun paie le fil au poids, soit environ 1 € pour une pièce courante.

    ## L’emploi des 700 €

    L’imprimante, reconditionnée et garantie, coûte 540 €. Le reste va au fil de départ, à l’armoire et au
    capteur de fumée. À 800 €, nous ajoutons un scanner de poche, bien utile pour copier ce qui est cassé.

    @picture detail-outils | Mesurer avant d’imprimer : la première séance ne se passe pas sur l’écran.

    ## Ensuite

    Installation trois semaines après le versement, première permanence la semaine suivante. Les modèles
    dessinés ici seront publiés librement.
    """),
    help=(
        "Vous savez dessiner en trois dimensions ? Deux heures par mois changeraient tout.",
        "Vous réparez ? Venez dire ce qui casse le plus souvent.",
        "Vous avez un vieil ordinateur correct ? Nous le prenons.",
    ),
    public_duty=(
        "La ville finance les collections et le personnel de la médiathèque. L’atelier est l’affaire des "
        "lecteurs : association, bénévoles et machine leur appartiennent."
    ),
    threshold_cents=70_000,
    goal_cents=80_000,
    stretch=(Stretch(80_000, "Un scanner de poche pour copier les pièces cassées"),),
    tiers=(
        Tier(
            "Un marque-page imprimé",
            "thanks",
            500,
            "Il est solide, léger et un peu bizarre.",
            None,
            2,
            "on_site",
        ),
        Tier(
            "Initiation du soir",
            "access",
            1_500,
            "Une séance de deux heures, six personnes, une pièce à emporter.",
            36,
            2,
            "on_site",
        ),
        Tier(
            "Une pièce sur mesure",
            "product",
            3_500,
            "Nous dessinons et imprimons la pièce qui vous manque.",
            25,
            3,
            "on_site",
        ),
        Tier(
            "Un après-midi pour une classe",
            "invitation",
            12_000,
            "L’atelier ouvert à une classe de votre choix.",
            6,
            4,
            "on_site",
        ),
    ),
    lines=(
        Line("expense", "Imprimante reconditionnée et garantie", 54_000),
        Line("expense", "Scanner de poche", 9_000),
        Line("expense", "Armoire, capteur de fumée, fil", 24_000),
        Line("expense", "Contreparties", 9_000),
        Line("expense", "Commission de la plateforme (5 % de l’objectif)", 4_000),
        Line("resource", "Braderie des livres retirés", 20_000),
    ),
    state="funded",
    launched_days_ago=49,
    duration_days=45,
    gathered_cents=84_500,
    news=(
        News(
            "La cabine est vide",
            26,
            blocks("""
        Deux tonnes de bobines plus tard, l’ancienne cabine de projection est prête. Nous avons gardé
        l’affiche de 1961, et le tabouret du projectionniste.
        """),
        ),
        News(
            "C’est gagné",
            46,
            blocks("""
        Objectif dépassé. Le versement attend une dernière pièce de notre dossier bancaire ; nous commandons
        la machine aussitôt après.
        """),
        ),
    ),
)

ATELIER_VELO = CampaignStory(
    slug="atelier-velo",
    title="La Chaîne, atelier vélo",
    summary=(
        "Un atelier où l’on répare soi-même son vélo, avec les bons outils et quelqu’un à côté, dans la "
        "réserve de la coopérative."
    ),
    picture="atelier-velo",
    neighbourhood="Le Grand-Clos",
    place="Réserve de la coopérative, allée des Mûriers",
    latitude=45.4492,
    longitude=4.1268,
    tags=("vélo", "réemploi", "lieu partagé", "solidarité"),
    holder=person("Karim", "Delorme", "karim.delorme@example.org"),
    organisation="La Chaîne",
    holder_kind="association",
    body=blocks("""
    ## Cinq cents vélos dorment dans les caves

    On les a comptés, porte par porte, dans quatre immeubles : 61 vélos, dont 44 à plat. À l’échelle de la
    ville, cela en fait plus de cinq cents. Une chambre à air coûte 4 €. Ce qui manque, c’est le démonte-pneu,
    le savoir-faire et un sol qu’on a le droit de salir.

    ## L’atelier

    La coopérative alimentaire nous ouvre 45 m² dans sa réserve, le mercredi soir et le samedi. On y vient
    avec son vélo, on le répare soi-même, un bénévole reste à côté et garde les mains derrière le dos. C’est
    la seule règle, et la plus dure à tenir.

    - Trois postes complets, dont un bas, pour les enfants et les fauteuils.
    - Un mur d’outils dessinés : on voit tout de suite ce qui n’est pas revenu.
    - Un bac de pièces d’occasion, triées le premier dimanche du mois.
    - Adhésion libre à partir de 5 € par an.

    @picture detail-outils | Le mur d’outils de nos amis de Saint-Aubin, que nous copions sans honte.

    ## L’argent

    Un vrai pied d’atelier coûte 190 € ; il en faut trois. Les outils viennent pour moitié de dons. Avec
    1 400 €, l’atelier ouvre avec deux postes ; avec 1 800 €, avec trois et un marbre pour dévoiler les roues.

    ## Où en est-on

    La réserve est mise en conformité par le bailleur. Nous installons les postes dès que les extincteurs sont
    posés.
    """),
    help=(
        "Onze mécaniciens du dimanche se relaient. Il en faudrait six de plus, dont des femmes, pour le "
        "créneau du mercredi.",
        "On récupère tous vos vélos, même rouillés : les pièces vivent encore.",
        "Un graphiste pour le mode d’emploi en images.",
    ),
    public_duty=(
        "La ville aménage les pistes et soutient l’achat de vélos neufs. Faire durer ceux qu’on a n’est "
        "prévu dans aucun dispositif."
    ),
    threshold_cents=140_000,
    goal_cents=180_000,
    stretch=(Stretch(180_000, "Un troisième poste et un marbre à dévoiler"),),
    tiers=(
        Tier("Une sonnette", "thanks", 500, "Une sonnette récupérée, lustrée, qui sonne.", 100, 3, "on_site"),
        Tier(
            "L’adhésion d’un an",
            "access",
            1_500,
            "Un an d’accès à l’atelier pour toute la famille.",
            None,
            3,
            "on_site",
        ),
        Tier(
            "La révision accompagnée",
            "access",
            4_000,
            "Deux heures pour reprendre freins, câbles et transmission.",
            40,
            4,
            "on_site",
        ),
        Tier(
            "Un vélo remis en route",
            "product",
            12_000,
            "Un vélo d’occasion réparé par vous avec nous, antivol compris.",
            12,
            5,
            "on_site",
        ),
    ),
    lines=(
        Line("expense", "Trois pieds d’atelier", 57_000),
        Line("expense", "Outils et mur dessiné", 68_000),
        Line("expense", "Marbre et centreur de roues", 28_000),
        Line("expense", "Extincteurs, bacs, sol", 38_000),
        Line("expense", "Assurance d’une année", 30_000),
        Line("expense", "Commission de la plateforme (5 % de l’objectif)", 9_000),
        Line("resource", "Bourse aux vélos", 50_000),
    ),
    state="suspended",
    launched_days_ago=27,
    duration_days=58,
    gathered_cents=61_000,
    news=(
        News(
            "Pause demandée",
            24,
            blocks("""
        Le bailleur doit confirmer que la réserve peut recevoir du public : tant qu’il n’a pas signé, la ville
        a suspendu la collecte et nous la comprenons. Vos soutiens sont conservés, la date de fin ne bouge
        pas. Réponse attendue sous dix jours.
        """),
        ),
    ),
    verdict=(
        "La convention d’occupation de la réserve n’est pas encore signée par le bailleur. La collecte "
        "reprend dès réception du document ; la date de fin ne change pas."
    ),
)
