"""The words of what is prepared before a launch: obstacles, rights, the published criteria."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.rules.commitments import Rights
from campaigns.rules.criteria import Answer, Criterion
from campaigns.rules.launch import Obstacle

OBSTACLES = {
    Obstacle.NO_HOLDER: gettext_lazy("Indiquez qui porte le projet."),
    Obstacle.NO_THRESHOLD: gettext_lazy(
        "Indiquez le seuil : la somme sans laquelle le projet ne se fait pas."
    ),
    Obstacle.THRESHOLD_ABOVE_GOAL: gettext_lazy(
        "Le seuil dépasse l’objectif : baissez l’un ou relevez l’autre."
    ),
    Obstacle.GOAL_ABOVE_CEILING: gettext_lazy("L’objectif dépasse le plafond permis."),
    Obstacle.SURPLUS_ABOVE_CEILING: gettext_lazy("Le plafond de la collecte dépasse celui qui est permis."),
    Obstacle.NO_DEADLINE: gettext_lazy("Indiquez l’échéance, avec l’heure."),
    Obstacle.DEADLINE_PAST: gettext_lazy("L’échéance est déjà passée."),
    Obstacle.DEADLINE_TOO_FAR: gettext_lazy(
        "Une campagne dure au plus deux mois (62 jours) : avancez l’échéance."
    ),
    Obstacle.NO_TIER: gettext_lazy("Proposez au moins une contrepartie, même symbolique."),
    Obstacle.TIER_WITHOUT_PRICE: gettext_lazy("Une contrepartie n’a pas de montant."),
    Obstacle.NO_SMALL_TIER: gettext_lazy(
        "Proposez une contrepartie à 10 € ou moins : chacun doit pouvoir prendre part."
    ),
    Obstacle.ONE_KIND_OF_REWARD: gettext_lazy(
        "Variez les contreparties (deux natures au moins), ou écrivez pourquoi une seule suffit."
    ),
    Obstacle.NO_OTHER_HELP: gettext_lazy("Dites comment prendre part autrement qu’en payant."),
    Obstacle.NO_BENEFICIARIES: gettext_lazy("Dites à qui le projet profite, au-delà de vous."),
    Obstacle.NO_PUBLIC_DUTY: gettext_lazy(
        "Dites qui paierait cela d’ordinaire, et pourquoi il ne le fait pas."
    ),
    Obstacle.NO_RIGHTS: gettext_lazy(
        "Dites si vous gardez vos droits, ou sous quelle licence libre vous publiez."
    ),
    Obstacle.NO_DELIBERATION: gettext_lazy(
        "Un organisme public donne la référence, la date et la base légale de sa délibération."
    ),
    Obstacle.NO_SUMMARY: gettext_lazy("Résumez le projet en une phrase."),
    Obstacle.NO_BUDGET: gettext_lazy("Ajoutez les dépenses prévues au budget."),
    Obstacle.BUDGET_UNBALANCED: gettext_lazy(
        "Le budget n’est pas équilibré : les dépenses doivent égaler l’objectif plus les autres ressources."
    ),
    Obstacle.PAGE_NOT_PUBLISHED: gettext_lazy("Publiez d’abord la page de la campagne."),
}

RIGHTS = {
    Rights.KEPT: gettext_lazy("nous gardons nos droits"),
    Rights.CC_BY: gettext_lazy("licence libre Creative Commons BY"),
    Rights.CC_BY_SA: gettext_lazy("licence libre Creative Commons BY-SA"),
    Rights.CC0: gettext_lazy("domaine public (Creative Commons Zéro)"),
    Rights.ART_LIBRE: gettext_lazy("Licence Art Libre"),
    Rights.GPL: gettext_lazy("logiciel sous licence GNU GPL"),
    Rights.ODBL: gettext_lazy("données sous licence ODbL"),
}
RIGHTS_SENTENCES = {
    Rights.KEPT: gettext_lazy("Les porteurs gardent leurs droits sur ce qu’ils créent."),
    Rights.CC_BY: gettext_lazy(
        "Ce qui est créé est libre, sous licence Creative Commons BY : chacun peut le reprendre en citant ses auteurs."
    ),
    Rights.CC_BY_SA: gettext_lazy(
        "Ce qui est créé est libre, sous licence Creative Commons BY-SA : chacun peut le reprendre en citant ses "
        "auteurs, et partage de même ce qu’il en fait."
    ),
    Rights.CC0: gettext_lazy("Ce qui est créé rejoint le domaine public (Creative Commons Zéro)."),
    Rights.ART_LIBRE: gettext_lazy("Ce qui est créé est libre, sous Licence Art Libre."),
    Rights.GPL: gettext_lazy("Le logiciel créé est libre, sous licence GNU GPL."),
    Rights.ODBL: gettext_lazy("Les données réunies sont libres, sous licence ODbL."),
}


@dataclass(frozen=True)
class Guidance:
    """A published criterion: its title, and what it means for a project."""

    title: str | Promise
    text: str | Promise


CRITERIA = {
    Criterion.LOCAL_INTEREST: Guidance(
        gettext_lazy("Intérêt local"),
        gettext_lazy("Le projet se passe ici, ou change quelque chose pour celles et ceux qui vivent ici."),
    ),
    Criterion.BENEFITS_OTHERS: Guidance(
        gettext_lazy("Profite à d’autres"),
        gettext_lazy("D’autres que ses porteurs y gagnent : des voisins, des usagers, des passants."),
    ),
    Criterion.CO_PRODUCTION: Guidance(
        gettext_lazy("Fait avec les habitants"),
        gettext_lazy(
            "On peut y prendre part autrement qu’en payant : des bras, des outils, un conseil, un lieu. Ce n’est pas "
            "un simple appel d’argent."
        ),
    ),
    Criterion.REAL_NEED: Guidance(
        gettext_lazy("Répond à un vrai besoin"),
        gettext_lazy("Des personnes l’attendent, et le budget dit à quoi servira chaque euro."),
    ),
    Criterion.PUBLIC_DUTY: Guidance(
        gettext_lazy("Ne remplace pas un service public normal"),
        gettext_lazy(
            "Le porteur dit qui paierait cela d’ordinaire, et pourquoi il ne le fait pas. La réponse est publiée sur "
            "la page du projet."
        ),
    ),
    Criterion.COMMERCIAL: Guidance(
        gettext_lazy("Commercial ou non"),
        gettext_lazy("Les deux sont bienvenus : nous demandons seulement que ce soit dit."),
    ),
}
_MET = {
    Answer.YES: pgettext_lazy("critère", "oui"),
    Answer.NO: pgettext_lazy("critère", "non"),
}
ANSWERS = {
    **dict.fromkeys(Criterion, _MET),
    Criterion.COMMERCIAL: {
        Answer.YES: pgettext_lazy("critère", "commercial"),
        Answer.NO: pgettext_lazy("critère", "non commercial"),
    },
}
