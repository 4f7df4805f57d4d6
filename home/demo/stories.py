"""Eight tales of what became of projects, told by the town's editor or by the people concerned."""

from __future__ import annotations

from home.demo.prose import blocks
from home.demo.shapes import Story
from home.demo.stories_streets import GRANDE_TABLEE, NEUF_BORDURES

STORIES: tuple[Story, ...] = (
    Story(
        slug="deux-heures-par-mois",
        title="Deux heures par mois, et le reste en change",
        summary=(
            "Rémi voulait payer ses courses moins cher. Il a fini par savoir qui fait pousser ses poireaux."
        ),
        picture="recit-cooperative",
        neighbourhood="Le Grand-Clos",
        tags=("circuits courts", "alimentation", "solidarité"),
        author="Nadia Berthier",
        campaign="cooperative-alimentaire",
        published_days_ago=34,
        body=blocks("""
        Le deuxième mardi du mois, à 18 h 30, Rémi enfile un tablier bleu trop court et descend au quai de la
        Réserve. Il décharge, compte, signe. À 20 h 30, il fait ses courses et rentre. C’est son engagement de
        membre : deux heures, ni plus ni moins, quel que soit le temps.

        Il habite le Grand-Clos depuis neuf ans, du côté des maisons. Quand la supérette a fermé, il prenait
        la voiture pour du lait. « On ne se rend pas compte. Un quartier sans magasin, c’est un quartier où
        l’on ne croise plus personne à 19 heures. »

        ## Au début, le prix

        Il ne s’en cache pas, il est venu pour le ticket de caisse. Il l’a gardé : ses courses de la semaine
        coûtaient 92 €, elles en coûtent 65, pour des produits qu’il n’achetait pas avant. L’explication tient
        au mur, sur une affiche : pas de publicité, pas d’actionnaire, quatre salariés seulement, et 640
        personnes qui donnent deux heures.

        @picture detail-paniers | Arrivage du mardi. L’étiquette porte le nom de la ferme, la distance et le
        prix payé au producteur.

        ## Ensuite, autre chose

        Au bout de quelques mois, il s’est mis à lire les étiquettes. Quand il en manque une, il la complète
        lui-même dans une base ouverte, photo à l’appui : ingrédients, origine, fabricant. Il en est à cent
        quatorze. Sa passion lui vient de son fils, Sacha, sept ans, qui fréquente les ateliers du jardin d’en
        face et refuse désormais les fraises de janvier avec un air de juge.

        > Il m’a demandé pourquoi on achetait des tomates qui n’ont pas vu la pluie. Je n’avais pas de
        > réponse, alors on a changé.
        > — Rémi

        ## Ce qui tient, ce qui grince

        Tout n’est pas rose. Le dimanche matin, on manque de bras. Certains membres paient leur part et
        disparaissent ; l’assemblée a fini par voter une relance, gentille, puis une moins gentille. Et la
        caisse tombe en panne les jours de pluie, personne ne sait pourquoi.

        Mais l’atelier vélo de la réserve a réparé 300 bicyclettes, on apprend à cuisiner les blettes dans le
        vieux fournil, et l’étude que la ville avait menée pour trouver le lieu a servi à deux autres
        quartiers. Une fois par mois, quand il fait beau, Rémi et Sacha mangent dehors, place de Fontvive, au
        stand tenu par des voisins. Ils y reconnaissent les poireaux.
        """),
    ),
    Story(
        slug="quatre-minutes-pour-un-bol",
        title="Quatre minutes pour un bol",
        summary=(
            "Un an après sa collecte, le kiosque d’Inès est ouvert : du vite fait, du bien fait, et des "
            "comptes affichés."
        ),
        picture="recit-cafe-ouvert",
        neighbourhood="La Gare",
        tags=("alimentation", "circuits courts", "commerce"),
        author="Julien Astier, correspondant de quartier",
        campaign="cantine-saine",
        published_days_ago=61,
        body=blocks("""
        À 12 h 04, il y a onze personnes devant le kiosque de la place de la Gare. À 12 h 08, les onze sont
        assises. Inès Carvalho tient à ces quatre minutes comme d’autres à leur étoile. « Les gens qui ont
        quarante minutes de pause ne sont pas moins gourmands. Ils sont plus pressés, c’est tout. »

        Elle le sait mieux que personne : onze ans de centre d’appels, de l’autre côté des voies. Aujourd’hui,
        ses anciens collègues forment un bon tiers de sa clientèle, et son ancien chef vient le jeudi, jour
        des lentilles.

        ## Trois plats, un tableau noir

        Une soupe, un chaud, un froid. La carte change chaque jour, selon ce que livrent les maraîchères de
        Combe-Noire et la coopérative du Grand-Clos. Le bol vaut 8,50 €. Il vaut 6 € si on le demande, et Inès
        ne demande pas pourquoi. Sur cent clients, neuf prennent ce tarif. « On m’avait prédit la moitié de la
        file. Les gens sont plus honnêtes que les tableaux de prévision. »

        @picture detail-comptoir | À sept heures, le premier café est pour la maraîchère qui livre.

        ## Un coup de pouce et une leçon

        La collecte lui a apporté 2 090 €, au-dessus du seuil, un peu sous l’objectif. Pas assez pour la
        plonge, donc : les six premiers mois, elle a lavé deux cents bols chaque soir à la main, avec sa sœur.
        La machine est arrivée plus tard, achetée sur ses ventes.

        Ce que la collecte lui a donné d’autre n’a pas de ligne au budget. Soixante cobayes avaient mangé ses
        trois repas d’essai et rempli des fiches sans pitié. Elle les a relues le soir de l’ouverture. Le
        houmous de betterave est resté ; le riz au lait a disparu.

        > Une banque regarde si tu peux rembourser. Mes soixante cobayes, eux, regardaient s’il y avait du
        > sel.
        > — Inès Carvalho

        ## Et maintenant ?

        Elle publie ses chiffres chaque trimestre, comme promis : 71 bols par jour, 62 % d’achats à moins de
        cinquante kilomètres, un salaire encore maigre. Une apprentie commence dans un mois. Un samedi sur
        deux, un camion prêté emmène le Bol place de Fontvive, où la file est plus longue et les questions
        plus directes. La dernière en date, d’un garçon de six ans : « Tu fais aussi des frites ? » Elle y
        réfléchit.
        """),
    ),
    Story(
        slug="devoirs-et-batons",
        title="Les devoirs et les bâtons",
        summary=(
            "Une saison avec les cinq jeunes fondeurs de Fontvive, entre le plateau, le minibus et le "
            "contrôle du mardi."
        ),
        picture="recit-skieurs",
        neighbourhood="Fontvive",
        tags=("jeunesse", "sport", "école"),
        author="Nadia Berthier",
        campaign="espoir-ski",
        published_days_ago=96,
        body=blocks("""
        Cinq heures vingt, parking du collège. Il fait noir, il fait moins six, et Idriss a oublié un gant.
        Pauline en a toujours trois paires dans le minibus. On charge les skis, on compte les têtes, on part.
        Personne ne parle avant le deuxième col.

        Ils étaient cinq à entrer dans la section de ski de fond, ouverte cette année-là au collège. Bons
        élèves, moins bons élèves, tous rapides. Ce qui manquait, c’était le reste : des chaussures à la bonne
        pointure, de quoi payer l’essence, quelqu’un pour expliquer les fractions à l’arrière d’un véhicule
        qui tourne.

        ## Le minibus comme salle d’étude

        C’est Clara, étudiante en troisième année, qui a inventé la règle. Le premier qui a fini son exercice
        aide le suivant. À la fin du trimestre, plus personne ne voulait finir premier, parce qu’on parlait
        moins ; alors la règle a changé, et c’est le dernier qui choisissait la musique.

        Les notes ? Deux bulletins en nette hausse, deux stables, un qui fait la moue. Les enfants ont demandé
        que ce soit dit ainsi.

        > Sur la piste, quand tu tombes, tu sais tout de suite pourquoi. En anglais, il faut attendre la
        > correction.
        > — Maëlys, 14 ans

        ## Ce que l’argent a permis

        - Cinq équipements complets, restés au club : trois débutants skient dessus aujourd’hui.
        - Quatorze déplacements et deux stages.
        - Quarante heures de Clara, qui en a fait soixante.

        La collecte s’est arrêtée à 1 210 €. Il en manquait 90 pour emmener dix autres enfants du quartier
        voir la neige. Un garagiste de la Passerelle a lu la page, prêté un second minibus, et la journée a eu
        lieu quand même. Trois de ces dix-là se sont inscrits au club.

        ## Au printemps, dans le préau

        On a mangé la tartiflette promise, au milieu des photos. Aya a montré sa médaille, puis sa copie de
        mathématiques, dans cet ordre et avec la même fierté. Noé a fait une démonstration de ski à roulettes
        et renversé le bac à papier. Les cartes écrites aux soutiens étaient accrochées à un fil avant de
        partir à la poste. Sur l’une d’elles, on lisait : « Merci. Grâce à vous j’ai chaud aux pieds. »
        """),
    ),
    Story(
        slug="vingt-deux-jeudis",
        title="Vingt-deux jeudis sur une place",
        summary=(
            "À Fontvive, neuf voisins ont sorti des transats toute une saison. Récit d’une place qui a "
            "cessé d’être un raccourci."
        ),
        picture="recit-place",
        neighbourhood="Fontvive",
        tags=("espace public", "fête", "lieu partagé"),
        author="Mehdi Aubert, collectif Dehors",
        campaign="place-animee",
        published_days_ago=18,
        body=blocks("""
        Le premier jeudi, nous étions quatorze pour trente transats. On aurait dit une salle d’attente à ciel
        ouvert. Une dame a traversé, s’est arrêtée, a demandé ce qu’on vendait. « Rien. » Elle a dit « ah »,
        et elle est restée debout, au cas où.

        Le deuxième jeudi, elle avait apporté sa chaise. La sienne, de cuisine. Nous avons compris ce soir-là
        que le mobilier n’était pas le sujet.

        ## Apprendre à ne pas faire trop

        Nous avions préparé un programme : tournoi, débat, projection. Au troisième rendez-vous, un adolescent
        nous a dit, poliment, que c’était fatigant. Alors on a inversé. Chaque semaine, une personne
        différente choisit le thème et nous, nous sortons ce qu’il faut. Il y a eu une soirée portugaise, une
        soirée silence, un concours de soupe gagné par le gardien, et une réparation de vélos qui a duré
        jusqu’à minuit moins le quart.

        Pas plus tard. À 21 h, on coupe l’ampli, à 22 h 15 la place est balayée. C’est la promesse faite aux
        bébés du premier étage et à Mme Lopes, chez qui la guirlande est branchée.

        @picture detail-fete | Un jeudi de soirée portugaise, un peu avant 21 h.

        ## Compter, quand même

        - 1 900 passages, relevés au compteur à main.
        - 30 transats, 3 crevés, 27 réparés, ce qui fait un de trop et reste inexpliqué.
        - 2 orages, 1 demande en mariage, 0 plainte.

        > Avant, pour aller chez ma sœur, je faisais le tour. Maintenant je coupe par la place et j’arrive en
        > retard.
        > — Yamina, bâtiment 2

        ## Ce que nous referions, ou pas

        Nous referions le vote pour la couleur du conteneur : deux cents personnes ont donné leur avis sur un
        bleu. Nous ne referions pas le pop-corn. Nous aurions dû prévoir de l’ombre, et des toilettes,
        auxquelles on pense toujours trop tard.

        Le mode d’emploi est écrit : douze pages, les prix, le planning, la lettre à la mairie, nos erreurs.
        Prenez-le. Le conteneur, le four et les transats se prêtent. Il suffit d’avoir une place, neuf
        personnes, et le goût de ranger.
        """),
    ),
    Story(
        slug="les-mains-dans-la-terre",
        title="Au bas des tours, seize parcelles et une règle d’une page",
        summary=(
            "Une pelouse interdite est devenue un jardin. Ce qui y pousse le mieux n’est pas toujours planté."
        ),
        picture="recit-jardin",
        neighbourhood="Le Grand-Clos",
        tags=("jardin", "espace public", "enfance"),
        author="Nadia Berthier",
        campaign="jardin-partage",
        published_days_ago=47,
        body=blocks("""
        La règle est punaisée sur la porte de la cabane. Elle tient sur une page, comme promis. Article
        premier : on dit bonjour. Article sept : l’ail ne se plante pas chez le voisin. Entre les deux, l’eau,
        les clés, le compost, et ce que l’on fait des courgettes quand il y en a trop.

        Fatou Diarra l’a écrite avec un agent d’assurances à la retraite, sur un banc, en quatre soirées.
        « Lui voulait des articles, moi des proverbes. On a coupé la poire en deux. »

        ## Tirer au sort

        Quarante-trois foyers demandaient une parcelle, il y en avait seize. Le tirage s’est fait dehors, un
        chapeau dans les mains d’un enfant. Certains ont râlé. Puis les bacs à hauteur de hanche sont arrivés,
        et les perdants s’y sont mis : on y jardine assis, debout, en fauteuil, à plusieurs. À la fin de la
        saison, c’est là que tout le monde s’arrêtait.

        @picture detail-mains-terre | Leçon de repiquage du samedi, dans le carré des petits.

        ## Une affaire d’eau

        Trois cuves, mille litres chacune, remplies par le toit du bâtiment C. La première grosse pluie est
        tombée une nuit de mars. À six heures du matin, neuf personnes étaient dehors en robe de chambre pour
        regarder le niveau monter. On se raconte encore la scène.

        L’été a été sec. Les cuves ont tenu jusqu’au 12 août. Le reste, il a fallu l’arroser avec l’eau des
        pâtes et celle des douches, seau après seau, par l’escalier. Une quatrième cuve est prévue.

        > Je ne connaissais personne au-dessus du troisième étage. Maintenant, on me descend des confitures.
        > — Amélie, bâtiment D

        ## Les enfants, juges de paix

        Une association du quartier y tient des ateliers le mercredi. Les petits ont leur carré, leurs outils
        et un tableau des saisons devenu redoutable : plus d’un parent s’est fait reprendre au rayon primeurs.
        Ils ont aussi tranché la grande querelle de l’ail, en décidant que le coupable le mangerait.

        Au repas de juin, soixante-dix personnes se sont assises entre les planches. Onze sortes de tomates,
        quatre langues, un seul saladier cassé. La pelouse, autour, est toujours tondue onze fois par an. Elle
        a l’air un peu jalouse.
        """),
    ),
    Story(
        slug="trois-cents-kilos-de-legumes",
        title="Trois cents kilos de légumes et une chaîne stéréo",
        summary="La première Disco Soupe de Rivelaine racontée par ceux qui tenaient les couteaux.",
        picture="recit-disco-soupe",
        neighbourhood="Centre ancien",
        tags=("anti-gaspillage", "alimentation", "fête"),
        author="Jonas Weber, collectif Épluche",
        campaign="disco-soupe",
        published_days_ago=130,
        body=blocks("""
        On avait prévu cinquante personnes. On avait acheté vingt économes, emprunté deux marmites et une
        chaîne stéréo qui datait de notre bac. À dix heures, sous la halle, il y avait déjà une file.

        ## La veille, derrière le marché

        Tout commence le samedi à 13 h 15, quand les étals se replient. On passe avec des cagettes et une
        phrase apprise par cœur : « Ce que vous alliez jeter, on l’épluche. » Le premier maraîcher a haussé
        les épaules. Le deuxième a rempli trois cagettes. Le troisième nous a suivis pour voir.

        Carottes fourchues, poireaux trop gros, un potiron fendu comme un sourire. Rien de gâté : du moche, du
        trop mûr, du pas vendu. Sur la balance de la poste, 310 kilos.

        ## Le dimanche, ça coupe

        Une longue table, de la musique trop forte, et quelque chose d’inattendu : les gens se parlent quand
        ils ont les mains occupées. Une retraitée des tanneries apprenait à un lycéen à tenir son couteau.
        Deux frères fâchés depuis Noël se sont retrouvés face à face devant un sac d’oignons. On a mis leurs
        larmes sur le compte des oignons.

        @picture detail-fete | Cinq heures du soir : la dernière marmite est lavée.

        > J’étais descendue pour râler contre le bruit. On m’a mis un économe dans la main.
        > — Suzanne, qui habite au-dessus

        ## La soupe

        À midi et demi, les deux marmites bouillaient. À une heure, elles étaient vides. Nous avons rallumé.
        Deux cent trente bols en tout, servis dans de la vaisselle que chacun avait apportée, ou dans des
        bocaux, ou dans un casque de vélo (lavé). Le reste est parti avec la maraude du soir.

        Les épluchures ont fini au compost du Grand-Clos. Le chapeau a récolté 200 € et un bouton de manteau.

        ## Ce qu’on a raté

        - Pas assez d’économes. Des couteaux à huîtres ne remplacent rien.
        - Aucun siège pour ceux qui ne tiennent pas debout deux heures.
        - Le même disque, quatre fois.

        Nous recommençons cette année, sur quatre places au lieu d’une, avec des bancs et cent économes. Si la
        collecte va au bout, les marmites resteront à la ville, prêtées à qui les demande. Nous avons promis
        de changer de disque.
        """),
    ),
    GRANDE_TABLEE,
    NEUF_BORDURES,
)
