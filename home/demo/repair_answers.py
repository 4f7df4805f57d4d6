"""Twenty-two answers to « Réparer plutôt que jeter », in the words of those who wrote them."""

from __future__ import annotations

from home.demo.shapes import Answer

ANSWERS: tuple[Answer, ...] = (
    Answer(
        "L’établi du mardi", "Un garage, six chaises, et le droit de se tromper.", "Grand-Clos", 2_400,
        "Collectif du garage 14", "collective", ("Bois", "Électroménager"),
        "Nous réparons depuis deux ans dans le box de Roland. On tient le tournevis soi-même ; Roland "
        "regarde, et il ne "
        "parle que si cela fume.",
        "Roland, ajusteur à la retraite, et Samia qui apprend.",
        "Les rallonges seront payées. Il ne faudra plus que du café.",
        (("Deux établis", 1_300), ("Multiprises et disjoncteur", 640), ("Outillage à main", 460)),
    ),
    Answer(
        "Point d’accroc", "On ne jette plus un manteau pour une fermeture.", "Les Tissages", 1_900,
        "Les Surjeteuses", "association", ("Textile",),
        "Quatre machines à coudre dorment chez nous. Nous voulons les réveiller le samedi matin, à côté du "
        "marché, avec une "
        "règle simple : c’est vous qui cousez.",
        "Trois anciennes des tissages, et une lycéenne en bac pro.",
        "Une machine tombera en panne : nous savons déjà qui la réparera.",
        (("Révision de quatre machines", 620), ("Fils, zips, aiguilles", 480), ("Table de coupe", 800)),
    ),
    Answer(
        "Radio Soudure", "Rendre la voix aux vieux postes, et aux gens qui les gardent.", "Hauts-de-Vigne",
        3_100,
        "Amicale des ondes", "association", ("Électroménager", "Informatique"),
        "Un poste, une histoire, un condensateur. Chaque réparation est enregistrée et passe à la radio du "
        "collège.",
        "Huit radioamateurs, dont deux de treize ans.",
        "Le collège garde le matériel et nous garde aussi.",
        (("Postes de soudure", 1_500), ("Extracteur de fumée", 900), ("Composants", 700)),
    ),
    Answer(
        "La selle tournante", "Réparer son vélo à la sortie de l’école, pendant que les enfants goûtent.",
        "Bellevue", 2_750,
        "Parents à deux roues", "association", ("Vélo",),
        "Le mercredi et le vendredi, sous le préau, une remorque s’ouvre : chambres à air, rayons, freins. "
        "Les enfants "
        "serrent, les parents tiennent.",
        "Onze parents, par équipes de deux.",
        "L’école nous prête le préau par écrit pour trois ans.",
        (("Remorque-atelier", 1_650), ("Pieds d’atelier", 540), ("Pièces d’usure", 560)),
    ),
    Answer(
        "Ordi d’occasion, esprit neuf", "Un écran lent n’est pas un écran mort.", "Quartier de la Gare", 3_400,
        "Octets solidaires", "association", ("Informatique",),
        "On vient avec son ordinateur, on repart avec le même, plus vite. Nous expliquons tout, y compris "
        "ce que nous ne "
        "savons pas.",
        "Cinq bénévoles et une médiathécaire.",
        "Les dons de disques suffisent déjà à tenir dix-huit mois.",
        (("Disques et mémoire", 1_700), ("Postes de test", 1_100), ("Rangement", 600)),
    ),
    Answer(
        "Chaise à chaise", "Quarante chaises à rempailler, quarante voisins à asseoir.", "Les Tanneries", 1_250,
        "Marguerite Paulin", "individual", ("Bois",),
        "Je rempaille depuis 1971. Je veux montrer, pas vendre. Il me faut une salle sans escalier.",
        "Moi, et ceux qui seront venus trois fois.",
        "Je serai là, ou l’une de mes élèves.",
        (("Seigle et carex", 700), ("Outils pour huit personnes", 550)),
    ),
    Answer(
        "Le grille-pain libre", "Ouvrir un appareil, c’est déjà apprendre à le choisir.", "Grand-Clos", 2_900,
        "Café Tournevis", "association", ("Électroménager",),
        "Une soirée par mois au café : dix pannes, dix minutes chacune, et la liste affichée de ce qui "
        "n’aurait jamais dû être "
        "vendu.",
        "Une électricienne, un serveur, des curieux.",
        "Le café garde la malle derrière le comptoir.",
        (("Malle d’outils", 1_200), ("Appareils de mesure", 1_050), ("Affichage", 650)),
    ),
    Answer(
        "Textile & Compagnie", "Un lieu pour repriser ce que l’on aime, avec un comptoir à boutons.", "Les "
        "Tissages", 3_800,
        "Atelier Bobine", "firm", ("Textile",),
        "Notre boutique ferme à 17 h. De 17 h à 19 h, elle devient un atelier ouvert à tous, à prix libre, "
        "avec nos machines.",
        "Deux couturières salariées, sur leur temps payé.",
        "La boutique prend les charges à son compte.",
        (("Trois surjeteuses", 2_600), ("Éclairage", 700), ("Mercerie commune", 500)),
    ),
    Answer(
        "Les mains de Beauséjour", "À la résidence, on répare l’après-midi et l’on raconte en réparant.",
        "Beauséjour", 2_200,
        "Résidence Beauséjour", "public_body", ("Textile", "Bois"),
        "Vingt-deux résidents ont été tailleurs, menuisiers, monteuses. L’établi serait dans le hall, pour "
        "que l’on nous voie.",
        "Nos résidents, une animatrice et les enfants du centre aéré.",
        "L’établi reste : il est vissé au mur.",
        (("Établi à hauteur réglable", 1_400), ("Loupes et lampes", 450), ("Petit outillage", 350)),
    ),
    Answer(
        "Pédale douce", "Des vélos d’enfants qui changent de main chaque printemps.", "Hauts-de-Vigne", 1_600,
        "Collectif Côte dure", "collective", ("Vélo",),
        "Une bourse où l’on n’achète rien : on apporte un petit vélo, on le remet en état ensemble, on "
        "repart avec un plus "
        "grand.",
        "Neuf familles de la côte.",
        "Les vélos grandissent tout seuls, il suffit d’un local.",
        (("Pièces", 900), ("Deux pieds d’atelier", 360), ("Casques", 340)),
    ),
    Answer(
        "La bricothèque du 8", "Une armoire dans le hall, une clé, un carnet.", "Bellevue", 980,
        "Les voisins du 8", "collective", ("Bois", "Électroménager"),
        "Douze perceuses pour douze étages, c’est trop. Une seule, bonne, et quelqu’un qui sait s’en servir "
        "le jeudi.",
        "Mme Ferrand tient le carnet depuis toujours.",
        "Le syndic a voté l’armoire.",
        (("Armoire", 420), ("Perceuse et forets", 380), ("Escabeau", 180)),
    ),
    Answer(
        "Sauve qui plume", "Couettes, coussins, duvets : on ouvre, on lave, on regonfle.", "La Plaine", 2_050,
        "Blanche et Fils", "firm", ("Textile",),
        "Notre laverie est vide le lundi. Une cardeuse, deux tables, et la plume ne part plus à la benne.",
        "Blanche, qui a appris de sa mère.",
        "Le lundi restera vide, donc plein.",
        (("Cardeuse d’occasion", 1_450), ("Tables", 350), ("Housses", 250)),
    ),
    Answer(
        "Clinique des jouets", "Les enfants opèrent, les adultes passent les pinces.", "Quartier de la "
        "Gare", 1_450,
        "Ludothèque Cric-Crac", "association", ("Électroménager", "Bois"),
        "Blouse blanche, fiche de soins, salle d’attente. Un robot sur trois se remet d’un simple nettoyage "
        "de piles.",
        "La ludothécaire et un papa horloger.",
        "Les piles rechargeables seront payées.",
        (("Tournevis fins", 320), ("Piles et chargeurs", 580), ("Mobilier", 550)),
    ),
    Answer(
        "Le tour des caves", "L’atelier vient à vous, une cave après l’autre.", "Les Tanneries", 2_600,
        "Association des Caves claires", "association", ("Bois", "Vélo"),
        "Un triporteur, un établi pliant, une cage d’escalier par semaine. Ceux qui ne descendent jamais "
        "nous ouvrent.",
        "Quatre bénévoles qui montent les étages.",
        "Le triporteur est garanti cinq ans.",
        (("Triporteur d’occasion", 1_700), ("Établi pliant", 500), ("Lampes", 400)),
    ),
    Answer(
        "Fer à souder, fer à repasser", "Deux savoirs qui ne se parlaient pas, dans la même salle.", "Les "
        "Tissages", 2_300,
        "Maison des Tissages", "association", ("Textile", "Électroménager"),
        "Ceux qui cousent ont des machines en panne, ceux qui soudent ont des trous aux manches. Ils se "
        "voient le jeudi.",
        "Deux équipes, une seule bouilloire.",
        "Ils ne pourront plus se passer les uns des autres.",
        (("Outillage électrique", 1_100), ("Machines révisées", 800), ("Tables", 400)),
    ),
    Answer(
        "Repar’Lycée", "Des élèves de terminale tiennent l’atelier du quartier.", "La Plaine", 3_600,
        "Lycée Jeanne-Barret", "public_body", ("Électroménager", "Informatique", "Vélo"),
        "Le plateau technique est fermé le samedi. Nos élèves veulent l’ouvrir, avec un professeur, à ceux "
        "du quartier.",
        "Quatorze élèves, deux professeurs volontaires.",
        "Les secondes apprennent des terminales.",
        (("Appareils de contrôle", 2_000), ("Pièces", 900), ("Assurance", 700)),
    ),
    Answer(
        "Le violon d’à côté", "Cordes, caisses, archets : la musique du quartier se répare ici.",
        "Grand-Clos", 2_850,
        "Lucien Arnault, luthier", "firm", ("Bois",),
        "Deux après-midi par mois, j’ouvre mon établi aux écoles de musique. On recolle, on règle, on "
        "écoute la différence.",
        "Moi, et mes deux apprentis.",
        "Je les aurai formés.",
        (("Colles et bois", 850), ("Gabarits", 900), ("Deux établis bas", 1_100)),
    ),
    Answer(
        "Zéro benne", "Un banc de tri à la déchèterie, avant la chute.", "La Plaine", 3_950,
        "Les Détourneurs", "association", ("Électroménager", "Bois", "Vélo"),
        "Nous arrêtons les objets à la porte : dix minutes pour savoir si l’on peut les sauver, et avec qui.",
        "Sept bénévoles et l’agent de la déchèterie.",
        "Ce que nous sauvons nous nourrit.",
        (("Conteneur aménagé", 2_600), ("Tables de test", 850), ("Signalétique", 500)),
    ),
    Answer(
        "La boîte à vis", "Rien qu’un mur de petites pièces, mais il manquait à toute la ville.",
        "Bellevue", 1_150,
        "Quincaillerie Morel", "firm", ("Bois", "Électroménager"),
        "Trente ans de fonds de tiroir, triés avec les enfants, en libre-service. On cherche la vis ensemble.",
        "Jean Morel, quand il n’est pas derrière la caisse.",
        "Les tiroirs sont profonds.",
        (("Casiers", 750), ("Étiquettes et balances", 400)),
    ),
    Answer(
        "Machines à laver ensemble", "Apprendre à changer un joint avant de changer de machine.",
        "Hauts-de-Vigne", 3_250,
        "Amicale des locataires de la Côte", "association", ("Électroménager",),
        "Une laverie commune où chaque panne devient un cours. Six familles ont déjà changé leur pompe.",
        "Farid, dépanneur, et qui veut.",
        "Les pièces se paient avec les lavages.",
        (("Machine d’étude", 450), ("Pièces de rechange", 1_800), ("Protection électrique", 1_000)),
    ),
    Answer(
        "Le parapluie de secours", "On en casse mille par an, on en répare zéro.", "Quartier de la Gare", 890,
        "Inès et Paul Girard", "collective", ("Textile",),
        "Un stand devant la gare les jours de pluie : baleines, poignées, toiles. Réparation en attendant "
        "le train.",
        "Nous deux, et la météo.",
        "Il pleuvra encore.",
        (("Stand pliant", 460), ("Baleines et toiles", 430)),
    ),
    Answer(
        "Cambouis & Cie", "Mobylettes, tondeuses, vélos : l’atelier qui sent l’huile et le café.", "La "
        "Plaine", 3_700,
        "Cambouis & Compagnie", "association", ("Vélo", "Électroménager"),
        "Pardon pour la tache, nous avons fini tard. Le hangar est là, la fosse aussi ; il manque de quoi "
        "travailler sans se "
        "blesser.",
        "Sept mécaniciens du dimanche, dont deux mécaniciennes du samedi.",
        "Le propriétaire prolonge le bail si nous sommes encore vivants.",
        (("Pont et chandelles", 2_100), ("Extincteurs et gants", 600), ("Récupération des huiles", 1_000)),
    ),
)  # fmt: skip
