"""Two kits: how Rivelaine made an accessible picnic table and a Disco Soupe, for others to take further."""

from __future__ import annotations

from home.demo.prose import blocks
from home.demo.shapes import Kit, Material, Step

TABLE_ACCESSIBLE = Kit(
    slug="table-de-pique-nique-accessible",
    title="La table de pique-nique accessible en fauteuil",
    summary=(
        "Une table en châtaignier, sans traitement, que six personnes montent en deux samedis et où l’on "
        "entre en fauteuil par le bout."
    ),
    picture="kit-table-accessible",
    makes="Une table de 2,40 m où l’on mange à neuf, dont une personne en fauteuil, assise avec les autres.",
    difficulty="medium",
    duration="Deux samedis",
    cost="Environ 190 € de bois et de visserie",
    people="Quatre à six, dont une qui a déjà tenu une scie",
    materials=(
        Material(
            "6", "planches de châtaignier, 240 × 14 × 4 cm", "Deux pour l’assise, quatre pour le plateau"
        ),
        Material("4", "madriers de 150 × 12 × 5 cm", "Les pieds : choisissez-les sans nœud au milieu"),
        Material("2", "traverses de 155 × 12 × 5 cm", "Elles portent les bancs"),
        Material("3", "tasseaux de 70 × 7 × 4 cm", "Sous le plateau"),
        Material("12", "boulons à tête ronde, inox, 10 × 120 mm", "Avec rondelles larges"),
        Material("48", "vis inox, 6 × 80 mm"),
        Material("1", "gabarit d’angle en carton", "Imprimé à l’échelle, ou relevé sur une table existante"),
        Material("1", "fauteuil roulant et la personne qui va dedans", "Pas de table sans essai"),
    ),
    steps=(
        Step(
            "Mesurer avec les personnes concernées",
            "Avant de scier, invitez quelqu’un qui roule. Mesurez la hauteur de ses genoux, l’accoudoir compris, "
            "et la place pour tourner. Nos cotes viennent de trois essais : 75 cm sous le plateau, 80 cm de large, "
            "60 cm de profondeur libre. Vérifiez chez vous.",
            "kit-table-mesurer",
        ),
        Step(
            "Scier et chanfreiner",
            "Coupez les pieds à l’angle du gabarit, tous les quatre d’un coup si la scie le permet. Arrondissez "
            "toutes les arêtes que touche une main ou un genou. C’est le travail le plus long, et celui qu’on peut "
            "confier aux enfants, avec du papier de verre.",
            "kit-table-scier",
        ),
        Step(
            "Décaler les pieds",
            "Là est le secret. Placez la paire de pieds du bout à 65 cm du bord au lieu de 25 : le plateau dépasse "
            "assez pour qu’un fauteuil se glisse dessous, et la table ne bascule pas, parce que les bancs sont "
            "reculés d’autant.",
            "kit-table-pieds",
        ),
        Step(
            "Boulonner à blanc",
            "Montez tout sans serrer, sur un sol plat. Asseyez six personnes du même côté, puis une seule au bout. "
            "Si quelque chose bouge, c’est maintenant qu’on le sait. Serrez ensuite, en croix.",
        ),
        Step(
            "Visser le plateau",
            "Laissez un crayon d’écart entre les planches : l’eau s’en va et le bois peut gonfler. Prépercez, "
            "sinon le châtaignier se fend et se moque de vous.",
        ),
        Step(
            "Porter la table et l’essayer",
            "Elle pèse 95 kg : huit personnes, des gants, une pause. Posez-la sur un sol dur et plat, au bout d’un "
            "chemin praticable. Une table accessible au milieu d’une pelouse ne l’est pas. Puis mangez dessus, "
            "avec la personne de la première étape.",
            "kit-table-essayer",
        ),
    ),
    licence="cc-by-sa",
    authors="Les Bancs de la Lize, avec l’atelier Le Peigne et Gisèle Portier",
    version="1.2",
    campaigns=("tables-pique-nique",),
    tags=("espace public", "accessibilité", "réemploi"),
    body=blocks("""
    Les tables « accessibles » des catalogues ont souvent un bout de plateau en plus et un banc en moins. On
    s’y retrouve face à un pied. Celle-ci a été dessinée autour d’une personne, Gisèle, qui voulait seulement
    atteindre le sel.

    La version 1.2 recule les bancs de cinq centimètres : dans la première, les grands pieds se cognaient. Si
    vous la faites plus légère, en bois de réemploi ou pour des enfants, publiez votre version : elle
    continuera celle-ci.
    """),
)

DISCO_SOUPE_MODE_D_EMPLOI = Kit(
    slug="disco-soupe-mode-d-emploi",
    title="La Disco Soupe, mode d’emploi",
    summary=(
        "Des légumes que le marché allait jeter, des économes, une sono : tout ce qu’il faut savoir pour "
        "nourrir deux cents voisins."
    ),
    picture="kit-disco-soupe",
    makes="Deux cents bols de soupe gratuite, une place qui danse et presque rien à la benne.",
    difficulty="easy",
    duration="Une semaine de préparation, un samedi soir, un dimanche",
    cost="De 150 à 250 €, moins si l’on vous prête les marmites",
    people="Huit pour organiser, autant qu’il en vient pour éplucher",
    materials=(
        Material("2", "marmites de 100 litres et leurs brûleurs", "Le collectif Épluche prête les siennes"),
        Material("60", "économes qui coupent", "Pas de couteaux à huîtres, nous avons essayé"),
        Material("20", "planches à découper"),
        Material("300 kg", "légumes invendus", "Comptez un tiers d’épluchures"),
        Material("1", "point d’eau potable à moins de trente mètres", "Sinon, six jerricans et des bras"),
        Material("1", "sono à batterie et quatre heures de musique", "Quatre disques différents, au moins"),
        Material("12", "bancs", "La moitié des gens s’assoient, et ils ont raison"),
        Material("4", "bacs : compost, verre, vaisselle sale, le reste"),
    ),
    steps=(
        Step(
            "Demander la place, et prévenir le dessus",
            "Écrivez à la mairie six semaines avant : la lettre type est avec le kit. Puis sonnez chez ceux qui "
            "habitent au-dessus, avec l’heure de fin. Suzanne, qui était descendue pour râler, tient aujourd’hui "
            "la caisse à économes.",
        ),
        Step(
            "Faire la tournée des étals",
            "Passez une semaine avant, sans cagette, pour vous présenter. Le samedi, revenez vingt minutes avant "
            "la fin du marché avec vos cagettes et une phrase : « Ce que vous alliez jeter, on l’épluche. » "
            "Rendez les cagettes propres : c’est ce qui fait qu’on vous en redonne.",
            "kit-soupe-tournee",
        ),
        Step(
            "Trier et laver",
            "Rien de gâté, rien de germé : du fourchu, du gros, du fendu. Lavez deux fois, la seconde à l’eau "
            "potable. Une personne, toujours la même, tient la liste de ce qui entre, pour les allergies.",
        ),
        Step(
            "Éplucher en musique",
            "De longues tables, tout le monde debout ou assis du même côté, et une caisse d’économes au bout. "
            "Placez face à face des gens qui ne se connaissent pas. Montez le son quand le tas ne baisse plus.",
            "kit-soupe-eplucher",
        ),
        Step(
            "Cuire et goûter",
            "Les oignons d’abord, l’eau chaude ensuite, le sel à la fin et par une seule main. Quarante minutes "
            "après le gros bouillon, mixez au mixeur plongeant de cantine. Affichez les ingrédients devant chaque "
            "marmite, en grosses lettres.",
        ),
        Step(
            "Servir, puis laisser une place propre",
            "Chacun apporte son bol ; gardez-en cinquante pour les étourdis. Les restes partent à la maraude le "
            "soir même, les épluchures au compost. À dix-huit heures, on doit pouvoir croire que vous avez rêvé.",
            "kit-soupe-servir",
        ),
    ),
    licence="cc-by-sa",
    authors="Collectif Épluche, Jonas Weber et les éplucheurs de la première saison",
    version="0.9, à continuer",
    campaigns=("disco-soupe",),
    tags=("anti-gaspillage", "alimentation", "fête"),
    body=blocks("""
    Ce mode d’emploi tient compte de tout ce que nous avons raté. Il lui manque une version pour l’hiver, une
    version pour vingt personnes dans une cour d’immeuble, et une recette qui ne soit pas une soupe. À vous :
    reprenez le kit, changez ce qui ne va pas, et dites d’où il vient.

    Le nom et l’idée circulent librement depuis longtemps, de ville en ville. Nous n’avons rien inventé, sauf
    la caisse à économes.
    """),
)

KITS: tuple[Kit, ...] = (TABLE_ACCESSIBLE, DISCO_SOUPE_MODE_D_EMPLOI)
