"""The usual words of the front page, used where an editor wrote none."""

from django.utils.translation import gettext_lazy as _

SECTION_TITLES = {
    "campaigns": _("Des projets à soutenir"),
    "call": _("Appel à projets"),
    "stories": _("C’est arrivé près de chez vous"),
    "events": _("Rendez-vous"),
    "themes": _("Explorer par thème"),
    "figures": _("Ce que vous avez rendu possible"),
    "steps": _("Comment ça marche"),
}

USUAL_STEPS = (
    {
        "title": _("Un projet d’ici"),
        "text": _(
            "Des voisins, une association ou une petite entreprise disent ce qu’ils veulent faire et ce qu’il faut."
        ),
    },
    {
        "title": _("Vous soutenez"),
        "text": _("Quelques euros suffisent. La somme est conservée jusqu’à l’échéance, pas encore versée."),
    },
    {
        "title": _("Le seuil décide"),
        "text": _(
            "Atteint, le projet reçoit la collecte. Manqué, fût-ce d’un euro, chacun est remboursé en entier."
        ),
    },
    {
        "title": _("Vous voyez la suite"),
        "text": _("Les porteurs racontent ce que devient le projet et remettent les contreparties promises."),
    },
)

ORDER_RULE = _(
    "Ordre de cette page : les choix de l’équipe, puis ce qui se termine dans la semaine, puis le reste à tour de rôle,"
    " un jour après l’autre. Jamais selon les sommes recueillies."
)

# What a page shows where its programme is empty: (front page or theme, place) → sentence.
FILLED_BY = {
    ("front", "banner"): _("La page n’aura pas de bandeau."),
    ("front", "headline"): _("La page montrera : le thème le plus récent."),
    ("front", "campaign"): _(
        "La page montrera : les projets qui finissent dans la semaine, puis les autres à tour de rôle."
    ),
    ("front", "call"): _("La page montrera : l’appel ouvert qui se clôt le premier."),
    ("front", "story"): _("La page montrera : les récits les plus récents."),
    ("front", "event"): _("La page montrera : les prochains rendez-vous."),
    ("theme", "banner"): _("La page n’aura pas de bandeau."),
    ("theme", "campaign"): _("La page montrera seulement ce que le thème rassemble."),
    ("theme", "call"): _("La page montrera seulement ce que le thème rassemble."),
    ("theme", "story"): _("La page montrera seulement ce que le thème rassemble."),
    ("theme", "event"): _("La page montrera seulement ce que le thème rassemble."),
}
