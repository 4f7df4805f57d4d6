"""Two tales of the street: a table as long as a quay, and a map that made nine kerbs come down."""

from __future__ import annotations

from home.demo.prose import blocks
from home.demo.shapes import Story

GRANDE_TABLEE = Story(
    slug="une-nappe-de-quatre-vingt-dix-metres",
    title="Une nappe de quatre-vingt-dix mètres",
    summary=(
        "Le midi de la grande tablée, raconté par celle qui avait compté soixante chaises et vu arriver "
        "trois cents personnes."
    ),
    picture="recit-grande-tablee",
    neighbourhood="Les Tanneries",
    tags=("espace public", "fête", "accessibilité"),
    author="Colette Ravier, Les Bancs de la Lize",
    campaign="tables-pique-nique",
    reports_on="grande-tablee",
    published_days_ago=26,
    body=blocks("""
    À onze heures, il y avait sur le quai quarante-six tréteaux, vingt-trois planches et quatre personnes qui se
    demandaient si c’était une bonne idée. Le vent avait déjà emporté la nappe une fois. On l’avait rattrapée
    au niveau du lavoir, à peine mouillée.

    À midi moins dix, une dame est arrivée avec une chaise de jardin, un gratin et son voisin du dessous.
    « Je ne le connais pas, c’est la consigne. » Il tenait le gratin.

    ## La consigne

    Un plat pour deux de plus que soi, une chaise, un inconnu. Nous pensions que la troisième ferait fuir.
    C’est celle qui a le mieux marché. Des gens ont sonné à des portes devant lesquelles ils passent depuis
    huit ans. Le boulanger est venu avec un représentant en carrelage qui cherchait la gare.

    Nous attendions cent vingt personnes. À treize heures, Marc en a compté trois cent quatre, et la table
    touchait la passerelle.

    @picture rdv-grande-tablee | Un peu avant quatorze heures. Au fond, la passerelle ; la table n’en est plus loin.

    ## Douze places sans banc

    Nous avions laissé douze places libres, réparties le long de la table, pour les fauteuils et les
    poussettes. Pas au bout : au milieu. Gisèle, qui roule depuis trois ans, a mangé face à quelqu’un pour la
    première fois depuis longtemps. D’habitude on la met en bout de table, « comme une présidente ».

    > Au bout, on préside. Au milieu, on se passe le sel. Je préfère le sel.
    > — Gisèle, rue des Mégissiers

    ## Le compte

    - 304 personnes, 41 chiens de toutes tailles, 1 mariage voisin venu goûter.
    - 63 plats, dont 19 taboulés. Il faudra en parler.
    - 2 kilos de restes, mangés le soir même.
    - 0 sac oublié sur le quai, le lendemain à sept heures.

    ## Ce que la nappe a dit

    Les enfants avaient des crayons, les grands aussi. Nous avons gardé la nappe. On y lit « de l’ombre »
    dix-sept fois, « une fontaine » neuf fois, « des tables qui restent » quarante-deux fois, plus une partie
    de morpion longue de deux mètres.

    C’est pour celles qui restent que nous faisons une collecte : six tables, dont deux où l’on entre en
    fauteuil. La nappe, elle, est roulée dans mon couloir. Si quelqu’un a un couloir plus long, je suis
    preneuse.
    """),
)

NEUF_BORDURES = Story(
    slug="neuf-bordures",
    title="Neuf bordures plus bas",
    summary="Deux étudiants, une cheville cassée et une carte : ce qu’il reste d’un projet quand il a servi.",
    picture="recit-bordures",
    neighbourhood="La Gare",
    tags=("accessibilité", "numérique", "espace public"),
    author="Nadia Berthier",
    campaign="appli-obstacles",
    published_days_ago=77,
    body=blocks("""
    Rue du Viaduc, un mardi de marché. Lina Moreau marche devant, à reculons, le téléphone levé. Derrière
    elle, Marc suit le bord du trottoir avec sa canne blanche et annonce : « Poubelle. Scooter. Encore
    poubelle. Tiens, un ficus. » Le ficus appartient au salon de coiffure. Il sera déplacé de quarante
    centimètres, et tout le monde aura l’air content, le ficus compris.

    ## Une carte qui écoute

    Passe-Partout est en ligne depuis un bon semestre. On y signale ce qui gêne et l’on dit pour qui : en
    fauteuil, avec une poussette, avec une canne, à vélo avec un enfant derrière. La collecte a payé deux ans
    d’hébergement et, surtout, des testeurs malvoyants rémunérés. « C’est la ligne du budget qui étonnait,
    raconte Oscar. On nous demandait pourquoi ils n’étaient pas bénévoles. On répondait : et vous, votre
    métier ? »

    Depuis, deux mille trois cents points ont été relevés par quatre cents personnes, au fil de douze
    promenades. Un point sur trois est une poubelle.

    @picture detail-outils | Le kit de relevé : un mètre, une craie, de la monnaie pour le goûter.

    ## De la carte au trottoir

    Chaque mois, la liste des vingt points les plus signalés part aux services techniques. Les premières
    semaines, rien. Puis un agent, Yves, est venu à une promenade, sur son temps de pause. Il a poussé une
    poussette double sur trois cents mètres. Il a transpiré.

    > Je connaissais la norme par cœur. Je n’avais jamais eu les bras pour.
    > — Yves, service de la voirie

    Neuf bordures ont été abaissées au printemps, prises dans l’ordre de la carte et non dans celui des
    courriers. Ce n’est pas la collecte qui les a payées, c’est la ville, dont c’est le travail. La carte a
    seulement montré par où commencer.

    ## Ce qui manque

    - Les relevés vieillissent : un échafaudage parti reste parfois des semaines sur la carte.
    - Bellecombe est presque vide, faute de promeneurs qui aiment les côtes.
    - Oscar et Lina ont fini leurs études. Il faut une relève, même débutante.

    La prochaine promenade part de la médiathèque. On prête le fauteuil, le déambulateur et le goûter. Lina
    tient à ce que chacun essaie au moins un trottoir. « Huit minutes à pied, vingt-six en béquilles. Tant
    qu’on ne l’a pas fait, on croit que c’est une différence de dix-huit. »
    """),
)
