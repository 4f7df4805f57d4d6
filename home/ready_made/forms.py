"""The forms of the ready-made calls. Name, sentence, neighbourhood and sum are asked by every call and not repeated."""

from __future__ import annotations

from home.ready_made.shapes import ReadyQuestion, ReadyStep

Q = ReadyQuestion
PUBLIC_DUTY = Q(
    "long_text",
    "Est-ce le travail normal d’un service public ?",
    "Réparer une route l’est, planter avec les voisins ne l’est pas. La réponse paraîtra sur la campagne.",
    more={"longest": 600, "role": "public_duty"},
)
OTHER_HELP = Q(
    "long_text",
    "De quelle aide, autre que de l’argent, avez-vous besoin ?",
    "Des bras, une salle, une camionnette, un conseil.",
    required=False,
    more={"longest": 800, "role": "other_help"},
)
BUDGET = Q(
    "budget", "Votre budget, dépenses et ressources", "Cinq lignes suffisent.", more={"role": "budget"}
)
PLACE = Q("place", "Où exactement ?", "Une adresse, ou « le parc, près du kiosque ».", more={"role": "place"})
PICTURES = Q(
    "files",
    "Des images, si vous en avez",
    "Un dessin à la main convient très bien.",
    required=False,
    more={"most_files": 4, "role": "pictures"},
)
HONESTY = Q("declaration", "J’ai relu ces réponses : elles sont exactes à ma connaissance.")

NEIGHBOURHOOD: tuple[ReadyStep | ReadyQuestion, ...] = (
    ReadyStep("Le projet", "Racontez-le comme vous le feriez sur le pas de la porte."),
    Q(
        "long_text",
        "Racontez votre idée",
        "Comment elle est venue, ce qu’on verra.",
        more={"longest": 1500, "role": "story"},
    ),
    PLACE,
    Q(
        "choice",
        "À qui appartient l’endroit ?",
        more={"choices": ["À la commune", "À un bailleur", "À quelqu’un d’autre", "Nous ne savons pas"]},
    ),
    Q(
        "long_text",
        "À qui cela servira, et à quels moments ?",
        more={"longest": 1000, "role": "benefits"},
    ),
    Q(
        "choices",
        "Quand cela se passe-t-il ?",
        required=False,
        more={"choices": ["En semaine", "Le week-end", "Le soir", "Pendant les vacances", "Tout le temps"]},
    ),
    PUBLIC_DUTY,
    ReadyStep("Qui le fait"),
    Q(
        "long_text",
        "Qui le fait avec vous ?",
        "Trois prénoms au moins, et ce que chacun sait faire.",
        identifying=True,
        more={"longest": 600},
    ),
    Q("number", "Combien de personnes y prendront part ?", required=False, more={"least": 1}),
    Q("long_text", "Que se passe-t-il la deuxième année ?", more={"longest": 800}),
    ReadyStep("Les moyens"),
    BUDGET,
    OTHER_HELP,
    Q("date", "À partir de quand pourriez-vous commencer ?", required=False),
    PICTURES,
    HONESTY,
)

FOOD: tuple[ReadyStep | ReadyQuestion, ...] = (
    ReadyStep("De la terre à l’assiette"),
    Q("long_text", "Qui produit, qui prépare, qui mange ?", more={"longest": 1500, "role": "story"}),
    PLACE,
    Q(
        "choice",
        "Une cuisine est-elle nécessaire ?",
        more={"choices": ["Non", "Oui, nous en avons une", "Oui, il faut en trouver une"]},
    ),
    Q("number", "Combien de personnes par semaine, au bout de six mois ?", more={"least": 0}),
    Q(
        "long_text",
        "À quel prix, et qui ne pourra pas le payer ?",
        more={"longest": 800, "role": "benefits"},
    ),
    Q("long_text", "Que faites-vous de ce qui reste ?", required=False, more={"longest": 500}),
    PUBLIC_DUTY,
    ReadyStep("Les moyens"),
    BUDGET,
    Q(
        "amount",
        "Combien le producteur touche-t-il sur dix euros d’achat ?",
        required=False,
        more={"least": 0, "most": 10},
    ),
    OTHER_HELP,
    ReadyStep("Qui répond"),
    Q(
        "siret",
        "Votre numéro SIRET",
        "Pour les entreprises, les fermes et les associations qui en ont un.",
        required=False,
        identifying=True,
    ),
    Q("rna", "Votre numéro RNA", "Pour les associations.", required=False, identifying=True),
    PICTURES,
    HONESTY,
)

YOUTH: tuple[ReadyStep | ReadyQuestion, ...] = (
    ReadyStep("Votre idée", "Écrivez comme vous parlez. Un message vocal transcrit va très bien."),
    Q(
        "long_text",
        "Votre idée, comme vous la diriez à un ami",
        more={"longest": 1200, "role": "story"},
    ),
    Q("long_text", "Qui d’autre est-ce que cela va changer ?", more={"longest": 600, "role": "benefits"}),
    Q("place", "Où ?", required=False, more={"role": "place"}),
    Q("date", "Vers quelle date ?", required=False),
    ReadyStep("Vous"),
    Q(
        "long_text",
        "Qui êtes-vous ? Prénoms et âges",
        "Trois personnes au moins.",
        identifying=True,
        more={"longest": 400},
    ),
    Q(
        "choice",
        "Quel adulte vous accompagne ?",
        more={"choices": ["Nous avons quelqu’un", "Il faut trouver quelqu’un", "Nous sommes tous majeurs"]},
    ),
    Q(
        "file",
        "L’accord d’un parent, pour les mineurs",
        "Une photo du papier signé suffit.",
        required=False,
        identifying=True,
    ),
    ReadyStep("Les moyens"),
    Q(
        "budget",
        "Ce que cela coûte, à peu près",
        "Nous ferons le budget ensemble.",
        required=False,
        more={"role": "budget"},
    ),
    OTHER_HELP,
)

STANDING: tuple[ReadyStep | ReadyQuestion, ...] = (
    ReadyStep("Le projet"),
    Q("long_text", "Racontez votre projet", more={"longest": 2000, "role": "story"}),
    Q("long_text", "À qui cela servira-t-il ?", more={"longest": 1000, "role": "benefits"}),
    PLACE,
    PUBLIC_DUTY,
    ReadyStep("Les moyens"),
    BUDGET,
    OTHER_HELP,
    PICTURES,
    HONESTY,
)
